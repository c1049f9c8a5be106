"""The Merkle tree of a log that only grows, hashed as RFC 9162 section 2.1 says: values only, SHA-256.

A leaf is H(0x00 ‖ entry), a node H(0x01 ‖ left ‖ right). A `Frontier` holds the
roots of the complete subtrees of which a tree of its size is made, the largest
first; it is all that appending needs, so an entry costs at most log2(n) hashes.
"""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

BYTES = 32


def leaf_hash(entry: bytes) -> bytes:
    """The leaf of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier(msgspec.Struct, frozen=True):
    """A tree as its size and the roots of its complete subtrees, the largest first, laid end to end."""

    size: int = 0
    roots: bytes = b""

    def appended(self, leaf: bytes) -> "Frontier":
        """The tree with one leaf more."""
        return self.extended((leaf,))

    def extended(self, leaves: Iterable[bytes]) -> "Frontier":
        """The tree with the leaves added in their order."""
        stack = [self.roots[at : at + BYTES] for at in range(0, len(self.roots), BYTES)]
        size = self.size
        for leaf in leaves:
            node, below = leaf, size
            while below & 1:
                node = node_hash(stack.pop(), node)
                below >>= 1
            stack.append(node)
            size += 1
        return Frontier(size, b"".join(stack))

    def root(self) -> bytes:
        """The tree's root; SHA-256 of nothing for an empty one."""
        if not self.size:
            return hashlib.sha256(b"").digest()
        stack = [self.roots[at : at + BYTES] for at in range(0, len(self.roots), BYTES)]
        node = stack.pop()
        while stack:
            node = node_hash(stack.pop(), node)
        return node


class Tree:
    """A tree of which every leaf is at hand; makes proofs. Subtrees once hashed are kept."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            self._levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    def root(self, begin: int = 0, end: int | None = None) -> bytes:
        """The root of the tree over the leaves from `begin` to before `end`; a complete one must stand in its place."""
        end = len(self._levels[0]) if end is None else end
        if begin == end:
            return hashlib.sha256(b"").digest()
        size = end - begin
        if size & (size - 1) == 0 and begin % size == 0:
            return self._levels[size.bit_length() - 1][begin // size]
        middle = begin + _split(size)
        return node_hash(self.root(begin, middle), self.root(middle, end))

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Proof that leaf `index` (from 0) is in the tree (RFC 9162, 2.1.3.1)."""
        begin, end, proof = 0, len(self._levels[0]), []
        while end - begin > 1:
            middle = begin + _split(end - begin)
            if index < middle:
                proof.append(self.root(middle, end))
                end = middle
            else:
                proof.append(self.root(begin, middle))
                begin = middle
        return tuple(reversed(proof))


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows the leaf at `index` (from 0) under the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for step in proof:
        if not last:
            return False
        if place & 1 or place == last:
            node = node_hash(step, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, step)
        place, last = place >> 1, last >> 1
    return not last and node == root


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1
