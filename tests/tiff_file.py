"""TIFF files of any depth and arrangement, as no library at hand writes them (TIFF 6.0, section 2)."""

import struct
from pathlib import Path

import numpy as np

WHOLE, SIGNED, REAL = 1, 2, 3


def tiff(
    path: Path, planes: list[np.ndarray], bits: int, photometric: int, *, numbers: int = WHOLE, **tags: list[int]
) -> Path:
    """A TIFF of one page of these planes, one after the other where `t284` (planes) says so, with further tags `tN`."""
    more = {int(name[1:]): values for name, values in tags.items()}
    height, width = planes[0].shape
    apart = more.get(284) == [2]
    strips = [_packed(one, bits, numbers) for one in (planes if apart else [np.stack(planes, -1)])]
    starts = [8 + sum(map(len, strips[:number])) for number in range(len(strips))]
    count = len(planes)
    entries = {
        256: [width],
        257: [height],
        258: [bits] * count,
        259: [1],
        262: [photometric],
        273: starts,
        277: [count],
    }
    entries |= {278: [height], 279: [len(strip) for strip in strips], 339: [numbers] * count, **more}
    body, at = b"".join(strips), 8 + sum(map(len, strips))
    table = b""
    for tag, values in sorted(entries.items()):
        long = tag in (256, 257, 273, 278, 279)
        data = struct.pack(f"<{len(values)}{'I' if long else 'H'}", *values)
        if len(data) > 4:
            body, data, at = body + data, struct.pack("<I", at), at + len(data)
        table += struct.pack("<HHI", tag, 4 if long else 3, len(values)) + data.ljust(4, b"\0")
    head = b"II*\0" + struct.pack("<I", at)
    path.write_bytes(head + body + struct.pack("<H", len(entries)) + table + bytes(4))
    return path


def _packed(values: np.ndarray, bits: int, numbers: int) -> bytes:
    if bits in (8, 16, 32, 64):
        return values.astype(f"<{'?uif'[numbers]}{bits // 8}").tobytes()
    rows = values.reshape(len(values), -1, 1).astype(np.int64) >> np.arange(bits - 1, -1, -1) & 1
    return np.packbits(rows.reshape(len(values), -1).astype(np.uint8), axis=1).tobytes()
