"""An archive as its command and its API see it, in processes of its own that are started, asked, waited for and killed."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.servers import free_port

COMMAND_SECONDS = 600
START_SECONDS = 300
STOP_SECONDS = 90
SETTLE_SECONDS = 900
LIVE = ("ready", "running")

REFUSED = (OSError, http.client.HTTPException, json.JSONDecodeError)
"""What a sender sees of a server that is away, is killed while it answers, or cannot take the file now."""


class Archive:
    """An archive whose settings are those of this environment and what is given here; its API answers at `port`."""

    def __init__(self, environment: dict[str, str], port: int = 0) -> None:
        self.environment = {**os.environ, **environment}
        self.port = port or free_port()

    def command(self, *arguments: str) -> dict:
        """The last line that the command writes, whatever its exit code."""
        return self.lines(*arguments)[1][-1]

    def lines(self, *arguments: str, seconds: float = COMMAND_SECONDS) -> tuple[int, list[dict]]:
        """The command's exit code and what it writes, an object a line.

        Raises:
            RuntimeError: it wrote nothing.
        """
        done = subprocess.run(
            [sys.executable, "-m", "web.command", *arguments, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if not done.stdout.strip():
            raise RuntimeError(done.stderr)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def process(self, *arguments: str, quiet: bool = False, **environment: str) -> subprocess.Popen:
        """A verb that runs until it is stopped; what it says goes to our errors, or nowhere."""
        return subprocess.Popen(
            [sys.executable, "-m", "web.command", *arguments],
            env={**self.environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if quiet else None,
        )


class Running(Archive):
    """`legajo up` on a folder of its own, killed and started again as asked."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__({"LEGAJO_DATA": str(folder), "LEGAJO_LEASE_SECONDS": "5"}, port)
        self.up: subprocess.Popen | None = None

    def start(self) -> None:
        self.up = self.process("up", "--port", str(self.port))
        wait_for(self.port)

    def kill_worker(self) -> bool:
        """Kill the worker process with -9, its sandbox children with it by their own doing."""
        for pid in children(self.up.pid):
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    return True
        return False

    def kill_server(self) -> None:
        self.up.kill()
        self.up.wait()
        self.start()

    def stop(self) -> None:
        stop(self.up)


def stop(*processes: subprocess.Popen) -> None:
    """End them in good order, all at the same time."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=STOP_SECONDS)


def children(pid: int) -> list[int]:
    """The processes that this one started and that live; none when it is gone."""
    numbers: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                numbers += [int(n) for n in (task / "children").read_text().split()]
    return numbers


def wait_for(port: int) -> None:
    """Return when a server answers at the port.

    Raises:
        RuntimeError: none does.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health/live", timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


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


def get(port: int, token: str, path: str) -> dict:
    """What the API answers there."""
    return json.loads(get_text(port, token, path))


def get_text(port: int, token: str, path: str) -> str:
    """The same where it is no JSON."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def at_rest(port: int, token: str) -> bool:
    """Whether all that was handed in has its end and is in the index."""
    status = get(port, token, "status")
    live = sum(count for states in status["jobs"].values() for state, count in states.items() if state in LIVE)
    return not (live or status["receipts"]["in_progress"] or status["index"]["behind"])


def wait_until(holds: Callable[[], bool], seconds: float = SETTLE_SECONDS) -> None:
    """Return when it holds.

    Raises:
        RuntimeError: it does not come to hold within so many seconds.
    """
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError("it does not come to its end")
        time.sleep(0.2)
