"""What the QR of a cover sheet or separator sheet says, and how it is written.

    LEGAJO1                                   a separator sheet: here one document ends and another begins
    LEGAJO1;tipo=PAGARE;credito=123%3B4       a cover sheet: a separator that says what follows

The first field is the name and version of the format. The others are
`key=value`; in values everything but letters, digits and `-._~ /` is
percent-encoded as UTF-8 (RFC 3986, with the blank and the slash let through
for short codes). Unknown keys are kept, so a later version may add some.
"""

from urllib.parse import quote, unquote

import msgspec

from schemas.errors import InvalidInput

MARK = "LEGAJO1"
"""Name and version; a reader takes no other version."""

LONGEST = 600
"""Characters: a QR of this length with the highest correction is still read from a fax."""

_SAFE = "-._~ /"
_KEYS = {"document_type": "tipo", "credit": "credito", "lawsuit": "juicio", "box": "caja"}
_MOST_FIELDS = 20


class CoverSheet(msgspec.Struct, frozen=True):
    """What a sheet says of the pages after it; all empty on a mere separator.

    `document_type` is a code of the catalogue of types, `credit` the number of
    the credit, `lawsuit` the docket number and court as the office writes them,
    `box` the archive box. `extra` are further fields by key.
    """

    document_type: str = ""
    credit: str = ""
    lawsuit: str = ""
    box: str = ""
    extra: dict[str, str] = {}

    @property
    def is_separator(self) -> bool:
        """Whether the sheet only separates."""
        return not (self.document_type or self.credit or self.lawsuit or self.box or self.extra)


class SheetsWanted(msgspec.Struct, frozen=True):
    """What the sheets say of the papers behind them; nothing at all makes separators. `type` is a code, name or abbreviation."""

    type: str = ""
    credit: str = ""
    lawsuit: str = ""
    box: str = ""
    copies: int = 1
    size: str = "letter"


def encode_sheet(sheet: CoverSheet) -> str:
    """The text for the QR.

    Raises:
        InvalidInput: longer than `LONGEST`, or a key of `extra` that is no word of small letters.
    """
    fields = {_KEYS[name]: getattr(sheet, name) for name in _KEYS} | sheet.extra
    if not all(_is_key(key) for key in sheet.extra):
        raise InvalidInput("La carátula tiene un dato con un nombre no permitido.")
    text = ";".join([MARK, *(f"{key}={quote(value, safe=_SAFE)}" for key, value in fields.items() if value)])
    if len(text) > LONGEST:
        raise InvalidInput(f"Los datos de la carátula son demasiado largos (más de {LONGEST} caracteres).")
    return text


def decode_sheet(text: str) -> CoverSheet | None:
    """The sheet of a QR text; None when the text is not of this format or version. What is malformed in it is left out."""
    mark, *fields = text.strip("\r\n").split(";")
    if mark != MARK or len(text) > LONGEST:
        return None
    values: dict[str, str] = {}
    for field in fields[:_MOST_FIELDS]:
        key, equals, value = field.partition("=")
        if equals and value and _is_key(key):
            values.setdefault(key, unquote(value))
    known = {name: values.pop(key, "") for name, key in _KEYS.items()}
    return CoverSheet(**known, extra=values)


def _is_key(key: str) -> bool:
    return key.isascii() and key.isalpha() and key.islower()
