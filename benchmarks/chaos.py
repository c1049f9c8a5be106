"""Kill -9 at random moments, then count: every acknowledged file has exactly one end, rows and objects agree.

`python -m benchmarks.chaos --files 200 --kills 20` starts Legajo in an empty
folder, hands in files over HTTP from four senders who try again when the server
is gone, kills the worker again and again and the server now and then, lets the
work come to its end and checks. Exit code 0 when all holds; one JSON object says what was seen.
With `--disk 300` all of it stands on a file system of 300 MB that is filled to the last byte again and again.
"""

import argparse
import concurrent.futures
import contextlib
import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from benchmarks.small_disk import SmallDisk
from benchmarks.small_files import image_page, text_page

SEND_SECONDS = 1800
"""How long a sender tries again: a machine under load is away longer than it looks."""

SETTLE_SECONDS = 900

FULL_SECONDS = 6.0
"""How long the disk stays full at most."""

PAUSE_SECONDS = 1.5
"""Senders pause up to so long, so that uploads go on while processes are killed."""


class Archive:
    """An archive as its command and its API see it."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment = {**os.environ, "LEGAJO_LEASE_SECONDS": "5", **environment}
        self.port = port

    def command(self, *arguments: str) -> dict:
        done = subprocess.run(
            [sys.executable, "-m", "web.command", *arguments, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if not done.stdout.strip():
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])


class Running(Archive):
    """`legajo up` on a folder of its own, killed and started again as asked."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__({"LEGAJO_DATA": str(folder)}, port)
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "web.command", "up", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/health/live", timeout=2).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise RuntimeError("the server does not start")

    def kill_worker(self) -> bool:
        """Kill the worker process with -9, its sandbox children with it by their own doing."""
        for pid in children(self.process.pid):
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    return True
        return False

    def kill_server(self) -> None:
        self.process.kill()
        self.process.wait()
        self.start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=90)


def children(pid: int) -> list[int]:
    """The processes that this one started and that live."""
    found = Path(f"/proc/{pid}/task")
    numbers: list[int] = []
    for task in found.iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            numbers += [int(n) for n in (task / "children").read_text().split()]
    return numbers


REFUSED = (OSError, http.client.HTTPException, json.JSONDecodeError)
"""What a sender sees of a server that is away, is killed while it answers, or cannot take the file now."""


def hand_in(port: int, token: str, name: str, data: bytes) -> str:
    """Hand in one file; the receipt. Raises one of `REFUSED` when it was not acknowledged."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/documents?{urllib.parse.urlencode({'filename': name})}",
        data=data,
        method="POST",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["receipt_id"]


def send(ports: Sequence[int], token: str, name: str, data: bytes) -> tuple[str, int]:
    """Hand in one file, at each port in turn until it is acknowledged; the receipt and how often it was tried."""
    time.sleep(random.Random(name).uniform(0, PAUSE_SECONDS))
    until = time.monotonic() + SEND_SECONDS
    attempt = 0
    while time.monotonic() < until:
        attempt += 1
        try:
            return hand_in(ports[attempt % len(ports)], token, name, data), attempt
        except REFUSED:
            time.sleep(0.3)
    raise RuntimeError(f"{name} was never acknowledged")


def get(port: int, token: str, path: str) -> dict:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def make_files(count: int, chance: random.Random) -> dict[str, bytes]:
    """Text pages, scanned pages, an empty file and one that is no document; every tenth repeats the one before."""
    files: dict[str, bytes] = {}
    last = b""
    for number in range(count):
        words = f"Oficio {number}. Se remite el expediente del acreditado {chance.randrange(10**9)}."
        if number % 10 == 9:
            data = last
        elif number % 10 == 3:
            data = image_page(words)
        elif number % 50 == 7:
            data = os.urandom(2000)
        else:
            data = text_page(words)
        files[f"{number:04d}.pdf"] = last = data
    return files


def disturb(
    running: Running, kills: int, chance: random.Random, done: threading.Event, disk: SmallDisk | None
) -> dict[str, int]:
    """Kill the worker `kills` times and the server at every fourth, until the files are in; fill the disk at every third."""
    count = {"worker": 0, "server": 0, "disk": 0}
    while count["worker"] < kills:
        if disk is not None and count["worker"] % 3 == 2 and count["disk"] <= count["worker"] // 3:
            disk.fill_for(chance.uniform(1.0, FULL_SECONDS))
            count["disk"] += 1
        done.wait(chance.uniform(0.3, 2.5))
        if running.kill_worker():
            count["worker"] += 1
        if count["worker"] % 4 == 0 and count["server"] < kills // 4 and not done.is_set():
            running.kill_server()
            count["server"] += 1
    return count


def judge(running: Archive, token: str, receipts: dict[str, str]) -> dict:
    """What stands at the end."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        status = running.command("status")
        busy = sum(n for states in status["jobs"].values() for s, n in states.items() if s in ("ready", "running"))
        if not busy and not status["receipts"]["in_progress"]:
            break
        time.sleep(1)
    outcomes: dict[str, int] = {}
    wrong = []
    for name, receipt_id in receipts.items():
        answer = get(running.port, token, f"receipts/{receipt_id}")
        receipt = answer["receipt"]
        outcomes[receipt["outcome"] or "none"] = outcomes.get(receipt["outcome"] or "none", 0) + 1
        documents = len({line["document_id"] for line in answer["results"] if line["document_id"]})
        if receipt["outcome"] is None or (receipt["outcome"] in ("filed", "needs_review") and documents != 1):
            wrong.append((name, receipt["outcome"], documents))
    checked = running.command("verify", "--grace", "0", "--repair")
    again = running.command("verify", "--grace", "0")
    return {"outcomes": outcomes, "wrong": wrong, "status": status, "first": checked, "verify": again}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--disk", type=int, help="MB of a file system to run on, which is filled now and then")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        disk = SmallDisk(Path(folder), options.disk) if options.disk else None
        if disk is not None:
            stack.enter_context(disk.mounted())
        running = Running(Path(folder), options.port)
        running.start()
        try:
            token = running.command("token", "add", "admin")["token"]
            files = make_files(options.files, chance)
            done = threading.Event()
            with concurrent.futures.ThreadPoolExecutor(5) as pool:
                disturbing = pool.submit(disturb, running, options.kills, chance, done, disk)
                sent = {n: pool.submit(send, (options.port,), token, n, d) for n, d in files.items()}
                try:
                    receipts = {name: future.result()[0] for name, future in sent.items()}
                finally:
                    done.set()
                kills = disturbing.result()
            found = judge(running, token, receipts)
        finally:
            running.stop()
    tries = sum(future.result()[1] for future in sent.values())
    found |= {"files": len(files), "different": len({hashlib.sha256(d).digest() for d in files.values()})}
    found |= {"kills": kills, "uploads_tried": tries}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if not found["wrong"] and found["verify"]["sound"] else 1


if __name__ == "__main__":
    sys.exit(main())
