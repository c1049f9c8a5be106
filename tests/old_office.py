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
