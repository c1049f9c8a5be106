"""Numbers that identify: credit, note, court file, letter, contract, receipt, licence, RFC, deed, invoice, and stamps."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from indexer.stages.role_labels import role_at
from indexer.stages.surface import Surface, any_of, cue, loose
from schemas.court_files import FileOf, find_court_files
from schemas.document_types import document_types
from schemas.fields import Field, Known
from schemas.folding import confusion_key, within_one_edit
from schemas.identifiers import RFC, credit_key, rfc_problem, rfc_warning
from schemas.legal_dates import find_dates

_TO_LETTERS = str.maketrans("015826", "OISBZG")
_NUMBER = rf"(?:{any_of('numero', 'numeros', 'num', 'no', 'nos', 'folio', 'folios')}|n[°º]|#)?\s*[.:°º;,]*\s*"
_SIGN = rf"(?:{any_of('numero', 'numeros', 'num', 'no', 'nos', 'folio')}|n[°º]|#|:)\s*[.:°º;,]*\s*"
_DIGITS = str.maketrans("OoQDIl|iSsBZzG", "00001111558226")
_MOST = 60
_CREDIT = cue(
    "credito",
    rf"{loose('credito')}s?\s+(?:{loose('educativo')}\s+)?{_SIGN}((?:[a-z]{{1,6}}[-/])?[a-z]{{0,3}}[\doilsbzg][\doilsbzg\-/.]{{2,17}}[\doilsbzg])(?!\w)",
)
_CREDIT_NAMED = cue(
    "credito",
    rf"{loose('credito')}\s+(?:{any_of('identificado', 'registrado', 'senalado', 'marcado', 'distinguido')}\s+)?con\s+(?:el|los)?\s*{_SIGN}((?:[a-z]{{1,6}}[-/])?[\doilsbzg][\doilsbzg\-/.]{{2,17}}[\doilsbzg])(?!\w)",
)
_CREDIT_ROW = cue(
    "credito",
    rf"{loose('credito')}\s+(?:{loose('acreditado')}|{loose('nombre')})[^\n]{{0,60}}\n\s*([\doilsbz][\doilsbz\-]{{4,16}})(?!\w)",
)
_CODE = re.compile(r"(?<![\w/.,$-])[A-Za-z]{0,4}[\dOoIlSB][\dOoIlSB]*(?:[-–][\dOoIlSB]+){0,4}(?![\w/]|[.,]\d)")
_SLASHED = re.compile(r"(?<![\w/.,$-])(?=[A-Za-z\d-]*/)[A-Za-z]{1,6}(?:[/-]\w{1,12}){1,5}(?![\w/-])")
"""A number with letters before it and a slash in it, as in `EC/2019/00321`."""
_LETTERS_FIRST = re.compile(r"(?=[OoQDIl|iSsBZzG]*[^\W\dOoQDIl|iSsBZzG])[A-Za-z]{1,6}[-/]")
"""Letters of a number that are no misread digits."""
_NOTE = cue(
    "pagare",
    rf"{loose('pagare')}(?:\(?s\)?)?(?:\s*,?\s*{_SIGN}|\s+{any_of('original', 'originales')}\s*,?\s*(?:{_SIGN})?)((?:[a-z]-?|\d{{1,4}}-)?[\doilsbzg]{{3,8}})(?!\w|-\d)",
)
_NOTE_NUMBERED = cue("pagare", rf"{loose('pagare')}\s*[:.]?\s*((?:[a-z]-?|\d{{1,4}}-)?[\doilsbzg]{{4,8}})(?!\w|-\d)")
_NUMBER_OF = re.compile(rf"{any_of('numero', 'num', 'no', 'folio')}[.\s]{{1,3}}(?:de|del)\s+\Z")
"""*Número de pagaré 004512*: the sign before the word."""
_CONTRACT_OF = re.compile(rf"{loose('contrato')}\s+(?:de\s+)?(?:{loose('apertura')}\s+de\s+)?\Z")
_NOTE_LIST = cue(
    "pagares titulos",
    rf"(?:{loose('pagares')}(?:\s+{loose('originales')})?|{loose('titulos')}|{loose('pagares')}\s+{loose('folios')})\s*{_NUMBER}((?:[a-z]?-?\d{{4,8}}\s*(?:,|y|;)?\s*){{1,12}})",
)
_LETTER = cue(
    "oficio carta memorand circular",
    rf"(?:{any_of('oficio', 'carta', 'memorandum', 'memorando', 'circular')})[\s:.]+{_SIGN}([a-z0-9][a-z0-9./\-]{{2,24}}[a-z0-9])(?!\w)",
)
_CONTRACT = cue(
    "contrato",
    rf"{loose('contrato')}\b[^.:;]{{0,110}}?(?:{any_of('no', 'num', 'numero')}|n[°º])\s*[.,:°º]*\s*([a-z0-9][a-z0-9./\-]{{2,20}}\d)(?!\w)",
)
_RECEIPT = cue(
    "recibo",
    rf"{loose('recibo')}\s*(?:(?:de\s+(?:{loose('pago')}|{loose('caja')})|{loose('oficial')})\s*)?{_NUMBER}([a-z]{{0,3}}\s?-?\s?[\doilsbz]{{3,10}})(?!\w|/|[.,]\d)",
)
_RECEIPT_ROW = re.compile(r"(?<!\w)([a-z]-\d{4,6})(?!\w)")
_LICENSE = cue(
    "ced",
    rf"{any_of('cedula', 'ced')}[.,]?\s+{any_of('profesional', 'prof')}[.,]?\s*{_NUMBER}([\doilsbzg]{{5,8}})(?!\w)",
)
_RFC = re.compile(r"(?<![^\W_])r\.?\s?f\.?\s?c\.?(?:\s*[:.;]|\s)\s*([a-z0-9&ñ|]{11,15})(?![a-z0-9])")
_DEED = cue(
    "escritura instrumento",
    rf"(?:{loose('escritura')}|{loose('instrumento')})\s+(?:{loose('publica')}|{loose('publico')})?\s*{_SIGN}(\d{{1,3}}(?:[,.]\s?\d{{3}})+|\d+)(?!\d)",
)
_NOTARY = cue("notari", rf"{loose('notari')}[oa]\s+{loose('public')}[oa]\s+{_SIGN}(\d{{1,3}})(?!\d)")
_SLIP = cue(
    "vale",
    rf"{loose('vale')}\s+(?:{any_of('de prestamo', 'de salida')}\s+)?{_SIGN}([a-z]{{0,3}}\s?-?\s?[\doilsbz]{{2,8}}(?:/\d{{2,4}})?)(?!\w)",
)
_REQUEST = re.compile(
    rf"(?<!\w){loose('folio')}\s*{_NUMBER}([\doilsbz]{{6,20}}|[a-z]{{1,6}}[/-][a-z\d/-]{{3,20}})(?!\w)"
)
_OWN_NUMBER = re.compile(
    rf"(?<!\w)(?:{any_of('numero', 'num', 'no', 'folio')}|n[°º])\s*[.:°º]*\s*(?:{any_of('no', 'num')}\s*[.:°º]*\s*)?"
    r"((?:[a-z]{0,3}-?|\d{1,4}-)[\doilsbz]{3,8})(?!\w|[/,.-]\d)"
)
"""A number of the paper itself, with no word but its sign."""
_CONTRACT_LINE = re.compile(
    rf"{loose('contrato')}(?!\w)[^\n.:;]{{0,60}}?\s([a-z]{{1,6}}[/-]\d{{1,6}}(?:[/-]\d{{2,4}})?|\d{{2,6}}[/-]\d{{2,4}})(?!\w)"
)
_LETTER_LINE = re.compile(
    rf"(?<![^\n])(?:{any_of('numero', 'num', 'no')}|n[°º])[\s.:°º]*[.:°º]\s*([a-z0-9][a-z0-9./\-]{{1,22}}/\d{{2,4}})(?!\w)"
)
_AT_HEAD = 700  # characters of the first page in which a paper's own number stands
_UUID = re.compile(r"(?<!\w)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\w)")
_COMMISSION = cue(
    "comision honorarios",
    rf"(?:{loose('comision')}|{loose('honorarios')})[^.%]{{0,80}}?(\d{{1,2}}(?:[.,]\d{{1,2}})?)\s*%",
)
_TIME = re.compile(r"(?<![\d:])([01o]?[\doil]|2[0-3])\s?[:.;]\s?([0-5o][\doil])(?!\d|[:/]\d|\s*%)")
_TIME_OF_HOURS = re.compile(
    rf"(?<![\w:])([01o][\doil]|2[0-3])[^\w\n]{{0,2}}([0-5o][\doil])\s?{any_of('hrs', 'horas')}(?!\w)"
)
"""A time whose colon the reading lost: four digits right before the word for hours."""
_ELECTRONIC = re.compile(r"[^\n]*(?:firmad[oa]\s+electr|digitalizad|impres[oa]\s+el)[^\n]*")
"""Lines of a document system in the text layer: not when something was received."""
_RECEIVED = re.compile(rf"(?<![^\n])[^\n]{{0,12}}(?:{loose('recibido')}|r\s?e\s?c\s?i\s?b\s?i\s?d\s?o)(?!\w)")
"""The word of a stamp that was read with the body, near which its date stands."""
_STAMP_NUMBERS = (
    ("stamp_folio", re.compile(rf"(?<!\w){loose('foli')}[0a-z]\s*{_NUMBER}([\doilsbz]{{3,9}}(?:/\d{{2,4}})?)(?!\w)")),
    ("stamp_sheets", re.compile(rf"(?<!\w){loose('fojas')}\s*[:;.]*\s*([\doil]{{1,4}})(?!\w)")),
    ("stamp_copies", re.compile(rf"(?<!\w){loose('copias')}\s*[:;.]*\s*([\doil]{{1,3}})(?!\w)")),
    ("stamp_annexes", re.compile(rf"(?<!\w){loose('anexos')}\s*[:;.]*\s*([\doil]{{1,3}})(?!\w)")),
)  # fmt: skip
_FOLIO_BEFORE_SHEETS = re.compile(rf"(?<![\w/.,])([\doilsbz]{{4,9}})[ ]{{1,4}}{loose('fojas')}\s*[:;.]*\s*\d")
"""A folio whose label was misread: more digits than sheets have, right before the label of the sheets."""
_CODES = (
    ("letter", _LETTER, False), ("contract", _CONTRACT, False), ("receipt", _RECEIPT, False), ("license", _LICENSE, True),
    ("slip", _SLIP, False), ("deed", _DEED, True), ("notary", _NOTARY, True), ("commission_rate", _COMMISSION, False),
)  # fmt: skip
"""Field, what it looks like, and whether its value is digits only."""
_OWN = {
    "promissory_note": ("promissory_note", _OWN_NUMBER, _NOTE),
    "payment_receipt": ("receipt", _OWN_NUMBER, _RECEIPT),
    "services_contract": ("contract", _CONTRACT_LINE, _CONTRACT),
    "credit_contract_note": ("contract", _CONTRACT_LINE, _CONTRACT),
    "official_letter": ("letter", _LETTER_LINE, _LETTER),
    "arco_or_info_request": ("request", _REQUEST, _LETTER),
}
"""By type: field, what its number looks like without a word that names it, and the cue that would name it."""
_OF_CREDIT = re.compile(loose("credito") + r"\s+" + any_of("numero", "no", "num"))
_HYPHENS_OF_UUID = 4
_LETTER_CODE = re.compile(r"(?<![\w/.-])([a-z]{1,8}(?:[/.-][a-z]{1,8}){0,3}[/.-]\d{1,6}/(?:19|20)\d\d)(?![\w/-])")
"""The shape of a letter's number where it does not stand right behind *oficio* (in a table of the letterhead)."""
_UNLABELLED = (("letter", _LETTER, _LETTER_CODE, 0.75, 1), ("receipt", _RECEIPT, _RECEIPT_ROW, 0.7, _MOST))
"""Numbers in tables, below their label: field, the label, the shape, how sure, how many at most."""
_OTHER_FILE = re.compile(
    rf"(?:{any_of('oficio', 'folio', 'escritura', 'contrato', 'circular', 'recibo', 'acta', 'boletin', 'memorandum', 'articulo')})"
    rf"(?!\w)[^\n/]{{0,14}}\Z"
)
"""What a number with a slash is of when it is of no court file."""
_FILE_LINE = re.compile(
    rf"\s*(?:{any_of('numero', 'num', 'no')}\s*[.:°º]*\s*)?[\doil|sz]{{1,6}}\s?/\s?[\doil|sz]{{2,4}}\s*"
)
_OF_COURTS = frozenset(item.code for item in document_types() if item.family == "court")
_FILE_FIELDS = {
    FileOf.MAIN: "court_file",
    FileOf.APPEAL: "appeal",
    FileOf.AMPARO: "amparo",
    FileOf.ROGATORY: "rogatory",
    FileOf.NOTEBOOK: "notebook",
}


