"""RTF as Outlook packs it into a message. Source: [MS-OXRTFCP] 2.1 and 3.1."""

import struct

from schemas.errors import TooLarge
from schemas.outcomes import SENTENCES, Reason

_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_BEGIN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What packer and unpacker take for said already."""


def unpacked(data: bytes, most: int) -> bytes:
    """The RTF; what can be had of it where it is broken off, nothing where it is none.

    Raises:
        TooLarge: it unpacks to more than `most` bytes.
    """
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<4xI4s", data)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    return _unpacked(data[16:], most) if kind == _PACKED else b""


def _unpacked(data: bytes, most: int) -> bytes:
    window = bytearray(_BEGIN.ljust(_WINDOW, b"\0"))
    at, end = 0, len(_BEGIN)
    out = bytearray()
    while at < len(data):
        flags, at = data[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(data):
                    return bytes(out)
                said = data[at] << 8 | data[at + 1]
                place, length, at = said >> 4, (said & 15) + 2, at + 2
                if place == end:  # how the end is marked
                    return bytes(out)
                for step in range(length):  # one by one: what is taken may be what was just said
                    window[end] = window[(place + step) % _WINDOW]
                    out.append(window[end])
                    end = (end + 1) % _WINDOW
            elif at < len(data):
                window[end] = data[at]
                out.append(data[at])
                at, end = at + 1, (end + 1) % _WINDOW
        if len(out) > most:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    return bytes(out)
