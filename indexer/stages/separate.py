"""Where in a stack of pages one document ends and the next begins."""

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from schemas.coversheet import CoverSheet, decode_sheet
from schemas.pages import Barcode

PATCH_TEXTS = frozenset({"PATCHT", "PATCH T", "PATCH-T", "PATCH2", "PATCH3"})
"""What printed patch sheets say, by their stripes or by a Code 39, Code 128 or QR beside them; 2 and 3 part documents like T."""


class SplitRules(msgspec.Struct, frozen=True):
    """What separates.

    `patch_texts` on a page make it a separator sheet. A code that begins with
    one of `serial_prefixes` and goes on with digits is a serial number: it
    begins a document and its page stays in it.
    """

    patch_texts: frozenset[str] = PATCH_TEXTS
    serial_prefixes: tuple[str, ...] = ("ASN",)


class DocumentRange(msgspec.Struct, frozen=True):
    """One document of the stack: `pages` of the file counted from 0, in order.

    `serial` is its serial number, `sheet` what its cover sheet says, and
    `separators` the sheets before it that belong to no document.
    """

    pages: tuple[int, ...]
    serial: int | None = None
    sheet: CoverSheet | None = None
    separators: tuple[int, ...] = ()


def split(
    pages: int,
    barcodes: Mapping[int, Sequence[Barcode]],
    blank: Collection[int] = (),
    rules: SplitRules = SplitRules(),  # noqa: B008 - frozen
) -> tuple[DocumentRange, ...]:
    """The documents of a stack of `pages` pages; a stack without separators is one.

    Args:
        pages: how many there are.
        barcodes: those seen, by page; an unknown code is none.
        blank: pages without ink. One right after a separator sheet is the back of that sheet.
        rules: what separates.

    A serial number right after a separator sheet numbers the document begun
    there. Separator sheets with nothing behind them begin no document; those at
    the end are remembered with the last one, so that every page is accounted for.
    """
    signs = {page: _sign_of(barcodes.get(page, ()), rules) for page in range(pages)}
    stack = _Stack()
    for page in range(pages):
        sign = signs[page]
        if sign.sheet is not None:
            stack.separate(page, sign.sheet)
        elif page in blank and stack.last_separator == page - 1 and sign.serial is None:
            stack.back_of_sheet(page)
        else:
            stack.take(page, sign.serial)
    return stack.documents()


def serial_of(text: str, prefixes: Sequence[str]) -> int | None:
    """The number of a serial-number code such as `ASN00123` or `ASN 000123`; None for other codes."""
    for prefix in prefixes:
        match = re.fullmatch(rf"{re.escape(prefix)}[\s:_-]*(\d{{1,12}})(?:\D.*)?", text.strip(), re.IGNORECASE)
        if match:
            return int(match[1])
    return None


class _Sign(msgspec.Struct, frozen=True):
    sheet: CoverSheet | None = None
    serial: int | None = None


def _sign_of(codes: Sequence[Barcode], rules: SplitRules) -> _Sign:
    """What the codes of one page say; a cover sheet goes before a patch, a patch before a serial number."""
    sheets = [sheet for code in codes if (sheet := decode_sheet(code.text)) is not None]
    serials = [number for code in codes if (number := serial_of(code.text, rules.serial_prefixes)) is not None]
    told = [sheet for sheet in sheets if not sheet.is_separator]
    patched = any(code.text.strip().upper() in rules.patch_texts for code in codes)
    if told or sheets or patched:
        return _Sign(sheet=(told or sheets or [CoverSheet()])[0])
    return _Sign(serial=serials[0] if serials else None)


class _Stack:
    """The documents as they grow page by page."""

    def __init__(self) -> None:
        self._done: list[DocumentRange] = []
        self._pages: list[int] = []
        self._serial: int | None = None
        self._sheet: CoverSheet | None = None
        self._separators: list[int] = []
        self.last_separator = -2

    def separate(self, page: int, sheet: CoverSheet) -> None:
        """A separator sheet; of several in a row the last that says something counts."""
        self._close()
        if not sheet.is_separator or self._sheet is None:
            self._sheet = sheet
        self._separators.append(page)
        self.last_separator = page

    def back_of_sheet(self, page: int) -> None:
        """The empty back of the separator sheet just seen."""
        self._separators.append(page)

    def take(self, page: int, serial: int | None) -> None:
        """A page of a document; a serial number begins one."""
        if serial is not None and self._pages:
            self._close()
        if serial is not None:
            self._serial = serial
        self._pages.append(page)

    def documents(self) -> tuple[DocumentRange, ...]:
        """All of them, the sheets left over remembered with the last."""
        self._close()
        if self._separators and self._done:
            last = self._done[-1]
            kept = (*last.separators, *self._separators)
            self._done[-1] = msgspec.structs.replace(last, separators=kept)
        elif self._separators:
            self._done.append(DocumentRange((), sheet=_told(self._sheet), separators=tuple(self._separators)))
        return tuple(self._done)

    def _close(self) -> None:
        if not self._pages:
            return
        self._done.append(DocumentRange(tuple(self._pages), self._serial, _told(self._sheet), tuple(self._separators)))
        self._pages, self._separators = [], []
        self._serial = self._sheet = None


def _told(sheet: CoverSheet | None) -> CoverSheet | None:
    return None if sheet is None or sheet.is_separator else sheet
