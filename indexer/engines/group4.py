"""Strips of Group 4 data joined into one piece without decoding them (ITU-T T.4 and T.6).

Scanners write a page as many strips, each coded as if a white line stood
above it; a PDF wants one piece, coded as if the strip before stood above.
Only the first line of each strip depends on what is above it, and a line may also
be written as plain runs, which depend on nothing. So that line is written anew and all
the rest taken over bit by bit: some microseconds a strip, where decoding and coding cost 25 ms a page.
"""

from collections.abc import Iterable, Sequence

_WHITE = (
    "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010 101011 "
    "0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010 "
    "00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 "
    "00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 "
    "01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100"
)
_BLACK = (
    "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000 "
    "0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 "
    "00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 000001101010 "
    "000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100 "
    "000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 "
    "000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 "
    "000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111"
)
_WHITE_LONG = (
    "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 "
    "011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 "
    "010011010 011000 010011011"
)
_BLACK_LONG = (
    "0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 "
    "0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100 "
    "0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 "
    "0000001011011 0000001100100 0000001100101"
)
_LONGEST = (
    "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 "
    "000000011100 000000011101 000000011110 000000011111"
)
"""Runs of 0 to 63, then of 64 to 1728 in steps of 64, by colour; from 1792 to 2560 the same for both."""


def _codes(short: str, long: str) -> dict[int, str]:
    runs = dict(enumerate(short.split()))
    return runs | {64 * at: code for at, code in enumerate((long + " " + _LONGEST).split(), 1)}


_OF_COLOUR = (_codes(_WHITE, _WHITE_LONG), _codes(_BLACK, _BLACK_LONG))
_RUN_OF = tuple({code: run for run, code in codes.items()} for codes in _OF_COLOUR)
_HORIZONTAL, _PASS = "001", "0001"
_VERTICAL = {"1": 0, "010": -1, "000010": -2, "0000010": -3}
"""How far from the right edge a line changes colour; above is white, so that nothing lies to the right of it."""

_LONGEST_CODE, _MAKE_UP = 13, 2560
_END = 0x001001
_FIRST_LOOK = 256


class NotJoined(Exception):
    """The strips are not of the usual make and must be decoded to be joined."""


def join_strips(strips: Iterable[bytes], width: int) -> bytes:
    """One piece of Group 4 data of all the strips' lines, `width` pixels each, closed by an end-of-block mark.

    Raises:
        NotJoined: a strip does not end as it should, or its first line cannot be read.
    """
    out = _Bits()
    for number, strip in enumerate(strips):
        value, length = _without_end(strip)
        if number:
            runs, read = _first_line(strip, length, width)
            line = plain_line(runs)
            out.put(int(line, 2), len(line))
            length -= read
            value &= (1 << length) - 1
        out.put(value, length)
    out.put(_END, 24)
    return out.closed()


def plain_line(runs: Sequence[int]) -> str:
    """The bits of a line of these runs, white first, written so that they hold whatever is above."""
    even = [*runs, 0] if len(runs) % 2 else runs
    return "".join(
        _HORIZONTAL + _run(even[at], _OF_COLOUR[0]) + _run(even[at + 1], _OF_COLOUR[1]) for at in range(0, len(even), 2)
    )


def _run(length: int, codes: dict[int, str]) -> str:
    long, rest = divmod(length, _MAKE_UP)
    upper = rest - rest % 64
    return codes[_MAKE_UP] * long + (codes[upper] if upper else "") + codes[rest % 64]


class _Bits:
    """Bits gathered into bytes; those that fill no byte yet wait."""

    def __init__(self) -> None:
        self._done = bytearray()
        self._waiting, self._length = 0, 0

    def put(self, value: int, length: int) -> None:
        value, length = self._waiting << length | value, self._length + length
        self._length = length % 8
        self._waiting = value & ((1 << self._length) - 1)
        self._done += (value >> self._length).to_bytes(length // 8, "big")

    def closed(self) -> bytes:
        if self._length:
            self.put(0, 8 - self._length)
        return bytes(self._done)


def _without_end(strip: bytes) -> tuple[int, int]:
    """The strip as a number and its length in bits, without the end-of-block mark and what fills up after it."""
    kept = strip.rstrip(b"\0")
    value = int.from_bytes(kept, "big")
    filled = (value & -value).bit_length() - 1 if value else 0
    value >>= filled
    length = 8 * len(kept) - filled
    if length < 24 or value & 0xFFFFFF != _END:
        raise NotJoined
    return value >> 24, length - 24


def _first_line(strip: bytes, length: int, width: int) -> tuple[list[int], int]:
    """Runs of the first line, white first, and how many bits it takes; the line above it is white."""
    look = _FIRST_LOOK
    while True:
        bits = "".join(f"{byte:08b}" for byte in strip[:look])[:length]
        try:
            return _Line(bits, width).read()
        except IndexError:
            if look >= len(strip):
                raise NotJoined from None
            look *= 8


class _Line:
    """Reads one line; `IndexError` when the bits do not suffice."""

    def __init__(self, bits: str, width: int) -> None:
        self._bits, self._width = bits, width
        self._at, self._place = 0, 0
        self._runs: list[int] = []

    def read(self) -> tuple[list[int], int]:
        while self._place < self._width:
            mode = self._mode()
            if mode == _HORIZONTAL:
                first = len(self._runs) % 2
                self._end_at(self._place + self._coded(first))
                self._end_at(self._place + self._coded(1 - first))
            elif mode == _PASS:
                self._end_at(self._width)
            else:
                self._end_at(self._width + _VERTICAL[mode])
        return self._runs, self._at

    def _end_at(self, place: int) -> None:
        if not self._place <= place <= self._width:
            raise NotJoined
        self._runs.append(place - self._place)
        self._place = place

    def _mode(self) -> str:
        for size in range(1, 8):
            code = self._bits[self._at : self._at + size]
            if len(code) < size:
                raise IndexError
            if code in _VERTICAL or code in (_HORIZONTAL, _PASS):
                self._at += size
                return code
        raise NotJoined

    def _coded(self, colour: int) -> int:
        total, last = 0, 64
        while last >= 64:
            last = self._one_run(_RUN_OF[colour])
            total += last
        return total

    def _one_run(self, known: dict[str, int]) -> int:
        for size in range(2, _LONGEST_CODE + 1):
            code = self._bits[self._at : self._at + size]
            if len(code) < size:
                raise IndexError
            if code in known:
                self._at += size
                return known[code]
        raise NotJoined
