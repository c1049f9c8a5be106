r"""The text of an RTF file in the order of its parts.

Source: Rich Text Format Specification 1.9.1. Groups in braces hold letters, control words (`\par`) and signs (`\\~`);
a group may be a destination of its own, as a header, the list of fonts or a picture.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from indexer.limits import Limits
from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<gap>[\r\n\0]+)|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
_MOST_NESTED = 1000
_BODY, _ABOVE, _BELOW, _NOTES, _BOXES = range(5)
_ORDER = (_ABOVE, _BODY, _BOXES, _NOTES, _BELOW)
_PARTS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), _ABOVE),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), _BELOW),
    **dict.fromkeys(("footnote", "annotation"), _NOTES),
    **dict.fromkeys(("shptxt", "dptxbxtext"), _BOXES),
}
_TOLD = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "fldinst", "xe", "tc", "rxe", "txe"}
    | {"template", "filetbl", "upr", "objdata", "shpinst"}
)
"""Destinations that are no text of the paper, though they may have some in a destination inside."""
_TWINS = frozenset({"shprslt", "nonshppict", "nonesttables"})
"""What is written a second time for older programs."""
_SIGNS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n\n", "\r": "\n\n", "\t": "\t"}
_WORDS = {
    **dict.fromkeys(("par", "sect"), "\n\n"),
    **dict.fromkeys(("line", "column", "row", "nestrow"), "\n"),
    **dict.fromkeys(("cell", "nestcell"), "  "),
    **{"page": "\f", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’"},
    **{"ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " "},
}
_CHARACTER_SETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253"},
    **{162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874"},
    **{238: "cp1250", 254: "cp437", 255: "cp850"},
}
_DEFAULT = "cp1252"


def texts_of(path: Path, limits: Limits) -> list[str]:
    """What is printed of the file, form feeds at its page breaks: headers, body, boxes, notes, footers, each different one once.

    Of a field its result is read; what was struck out while changes were tracked is left out; the cells of a row are
    on one line.

    Raises:
        TooLarge: more text than `limits.text_bytes`, or groups nested beyond measure.
    """
    return [text_of(path.read_bytes(), limits)]


def text_of(data: bytes, limits: Limits) -> str:
    """The same of the bytes of a file."""
    reader = _Reader(limits.text_bytes)
    reader.read(data)
    said = dict.fromkeys(text for part in _ORDER for text in reader.texts_of(part))
    return "\n\n".join(filter(str.strip, said))


class _Group(msgspec.Struct):
    """What holds inside a pair of braces, and what began with it."""

    part: int = _BODY
    silent: bool = False
    twin: bool = False
    page: str = ""
    spare: int = 1
    struck: bool = False
    in_table: bool = False
    fonts: bool = False
    begins: bool = False


class _Reader:
    """Goes through the file once, and keeps what it reads by part."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._group = _Group()
        self._outer: list[_Group] = []
        self._parts: list[list[str]] = [[] for _ in _ORDER]
        self._size = 0
        self._page = _DEFAULT
        self._fonts: dict[int, str] = {}
        self._font = self._first_font = 0
        self._bytes = bytearray()
        self._skip = 0
        self._starred = False

    def texts_of(self, part: int) -> Iterator[str]:
        """The texts of the part, of the body a single one; paragraphs an empty line apart, lines not."""
        for text in "".join(self._parts[part]).split("\v"):
            whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            yield re.sub(r"\n{3,}", "\n\n", whole).strip("\n ")

    def read(self, data: bytes) -> None:
        """Read the file up to its last closing brace."""
        at = 0
        while (token := _TOKEN.match(data, at)) is not None:
            first, at = data[at - 1 : at] == b"{", token.end()
            kind = token.lastgroup
            if token["word"]:
                number = token["number"]
                word = token["word"].decode()
                if word == "bin":
                    at += max(0, int(number or 0))
                self._word(word, None if number is None else int(number))
            elif kind == "hex":
                self._letters(bytes((int(token["hex"], 16),)))
            elif kind == "text":
                self._letters(token["text"])
            elif kind == "brace" and not self._brace(token["brace"]):
                break
            elif kind == "sign":
                self._sign(token["sign"].decode("latin-1"), first)
        self._flush()

    def _brace(self, brace: bytes) -> bool:
        """Enter or leave a group; whether the file goes on."""
        self._flush()
        self._skip, self._starred = 0, False
        if brace == b"{":
            if len(self._outer) >= _MOST_NESTED:
                raise TooLarge(SENTENCES[Reason.TOO_LARGE])
            self._outer.append(self._group)
            self._group = msgspec.structs.replace(self._group, begins=False)
            return True
        if self._group.begins:
            self._parts[self._group.part].append("\v")
        if self._outer:
            self._group = self._outer.pop()
        return bool(self._outer)

    def _sign(self, sign: str, first: bool) -> None:
        self._flush()
        self._skip = 0
        self._starred = sign == "*" and first  # elsewhere it says nothing
        self._say(_SIGNS.get(sign, ""))

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        starred, self._starred = self._starred, False
        if word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self._skip = self._group.spare
            return
        self._skip = 0
        if word in _PARTS:
            self._begin(_PARTS[word])
        elif word in _TWINS:
            self._group.twin = True
        elif starred or word in _TOLD:
            self._group.silent = True
            self._group.fonts = self._group.fonts or word == "fonttbl"
        elif word in _WORDS:
            self._say(" " if word == "par" and self._group.in_table else _WORDS[word])
        else:
            self._format(word, number)

    def _begin(self, part: int) -> None:
        if not self._group.twin:
            self._group.part, self._group.silent, self._group.begins = part, False, True
            self._group.in_table = self._group.struck = False
            self._parts[part].append("\v" if part != _BODY else "")

    def _format(self, word: str, number: int | None) -> None:
        """What changes how letters are to be read."""
        group = self._group
        if word == "f" and number is not None:
            self._font = number
            group.page = self._fonts.get(number, "")
        elif word in ("fcharset", "cpg") and group.fonts and number is not None:
            self._fonts[self._font] = _CHARACTER_SETS.get(number, "") if word == "fcharset" else f"cp{number}"
        elif word == "deff":
            self._first_font = number or 0
        elif word == "plain":
            group.page, group.struck = self._fonts.get(self._first_font, ""), False
        elif word == "ansicpg" and number:
            self._page = f"cp{number}"
        elif word in ("mac", "pc", "pca"):
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "uc":
            group.spare = max(0, min(number or 0, 16))
        elif word == "deleted":
            group.struck = number != 0
        elif word in ("intbl", "pard"):
            group.in_table = word == "intbl"

    def _letters(self, letters: bytes) -> None:
        """Letters as they are written, but for those that stand in for one said by its number."""
        spared = min(self._skip, len(letters))
        self._skip -= spared
        if not (self._group.silent or self._group.twin or self._group.struck):
            self._bytes += letters[spared:]

    def _flush(self) -> None:
        """Say the letters gathered: those of a character of several bytes come one by one."""
        if self._bytes:
            letters = bytes(self._bytes)
            self._bytes.clear()
            try:
                self._say(letters.decode(self._group.page or self._page, "replace"))
            except LookupError:  # a code page there is none of
                self._say(letters.decode(_DEFAULT, "replace"))

    def _say(self, text: str) -> None:
        if text and not (self._group.silent or self._group.twin or self._group.struck):
            self._size += len(text)
            if self._size > self._most:
                raise TooLarge(SENTENCES[Reason.TOO_LARGE])
            self._parts[self._group.part].append(text)
