"""Writes down who looked at what without keeping them waiting for the disk.

What changes something is recorded in the transaction of the change, and a
download before its first byte. Looks and searches are handed to one thread, which
writes all that came meanwhile in one transaction, within little more than half a second. When rows
cannot be written for long, looking ends: nobody looks unrecorded.
"""

import logging
import queue
import threading

from schemas.access import Actor
from schemas.errors import ArchiveError
from storage.records import Database, events

MOST_WAITING = 10_000
AT_ONCE = 200
MOST_LETTERS = 200
PAUSE_SECONDS = 1.0
GATHER_SECONDS = 0.5
"""How long the first look waits for company: each transaction costs a flush of the disk, and time of whoever asks next."""

_log = logging.getLogger(__name__)


class Looks:
    """The record of looks of one process; `close` writes what is left."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: queue.SimpleQueue[events.Act | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def note(self, act: events.Act) -> None:
        """Have the look recorded; it is in the record shortly after.

        Raises:
            Unavailable: more looks wait to be recorded than may.
        """
        if self._waiting.qsize() >= MOST_WAITING:
            self._write([act])
            return
        self._waiting.put(act)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="looks", daemon=True)
                self._thread.start()

    def viewed(self, actor: Actor, kind: str, object_id: str, action: str = "view", **detail: object) -> None:
        """Have it recorded that somebody was shown one thing.

        Raises:
            Unavailable: as `note`.
        """
        self.note(events.Act(actor.name, actor.origin, action, kind, object_id, detail))

    def listed(self, actor: Actor, kind: str, name: str, shown: int, **asked: object) -> None:
        """Have it recorded that somebody was shown a list: of what, how many lines, and what they narrowed it by.

        Raises:
            Unavailable: as `note`.
        """
        narrowed = {key: str(value)[:MOST_LETTERS] for key, value in asked.items() if value}
        detail = {**({"filters": narrowed} if narrowed else {}), "shown": shown}
        self.note(events.Act(actor.name, actor.origin, "list", kind, name, detail))

    def close(self) -> None:
        """Write what waits, and end the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._closing.set()
            self._waiting.put(None)
            thread.join(timeout=30)

    def _run(self) -> None:
        ending = False
        while not ending:
            acts, ending = self._next()
            while acts:
                try:
                    self._write(acts)
                    acts = []
                except ArchiveError:
                    _log.warning("looks cannot be recorded at the moment", exc_info=True)
                    if ending:
                        break
                    threading.Event().wait(PAUSE_SECONDS)

    def _next(self) -> tuple[list[events.Act], bool]:
        """What waits, at least one, at most a batch; and whether this is the end."""
        acts: list[events.Act] = []
        act = self._waiting.get()
        while act is not None:
            acts.append(act)
            if len(acts) == 1 and not self._closing.is_set():
                self._closing.wait(GATHER_SECONDS)
            if len(acts) == AT_ONCE or self._waiting.empty():
                return acts, False
            act = self._waiting.get()
        return acts, True

    def _write(self, acts: list[events.Act]) -> None:
        with self._database.write() as session:
            events.record_many(session, acts)
