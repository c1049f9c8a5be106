"""The worker: claims jobs, runs each in a sandbox child, keeps leases and heartbeat, feeds the index.

One process, `concurrency` threads each with a sandbox of its own, one thread
for the heartbeat, one for the index. The threads only wait: all that costs
processor time runs in the children.
"""

import contextlib
import logging
import os
import platform
import threading
import time
from collections.abc import Callable
from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.errors import ArchiveError, Conflict, Kind, Unavailable
from service.archive import Archive
from service.operations.burying import bury
from service.operations.checkpoints import make_checkpoint
from service.operations.classification.holds import follow_holds
from service.operations.deriving import derive_searchable
from service.operations.finishing import finish_document, relink_waiting
from service.operations.indexing import feed_index
from service.operations.inspecting import LeaseLost, inspect_receipt
from service.operations.passwords import passwords_for
from service.operations.reading import read_page
from service.operations.verifying import sweep_staging
from service.processes import is_running
from storage.records import jobs, new_id, workers

log = logging.getLogger("legajo.worker")

IDLE_SECONDS = 0.25
"""How long an idle thread waits before it looks for work again."""

CHECKPOINT_SECONDS = 5.0
HOLD_SECONDS = 300.0

SIGN_SECONDS, LOOK_SECONDS = 3600.0, 60.0
"""How old the log's last checkpoint may grow, and how often that is looked at."""

Handler = Callable[[Archive, Sandbox, jobs.Claim], None]


def _inspect(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    inspect_receipt(archive, sandbox, job, passwords_for(archive, job))


HANDLERS: dict[str, Handler] = {
    "inspect": _inspect,
    "read": read_page,
    "finish": finish_document,
    "derive": derive_searchable,
    "relink": relink_waiting,
}
"""What each kind of job does, in the order a document meets them."""


class Worker:
    """Works until told to stop. `start` returns at once; `stop` waits for the jobs in hand."""

    def __init__(self, archive: Archive, concurrency: int) -> None:
        self.archive = archive
        self.id = new_id()
        self.concurrency = concurrency
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Register, take over what dead workers of this machine left, and begin."""
        _take_over(self.archive)
        sweep_staging(self.archive)
        with self.archive.database.write() as session:
            workers.register(session, self.id, _host(), os.getpid(), self.concurrency)
        self._spawn("heartbeat", self._beat)
        self._spawn("index", self._feed)
        self._spawn("holds", self._follow)
        self._spawn("checkpoints", self._sign)
        for number in range(self.concurrency):
            self._spawn(f"slot-{number}", self._work)

    def stop(self) -> None:
        """Finish the jobs in hand, then end; nothing new is claimed."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=self.archive.settings.read_seconds + 10)
        with contextlib.suppress(ArchiveError), self.archive.database.write() as session:
            workers.forget(session, self.id)

    def wait(self) -> None:
        """Until `stop` is called from a signal or another thread."""
        self._stopping.wait()

    def ask_to_stop(self) -> None:
        """Claim nothing new; safe to call from a signal handler."""
        self._stopping.set()

    def _spawn(self, name: str, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        with Sandbox() as sandbox:
            sandbox.start()
            while not self._stopping.is_set():
                try:
                    worked = self._one(sandbox)
                except Unavailable as error:
                    log.warning("back end away: %s", error.detail)
                    worked = False
                    self._stopping.wait(2)
                if not worked:
                    self._stopping.wait(IDLE_SECONDS)

    def _one(self, sandbox: Sandbox) -> bool:
        """Claim one job and see it to an end; False when there was none."""
        with self.archive.database.read() as session:
            if not jobs.any_ready(session):
                return False
        with self.archive.database.write() as session:
            job = jobs.claim(session, self.id, self.archive.settings.lease_seconds, tuple(HANDLERS))
        if job is None:
            return False
        begun = time.monotonic()
        try:
            HANDLERS[job.kind](self.archive, sandbox, job)
        except LeaseLost:
            log.warning("job %s %s went to another worker", job.kind, job.subject)
        except Exception as error:  # noqa: BLE001 - the runner: whatever fails, the job gets its end
            self._failed(job, error)
        log.info("job %s %s attempt %d in %.2f s", job.kind, job.subject, job.attempts, time.monotonic() - begun)
        return True

    def _failed(self, job: jobs.Claim, error: Exception) -> None:
        """Retry what a later attempt may mend; bury what no attempt will."""
        known = error if isinstance(error, ArchiveError) else None
        retry = known is None or known.kind in (Kind.UNAVAILABLE, Kind.INTERNAL, Kind.CORRUPT, Kind.MISCONFIGURED)
        log.warning("job %s %s failed: %r", job.kind, job.subject, error, exc_info=known is None)
        with self.archive.database.write() as session:
            state = jobs.give_back(session, job, f"{type(error).__name__}: {error}", retry=retry)
            if state == "dead":
                bury(session, job, known.code if known else "work_failed")

    def _beat(self) -> None:
        """Extend our leases, say that we live, return what the dead left, fold the database's log."""
        checkpoint = time.monotonic()
        while not self._stopping.wait(min(2.0, self.archive.settings.lease_seconds / 4)):
            with contextlib.suppress(Unavailable):
                with self.archive.database.write() as session:
                    jobs.extend(session, self.id, self.archive.settings.lease_seconds)
                    workers.seen(session, self.id)
                    for job in jobs.reap(session):
                        bury(session, job, "work_failed")
                if time.monotonic() - checkpoint > CHECKPOINT_SECONDS:
                    self.archive.database.checkpoint()
                    checkpoint = time.monotonic()

    def _sign(self) -> None:
        """Sign the log every hour; of several workers, the first that finds it due."""
        while not self._stopping.is_set():
            try:
                make_checkpoint(self.archive, at_most_every=SIGN_SECONDS)
            except ArchiveError as error:
                log.warning("the log could not be signed: %s", error.detail)
            self._stopping.wait(LOOK_SECONDS)

    def _feed(self) -> None:
        """Keep the index up; another process may be its writer, then ours waits its turn."""
        while not self._stopping.is_set():
            fed = 0
            try:
                fed = feed_index(self.archive)
            except Conflict:
                self._stopping.wait(2)
            except Exception as error:  # noqa: BLE001 - a broken index must not stop filing
                log.warning("the index could not be fed: %r", error)
                self._stopping.wait(2)
            if not fed:
                self._stopping.wait(IDLE_SECONDS)

    def _follow(self) -> None:
        """Have the store hold what was linked to held matters since the last round."""
        while not self._stopping.wait(HOLD_SECONDS):
            try:
                follow_holds(self.archive)
            except ArchiveError as error:
                log.warning("the store could not follow the holds: %s", error.detail)


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
