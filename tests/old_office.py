"""Files of Office before 2007, of the fewest bytes that hold what a test needs."""

import struct

from tests.compound_file import compound_file


def old_book(sheets: dict[str, list[list[str | float]]], date_format: int = 0) -> bytes:
    """An XLS of BIFF 8 ([MS-XLS]); numbers are shown in the built-in format `date_format` (14 is a date, 0 is none)."""
    return compound_file({"Workbook": book_stream(sheets, date_format)})


def book_stream(sheets: dict[str, list[list[str | float]]], date_format: int = 0, first: bytes = b"") -> bytes:
    """The stream of such a book; `first` are records that stand before all others."""
    parts = [_part(0x0010, [_labelled_row(number, row) for number, row in enumerate(rows)]) for rows in sheets.values()]
    names = [_name.encode("utf-16-le") for _name in sheets]
    formats = b"".join(_record(0x00E0, struct.pack("<HH", 0, code) + bytes(16)) for code in (0, date_format))
    size = len(_part(0x0005, [first, formats, *(_record(0x0085, bytes(8) + name) for name in names)]))
    starts = [size + sum(map(len, parts[:number])) for number in range(len(parts))]
    bound = [
        _record(0x0085, struct.pack("<IHBB", start, 0, len(name) // 2, 1) + name)
        for start, name in zip(starts, names, strict=True)
    ]
    book = _part(0x0005, [first, formats, *bound]) + b"".join(parts)
    return book + bytes(4) * max(0, (4099 - len(book)) // 4)  # empty records, until it is large enough for sectors


def _part(kind: int, records: list[bytes]) -> bytes:
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))
    return begin + b"".join(records) + _record(0x000A, b"")


def _labelled_row(row: int, values: list[str | float]) -> bytes:
    return b"".join(_cell(row, column, value) for column, value in enumerate(values))


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
    return _record(0x0203, struct.pack("<HHHd", row, column, 1, value))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


class OldLetter:
    """A DOC of Word 97 ([MS-DOC]), its text in two pieces: the first half in UTF-16, the rest in Windows-1252.

    `parts` are body, notes, headers, an unused one, comments, end notes, boxes, boxes of headers; `stories` make the
    headers' part; the first time each of `struck` is found in the body it was struck out while changes were tracked.
    """

    def __init__(self, body: str, stories: tuple[str, ...] = (), struck: tuple[str, ...] = (), **parts: str) -> None:
        names = ("body", "notes", "heads", "unused", "comments", "end_notes", "boxes", "head_boxes")
        given = {"body": body, "heads": "".join(stories), **parts}
        self.parts = [given.get(name, "") for name in names]
        self.ahead = b""
        """What stands before all else in the table stream: how the file is locked."""
        self._stories = stories
        self._struck = [(body.index(one), body.index(one) + len(one)) for one in struck]

    def bytes(self, version: int = 0xC1, flags: int = 0, **streams: bytes) -> bytes:
        """The file; `streams` stand in place of its own ones."""
        return compound_file({"WordDocument": self.main(version, flags), "0Table": self.table(), **streams})

    def table(self) -> bytes:
        """The stream that tells where things are."""
        return self._table()[0]

    @property
    def _letters(self) -> str:
        return "".join(self.parts)

    @property
    def _middle(self) -> int:
        return len(self._letters) // 2

    def _place(self, letter: int) -> int:
        """Where a letter is in the main stream."""
        return _FIRST + (2 * letter if letter < self._middle else self._middle + letter)

    def main(self, version: int = 0xC1, flags: int = 0) -> bytes:
        """The main stream: head, text, a page that tells what was struck out."""
        counts = struct.pack("<8i", *map(len, self.parts))
        head = struct.pack("<HHIHHHI", 0xA5EC, version, 0, 0, flags, 0, len(self.ahead)).ljust(0x4C, b"\0") + counts
        head = head.ljust(0x9A, b"\0")
        places = self._table()[1]
        head += b"".join(struct.pack("<II", *places.get(number, (0, 0))) for number in range(93))
        half = self._letters[: self._middle].encode("utf-16-le")
        text = head.ljust(_FIRST, b"\0") + half + self._letters[self._middle :].encode("cp1252")
        return text.ljust(_RUNS_PAGE * 512, b"\0") + self._runs_page()

    def _runs_page(self) -> bytes:
        runs = [(self._place(first), self._place(last)) for first, last in self._struck]
        ends = sorted({0, *(place for run in runs for place in run), 1 << 24})
        told = bytes(120 if (end, after) in runs else 0 for end, after in zip(ends, ends[1:], strict=False))
        table = struct.pack(f"<{len(ends)}I", *ends) + told
        return table.ljust(240, b"\0") + b"\x06\x36\x08\x01\x00\x08\x01".ljust(271, b"\0") + bytes([len(told)])

    def _table(self) -> tuple[bytes, dict[int, tuple[int, int]]]:
        """The table stream, and the place and length of what is in it by its number in the head."""
        pieces = struct.pack("<3I", 0, self._middle, len(self._letters))
        for start, bits in ((_FIRST, 0), (2 * self._place(self._middle), 1 << 30)):
            pieces += struct.pack("<HIH", 0, start | bits, 0)
        at, ends = 0, []
        for story in ("", *self._stories, ""):
            at += len(story)
            ends.append(at)
        inside = {
            12: struct.pack("<III", 0, 1 << 24, _RUNS_PAGE),
            11: struct.pack(f"<{len(ends)}I", *ends) if self._stories else b"",
            33: b"\x01\x02\x00ab\x02" + struct.pack("<I", len(pieces)) + pieces,
        }
        stream, places = self.ahead, {}
        for number, data in inside.items():
            places[number] = (len(stream), len(data))
            stream += data
        return stream, places


_FIRST, _RUNS_PAGE = 0x600, 8
"""Where the text begins in the main stream, and the number of the page behind it."""
