"""The worker: claims jobs, runs each in a sandbox child, keeps leases and heartbeat, feeds the index.

One process, `concurrency` threads each with two sandboxes of its own (one opens
foreign files, the other decides and is told what is registered), one thread for
the heartbeat, one for the index, one that looks for work of others while a slot
is idle. The slots only wait: all that costs processor time runs in the children.
"""

import contextlib
import logging
import os
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.errors import ArchiveError, Conflict, Kind, Unavailable
from service.archive import Archive
from service.operations.binding import bind_volumes
from service.operations.burying import bury
from service.operations.checkpoints import make_checkpoint
from service.operations.classification.holds import follow_holds
from service.operations.deriving import derive_searchable
from service.operations.finishing import finish_document, relink_waiting
from service.operations.indexing import feed_index
from service.operations.inspecting import LeaseLost, inspect_receipt
from service.operations.passwords import passwords_for
from service.operations.reading import read_page
from service.operations.reconciling import reconcile_tonight
from service.operations.rereading import reread_tonight
from service.operations.scheduled import take_turn
from service.operations.verifying import sweep_staging
from service.operations.work import forget_done_jobs
from service.processes import is_running
from storage.records import jobs, new_id, workers
from storage.records.bell import Bell

log = logging.getLogger("legajo.worker")

LOOK_SECONDS = 0.05
"""How often one thread looks for new work while a slot is idle: a look costs half a millisecond."""

LISTEN_SECONDS = 1.0
"""How long that thread waits for a ring, where the database rings."""

INDEX_SECONDS = 0.25
"""How long the index waits before it looks for what other processes filed; what we file wakes it."""

GATHER_SECONDS = 1.0
"""How long the index lets papers gather while all slots are busy: a commit costs some 15 ms of the processor and 35 syncs of the disk, however many papers it holds."""

BACKLOG_SECONDS = 4.0
"""How long it lets them gather while work waits besides: what is filed meanwhile waited longer than that for its turn."""

AWAY_SECONDS = 2.0
"""How long whoever found a back end away waits before the next try."""

CHECKPOINT_SECONDS = 5.0
HOLD_SECONDS = 300.0

SIGN_SECONDS, SIGN_LOOK_SECONDS = 3600.0, 60.0
"""How old the log's last checkpoint may grow, and how often that is looked at."""

NIGHT_LOOK_SECONDS = 60.0
"""How often is looked whether a night's work is due: comparing index and rows, reading originals again."""

MakeSandbox = Callable[[], Sandbox]

Handler = Callable[[Archive, Sandbox, jobs.Claim], jobs.Claim | None]
"""Does a job; what it returns is the job that the same slot goes on with."""