def number_fields(bodies: Sequence[Surface], known: Known, kind: str) -> Iterator[Field]:
    """Every identifying number, each value once, at its first place."""
    seen: set[tuple[str, str]] = set()
    for surface in bodies:
        for field in (
            *_credits(surface, known), *_notes(surface, known), *_files(surface, kind), *_codes(surface), *_rfcs(surface, known, kind),
            *_own_number(surface, kind),
        ):  # fmt: skip
            if (field.name, field.value) not in seen and len(seen) < 40 * _MOST:
                seen.add((field.name, field.value))
                yield field


def _credits(surface: Surface, known: Known) -> Iterator[Field]:
    """Labelled credit numbers, and unlabelled ones that are registered; those registered are believed more."""
    taken: set[int] = set()
    for match in (*surface.find(_CREDIT), *surface.find(_CREDIT_NAMED), *surface.find(_CREDIT_ROW)):
        start, end = match.span(1)
        value = _registered(surface.text[start:end].rstrip(".-/"), known.credits)
        if value not in known.credits and _CONTRACT_OF.search(
            surface.folded, max(0, match.start() - 30), match.start()
        ):
            continue
        taken.add(start)
        yield surface.field("credit", (start, end), value, 0.98 if value in known.credits else 0.85)
    if not known.credits:
        return
    for match in (*_CODE.finditer(surface.text), *_SLASHED.finditer(surface.text)):
        value = _registered(match.group(), known.credits)
        if value in known.credits and match.start() not in taken and len(value) >= 6:
            yield surface.field("credit", match.span(), value, 0.93)


