"""How the words of one reading are packed for keeping: by column, boxes to 1/65535 of the page, compressed.

Layout, all little endian, after decompression: one byte of format (1), the
number of words and the number of bytes of text (4 bytes each), the words joined
by NUL, then as many values each of x, y, width, height, line, block (2 bytes) and
confidence (1 byte, 0-255). By column, since a search wants to compare all words
and needs the boxes of few.
"""

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence

import msgspec

from schemas.errors import Corrupt
from schemas.pages import Box, Word

_FORMAT = 1
_HEAD, _VALUE = struct.Struct("<BII"), struct.Struct("<H")
_FULL = 65535
_LEVEL = 1  # level 6 takes three times as long for a tenth less
_COLUMNS = 6
MOST_BYTES = 64 * 1024 * 1024
"""Beyond this an unpacked page is not believed."""


class PackedWords(msgspec.Struct, frozen=True):
    """The words of a reading, unpacked as far as needed to compare them.

    `joined` is the texts parted by NUL, `numbers` the columns behind them.
    """

    count: int
    joined: str
    numbers: bytes

    @property
    def texts(self) -> tuple[str, ...]:
        """The words in reading order."""
        return tuple(self.joined.split("\0")) if self.count else ()

    def box(self, at: int) -> Box:
        """The box of the word at the given place, from 0, as fractions of the page."""
        step = 2 * self.count
        x, y, width, height = (_VALUE.unpack_from(self.numbers, 2 * at + step * edge)[0] for edge in range(4))
        return (x / _FULL, y / _FULL, width / _FULL, height / _FULL)


def encode_words(words: Iterable[Word]) -> bytes:
    """Pack words for keeping.

    Boxes are cut to the page and rounded to 1/65535 of it, confidences to 1/255,
    line and block numbers end at 65535. NUL inside a word becomes U+FFFD.
    """
    listed = list(words)
    columns = [_column(round(_unit(word.box[edge]) * _FULL) for word in listed) for edge in range(4)]
    columns.append(_column(min(max(word.line, 0), _FULL) for word in listed))
    columns.append(_column(min(max(word.block, 0), _FULL) for word in listed))
    confidences = bytes(round(_unit(word.confidence) * 255) for word in listed)
    return pack_words([word.text for word in listed], columns, confidences)


def pack_words(texts: Sequence[str], columns: Sequence[bytes], confidences: bytes) -> bytes:
    """Pack words that come by column already; `columns` are those of the layout, in its order and byte order, or all in one."""
    text = "\0".join(texts)
    if text.count("\0") >= max(len(texts), 1):
        text = "\0".join([text.replace("\0", "\ufffd") for text in texts])
    letters = text.encode("utf-8", "replace")
    head = _HEAD.pack(_FORMAT, len(texts), len(letters))
    return zlib.compress(b"".join((head, letters, *columns, confidences)), _LEVEL)


def unpack_words(data: bytes) -> PackedWords:
    """The packed words, their texts apart from their boxes.

    Raises:
        Corrupt: these are not packed words.
    """
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(data, MOST_BYTES)
        mark, count, length = _HEAD.unpack_from(raw)
        end = _HEAD.size + length
        if mark != _FORMAT or len(raw) != end + count * (2 * _COLUMNS + 1) or unpacking.unconsumed_tail:
            raise ValueError
        joined = raw[_HEAD.size : end].decode()
        if joined.count("\0") != max(count - 1, 0) or (joined and not count):
            raise ValueError
    except (zlib.error, struct.error, ValueError) as error:
        raise Corrupt("Las palabras guardadas de la página están dañadas.", code="words_damaged") from error
    return PackedWords(count, joined, raw[end:])


def decode_words(data: bytes) -> tuple[Word, ...]:
    """The words as they were given to `encode_words`, to its precision.

    Raises:
        Corrupt: these are not packed words.
    """
    packed = unpack_words(data)
    size = 2 * packed.count
    columns = (_read_column(packed.numbers[size * at : size * (at + 1)]) for at in range(_COLUMNS))
    return tuple(
        Word(text, (x / _FULL, y / _FULL, width / _FULL, height / _FULL), confidence / 255, line, block)
        for text, x, y, width, height, line, block, confidence in zip(
            packed.texts, *columns, packed.numbers[size * _COLUMNS :], strict=True
        )
    )


def _unit(value: float) -> float:
    return 0.0 if not value > 0.0 else min(value, 1.0)


def _column(values: Iterable[int]) -> bytes:
    column = array("H", values)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def _read_column(data: bytes) -> "array[int]":
    column = array("H")
    column.frombytes(data)
    if sys.byteorder == "big":
        column.byteswap()
    return column
