"""Which letters of a DOC file were struck out while changes were tracked.

Source: [MS-DOC] 2.8.5 and 2.9.55 (pages of 512 bytes that tell of runs of letters), 2.9.32 and 2.2.5 (what is told).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator

from indexer.engines.doc_head import Head

_RUNS = 12
_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_STRUCK = 0x0800
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes that follow a code, by its uppermost three bits; 0: the first of them says how many more."""

Range = tuple[int, int]


class Struck:
    """Ranges of bytes of the main stream, from the first one to before the last, apart from one another."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges: list[Range] = []
        for first, last in sorted(ranges):
            if self._ranges and first <= self._ranges[-1][1]:
                first, last = self._ranges[-1][0], max(last, self._ranges.pop()[1])
            self._ranges.append((first, last))
        self._firsts = [first for first, _ in self._ranges]

    def between(self, start: int, end: int) -> Iterator[Range]:
        """The ranges, cut to what lies between."""
        for number in range(max(0, bisect_right(self._firsts, start) - 1), len(self._ranges)):
            first, last = self._ranges[number]
            if first >= end:
                return
            if last > start:
                yield max(first, start), min(last, end)


def struck_letters(head: Head, main: bytes, table: bytes) -> Struck:
    """What was struck out; pages that cannot be read tell nothing."""
    places = head.part_of(table, _RUNS)
    count = max(0, (len(places) - 4) // 8)
    pages = struct.unpack_from(f"<{count}I", places, 4 * (count + 1)) if count else ()
    ranges: list[Range] = []
    for page in dict.fromkeys(number & _PAGE_NUMBER for number in pages):
        data = main[_PAGE * page : _PAGE * (page + 1)]
        if len(data) == _PAGE:
            ranges.extend(_on_page(data))
    return Struck(ranges)


def _on_page(data: bytes) -> Iterator[Range]:
    count = data[-1]
    if 4 * (count + 1) + count > _PAGE - 1:
        return
    ends = struct.unpack_from(f"<{count + 1}I", data)
    for run in range(count):
        at = 2 * data[4 * (count + 1) + run]
        if at and ends[run] < ends[run + 1] and _is_struck(data[at + 1 : at + 1 + data[at]]):
            yield ends[run], ends[run + 1]


def _is_struck(told: bytes) -> bool:
    at, struck = 0, False
    while at + 3 <= len(told):
        code = struct.unpack_from("<H", told, at)[0]
        if code == _STRUCK:
            struck = bool(told[at + 2])
        size = _OPERANDS[code >> 13]
        at += 2 + (size or 1 + told[at + 2])
    return struck
