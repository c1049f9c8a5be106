"""Compound files ([MS-CFB], version 3) made when a test asks for them, as Office and Outlook wrote them."""

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A file of these streams; a `/` in a name puts the stream into a storage. Up to some six megabytes."""
    entries = _Entries()
    for path, data in streams.items():
        entries.add(path.split("/"), data)
    sectors, chain = bytearray(), []

    def put(data: bytes) -> int:
        """Append the data as a chain of sectors; where it begins."""
        if not data:
            return END
        first, count = len(chain), -(-len(data) // SECTOR)
        sectors.extend(data.ljust(count * SECTOR, b"\0"))
        chain.extend([*range(first + 1, first + count), END])
        return first

    mini, mini_chain = bytearray(), []
    for entry in entries.all:
        if entry.kind == STREAM and len(entry.data) < CUTOFF:
            first, count = len(mini_chain), -(-len(entry.data) // MINI)
            mini.extend(entry.data.ljust(count * MINI, b"\0"))
            mini_chain.extend([*range(first + 1, first + count), END] if count else [])
            entry.start = first if count else END
        elif entry.kind == STREAM:
            entry.start = put(entry.data)
    entries.all[0].data = bytes(mini)
    entries.all[0].start = put(bytes(mini))
    mini_fat = put(b"".join(struct.pack("<I", one) for one in mini_chain))
    mini_sectors = -(-len(mini_chain) * 4 // SECTOR)
    directory = put(b"".join(entry.packed() for entry in entries.all))
    fat_sectors = 1
    while fat_sectors * SECTOR // 4 < len(chain) + fat_sectors:
        fat_sectors += 1
    at = [len(chain) + number for number in range(fat_sectors)]
    table = [*chain, *[FAT] * fat_sectors]
    table += [FREE] * (fat_sectors * SECTOR // 4 - len(table))
    sectors.extend(b"".join(struct.pack("<I", one) for one in table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", fat_sectors, directory, 0, CUTOFF, mini_fat, mini_sectors, END, 0, at[0])
    head += b"".join(struct.pack("<I", at[index] if index < len(at) else FREE) for index in range(1, 109))
    return head + bytes(sectors)


class _Entry:
    def __init__(self, name: str, kind: int, data: bytes = b"") -> None:
        self.name, self.kind, self.data = name, kind, data
        self.start, self.child, self.right = 0, FREE, FREE

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        size = len(self.data)
        return (name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), self.kind, 1, FREE, self.right, self.child)
                + bytes(36) + struct.pack("<IQ", self.start, size))  # fmt: skip


class _Entries:
    """The directory: the root first; children of one storage hang on one another to the right."""

    def __init__(self) -> None:
        self.all = [_Entry("Root Entry", ROOT)]
        self._index = {(): 0}
        self._last: dict[tuple[str, ...], int] = {}

    def add(self, path: list[str], data: bytes) -> None:
        for depth in range(1, len(path)):
            if tuple(path[:depth]) not in self._index:
                self._put(path[:depth], _Entry(path[depth - 1], STORAGE))
        self._put(path, _Entry(path[-1], STREAM, data))

    def _put(self, path: list[str], entry: _Entry) -> None:
        parent, index = tuple(path[:-1]), len(self.all)
        self.all.append(entry)
        self._index[tuple(path)] = index
        if parent in self._last:
            self.all[self._last[parent]].right = index
        else:
            self.all[self._index[parent]].child = index
        self._last[parent] = index
