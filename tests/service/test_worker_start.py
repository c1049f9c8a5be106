"""A worker whose children could not be started ahead works on, and its jobs have their end."""

import time
from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.errors import Misconfigured
from service.archive import Archive
from service.configuration import read_settings
from service.operations.awaiting import pending
from service.operations.receive import Given, receive, stage_file
from service.worker import Worker
from storage.records.migrate import migrate
from tests.registry_office import CLERK

PATIENCE = 300.0


class Reluctant(Sandbox):
    """Cannot be started ahead, as when a machine is too busy for a minute; at a call it starts."""

    def start(self) -> None:
        raise Misconfigured("No se pudo iniciar el proceso que abre los archivos.")


def test_a_worker_whose_child_did_not_start_goes_on(tmp_path: Path) -> None:
    archive = Archive(read_settings({"LEGAJO_DATA": str(tmp_path / "data")}))
    migrate(archive.database)
    letter = tmp_path / "carta.txt"
    letter.write_text("El acreditado cubre en término lo que debe.\n" * 10, encoding="utf-8")
    with stage_file(archive, letter) as staged:
        receipt = receive(archive, CLERK, staged, Given(), channel="test").receipt_id
    worker = Worker(archive, 1, Reluctant)
    worker.start()
    until = time.monotonic() + PATIENCE
    while pending(archive, [receipt]) and time.monotonic() < until:
        time.sleep(0.1)
    assert not pending(archive, [receipt])
    worker.stop()
    archive.close()
