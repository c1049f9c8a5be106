"""Search as a program meets it: `python -m benchmarks.search_http --pages 100000`.

Makes an archive of synthetic pages (rows, words with boxes, index), starts `legajo serve` as a process
of its own and asks over kept-alive connections with a bearer token, one client and eight at a time,
facets, snippets and boxes included. Prints for each kind of query p50, p95 and p99 in wall milliseconds
and the server's processor time per query; and from a run inside one process how much of that is the index
and how much the rest of the service.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

from benchmarks.bare import Bare
from benchmarks.filing import CLERK
from benchmarks.search import mistyped, one_error, percentiles
from benchmarks.search_pages import Maker, Truth
from benchmarks.search_rows import fill_archive
from benchmarks.serving import PORT, start
from schemas.search import Query
from service.archive import Archive
from service.configuration import read_settings
from service.operations.searching import search

MOST_SECONDS_TO_SETTLE = 300
_TICK = os.sysconf("SC_CLK_TCK")
_RESTED, _AT_REST, _READ_AT_REST = 8, 0.05, 1 << 20
"""Seconds in a row, and the seconds of the processor and the bytes read in each that are none."""
_IN_A_TURN = 20


def queries_of(truth: Truth, each: int) -> dict[str, list[str]]:
    """What is asked, by kind; the same for the same truth."""
    rng = random.Random(3)
    names = rng.sample(sorted(truth.names), min(each, len(truth.names)))
    common, rare = truth.vocabulary[:80], truth.vocabulary[1000:6000]
    long = [word for word in rare if len(word) > 5]
    return {
        "one rare word": rng.sample(rare, each),
        "one common word": [rng.choice(common) for _ in range(each)],
        "two common words": [f"{rng.choice(common)} {rng.choice(common)}" for _ in range(each)],
        "phrase": [f'"{rng.choice(common)} la {rng.choice(common)}"' for _ in range(each)],
        "beginning of a word": [f"{word[:4]}*" for word in rng.sample(rare, each)],
        "credit number": rng.sample(sorted(truth.credits), each),
        "filters and a word": [f"tipo:convenio desde:{rng.randint(2005, 2020)} {word}" for word in rng.sample(rare, each)],
        "full name": names,
        "one word, one error": [one_error(word, rng) for word in rng.sample(long, each)],
        "full name, one error": [mistyped(name, rng) for name in names],
    }  # fmt: skip


class Client:
    """One kept-alive connection."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def ask(self, text: str) -> bytes:
        """The body of the answer."""
        self._connection.request(
            "GET", f"/api/v1/search?q={quote(text)}", headers={"Authorization": f"Bearer {self._token}"}
        )
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(body.decode())
        return body


