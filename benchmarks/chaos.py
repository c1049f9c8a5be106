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
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.running import REFUSED, Archive, Running, get, hand_in
from benchmarks.small_disk import SmallDisk
from benchmarks.small_files import image_page, text_page

SEND_SECONDS = 1800
"""How long a sender tries again: a machine under load is away longer than it looks."""

SETTLE_SECONDS = 900

FULL_SECONDS = 6.0
"""How long the disk stays full at most."""

PAUSE_SECONDS = 1.5
"""Senders pause up to so long, so that uploads go on while processes are killed."""


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
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--disk", type=int, help="MB of a file system to run on, which is filled now and then")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        disk = SmallDisk(Path(folder), options.disk) if options.disk else None
        if disk is not None:
            stack.enter_context(disk.mounted())
        found = run(Running(Path(folder), options.port), options.files, options.kills, options.seed, disk)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if is_sound(found) else 1


def run(running: Running, files: int, kills: int, seed: int = 1, disk: SmallDisk | None = None) -> dict:
    """Start it, send, disturb, wait, judge, stop it."""
    chance = random.Random(seed)
    running.start()
    try:
        token = running.command("token", "add", "admin")["token"]
        made = make_files(files, chance)
        done = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            disturbing = pool.submit(disturb, running, kills, chance, done, disk)
            sent = {n: pool.submit(send, (running.port,), token, n, d) for n, d in made.items()}
            try:
                receipts = {name: future.result()[0] for name, future in sent.items()}
            finally:
                done.set()
            killed = disturbing.result()
        found = judge(running, token, receipts)
    finally:
        running.stop()
    tries = sum(future.result()[1] for future in sent.values())
    different = len({hashlib.sha256(data).digest() for data in made.values()})
    return found | {"files": files, "different": different, "kills": killed, "uploads_tried": tries}


def is_sound(found: dict) -> bool:
    """Whether every acknowledged file has exactly one end, and rows and objects agree."""
    return not found["wrong"] and found["verify"]["sound"]


if __name__ == "__main__":
    sys.exit(main())
