"""A large office, step by step: `python -m benchmarks.large --folder DIR --pages 1000000 rows build rebuild grow bare ask names`.

Each step is a process of its own and prints one line: seconds by the clock and of the processor, the most memory
that was the process's own and the most with the files it had mapped (which the system takes back when it needs room),
and bytes on disk. All but `ask` may be repeated; what was made stays in the folder, `figures.jsonl` with it.

* `rows`     the rows of all pages, words with boxes and what to ask later, without reading a file
* `build`    the index from the rows into an empty folder, as `legajo reindex` does
* `rebuild`  the same beside the present one, which is there until the swap
* `grow`     10,000 documents changed and fed again, 64 at a time, as a worker does; size against that at the beginning
* `bare`     the same pages in the bare engine, one record each
* `ask`      queries of every kind over HTTP, one client: wall p50, p95, p99 and the server's processor time; where `bare`
             was built, the bare engine is asked the same by turns, in the asking process, for total, snippets and facets
* `names`    of 60 names: share of the documents that bear them found, and of the first ten right

With `--postgres` the rows are in a PostgreSQL database, whose server (Debian's) is started in a temporary folder for the
steps of this command; the index of the folder goes on serving where it was built from the same pages: `--postgres rows ask`.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from sqlalchemy import text, update

from benchmarks.bare import Bare
from benchmarks.search import mistyped, ours, quality, swapped
from benchmarks.search_http import over_http, queries_of
from benchmarks.search_pages import Maker
from benchmarks.search_rows import written
from service.archive import Archive
from service.configuration import read_settings
from service.operations.indexing import IDENTITY, feed_index, rebuild_index
from storage.records import facts
from storage.records.migrate import migrate
from storage.records.tables import DocumentRow
from tests.servers import Postgres

UPDATES, AT_ONCE = 10_000, 64
_EACH, _NAMES = 200, 60
_BARE = "bare"
_MEGA = 1_000_000

Figures = dict[str, float]


class Office:
    """The folder, and how it is opened."""

    def __init__(self, folder: Path, pages: int, database: str) -> None:
        self.folder, self.pages = folder, pages
        self.environment = {"LEGAJO_DATA": str(folder)} | ({"LEGAJO_DATABASE": database} if database else {})

    def opened(self) -> Archive:
        """The archive of the folder."""
        return Archive(read_settings(self.environment))


def rows(office: Office) -> Figures:
    """Write the rows and, beside them, the queries whose answers they hold."""
    archive, maker = office.opened(), Maker()
    migrate(archive.database)
    for _ in written(archive, maker.documents(office.pages)):
        pass
    with archive.database.write() as session:
        facts.put(session, IDENTITY, archive.index.state().identity)
        size = text("select pg_database_size(current_database())")
        there = session.scalar(size) if archive.database.engine.dialect.name == "postgresql" else None
    archive.database.checkpoint()
    archive.close()
    (office.folder / "queries.json").write_bytes(msgspec.json.encode(queries_of(maker.truth, _EACH)))
    names = random.Random(5).sample(sorted(maker.truth.names.items()), min(_NAMES, len(maker.truth.names)))
    (office.folder / "names.json").write_bytes(msgspec.json.encode(names))
    files = sum(file.stat().st_size for file in office.folder.glob("legajo.db*"))
    return {"database MB": (files if there is None else int(there)) / _MEGA}


def build(office: Office) -> Figures:
    """Build the index from the rows, beside the present one where there is one."""
    archive = office.opened()
    documents = rebuild_index(archive)
    state = archive.index.state()
    archive.close()
    return {"documents": documents, "pages": state.pages, "index MB": state.bytes / _MEGA}


def grow(office: Office) -> Figures:
    """Change documents and feed them as a worker does, watching the size of the index."""
    archive = office.opened()
    most = begun = archive.index.state().bytes
    dead = 0.0
    fed = 0
    while fed < UPDATES:
        _change(archive, fed)
        fed += feed_index(archive)
        state = archive.index.state()
        most, dead = max(most, state.bytes), max(dead, state.dead)
    ended = archive.index.state().bytes
    archive.close()
    return {
        "updates": fed,
        "index MB before": begun / _MEGA,
        "at most MB": most / _MEGA,
        "at the end MB": ended / _MEGA,
        "times the compact size": most / begun,
        "most dead": dead,
    }


def _change(archive: Archive, fed: int) -> None:
    """Put some documents, strewn over the whole office, ahead of what the index holds."""
    with archive.database.write() as session:
        last = session.execute(text("select max(id) from documents")).scalar_one()
        step = (int(str(last)[1:]) + 1) / UPDATES
        names = [f"d{int((fed + at) * step):08d}" for at in range(AT_ONCE)]
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id.in_(names))
            .values(version=DocumentRow.version + 1)
            .execution_options(synchronize_session=False)
        )


def bare(office: Office) -> Figures:
    """Give the same pages to the engine as it comes."""
    engine = Bare(office.folder / _BARE)
    engine.feed(Maker().documents(office.pages))
    files = sum(file.stat().st_size for file in (office.folder / _BARE).iterdir())
    return {"pages": engine.pages(), "index MB": files / _MEGA}


def ask(office: Office) -> Figures:
    """Ask over HTTP; the figures of every kind are printed as they come."""
    kinds = msgspec.json.decode((office.folder / "queries.json").read_bytes(), type=dict[str, list[str]])
    os.environ |= office.environment
    plain = office.folder / _BARE
    over_http(office.folder, kinds, (1,), Bare(plain) if plain.exists() else None)
    return {}


def names(office: Office) -> Figures:
    """How many of the documents that bear a name through the noise are found, and how many of the first ten are right."""
    asked = msgspec.json.decode((office.folder / "names.json").read_bytes(), type=list[tuple[str, set[str]]])
    archive = office.opened()
    rng, figures = random.Random(5), {}
    manners = {"as it is": lambda name: name, "swapped": swapped, "one error": lambda name: mistyped(name, rng)}
    for label, manner in manners.items():
        queries = [(manner(name), bearers) for name, bearers in asked]
        seen = quality(lambda text, limit: ours(archive.index, text, limit, facets=False), queries)
        figures |= {f"{label}: found": seen.found, f"{label}: first ten right": seen.right}
    archive.close()
    return figures


STEPS: dict[str, Callable[[Office], Figures]] = {
    "rows": rows, "build": build, "rebuild": build, "grow": grow, "bare": bare, "ask": ask, "names": names
}  # fmt: skip


class Watch:
    """The most memory of this process that no file stands behind, looked at twenty times a second."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            self.most = max(self.most, _own_kilobytes())

    def end(self) -> float:
        """Stop; the most seen, in MB."""
        self._ended.set()
        self._thread.join()
        return self.most / 1000


