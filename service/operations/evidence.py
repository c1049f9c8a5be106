"""Events with the proof that they are in the log that a checkpoint signed."""

from collections.abc import Sequence

import msgspec

from schemas.merkle import Tree, leaf_hash
from service.archive import Archive
from storage.records import events


class ProvedEvent(msgspec.Struct, frozen=True):
    """An event: its entry, to be hashed as it stands, its place from 0, and the proof's nodes in hex (RFC 9162, 2.1.3)."""

    entry: str
    index: int
    proof: tuple[str, ...]


def proved_events(archive: Archive, object_ids: Sequence[str], size: int) -> list[ProvedEvent]:
    """The events about the things, of the first `size`, oldest first. Reads the log once, whatever their number."""
    wanted = set(object_ids)
    found: list[tuple[int, bytes]] = []
    leaves: list[bytes] = []
    with archive.database.read() as session:
        for object_id, body in events.entries_with_objects(session, size):
            if object_id in wanted:
                found.append((len(leaves), body))
            leaves.append(leaf_hash(body))
    tree = Tree(leaves)
    return [
        ProvedEvent(body.decode(), index, tuple(node.hex() for node in tree.inclusion(index))) for index, body in found
    ]
