"""Real servers for the tests, started by the run that needs them and stopped with it.

Where a server cannot be had the tests that need it are skipped with the reason.
Each process of a parallel run starts its own PostgreSQL. The S3 server has fixed
ports, so all runs of a machine share one: the first starts it, the last stops it.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from storage.records import Database
from storage.records.migrate import migrate

START_SECONDS = 60
S3_SECONDS = 240
"""The first start fetches the server's packages."""


class CannotBeHad(Exception):
    """This machine has no such server; the sentence says what is missing."""


class Postgres:
    """A PostgreSQL cluster in a folder of its own, reached over a socket in that folder."""

    def __init__(self, folder: Path) -> None:
        self._programs = _programs_of_postgres()
        self._folder, self._port = folder, free_port()
        self._template: str | None = None
        self._as = [] if os.geteuid() else ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    @contextlib.contextmanager
    def running(self) -> Iterator["Postgres"]:
        """The cluster, made and started; stopped and left to the caller's folder at the end."""
        self._folder.mkdir(parents=True)
        if self._as:
            shutil.chown(self._folder, "postgres", "postgres")
            above = self._folder.parent  # a new temporary folder is closed to others
            above.chmod(above.stat().st_mode | 0o011)
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "legajo", "--locale=C", "--encoding=UTF8")
        self._run(
            "pg_ctl",
            "-D",
            self._data,
            "-w",
            "-t",
            str(START_SECONDS),
            "-l",
            f"{self._folder}/log",
            "-o",
            self._options,
            "start",
        )
        try:
            yield self
        finally:
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def restart(self) -> None:
        """Take the server down in the middle of what it does, and start it again with the same rows."""
        self._run("pg_ctl", "-D", self._data, "-w", "-t", str(START_SECONDS), "-l", f"{self._folder}/log",
                  "-m", "immediate", "restart")  # fmt: skip

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """The server is not there inside the block, and back after it with the same rows."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        try:
            yield
        finally:
            self._run("pg_ctl", "-D", self._data, "-w", "-t", str(START_SECONDS), "-l", f"{self._folder}/log",
                      "-o", self._options, "start")  # fmt: skip

    def database(self, options: str = "") -> str:
        """The address of a new, empty database, made with the given options of CREATE DATABASE."""
        return self._create(options)

    def migrated(self) -> str:
        """The address of a new database that has our tables; migrated once and copied."""
        if self._template is None:
            address = self.database()
            opened = Database(address)
            migrate(opened)
            opened.close()
            self._template = address
        return self.copy_of(self._template)

    def copy_of(self, address: str) -> str:
        """The address of a new database with the same tables and rows as one that nobody has open."""
        return self._create(f"TEMPLATE {address.rpartition('/')[2]}")

    def _create(self, options: str) -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(
            f"host=127.0.0.1 port={self._port} user=legajo dbname=postgres", autocommit=True
        ) as server:
            server.execute(f"CREATE DATABASE {name} {options}")
        return f"postgresql+psycopg://legajo@127.0.0.1:{self._port}/{name}"

    @property
    def _options(self) -> str:
        return f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"

    @property
    def _data(self) -> str:
        return f"{self._folder}/data"

    def _run(self, program: str, *words: str) -> None:
        command = [*self._as, str(self._programs / program), *words]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=START_SECONDS * 2,
            cwd="/",
        )
        if done.returncode:
            # No reason to skip: the server is installed, and tests that say nothing would hide that it does not start.
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')[-300:]}")


class S3:
    """A Ceph RGW on this machine, run by a script that knows `up`, `start` and `stop` (`LEGAJO_TEST_S3_SERVER`)."""

    host, access_key, secret_key = "127.0.0.1:7480", "legajotest", "legajotest-secret"

    def __init__(self, script: Path, folder: Path) -> None:
        if not script.is_file():
            raise CannotBeHad("the script that starts one is not here; LEGAJO_TEST_S3_SERVER says where it is")
        self._script, self._folder = script, folder

    @contextlib.contextmanager
    def running(self) -> Iterator["S3"]:
        """The server, started unless another run already has; stopped unless another run still needs it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        users = self._folder / "users"
        users.mkdir(exist_ok=True)
        mine = users / str(os.getpid())
        with self._alone():
            if not self._answers():
                self._run("start" if (self._folder / "run" / "ceph.conf").is_file() else "up")
            mine.touch()
        try:
            yield self
        finally:
            with self._alone():
                mine.unlink(missing_ok=True)
                if not any(_began(int(user.name)) <= user.stat().st_mtime for user in users.iterdir()):
                    self._run("down")

    def stop(self) -> None:
        """Take the server away in the middle of what it does."""
        self._run("stop")

    def start(self) -> None:
        """Bring it back with the same objects."""
        self._run("start")

    def bucket(self) -> str:
        """The address of a bucket that is not there yet."""
        return f"s3://{self.host}/t{secrets.token_hex(8)}?tls=no"

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        return _connects(self.host)

    def _run(self, verb: str) -> None:
        command = ["bash", str(self._script), verb, str(self._folder)]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=S3_SECONDS
        )
        if done.returncode:
            raise CannotBeHad(done.stderr.decode(errors="replace").strip()[-300:] or f"{verb} failed")


class Meilisearch:
    """A Meilisearch server: one that runs already (`HOST:PORT`), or a program that is started (`LEGAJO_TEST_MEILISEARCH`)."""

    key = "legajo-test-key-of-no-worth"

    def __init__(self, named: str, folder: Path) -> None:
        if not named:
            raise CannotBeHad("LEGAJO_TEST_MEILISEARCH names neither a running server (HOST:PORT) nor a program")
        self._program = Path(named) if Path(named).is_file() else None
        self._folder = folder
        self._port = free_port()
        self.host = f"127.0.0.1:{self._port}" if self._program else named
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def ours(self) -> bool:
        """Whether it may be stopped."""
        return self._program is not None

    def address(self) -> str:
        """Of an index that is not there yet."""
        return f"meilisearch://{self.host}/t{secrets.token_hex(6)}?tls=no"

    @contextlib.contextmanager
    def running(self) -> Iterator["Meilisearch"]:
        """The server, started where it is ours to start, and stopped then."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Have it answer, with what it holds."""
        if self._program:
            command = [str(self._program), "--http-addr", self.host, "--master-key", self.key, "--no-analytics",
                       "--db-path", f"{self._folder}/data", "--max-indexing-memory", "512MiB"]  # fmt: skip
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        until = time.monotonic() + START_SECONDS
        while not _connects(self.host):
            if time.monotonic() > until or (self._process and self._process.poll() is not None):
                self.stop()
                raise CannotBeHad(f"no Meilisearch answers at {self.host}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Take the server away, where it is ours; what it holds stays."""
        if self._process:
            self._process.kill()
            self._process.wait(START_SECONDS)
            self._process = None


def _connects(address: str) -> bool:
    host, _, port = address.partition(":")
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((host, int(port))) == 0


def _began(pid: int) -> float:
    """When the process of that number began, seconds since the epoch; never, when there is none.

    A number is used again: who began after the file of a user was written is not that user.
    """
    try:
        ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return float("inf")
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + ticks / os.sysconf("SC_CLK_TCK")


def _programs_of_postgres() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise CannotBeHad("PostgreSQL is not installed (package postgresql)")
    return found[-1].parent


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
