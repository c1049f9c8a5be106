"""Check that every row has its object and every object its row, that bytes are what they were, that the log is whole."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from schemas.access import SYSTEM, Actor
from schemas.errors import Conflict, Corrupt, NotFound
from service.archive import Archive
from service.operations.receive import Given, Staged, Staging, receive
from service.processes import is_running
from storage.objects.digest import digest_now
from storage.objects.keys import ORIGINALS, is_ours, original_key
from storage.objects.protocol import ObjectStore
from storage.records import checking, custody, events, jobs
from storage.records.agreeing import contradictions

GRACE_SECONDS = 60.0
"""An object without a row may be one whose transaction is just under way; older than this, it is not."""

MOST_LISTED = 1000


class Contradiction(msgspec.Struct, frozen=True):
    """A row that another row, or the log, contradicts: `what` as `storage.records.agreeing` calls it, and whose row it is."""

    what: str
    id: str


class Verification(msgspec.Struct, frozen=True):
    """What was checked and what is wrong. Lists hold at most 1,000 entries each; the counts are whole.

    `missing` are rows without their object, `damaged` objects whose bytes have
    another digest or size; `restored` of either were brought from a backup, `remade` images and searchable PDFs
    are made again, and these are in neither any more; `orphans` objects without a row, `foreign` what others put
    into the store, which nothing here touches, `broken_event` the first event that does not fit the chain, `unaccounted` barcodes of paper originals
    whose holder is not the one their newest hand-over names, `contradicting` rows that do not agree.
    """

    objects: int
    hashed: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]
    recent: int
    adopted: int
    removed: int
    unended: int
    broken_event: int | None
    unaccounted: tuple[str, ...] = ()
    restored: int = 0
    remade: int = 0
    foreign: tuple[str, ...] = ()
    contradicting: tuple[Contradiction, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.missing, self.damaged, self.orphans, self.foreign, self.unaccounted, self.contradicting)
        return not any(wrong) and self.broken_event is None


def verify(
    archive: Archive,
    *,
    sample: int | None = None,
    repair: bool = False,
    grace: float = GRACE_SECONDS,
    source: ObjectStore | None = None,
    told: Callable[[int, int], None] = lambda _done, _whole: None,
) -> Verification:
    """Check rows against objects, digests of originals, and the chain of events.

    Args:
        archive: the archive.
        sample: re-read only so many originals, those checked longest ago first; None for all.
        repair: take in originals without a row as receipts of channel `recovered` (the
            database may be older than the store: an original is never thrown away), remove
            derivatives without a row, and have those that are missing or damaged made again. What is not ours stays.
        grace: seconds for which an object may be without a row.
        source: a backup from which objects that are missing or damaged are brought, each where its digest is the row's.
            One under a hold or a retention is left as it is.
        told: hears how many originals of how many were read again.
    """
    missing, damaged = _check_rows(archive)
    hashed, changed = _check_bytes(archive, sample, told)
    damaged = list(dict.fromkeys(damaged + changed))
    restored: set[str] = set()
    if source is not None:
        restored = {key for key in (*missing, *damaged) if _bring(archive, source, key)}
        missing, damaged = ([key for key in keys if key not in restored] for keys in (missing, damaged))
    remade: set[str] = set()
    if repair:
        remade = _make_again(archive, missing, damaged)
        missing, damaged = ([key for key in keys if key not in remade] for keys in (missing, damaged))
    orphans, foreign, recent = _orphans(archive, grace)
    adopted = removed = 0
    if repair:
        adopted, removed = _repair(archive, orphans, grace)
        orphans = []
    with archive.database.snapshot() as session:
        return Verification(
            objects=checking.object_count(session),
            hashed=hashed,
            missing=tuple(missing[:MOST_LISTED]),
            damaged=tuple(damaged[:MOST_LISTED]),
            orphans=tuple(orphans[:MOST_LISTED]),
            recent=recent,
            adopted=adopted,
            removed=removed,
            unended=checking.unended(session),
            broken_event=events.first_break(session),
            unaccounted=tuple(custody.unaccounted(session)),
            restored=len(restored),
            remade=len(remade),
            foreign=tuple(foreign[:MOST_LISTED]),
            contradicting=tuple(Contradiction(*found) for found in contradictions(session, MOST_LISTED)),
        )


def _check_rows(archive: Archive) -> tuple[list[str], list[str]]:
    missing, damaged = [], []
    for key, size in _rows(archive):
        try:
            if archive.objects.stat(key).bytes != size:
                damaged.append(key)
        except NotFound:
            missing.append(key)
    return missing, damaged


def _rows(archive: Archive) -> Iterator[tuple[str, int]]:
    last = ""
    while True:
        with archive.database.read() as session:
            rows = checking.objects_after(session, last, 1000)
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _check_bytes(archive: Archive, sample: int | None, told: Callable[[int, int], None]) -> tuple[int, list[str]]:
    """Read originals again and compare their digests; note when each was checked."""
    with archive.database.read() as session:
        wanted = checking.originals_to_check(session, sample)
    changed = []
    for number, (key, sha256) in enumerate(wanted):
        told(number, len(wanted))
        with contextlib.suppress(NotFound):
            if digest_now(archive.objects, key)[0] != sha256:
                changed.append(key)
    for start in range(0, len(wanted), 500):
        with archive.database.write() as session:
            checking.mark_checked(session, [key for key, _ in wanted[start : start + 500]])
    return len(wanted), changed


def _bring(archive: Archive, source: ObjectStore, key: str) -> bool:
    """Whether the object was there with the digest of its row, and is now in the store."""
    with archive.database.read() as session:
        digest = checking.digest_of(session, key)
    try:
        with _staged(archive, "", source.read(key)) as staged:
            if staged.sha256 != digest:
                return False
            archive.objects.delete(key)  # what a key holds is never written over
            archive.objects.put(key, staged.path)
    except (NotFound, Conflict, Corrupt):
        return False
    return True


def _make_again(archive: Archive, missing: list[str], damaged: list[str]) -> set[str]:
    """Forget the page images and searchable PDFs among them, remove what is there of them, and have the PDFs made."""
    forgotten: set[str] = set()
    keys = [*missing, *damaged]
    for start in range(0, len(keys), 500):
        with archive.database.write() as session:
            lost, documents = checking.forget_derivatives(session, keys[start : start + 500])
            for document_id in documents:
                job = jobs.NewJob("derive", document_id, priority=70, dedupe_key=f"derive:{document_id}")
                jobs.enqueue(session, job)
        forgotten.update(lost)
    for key in forgotten.intersection(damaged):
        archive.objects.delete(key)
    return forgotten


def _orphans(archive: Archive, grace: float) -> tuple[list[str], list[str], int]:
    """Keys without a row that are ours and those that are not, and how many are too young to tell."""
    found: list[str] = []
    foreign: list[str] = []
    recent = 0
    for stored in archive.objects.keys():  # noqa: SIM118 - a store is no mapping
        if not is_ours(stored.key):
            foreign.append(stored.key)
            continue
        with archive.database.read() as session:
            known = checking.is_known(session, stored.key)
        if known:
            continue
        if time.time() - stored.written_at < grace:
            recent += 1
        else:
            found.append(stored.key)
    return found, foreign, recent


def _repair(archive: Archive, orphans: list[str], grace: float) -> tuple[int, int]:
    adopted = removed = 0
    for key in orphans:
        if not _is_orphan_still(archive, key, grace):
            continue
        if key.startswith(ORIGINALS):
            _take_in(archive, key)
            adopted += 1
        else:
            archive.objects.delete(key)
            removed += 1
    return adopted, removed


def _is_orphan_still(archive: Archive, key: str, grace: float) -> bool:
    """Whether nobody put it again meanwhile: to look through a large store takes hours, in which work that was broken off is done again."""
    try:
        age = time.time() - archive.objects.stat(key).written_at
    except NotFound:
        return False
    with archive.database.read() as session:
        return age >= grace and not checking.is_known(session, key)


def _take_in(archive: Archive, key: str) -> None:
    """Receive an original without a row. One that is no longer what its key says has a key of its own after that."""
    name = key.removeprefix(ORIGINALS).rpartition("/")[2]
    with _staged(archive, f"{name}.recuperado", archive.objects.read(key)) as staged:
        receive(archive, Actor(SYSTEM.name, SYSTEM.role, "verify"), staged, Given(), channel="recovered")
        if original_key(staged.sha256) != key:
            with contextlib.suppress(Conflict):
                archive.objects.delete(key)


@contextlib.contextmanager
def _staged(archive: Archive, name: str, pieces: Iterable[bytes]) -> Iterator[Staged]:
    """Pieces of what was once accepted, staged: of any size, whatever the limit is now."""
    with Staging(archive.settings.staging, sys.maxsize) as staging:
        for piece in pieces:
            staging.write(piece)
        yield staging.done(name)


def sweep_staging(archive: Archive) -> int:
    """Remove what dead processes left in the staging folder; names begin with the process number."""
    swept = 0
    for path in archive.settings.staging.iterdir():
        owner = path.name.split("-", 1)[0]
        if owner.isdigit() and path.is_file() and not is_running(int(owner)):
            with contextlib.suppress(FileNotFoundError):
                Path(path).unlink()
                swept += 1
    return swept