def _inspect(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> jobs.Claim | None:
    return inspect_receipt(archive, sandbox, job, passwords_for(archive, job))


def _publish(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    from service.operations.public_versions.making import make_version  # noqa: PLC0415 - it brings what sets forms on paper: verbs begin without

    make_version(archive, sandbox, job)


HANDLERS: dict[str, Handler] = {
    "inspect": _inspect,
    "read": read_page,
    "finish": finish_document,
    "derive": derive_searchable,
    "relink": relink_waiting,
    "bind": bind_volumes,
    "publish": _publish,
}
"""What each kind of job does, in the order a document meets them; a dossier is bound and a public version made when it is asked for."""

KINDS = tuple(HANDLERS)
"""What this version knows to do; while versions stand side by side there may be jobs for newer ones."""

DECIDING = ("finish", "relink")
"""Jobs that open no foreign file and are done in the sandbox that knows the registry."""


def said_of(job: jobs.Claim, seconds: float) -> dict[str, object]:
    """What the log says of a job; of a page also its document, so that the id of a document finds all that was done to it."""
    of = {"document": job.payload["document"]} if "document" in job.payload else {}
    return {"kind": job.kind, "subject": job.subject, **of, "attempt": job.attempts, "seconds": round(seconds, 3)}


class Worker:
    """Works until told to stop. `start` returns at once; `stop` waits for the jobs in hand.

    `sandbox` makes the two sandboxes of a slot, closed with it; whoever has some that outlive a worker hands them in.
    """

    def __init__(self, archive: Archive, concurrency: int, sandbox: MakeSandbox = Sandbox) -> None:
        self.archive = archive
        self._sandbox = sandbox
        self.id = new_id()
        self.concurrency = concurrency
        self._stopping = threading.Event()
        self._work_there = threading.Event()
        self._filed = threading.Event()
        self._idle = 0
        self._idle_guard = threading.Lock()
        self._in_hand: set[str] = set()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Register, take over what dead workers of this machine left, and begin."""
        _take_over(self.archive)
        sweep_staging(self.archive)
        with self.archive.database.write() as session:
            workers.register(session, self.id, _host(), os.getpid(), self.concurrency)
        self._spawn("heartbeat", self._beat)
        if self.archive.has_index:
            self._spawn("index", self._feed)
            self._spawn("reconcile", self._reconcile)
        self._spawn("reread", self._reread)
        self._spawn("holds", self._follow)
        self._spawn("checkpoints", self._sign)
        self._spawn("look", self._look)
        for number in range(self.concurrency):
            self._spawn(f"slot-{number}", self._work)

    def stop(self) -> None:
        """Finish the jobs in hand, then end; nothing new is claimed."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=self.archive.settings.read_seconds + 10)
            if thread.is_alive():
                frame = sys._current_frames().get(thread.ident or 0)
                log.warning("%s does not end:\n%s", thread.name, "".join(traceback.format_stack(frame)))
        with contextlib.suppress(ArchiveError), self.archive.database.write() as session:
            jobs.release(session, [self.id])
            workers.forget(session, self.id)

    def _spawn(self, name: str, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        with self._sandbox() as foreign, self._sandbox() as deciding:
            threading.Thread(target=_start, args=(deciding,), name="start", daemon=True).start()
            _start(foreign)
            hands = dict.fromkeys(HANDLERS, foreign) | dict.fromkeys(DECIDING, deciding)
            worked = False
            while not self._stopping.is_set():
                try:
                    worked = self._one(hands, sure=worked)
                except Unavailable as error:
                    log.warning("back end away: %s", error.detail)
                    worked = False
                    self._stopping.wait(AWAY_SECONDS)
                if not worked:
                    self._wait_for_work()

    def _wait_for_work(self) -> None:
        with self._idle_guard:
            self._idle += 1
        self._work_there.wait(1)
        with self._idle_guard:
            self._idle -= 1
        self._work_there.clear()

    def _look(self) -> None:
        """Wake an idle slot as soon as anybody, here or in another process, has put work on the table."""
        bell = Bell(self.archive.database)
        while not self._stopping.is_set():
            bell.wait(LOOK_SECONDS, LISTEN_SECONDS, self._stopping)
            if not self._idle or self._work_there.is_set():
                continue
            with contextlib.suppress(Unavailable), self.archive.database.read() as session:
                if jobs.any_ready(session, KINDS):
                    self._work_there.set()
        bell.close()
        self._work_there.set()

    def _one(self, hands: dict[str, Sandbox], *, sure: bool) -> bool:
        """Claim one job and see it and what follows from it to an end; False when there was none.

        A claim locks the row it takes and no other, so workers do not wait for one another; who is not `sure` that
        there is a job looks first, without a lock. What follows is left to others when we are to stop.
        """
        if not sure and not self._any_ready():
            return False
        with self.archive.database.write(beside_others=True, lasting=False) as session:
            job = jobs.claim(session, self.id, self.archive.settings.lease_seconds, KINDS)
        if job is None:
            return False
        following: jobs.Claim | None = job
        while following is not None:
            following = self._do(following, hands[following.kind])
            if following is not None and self._stopping.is_set():
                with self.archive.database.write(beside_others=True, lasting=False) as session:
                    jobs.put_back(session, following)
                break
        return True

    def _any_ready(self) -> bool:
        with self.archive.database.read() as session:
            return jobs.any_ready(session, KINDS)

    def _do(self, job: jobs.Claim, sandbox: Sandbox) -> jobs.Claim | None:
        begun = time.monotonic()
        following = None
        self._in_hand.add(job.id)
        try:
            following = HANDLERS[job.kind](self.archive, sandbox, job)
        except LeaseLost:
            log.warning("job %s %s went to another worker", job.kind, job.subject)
        except Exception as error:  # noqa: BLE001 - the runner: whatever fails, the job gets its end
            self._failed(job, error)
        finally:
            self._in_hand.discard(job.id)
        log.info("job", extra={"said": said_of(job, time.monotonic() - begun)})
        if self._idle:
            self._work_there.set()
        if job.kind in DECIDING:
            self._filed.set()
        return following

    def _failed(self, job: jobs.Claim, error: Exception) -> None:
        """Retry what a later attempt may mend; bury what no attempt will. Where the database is away, once it is back."""
        known = error if isinstance(error, ArchiveError) else None
        retry = known is None or known.kind in (Kind.UNAVAILABLE, Kind.INTERNAL, Kind.CORRUPT, Kind.MISCONFIGURED)
        log.warning("job %s %s failed: %r", job.kind, job.subject, error, exc_info=known is None)
        away = isinstance(error, Unavailable)
        while True:
            with contextlib.suppress(Unavailable), self.archive.database.write() as session:
                state = jobs.give_back(session, job, f"{type(error).__name__}: {error}", retry=retry, away=away)
                if state == "dead":
                    bury(session, job, known.code if known else "work_failed")
                return
            if self._stopping.wait(AWAY_SECONDS):
                return

    def _beat(self) -> None:
        """Extend our leases, say that we live, return what the dead left, fold the database's log."""
        checkpoint = time.monotonic()
        while not self._stopping.wait(min(2.0, self.archive.settings.lease_seconds / 4)):
            with contextlib.suppress(Unavailable):
                with self.archive.database.write(beside_others=True, lasting=False) as session:
                    jobs.extend(session, self.id, self.archive.settings.lease_seconds, tuple(self._in_hand))
                    workers.seen(session, self.id)
                    expired = jobs.any_expired(session)
                if expired:
                    with self.archive.database.write() as session:
                        for job in jobs.reap(session):
                            bury(session, job, "work_failed")
                if time.monotonic() - checkpoint > CHECKPOINT_SECONDS:
                    self.archive.database.checkpoint()
                    checkpoint = time.monotonic()

    def _sign(self) -> None:
        """Sign the log every hour; of several workers, the first that finds it due."""
        while not self._stopping.is_set():
            try:
                if take_turn(self.archive, "sign", SIGN_LOOK_SECONDS):
                    make_checkpoint(self.archive, at_most_every=SIGN_SECONDS)
            except ArchiveError as error:
                log.warning("the log could not be signed: %s", error.detail)
            self._stopping.wait(SIGN_LOOK_SECONDS)

    def _feed(self) -> None:
        """Keep the index up; another process may be its writer, then ours waits its turn."""
        while not self._stopping.is_set():
            fed, begun = 0, time.monotonic()
            try:
                fed = feed_index(self.archive)
            except Conflict:
                self._stopping.wait(2)
            except Exception as error:  # noqa: BLE001 - a broken index must not stop filing
                log.warning("the index could not be fed: %r", error)
                self._stopping.wait(2)
            if fed:
                self._gather(time.monotonic() - begun)
            else:
                self._filed.wait(INDEX_SECONDS)
            self._filed.clear()

    def _gather(self, took: float) -> None:
        """Let enough be filed for the next feed: for as long as the last one took, and longer while every slot is busy."""
        begun = time.monotonic()
        self._stopping.wait(min(GATHER_SECONDS, took))
        while not self._idle and not self._stopping.is_set():
            waited = time.monotonic() - begun
            if waited >= BACKLOG_SECONDS or (waited >= GATHER_SECONDS and not self._more_waits()):
                return
            self._stopping.wait(LOOK_SECONDS if waited < GATHER_SECONDS else INDEX_SECONDS)

    def _more_waits(self) -> bool:
        with contextlib.suppress(Unavailable):
            return self._any_ready()
        return False

    def _reconcile(self) -> None:
        """Compare the index with the rows once a night; another process may be its writer, then it does it."""
        while not self._stopping.wait(NIGHT_LOOK_SECONDS):
            try:
                found = reconcile_tonight(self.archive, lambda: not self._stopping.is_set())
            except Conflict:
                continue
            except ArchiveError as error:
                log.warning("the index could not be compared with the rows: %s", error.detail)
                continue
            if found is not None and found.wrong:
                log.warning("the index was not as it should be, and is fed again: %s", found)

    def _reread(self) -> None:
        """Read a share of the originals again once a night, and forget jobs long done; of several workers, the first."""
        while not self._stopping.wait(NIGHT_LOOK_SECONDS):
            try:
                found = reread_tonight(self.archive, lambda: not self._stopping.is_set())
                if found is not None:
                    forget_done_jobs(self.archive, lambda: not self._stopping.is_set())
            except ArchiveError as error:
                log.warning("originals could not be read again: %s", error.detail)
                continue
            if found is not None and found.wrong:
                log.error("originals are lost or changed: %s", ", ".join(found.wrong[:10]))

    def _follow(self) -> None:
        """Have the store hold what was linked to held matters since the last round."""
        while not self._stopping.wait(HOLD_SECONDS):
            try:
                if take_turn(self.archive, "follow_holds", HOLD_SECONDS * 0.9):
                    follow_holds(self.archive)
            except ArchiveError as error:
                log.warning("the store could not follow the holds: %s", error.detail)


def _start(sandbox: Sandbox) -> None:
    """Ahead of the first call, beside other work; what is wrong is said at that call."""
    with contextlib.suppress(ArchiveError):
        sandbox.start()


def _host() -> str:
    """This machine and this boot of it, so that process numbers mean something."""
    boot = ""
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{platform.node()}/{boot}"


def _take_over(archive: Archive) -> None:
    """Release the jobs of workers of this machine whose process is gone, without waiting for their leases."""
    with archive.database.write() as session:
        gone = [row.id for row in workers.on_host(session, _host()) if not is_running(row.pid)]
        jobs.release(session, gone)
        for worker_id in gone:
            workers.forget(session, worker_id)
        for job in jobs.reap(session):
            bury(session, job, "work_failed")
