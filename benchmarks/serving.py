"""The server as a program: seconds from start to serving, memory and speed of a large upload.

`python -m benchmarks.serving --megabytes 2048` starts `legajo serve` in an empty folder, uploads
one file over HTTP while watching the server's memory, and hashes the same bytes with bare SHA-256
in the same run.
"""

import argparse
import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PIECE = 1 << 20

with socket.socket() as _probe:
    _probe.bind(("127.0.0.1", 0))
    PORT = _probe.getsockname()[1]


def pieces(megabytes: int) -> Iterator[bytes]:
    block = os.urandom(PIECE)
    for number in range(megabytes):
        yield number.to_bytes(8, "big") + block[8:]


def start(folder: str, verb: str) -> tuple[subprocess.Popen, float]:
    """The process, and the seconds until it answers."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "web.command", verb, "--port", str(PORT)],
        env={**os.environ, "LEGAJO_DATA": folder},
        stdout=subprocess.DEVNULL,
    )
    while time.monotonic() - begun < 60:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/v1/health/ready", timeout=1).close()
            return process, time.monotonic() - begun
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("the server does not answer")


def peak_of(process: subprocess.Popen, stop: threading.Event, found: dict[str, int]) -> None:
    while not stop.is_set():
        found["peak"] = max(found["peak"], memory_of(process.pid, "VmRSS"))
        stop.wait(0.02)


def memory_of(pid: int, which: str) -> int:
    """Bytes of memory of a process: what it has now (`VmRSS`) or had at the most (`VmHWM`); 0 of one that has ended."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{which}:"):
            return int(line.split()[1]) * 1024
    return 0


def upload(token: str, megabytes: int) -> float:
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
    connection.putrequest("POST", "/api/v1/documents?filename=grande.pdf")
    connection.putheader("Authorization", f"Bearer {token}")
    connection.putheader("Content-Type", "application/octet-stream")
    connection.putheader("Content-Length", str(megabytes * PIECE))
    connection.endheaders()
    for piece in pieces(megabytes):
        connection.send(piece)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status >= 300:
        raise RuntimeError(body.decode())
    return time.monotonic() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=2048)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, cold = start(folder, "serve")
        process.terminate()
        process.wait(30)
        process, warm = start(folder, "serve")
        command = [sys.executable, "-m", "web.command", "token", "add", "admin", "--json"]
        made = subprocess.run(command, env={**os.environ, "LEGAJO_DATA": folder}, capture_output=True, check=True)
        token = json.loads(made.stdout)["token"]
        stop, found = threading.Event(), {"peak": 0}
        watching = threading.Thread(target=peak_of, args=(process, stop, found))
        watching.start()
        time.sleep(0.5)
        idle = found["peak"]
        seconds = upload(token, options.megabytes)
        stop.set()
        watching.join()
        process.terminate()
        process.wait(30)
    digest, begun = hashlib.sha256(), time.monotonic()
    for piece in pieces(options.megabytes):
        digest.update(piece)
    bare = time.monotonic() - begun
    result = {
        "start_cold_seconds": round(cold, 2),
        "start_warm_seconds": round(warm, 2),
        "upload_megabytes": options.megabytes,
        "upload_seconds": round(seconds, 2),
        "bare_sha256_seconds": round(bare, 2),
        "speed_ratio_to_bare_sha256": round(bare / seconds, 3),
        "server_memory_idle_mb": round(idle / PIECE, 1),
        "server_memory_peak_mb": round(found["peak"] / PIECE, 1),
    }
    print(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