def _registered(text: str, keys: frozenset[str]) -> str:
    """The key of a number as printed; with look-alike letters as digits if that is registered or it has no sense else."""
    plain = credit_key(text)
    if plain in keys:
        return plain
    head = match.end() if (match := _LETTERS_FIRST.match(text)) else 0
    digits = credit_key(text[:head] + text[head:].translate(_DIGITS))
    return digits if digits in keys or not plain.isdigit() else plain


def _notes(surface: Surface, known: Known) -> Iterator[Field]:
    numbered = (
        match
        for match in surface.find(_NOTE_NUMBERED)
        if _NUMBER_OF.search(surface.folded, max(0, match.start() - 16), match.start())
    )
    for match in (*surface.find(_NOTE), *numbered):
        start, end = match.span(1)
        yield surface.field("promissory_note", (start, end), _folio(surface.text[start:end]), 0.93)
    for listed in surface.find(_NOTE_LIST):
        for match in re.finditer(r"[a-z]?-?\d{4,8}", listed.group(1)):
            start = listed.start(1) + match.start()
            yield surface.field("promissory_note", (start, start + len(match.group())), _folio(match.group()), 0.9)


def _own_number(surface: Surface, kind: str) -> Iterator[Field]:
    """What the paper itself is numbered, where the number stands without the paper's name."""
    if kind not in _OWN or surface.page != 1:
        return
    name, pattern, said = _OWN[kind]
    found = None if any(surface.find(said)) else pattern.search(surface.folded, 0, _AT_HEAD)
    if found is not None:
        raw = surface.text[found.start(1) : found.end(1)]
        yield surface.field(name, found.span(1), _folio(raw) if name == "promissory_note" else _tidy(raw), 0.8)


