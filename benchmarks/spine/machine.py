"""The archive whose journeys are held: `legajo worker` and `legajo serve` beside each other, asked by command and API."""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec

from benchmarks.running import Archive, at_rest, children, get, get_text, stop, wait_for, wait_until
from benchmarks.serving import memory_of

INGEST_SECONDS = 1800
POLL_SECONDS = 0.1


class Line(msgspec.Struct, frozen=True):
    """What had to hold, each with whether it does, and the figures seen."""

    holds: dict[str, bool]
    seen: dict[str, object]


class Taken(msgspec.Struct, frozen=True):
    """What `ingest --wait --json` said: its exit code and its lines, and after how many seconds."""

    code: int
    lines: list[dict]
    seconds: float

    def by_name(self) -> dict[str, list[dict]]:
        """The lines of each file by its name."""
        found: dict[str, list[dict]] = {}
        for line in self.lines:
            found.setdefault(Path(line["path"]).name, []).append(line)
        return found

    def outcomes(self) -> Counter[str]:
        """How many receipts ended how; one of several documents waits for review while one of them does."""
        ends: dict[str, str] = {}
        for line in self.lines:
            waits = ends.get(line["receipt_id"]) == "needs_review"
            ends[line["receipt_id"]] = "needs_review" if waits else str(line["outcome"])
        return Counter(ends.values())


class Machine(Archive):
    """An archive in a folder, or wherever the settings of this environment put its rows, originals and pages."""

    def __init__(self, folder: Path) -> None:
        super().__init__({"LEGAJO_DATA": str(folder)})
        self.data = folder
        self.token = ""
        self.peaks: dict[int, int] = {}

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """A worker and a web process run inside the block; the largest any of the worker's processes was is noted."""
        processes = [self.process("worker", "--concurrency", "2"), self.process("serve", "--port", str(self.port))]
        done = threading.Event()
        watching = threading.Thread(target=self._watch, args=(processes[0].pid, done))
        watching.start()
        try:
            wait_for(self.port)
            self.token = self.command("token", "add", "admin")["token"]
            yield
        finally:
            done.set()
            watching.join()
            stop(*processes)

    def ingest(self, paths: Iterable[Path], *options: str) -> Taken:
        """Hand in files and wait until each has its outcome."""
        begun = time.monotonic()
        said = self.lines("ingest", *map(str, paths), "--wait", *options, seconds=INGEST_SECONDS)
        return Taken(*said, time.monotonic() - begun)

    def rest(self) -> None:
        """Wait until nothing is under way and the index is up to date."""
        wait_until(lambda: at_rest(self.port, self.token))

    def receipts(self) -> dict[str, int]:
        """How many receipts there are of each outcome, as `status` counts."""
        return self.command("status")["receipts"]

    def ask(self, path: str) -> dict:
        """What the API answers there."""
        return get(self.port, self.token, path)

    def text(self, document_id: str, page: int = 1) -> str:
        """The text read of a page."""
        return get_text(self.port, self.token, f"documents/{document_id}/pages/{page}/text")

    def pages_found(self, query: str, document_id: str) -> set[int]:
        """The pages of the document that the search finds."""
        hits = self.ask(f"search?limit=100&q={quote(query)}")["hits"]
        return {page for hit in hits if hit["document_id"] == document_id for page in (hit["page"], *hit["pages"])}

    def _watch(self, worker: int, done: threading.Event) -> None:
        while not done.wait(POLL_SECONDS):
            for pid in _below(worker):
                with contextlib.suppress(OSError):
                    self.peaks[pid] = max(self.peaks.get(pid, 0), memory_of(pid, "VmHWM"))


def _below(pid: int) -> Iterator[int]:
    """The process and all that it started, and they."""
    yield pid
    for child in children(pid):
        yield from _below(child)
