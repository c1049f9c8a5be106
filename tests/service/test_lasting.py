"""What a power cut may take is only what is found out anew: nobody has been told of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import Connection, Engine, event

from indexer.sandbox import Sandbox
from service.archive import Archive
from service.configuration import read_settings
from service.operations.deriving import derive_searchable
from service.operations.finishing import finish_document
from service.operations.indexing import feed_index
from service.operations.inspecting import inspect_receipt
from service.operations.receive import Given, receive, stage_file
from storage.records import jobs
from storage.records.migrate import migrate
from tests.registry_office import CLERK

TOLD = "SELECT count(*), count(outcome) FROM receipts"
FULL = 2


@contextmanager
def commits(engine: Engine) -> Iterator[list[tuple[tuple[int, int], bool]]]:
    """What each transaction that wrote left for others to be told, and whether it waited for the disk."""
    seen: list[tuple[tuple[int, int], bool]] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("legajo_writes"):
            received, ended = connection.exec_driver_sql(TOLD).one()
            seen.append(((received, ended), connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL))

    event.listen(engine, "commit", note)
    yield seen
    event.remove(engine, "commit", note)


def write_letter(path: Path) -> None:
    sheet = Canvas(str(path))
    for line in range(40):
        sheet.drawString(50, 800 - 18 * line, f"Renglón {line}: el acreditado cubre en término lo que debe.")
    sheet.save()


def work_off(archive: Archive, sandbox: Sandbox) -> None:
    with archive.database.write(lasting=False) as session:
        job = jobs.claim(session, "w", 60, ("inspect",))
    assert job is not None
    following = inspect_receipt(archive, sandbox, job)
    if following is None:
        return
    finish_document(archive, sandbox, following)
    with archive.database.write(lasting=False) as session:
        derive = jobs.claim(session, "w", 60, ("derive",))
    assert derive is not None
    derive_searchable(archive, sandbox, derive)


def test_only_receipts_and_outcomes_wait_for_the_disk(tmp_path: Path) -> None:
    archive = Archive(read_settings({"LEGAJO_DATA": str(tmp_path / "data")}))
    migrate(archive.database)
    feed_index(archive)  # which index it is, is noted once
    letter, broken = tmp_path / "letter.pdf", tmp_path / "broken.pdf"
    write_letter(letter)
    broken.write_bytes(b"%PDF-1.4 nothing")
    with commits(archive.database.engine) as seen, Sandbox() as sandbox:
        for path in (letter, broken):
            with stage_file(archive, path) as staged:
                receive(archive, CLERK, staged, Given(), channel="test")
            work_off(archive, sandbox)
        assert feed_index(archive) == 1
    archive.close()
    told = [(0, 0), *(state for state, _ in seen)]
    waited = [lasting for _, lasting in seen]
    assert waited == [after != before for before, after in zip(told, told[1:], strict=False)]
    assert told[-1] == (2, 2)