def _folio(text: str) -> str:
    head = re.match(r"[A-Za-z](?=-)", text)
    return credit_key((head.group() if head else "") + text[1 if head else 0 :].translate(_DIGITS))


def _files(surface: Surface, kind: str) -> Iterator[Field]:
    """Court files: labelled ones anywhere, bare ones only in the heading of a page that names a court."""
    header = surface.folded[:600]
    court = bool(re.search(loose("juzgado"), header)) or kind in ("admission_order", "court_order")
    for found in find_court_files(surface.text):
        name = _FILE_FIELDS.get(found.file.kind)
        if name is None or not (found.labelled or (court and found.start < 600)):
            continue
        if not found.labelled and _OTHER_FILE.search(surface.folded, max(0, found.start - 30), found.start):
            continue
        alone = kind in _OF_COURTS and _FILE_LINE.fullmatch(surface.folded, *_line_of(surface, found.start))
        sure = 0.95 if found.labelled else 0.9 if alone else 0.7
        yield surface.field(name, (found.start, found.end), found.file.normal, sure)


def _line_of(surface: Surface, at: int) -> tuple[int, int]:
    end = surface.folded.find("\n", at)
    return surface.folded.rfind("\n", 0, at) + 1, end if end >= 0 else len(surface.folded)


def _codes(surface: Surface) -> Iterator[Field]:
    """Numbers of letters, contracts, receipts, licences, deeds, notaries and invoices."""
    found: set[str] = set()
    for name, wanted, digits in _CODES:
        for match in islice(surface.find(wanted), _MOST):
            start, end = match.span(1)
            raw = surface.text[start:end]
            if any(letter.isdigit() for letter in raw) and not (
                name == "contract" and _OF_CREDIT.search(match.group())
            ):
                found.add(name)
                yield surface.field(name, (start, end), _code(name, raw, digits=digits), 0.9)
    if surface.text.count("-") >= _HYPHENS_OF_UUID:
        for match in islice(_UUID.finditer(surface.folded), _MOST):
            yield surface.field("invoice", match.span(), match.group().upper(), 0.9)
    for name, wanted, shape, sure, most in _UNLABELLED:
        if name not in found and surface.starts(wanted.words):
            for match in islice(shape.finditer(surface.folded), most):
                raw = surface.text[match.start(1) : match.end(1)]
                yield surface.field(name, match.span(1), _tidy(raw), sure)