def _own_kilobytes() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0)


def _measured(name: str, office: Office) -> Figures:
    watch = Watch()
    begun, spent = time.perf_counter(), time.process_time()
    found = STEPS[name](office)
    took = {"s": time.perf_counter() - begun, "CPU s": time.process_time() - spent}
    mapped = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {**took, "own memory MB": watch.end(), "with mapped files MB": mapped, **found}


def main() -> int:
    """Run the steps, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="+", choices=STEPS)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true", help="with the rows in PostgreSQL")
    parser.add_argument("--database", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.postgres or len(options.steps) > 1:
        with _rows_in(options.folder, postgres=options.postgres) as address:
            same = ["--folder", str(options.folder), "--pages", str(options.pages), "--database", address]
            for step in options.steps:
                subprocess.run([sys.executable, "-m", "benchmarks.large", *same, step], check=True)
        return 0
    [step] = options.steps
    found = {
        name: round(value, 3)
        for name, value in _measured(step, Office(options.folder, options.pages, options.database)).items()
    }
    line = json.dumps({"step": step, "database": "PostgreSQL" if options.database else "SQLite", **found})
    print(line, flush=True)
    with (options.folder / "figures.jsonl").open("a") as kept:
        kept.write(line + "\n")
    return 0


@contextlib.contextmanager
def _rows_in(folder: Path, *, postgres: bool) -> Iterator[str]:
    """The address of an empty database of a server that runs for as long; nothing for the folder's own file."""
    if not postgres:
        yield ""
        return
    with tempfile.TemporaryDirectory(dir=folder) as made, Postgres(Path(made) / "postgres").running() as server:
        yield server.database()


if __name__ == "__main__":
    sys.exit(main())
