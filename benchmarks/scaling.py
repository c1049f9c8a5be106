"""Pages per minute of one worker and of two: the same pages through one process, two processes, and one of two slots.

`python -m benchmarks.scaling --pages 60` draws office pages (half of them degraded), hands them in while the
workers are held, lets go and waits until every searchable PDF stands and the index is up. Each arrangement runs
`--rounds` times, by turns, and its quickest round counts: what else the machine does only ever slows a round.
Besides the rates the processor seconds a page takes in each: where they grow with a second worker, workers are in
each other's way; where they do not and the rate does not double, the cores were not free (`were_cores_free` is what
these seconds alone would give). `--postgres` keeps the rows there.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks.reading import CLERK, busy, office_pages
from benchmarks.running import children
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import pending
from service.operations.receive import Given, receive, stage_file
from storage.records.migrate import migrate
from tests.servers import Postgres

ARRANGEMENTS = {"one": [1], "two": [1, 1], "one of two slots": [2]}
"""The slots of each process."""

WARM = 4
"""Pages ahead of the clock, so that every slot has started its engines."""

MOST_SECONDS = 3600

LOOK_SECONDS = 0.25
"""How often is looked whether the work is done: seldom, since every look takes from the cores that are measured."""


class Round(msgspec.Struct, frozen=True):
    """One arrangement, once: seconds by the clock, and processor seconds of the workers and their children meanwhile."""

    seconds: float
    processor: float


def run(slots: list[int], pages: list[Path], folder: Path, settings: dict[str, str]) -> Round:
    environment = {"LEGAJO_DATA": str(folder), **settings}
    archive = Archive(read_settings(environment))
    migrate(archive.database)
    command = [sys.executable, "-m", "web.command", "worker", "--concurrency"]
    workers = [
        subprocess.Popen(
            [*command, str(number)],
            env={**os.environ, **environment},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for number in slots
    ]
    try:
        wait(archive, hand_in(archive, pages[:WARM]))
        for worker in workers:
            worker.send_signal(signal.SIGSTOP)
        receipts = hand_in(archive, pages[WARM:])
        os.sync()  # the disk has what came before the clock
        for worker in workers:
            worker.send_signal(signal.SIGCONT)
        begun, before = time.monotonic(), sum(processor_seconds(worker.pid) for worker in workers)
        wait(archive, receipts)
        done = Round(time.monotonic() - begun, sum(processor_seconds(worker.pid) for worker in workers) - before)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(timeout=90)
        archive.close()
    return done


def processor_seconds(pid: int) -> float:
    """Of the process, its children that live, and those that it has seen end."""
    try:
        own = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    except OSError:  # it ended since it was listed
        return 0.0
    return sum(map(int, own)) / os.sysconf("SC_CLK_TCK") + sum(map(processor_seconds, children(pid)))


def hand_in(archive: Archive, pages: list[Path]) -> list[str]:
    receipts = []
    for path in pages:
        with stage_file(archive, path) as staged:
            receipts.append(receive(archive, CLERK, staged, Given(), channel="bench").receipt_id)
    return receipts


def wait(archive: Archive, receipts: list[str]) -> None:
    until = time.monotonic() + MOST_SECONDS
    while busy(archive) or pending(archive, receipts):
        if time.monotonic() > until:
            raise RuntimeError("the pages are not read in an hour")
        time.sleep(LOOK_SECONDS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--postgres", action="store_true", help="rows in a PostgreSQL of this run")
    parser.add_argument("--without-slots", action="store_true", help="leave out the one process of two slots")
    options = parser.parse_args()
    wanted = {name: slots for name, slots in ARRANGEMENTS.items() if not (options.without_slots and slots == [2])}
    rounds: dict[str, list[Round]] = {name: [] for name in wanted}
    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        folder = Path(made)
        server = stack.enter_context(Postgres(folder / "postgres").running()) if options.postgres else None
        pages = list(office_pages(folder, options.pages + WARM))
        for turn in range(options.rounds):
            for number, (name, slots) in enumerate(wanted.items()):
                settings = {"LEGAJO_DATABASE": server.database()} if server else {}
                rounds[name].append(run(slots, pages, folder / f"{turn}-{number}", settings))
    measured = len(pages) - WARM
    best = {name: min(of, key=lambda one: one.seconds) for name, of in rounds.items()}
    least = {name: min(one.processor for one in of) for name, of in rounds.items()}
    found = {
        name: {
            "pages_per_minute": round(60 * measured / one.seconds, 1),
            "to_one": round(best["one"].seconds / one.seconds, 2),
            "processor_seconds_a_page": round(least[name] / measured, 3),
            "were_cores_free": round(sum(ARRANGEMENTS[name]) * least["one"] / least[name], 2),
        }
        for name, one in best.items()
    }
    print(json.dumps({"pages": measured, "load": os.getloadavg()[0], **found}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