def wall_times(clients: list[Client], queries: list[str]) -> list[float]:
    """Milliseconds of each query, shared out among the clients, which ask at the same time."""
    times: list[float] = []

    def run(client: Client, own: list[str]) -> None:
        for text in own:
            begun = time.perf_counter()
            client.ask(text)
            times.append((time.perf_counter() - begun) * 1000)

    threads = [
        threading.Thread(target=run, args=(client, queries[at :: len(clients)])) for at, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def by_turns(client: Client, bare: Bare, queries: list[str], *, forgiving: bool) -> tuple[list[float], list[float]]:
    """Milliseconds of each query over HTTP, and of the bare engine in this process; some of the one, then the same of the other."""
    ours: list[float] = []
    theirs: list[float] = []
    for query in queries:  # the files of neither are to be read from the disk while the clock runs
        bare.answer(query, forgiving=forgiving)
    for first in range(0, len(queries), _IN_A_TURN):
        turn = queries[first : first + _IN_A_TURN]
        ours += wall_times([client], turn)
        for query in turn:
            begun = time.perf_counter()
            bare.answer(query, forgiving=forgiving)
            theirs.append((time.perf_counter() - begun) * 1000)
    return ours, theirs


def cpu_seconds(process: int) -> float:
    """Processor time the process and its children have used."""
    total = 0.0
    for stat in [Path(f"/proc/{process}/stat"), *_children(process)]:
        fields = stat.read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / _TICK
    return total


def settle(process: int) -> None:
    """Wait until the process is at rest for a while: what a server works out and reads ahead is no part of a query.

    While it waits for the disk the processor is at rest, so what it has read is looked at too.
    """
    until, rested = time.monotonic() + MOST_SECONDS_TO_SETTLE, 0
    spent, read = cpu_seconds(process), _bytes_read(process)
    while rested < _RESTED:
        if time.monotonic() > until:
            raise RuntimeError(f"the server is not at rest after {MOST_SECONDS_TO_SETTLE} s")
        time.sleep(1)
        before, read_before = spent, read
        spent, read = cpu_seconds(process), _bytes_read(process)
        rested = rested + 1 if spent - before < _AT_REST and read - read_before < _READ_AT_REST else 0


def _bytes_read(process: int) -> int:
    lines = Path(f"/proc/{process}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("rchar:"))


def _children(process: int) -> list[Path]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [Path(f"/proc/{child}/stat") for child in listed]


def over_http(
    data: Path, kinds: dict[str, list[str]], counts: Iterable[int] = (1, 8), bare: Bare | None = None
) -> None:
    """Print the figures of each kind, so many clients at a time; those of the bare engine beside a single one."""
    process, _ = start(str(data), "serve")
    try:
        command = [sys.executable, "-m", "web.command", "token", "add", "admin", "--json"]
        made = subprocess.run(command, env={**os.environ, "LEGAJO_DATA": str(data)}, capture_output=True, check=True)
        token = json.loads(made.stdout)["token"]
        settle(process.pid)
        for count in counts:
            clients = [Client(token) for _ in range(count)]
            for client in clients:
                client.ask("demanda")
            print(f"over HTTP, {count} at a time: p50 p95 p99 wall ms; CPU of the server per query, ms")
            for label, queries in kinds.items():
                before = cpu_seconds(process.pid)
                theirs: list[float] = []
                if bare is None or count > 1:
                    times = wall_times(clients, queries)
                else:
                    times, theirs = by_turns(clients[0], bare, queries, forgiving="error" in label)
                spent = (cpu_seconds(process.pid) - before) * 1000 / len(queries)
                beside = f"   bare {_figures(theirs)}" if theirs else ""
                print(f"  {label:24s} {_figures(times)}   {spent:7.1f}{beside}", flush=True)
    finally:
        process.terminate()
        process.wait(30)


def in_process(data: Path, kinds: dict[str, list[str]]) -> None:
    archive = Archive(read_settings({"LEGAJO_DATA": str(data)}))
    print("inside one process: p50 p95 p99 CPU ms of the index without facets | the index | the whole service")
    for label, queries in kinds.items():
        bare = _cpu_times(lambda text: archive.index.search(Query(text, facets=False)), queries)
        index = _cpu_times(lambda text: archive.index.search(Query(text)), queries)
        service = _cpu_times(lambda text: search(archive, CLERK, Query(text)), queries)
        print(f"  {label:24s} {_figures(bare)} | {_figures(index)} | {_figures(service)}", flush=True)
    archive.close()


def _cpu_times(ask: Callable[[str], object], queries: list[str]) -> list[float]:
    times = []
    for text in queries:
        begun = time.thread_time()
        ask(text)
        times.append((time.thread_time() - begun) * 1000)
    return times


def _figures(times: list[float]) -> str:
    return " ".join(f"{value:7.1f}" for value in percentiles(times))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--folder", type=Path, help="keep the archive here and use it again")
    parser.add_argument("--only", choices=("http", "process"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = options.folder or Path(temporary)
        maker = Maker()
        if (data / "index" / "CURRENT").exists():
            for _ in maker.documents(options.pages):
                pass
        else:
            fill_archive(data, options.pages, maker)
        kinds = queries_of(maker.truth, options.queries)
        if options.only != "http":
            in_process(data, kinds)
        if options.only != "process":
            over_http(data, kinds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
