"""Real servers for the tests, started by the run that needs them and stopped with it.

Where a server cannot be had the tests that need it are skipped with the reason.
Each process of a parallel run starts its own PostgreSQL; the S3 server is shared.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg

from storage.records import Database
from storage.records.migrate import migrate

START_SECONDS = 60


class CannotBeHad(Exception):
    """This machine has no such server; the sentence says what is missing."""


class Postgres:
    """A PostgreSQL cluster in a folder of its own, reached over a socket in that folder."""

    def __init__(self, folder: Path) -> None:
        self._programs = _programs_of_postgres()
        self._folder, self._port = folder, _free_port()
        self._template: str | None = None
        self._as = [] if os.geteuid() else ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    @contextlib.contextmanager
    def running(self) -> Iterator["Postgres"]:
        """The cluster, made and started; stopped and left to the caller's folder at the end."""
        self._folder.mkdir(parents=True)
        if self._as:
            shutil.chown(self._folder, "postgres", "postgres")
            for above in self._folder.parents[:3]:  # pytest's folders are closed to others
                above.chmod(above.stat().st_mode | 0o011)
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "legajo", "--locale=C", "--encoding=UTF8")
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
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
            options,
            "start",
        )
        try:
            yield self
        finally:
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def restart(self) -> None:
        """Take the server down in the middle of what it does, and start it again with the same rows."""
        self._run("pg_ctl", "-D", self._data, "-w", "-t", str(START_SECONDS), "-m", "immediate", "restart")

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
            self._template = address.rpartition("/")[2]
        return self._create(f"TEMPLATE {self._template}")

    def _create(self, options: str) -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(
            f"host=127.0.0.1 port={self._port} user=legajo dbname=postgres", autocommit=True
        ) as server:
            server.execute(f"CREATE DATABASE {name} {options}")
        return f"postgresql+psycopg://legajo@127.0.0.1:{self._port}/{name}"

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
            raise CannotBeHad(f"{program}: {done.stderr.decode(errors='replace')[-300:]}")


def _programs_of_postgres() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise CannotBeHad("PostgreSQL is not installed (package postgresql)")
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