def _code(name: str, raw: str, *, digits: bool) -> str:
    if name == "commission_rate":
        return f"{float(raw.replace(',', '.')):.2f}"
    return re.sub(r"\D", "", raw.translate(_DIGITS)) if digits else _tidy(raw)


def _tidy(raw: str) -> str:
    """A code as printed in upper case, with letters for digits put right behind its own letters."""
    head, mark, tail = re.sub(r"\s", "", raw).upper().partition("-")
    if mark and re.fullmatch(r"[\dOIlSBZ]+", tail):
        return f"{head}-{tail.translate(_DIGITS)}"
    return head + mark + tail


def _rfcs(surface: Surface, known: Known, kind: str) -> Iterator[Field]:
    taken: list[int] = []
    for match in _RFC.finditer(surface.folded):
        start, end = match.span(1)
        value = _registered_rfc(_repaired_rfc(surface.text[start:end]), known)
        taken.append(start)
        yield surface.field(
            _rfc_name(surface, start, value, kind),
            (start, end),
            value,
            0.9,
            rfc_problem(value) or rfc_warning(value) or "",
        )
    for match in re.finditer(r"(?<![\wÑ&])[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}(?!\w)", surface.text):
        if match.start() not in taken and rfc_problem(match.group()) is None:
            name = _rfc_name(surface, match.start(), match.group(), kind)
            yield surface.field(name, match.span(), match.group(), 0.85, rfc_warning(match.group()) or "")


