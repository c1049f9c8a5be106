"""Read a share of the originals again every night, and say which are no longer what was received.

Bytes rot and disks lie without anybody asking. Each original is read again within some thirty nights; those that
were found bad are read every night until they are mended.
"""

import time
from collections.abc import Callable
from datetime import datetime

import msgspec

from service.archive import Archive
from service.operations.mending import kept_bytes
from service.operations.scheduled import is_due_tonight, take_turn_tonight
from storage.objects.keys import original_key
from storage.records import checking, facts, now

TURN, FACT = "read_originals_again", "originals.read_again"
NIGHTS, LEAST = 30, 100
"""An original's turn comes once in so many nights; so many are read each night at least."""

SECONDS = 1800.0
"""How long a night's reading takes at most."""

MOST_WRONG, AT_ONCE = 1000, 50


class Reread(msgspec.Struct, frozen=True):
    """What the last night's reading found: originals read, their bytes, and the digests of those that are lost or changed."""

    at: datetime
    originals: int
    bytes: int
    wrong: tuple[str, ...]
    seconds: float


def last_reread(archive: Archive) -> Reread | None:
    """What the last night found, None before the first."""
    with archive.database.read() as session:
        kept = facts.get(session, FACT)
    return None if kept is None else msgspec.json.decode(kept, type=Reread)


def reread_tonight(archive: Archive, go_on: Callable[[], bool] = lambda: True) -> Reread | None:
    """Read once a night, by whichever worker asks first; None when it is not due.

    Raises:
        Unavailable: store or database are away. What was read by then counts as read.
    """
    if not is_due_tonight(archive, TURN) or not take_turn_tonight(archive, TURN):
        return None
    return reread(archive, go_on)


def reread(archive: Archive, go_on: Callable[[], bool] = lambda: True) -> Reread:
    """Read those that were wrong, and then those that were read longest ago, until the night's share or its time is through."""
    begun, before = time.monotonic(), last_reread(archive)
    with archive.database.read() as session:
        known = before.wrong if before else ()
        share = max(LEAST, -(-checking.original_count(session) // NIGHTS))
        wanted = dict.fromkeys([*known, *(sha256 for _, sha256 in checking.originals_to_check(session, share))])
    originals = size = 0
    wrong: list[str] = []
    waiting: list[str] = []
    for sha256 in wanted:
        if sha256 not in known and (not go_on() or time.monotonic() - begun > SECONDS):
            break
        count = kept_bytes(archive, sha256)
        originals, size = originals + 1, size + (count or 0)
        wrong += [sha256] if count is None else []
        waiting.append(original_key(sha256))
        if len(waiting) == AT_ONCE:
            _mark(archive, waiting)
    _mark(archive, waiting)
    found = Reread(now(), originals, size, tuple(wrong[:MOST_WRONG]), round(time.monotonic() - begun, 2))
    with archive.database.write() as session:
        facts.put(session, FACT, msgspec.json.encode(found).decode())
    return found


def _mark(archive: Archive, keys: list[str]) -> None:
    if keys:
        with archive.database.write() as session:
            checking.mark_checked(session, keys)
        keys.clear()
