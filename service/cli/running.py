"""Verbs that run: up, serve, worker, init."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import click

from indexer.engines.ocr_tessdata import tessdata_folder
from schemas.access import SYSTEM
from schemas.errors import Misconfigured
from schemas.settings import Settings
from service.archive import Archive
from service.cli.session import archive, say, settings, with_json, write_json
from service.cli.verbs import MakeApplication
from service.logs import begin_logs
from service.operations.access import make_first_administrator
from service.operations.classification.scheme import propose_scheme
from service.processes import pages_at_once
from service.serving import own_address, serve_until_stopped
from service.stopping import Stopping
from service.worker import Worker
from storage.records.form import bring_up_to_date

RESTART_SECONDS = 2.0


def _prepare(chosen: Settings) -> str | None:
    """Database, store, index and first administrator; the one-time password when one was made.

    A new archive begins with the proposed classification scheme, none of whose retention rules is approved.
    """
    opened = Archive(chosen)
    try:
        bring_up_to_date(opened.database)
        _ = opened.objects
        password = make_first_administrator(opened)
        if password is not None:
            propose_scheme(opened, SYSTEM)
        return password
    finally:
        opened.close()


@click.command()
@click.option("--host", help="Dirección en la que escucha (127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Puerto (8765).")
@click.option("--workers", type=click.IntRange(1, 256), help="Páginas que se leen a la vez (tantas como quepan).")
@click.pass_obj
def up(make: MakeApplication | None, host: str | None, port: int | None, workers: int | None) -> None:
    """Todo en esta máquina: prepara, sirve y trabaja."""
    chosen = settings()
    begin_logs(chosen)
    tessdata_folder(chosen.language)
    password = _prepare(chosen)
    address = (host or chosen.host, port or chosen.port)
    _tell_first_login(password)
    with _supervised_worker(workers or chosen.workers or pages_at_once()):
        _serve(make, chosen, address)


def _serve(make: MakeApplication | None, chosen: Settings, address: tuple[str, int]) -> None:
    if make is None:
        raise Misconfigured("Esta instalación no incluye la parte web.")
    serve_until_stopped(lambda: make(chosen), *address, ready=lambda: _announce(*address))


def _announce(host: str, port: int) -> None:
    say(f"Legajo está en {own_address(host, port)}")
    say("Para terminar: Ctrl+C")


def _tell_first_login(password: str | None) -> None:
    """At once, and not when all is well: nobody can read it again, and serving may yet fail."""
    if password:
        say(f"Primer acceso (se muestra una sola vez): usuario admin, contraseña {password}")


@contextlib.contextmanager
def _supervised_worker(concurrency: int) -> Iterator[None]:
    """A worker process beside us, started again when it dies, stopped when we stop."""
    stopping = threading.Event()
    command = [sys.executable, "-m", "service.cli", "worker", "--concurrency", str(concurrency)]
    child: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not stopping.is_set():
            process = subprocess.Popen([*command, "--parent", str(os.getpid())])
            child[:] = [process]
            if stopping.is_set():  # while it was being started, and nobody told it
                process.terminate()
            process.wait()
            stopping.wait(RESTART_SECONDS)

    thread = threading.Thread(target=keep, name="worker-keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        for process in child:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        thread.join(timeout=60)


@click.command()
@click.option("--host", help="Dirección en la que escucha (127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Puerto (8765).")
@click.pass_obj
def serve(make: MakeApplication | None, host: str | None, port: int | None) -> None:
    """Sólo la parte web: API y páginas."""
    chosen = settings()
    begin_logs(chosen)
    password = _prepare(chosen)
    _tell_first_login(password)
    _serve(make, chosen, (host or chosen.host, port or chosen.port))


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 256), help="Páginas que se leen a la vez (tantas como quepan).")
@click.option("--parent", type=int, hidden=True)
def worker(concurrency: int | None, parent: int | None) -> None:
    """Sólo el trabajo: lee, archiva y alimenta la búsqueda."""
    chosen = settings()
    begin_logs(chosen)
    tessdata_folder(chosen.language)
    with archive(begins=True) as opened:
        running = Worker(opened, concurrency or opened.settings.workers or pages_at_once())
        stopping = Stopping()
        running.start()
        if parent is not None:
            _stop_with(parent, stopping)
        stopping.wait()
        running.stop()


def _stop_with(parent: int, stopping: Stopping) -> None:
    """Stop in good order when the process that started us is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        stopping.tell()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


@click.command()
@with_json
def init(as_json: bool) -> None:
    """Prepara base de datos, almacén e índice, y crea al primer administrador."""
    chosen = settings()
    password = _prepare(chosen)
    if as_json:
        write_json({"data": str(chosen.data), "user": "admin" if password else None, "password": password})
        return
    say(f"Listo en {chosen.data}")
    _tell_first_login(password)


VERBS = (up, serve, worker, init)
