"""The same on PostgreSQL and S3: workers and web processes as on several machines, killed, and both servers restarted.

`python -m benchmarks.chaos_machines --files 1000` starts both servers, two web
processes and three workers, each with a folder of its own, kills one of the five every
few seconds, and twice restarts the database in the middle of what it does and twice takes the S3 server
away for some seconds. It holds what `benchmarks.chaos` holds. Its ports are fixed: where another test run
may use the S3 server, start it in a network of its own (`unshare -n`, then `ip link set lo up`).
"""

import argparse
import concurrent.futures
import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.chaos import is_sound, judge, make_files, send
from benchmarks.running import Archive, stop, wait_for
from tests.servers import S3, Postgres

PORTS = (8797, 8798)
WORKERS = 3
AWAY_SECONDS = 4.0


class Fleet(Archive):
    """Web processes and workers; `kill` ends one of them with -9 and starts another in its place."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        super().__init__({**settings, "LEGAJO_DATA": str(folder / "command"), "LEGAJO_LEASE_SECONDS": "5"}, PORTS[0])
        self._folder = folder
        self._verbs = [("serve", "--port", str(port)) for port in PORTS] + [("worker", "--concurrency", "1")] * WORKERS
        self._processes: list[subprocess.Popen] = []

    def start(self) -> None:
        self.command("init")
        self._processes = [self._started(number) for number in range(len(self._verbs))]
        for port in PORTS:
            wait_for(port)

    def kill(self, chance: random.Random) -> str:
        number = chance.randrange(len(self._verbs))
        self._processes[number].kill()
        self._processes[number].wait()
        self._processes[number] = self._started(number)
        return self._verbs[number][0]

    def revive(self) -> int:
        """Start again what ended by itself, as whoever runs it in an office does; how many they were."""
        ended = [number for number, process in enumerate(self._processes) if process.poll() is not None]
        for number in ended:
            self._processes[number] = self._started(number)
        return len(ended)

    def stop(self) -> None:
        stop(*self._processes)

    def _started(self, number: int) -> subprocess.Popen:
        data = str(self._folder / f"machine{number}")
        return self.process(*self._verbs[number], quiet=True, LEGAJO_DATA=data)


def disturb(
    fleet: Fleet, servers: tuple[Postgres, S3], chance: random.Random, pause: float, done: threading.Event
) -> dict[str, int]:
    """Kill until the files are in and each server was restarted twice, by turns, at every third kill."""
    database, store = servers
    count = {"serve": 0, "worker": 0, "database": 0, "store": 0, "revived": 0}
    while not done.is_set() or min(count["database"], count["store"]) < 2:
        done.wait(chance.uniform(pause / 2, pause * 1.5))
        count["revived"] += fleet.revive()
        count[fleet.kill(chance)] += 1
        turns = count["serve"] + count["worker"]
        if turns % 6 == 3 and count["database"] < 2:
            database.restart()
            count["database"] += 1
        elif turns % 6 == 0 and count["store"] < 2:
            store.stop()
            time.sleep(AWAY_SECONDS)
            store.start()
            count["store"] += 1
    return count


def run(options: argparse.Namespace, folder: Path, servers: tuple[Postgres, S3]) -> dict:
    """Send, disturb, wait, judge."""
    database, store = servers
    chance = random.Random(options.seed)
    fleet = Fleet(
        folder,
        {
            "LEGAJO_DATABASE": database.database(),
            "LEGAJO_OBJECTS": store.bucket(),
            "LEGAJO_SEARCH_INDEX": f"file://{folder / 'index'}",
            "LEGAJO_S3_ACCESS_KEY": store.access_key,
            "LEGAJO_S3_SECRET_KEY": store.secret_key,
        },
    )
    fleet.start()
    begun = time.monotonic()
    try:
        token = fleet.command("token", "add", "admin")["token"]
        files = make_files(options.files, chance)
        done = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            disturbing = pool.submit(disturb, fleet, servers, chance, options.pause, done)
            sent = {name: pool.submit(send, PORTS, token, name, data) for name, data in files.items()}
            try:
                receipts = {name: future.result()[0] for name, future in sent.items()}
            finally:
                done.set()
            kills = disturbing.result()
        sent_after = time.monotonic() - begun
        fleet.revive()
        for port in PORTS:
            wait_for(port)
        found = judge(fleet, token, receipts)
    finally:
        fleet.stop()
    tries = sum(future.result()[1] for future in sent.values())
    different = len({hashlib.sha256(data).digest() for data in files.values()})
    seconds = {"sent_after": round(sent_after), "ended_after": round(time.monotonic() - begun)}
    return found | seconds | {"files": len(files), "different": different, "kills": kills, "uploads_tried": tries}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills, about")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--s3", type=Path, default=os.environ.get("LEGAJO_TEST_S3_SERVER"), help="script of the S3 server"
    )
    parser.add_argument("--s3-folder", type=Path, default=Path(tempfile.gettempdir()) / "legajo-chaos-s3")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        database = stack.enter_context(Postgres(Path(folder) / "postgres").running())
        store = stack.enter_context(S3(Path(options.s3 or ""), options.s3_folder).running())
        found = run(options, Path(folder), (database, store))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if is_sound(found) else 1


if __name__ == "__main__":
    sys.exit(main())
