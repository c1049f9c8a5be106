"""The head of a DOC file: who wrote it, whether it is locked, and where things are. Source: [MS-DOC] 2.5."""

import struct

import olefile

from schemas.errors import Corrupt
from schemas.outcomes import SENTENCES, Reason

MAIN = "WordDocument"
_MARK, _WORD_97 = 0xA5EC, 0xC0
_LOCKED, _SECOND_TABLE, _MASKED = 0x0100, 0x0200, 0x8000
_LEAST = 12
_COUNTS, _PLACES = 0x4C, 0x9A


class Head:
    """What the head tells; `counts` and `part_of` need the whole of it."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _LEAST:
            raise Corrupt(SENTENCES[Reason.DAMAGED])
        self._data = data
        mark, version = struct.unpack_from("<HH", data)
        self._flags = int(struct.unpack_from("<H", data, 10)[0])
        self.readable = mark == _MARK and version >= _WORD_97
        """Whether Word 97 or later wrote it."""

    @property
    def locked(self) -> bool:
        """Whether it is under a password."""
        return bool(self._flags & _LOCKED)

    @property
    def masked(self) -> bool:
        """Whether the password only masks the letters: no library undoes that."""
        return self.locked and bool(self._flags & _MASKED)

    @property
    def table(self) -> str:
        """The stream that tells where things are."""
        return "1Table" if self._flags & _SECOND_TABLE else "0Table"

    @property
    def counts(self) -> tuple[int, ...]:
        """How many letters each of the eight parts of the text has; `struct.error` where the head is cut."""
        return struct.unpack_from("<8i", self._data, _COUNTS)

    def part_of(self, table: bytes, number: int) -> bytes:
        """What the head's pair of place and length number `number` points to; `struct.error` where it is cut."""
        place, length = struct.unpack_from("<II", self._data, _PLACES + 8 * number)
        return table[place : place + length]


def head_of(compound: olefile.OleFileIO) -> Head:
    """The beginning of the head of a DOC file.

    Raises:
        Corrupt: there is none.
    """
    with compound.openstream(MAIN) as stream:
        return Head(stream.read(_LEAST))