def _rfc_name(surface: Surface, start: int, rfc: str, kind: str) -> str:
    """Twelve characters are a company's; a person's go by what stands before."""
    if len(rfc) == 12:
        return "company_rfc"
    return f"{role_at(surface, start, kind)}_rfc"


def _registered_rfc(value: str, known: Known) -> str:
    """The RFC of the one registered lawyer that reads alike, where what was read cannot be right."""
    if not rfc_problem(value) and not rfc_warning(value):
        return value
    key = confusion_key(value)
    alike = {lawyer.rfc for lawyer in known.lawyers if lawyer.rfc and within_one_edit(confusion_key(lawyer.rfc), key)}
    return alike.pop() if len(alike) == 1 else value


def _repaired_rfc(raw: str) -> str:
    """Letters and digits forced by position; in the homoclave, and of one character too many, what makes the check digit right."""
    bare = re.sub(r"[^0-9A-ZÑ&]", "", raw.upper())
    cuts = [bare] if len(bare) != 14 else [bare[:at] + bare[at + 1 :] for at in range(10, 14)]
    options = list(dict.fromkeys(option for cut in cuts for option in _rfc_options(cut)))
    valid = [option for option in options if RFC.fullmatch(option) and not rfc_warning(option)]
    if not options or options[0] in valid or len(valid) != 1:
        return options[0] if options and len(bare) != 14 else bare
    return valid[0]


def _rfc_options(bare: str) -> list[str]:
    letters = {13: 4, 12: 3}.get(len(bare))
    if letters is None:
        return [bare]
    head = bare[:letters].translate(_TO_LETTERS)
    day = bare[letters : letters + 6].translate(_DIGITS)
    slots = [dict.fromkeys((one, one.translate(_DIGITS), one.translate(_TO_LETTERS))) for one in bare[letters + 6 :]]
    return [head + day + "".join(tail) for tail in product(*slots)]


def stamp_fields(stamps: Sequence[Surface]) -> Iterator[Field]:
    """`stamp_date`, `stamp_time`, `stamp_folio`, `stamp_sheets`, `stamp_copies`, `stamp_annexes` of the first stamp that has each."""
    seen: set[str] = set()
    for surface in stamps:
        for field in _stamp(surface):
            if field.name not in seen:
                seen.add(field.name)
                yield field


def _stamp(surface: Surface) -> Iterator[Field]:
    passing = [match.span() for match in _ELECTRONIC.finditer(surface.folded)]
    dates = [found for found in find_dates(surface.text) if not any(a <= found.start < b for a, b in passing)]
    received = [] if surface.stamp else [match.start() for match in _RECEIVED.finditer(surface.folded)]
    if received:
        dates.sort(key=lambda found: min(abs(found.start - at) for at in received))
    if dates:
        first = dates[0]
        yield surface.field("stamp_date", (first.start, first.end), first.value.isoformat(), 0.9)
    after = dates[0].end if dates else 0
    plain, lost = _TIME.finditer(surface.folded), _TIME_OF_HOURS.finditer(surface.folded)
    for match, sure in (*((match, 0.88) for match in plain), *((match, 0.75) for match in lost)):
        inside = any(found.start <= match.start() < found.end for found in dates)
        if inside or match.start() < after - 40 or any(a <= match.start() < b for a, b in passing):
            continue
        hour, minute = (match.group(group).translate(_DIGITS) for group in (1, 2))
        yield surface.field("stamp_time", match.span(), f"{int(hour):02d}:{minute}", sure)
        break
    for name, pattern in (*_STAMP_NUMBERS, ("stamp_folio", _FOLIO_BEFORE_SHEETS)):
        if (found := pattern.search(surface.folded)) is not None:
            digits = surface.text[found.start(1) : found.end(1)].translate(_DIGITS)
            yield surface.field(name, found.span(1), digits, 0.75 if pattern is _FOLIO_BEFORE_SHEETS else 0.88)
