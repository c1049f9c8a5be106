"""The verb ingest, and what the other verb that takes files in shares with it."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import click

from schemas.errors import ArchiveError, InvalidInput
from schemas.file_names import printed_name, readable_name
from schemas.outcomes import SENTENCES, Reason
from schemas.system_errors import reason
from service.archive import Archive
from service.cli.progress import Progress
from service.cli.session import F, archive, operator, say, with_json, write_json
from service.operations.awaiting import FileOutcome, outcomes, pending
from service.operations.indexing import feed_index
from service.operations.receive import Given, checked, receive, stage_file
from service.processes import pages_at_once
from service.worker import Worker
from storage.records import workers

POLL_SECONDS = 0.2

NOTES = {
    "repaired": "el archivo estaba dañado y se recuperó lo que se pudo",
    Reason.MISSING_SEPARATORS.value: SENTENCES[Reason.MISSING_SEPARATORS].rstrip(".").lower(),
}


def given_options(verb: F) -> F:
    """What may be said of a file when it is handed in."""
    for option in (
        click.option("--type", "type_", help="Tipo de documento, p. ej. promissory_note."),
        click.option("--credit", help="Número de crédito."),
        click.option("--lawsuit", help="Número de juicio, p. ej. 1234/2024."),
        click.option("--debtor", help="CURP o id del deudor."),
        click.option("--batch", help="Nombre del lote de captura."),
        click.option("--scanner", help="Con qué escáner se digitalizó."),
        click.option("--expect-separators", type=click.IntRange(0), help="Hojas separadoras que debe traer el lote."),
    ):
        verb = option(verb)
    return verb


def given_of(options: dict[str, str | int | None]) -> Given:
    """What was said on the command line."""
    return Given(
        type=_text(options["type_"]),
        credit=_text(options["credit"]),
        lawsuit=_text(options["lawsuit"]),
        debtor=_text(options["debtor"]),
        batch=_text(options["batch"]),
        scanner=_text(options["scanner"]),
        expected_separators=int(options["expect_separators"]) if options["expect_separators"] is not None else None,
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@given_options
@click.option("--wait", is_flag=True, help="Espera hasta que cada archivo tenga su resultado.")
@with_json
def ingest(paths: tuple[Path, ...], wait: bool, as_json: bool, **options: str | int | None) -> int:
    """Recibe archivos o carpetas completas."""
    given = checked(given_of(options))
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InvalidInput(f"No existe: {readable_name(str(missing[0]))}", code="no_such_file")
    with archive(begins=True) as opened, _worker_if_none(opened) if wait else contextlib.nullcontext():
        taken: list[tuple[str, str]] = []
        failed = 0
        files, closed = _files(paths)
        for folder, error in closed:
            failed += 1
            report_refusal(folder, error, as_json=as_json)
        with Progress("Recibidos") as told, _counted(taken, len(files)):
            for number, path in enumerate(files):
                told(number, len(files), path.name)
                try:
                    taken.append((readable_name(str(path)), receive_file(opened, path, given)))
                except ArchiveError as error:
                    failed += 1
                    told.clear()
                    report_refusal(path, error, as_json=as_json)
                    continue
                if not wait:
                    told.clear()
                    _report_outcomes(opened, *taken[-1], as_json=as_json)
        if wait:
            _report_as_they_end(opened, taken, as_json=as_json)
    return 1 if failed else 0


@contextlib.contextmanager
def _counted(taken: list[tuple[str, str]], whole: int) -> Iterator[None]:
    """Who breaks off is told how many files are in: what was received stays."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        said = f"Quedaron recibidos {len(taken)} de {whole} archivos; repita la orden para los demás."
        raise KeyboardInterrupt(said) from stopped


def _files(paths: tuple[Path, ...]) -> tuple[list[Path], list[tuple[Path, ArchiveError]]]:
    """Every file named or inside a folder named, in order of name, and the folders that cannot be read.

    Links are not followed into folders.
    """
    found: list[Path] = []
    closed: list[tuple[Path, ArchiveError]] = []

    def note(error: OSError) -> None:
        detail = f"No se puede leer la carpeta: {reason(error)}."
        closed.append((Path(str(error.filename)), InvalidInput(detail, code="unreadable")))

    for path in paths:
        inside = (
            [Path(top, name) for top, _, names in os.walk(path, onerror=note) for name in names]
            if path.is_dir()
            else None
        )
        found += [path] if inside is None else sorted(inner for inner in inside if inner.is_file())
    return found, closed


def receive_file(opened: Archive, path: Path, given: Given) -> str:
    """Receive one file of this machine; the id of its receipt."""
    with stage_file(opened, path) as staged:
        return receive(opened, operator(), staged, given, channel="ingest").receipt_id


@contextlib.contextmanager
def _worker_if_none(opened: Archive) -> Iterator[None]:
    """Work ourselves when no worker is alive: `ingest --wait` needs nothing else running, and what it filed is found."""
    with opened.database.read() as session:
        alive = bool(workers.alive(session))
    if alive:
        yield
        return
    running = Worker(opened, opened.settings.workers or pages_at_once())
    running.start()
    try:
        yield
    finally:
        running.stop()
    with contextlib.suppress(ArchiveError):  # a worker that was started meanwhile feeds the index
        while opened.has_index and feed_index(opened):
            pass


def _report_as_they_end(opened: Archive, taken: list[tuple[str, str]], *, as_json: bool) -> None:
    """Each file's lines in the order given, as soon as all before it have their outcome."""
    left = list(taken)
    while left:
        unfinished = pending(opened, [receipt_id for _, receipt_id in left[:64]])
        while left and left[0][1] not in unfinished:
            _report_outcomes(opened, *left.pop(0), as_json=as_json)
            if len(taken) - len(left) >= 64 and left and left[0][1] not in unfinished:
                break
        if left:
            time.sleep(POLL_SECONDS)


def _report_outcomes(opened: Archive, name: str, receipt_id: str, *, as_json: bool) -> None:
    for line in outcomes(opened, receipt_id, name):
        report(line, as_json=as_json)


def report(line: FileOutcome, *, as_json: bool) -> None:
    """One line on what became of a file."""
    if as_json:
        write_json(line)
        return
    words = {
        "filed": "archivado",
        "needs_review": "por revisar",
        "duplicate": "duplicado",
        "rejected": "rechazado",
        None: "en proceso",
    }
    detail = f" ({line.detail})" if line.detail else ""
    pages = f", {line.pages} pág." if line.pages else ""
    notes = "".join(f" · {NOTES[note]}" for note in line.notes if note in NOTES)
    say(f"{printed_name(line.path)}: {words.get(line.outcome, line.outcome)}{detail}{pages}{notes}")


def report_refusal(path: Path, error: ArchiveError, *, as_json: bool) -> None:
    """One line on a file that could not be received: there is no receipt, and it may be handed in again."""
    name = readable_name(str(path))
    if as_json:
        none = FileOutcome(name, None, None, error.code, error.detail, None, None, None, 0, None)
        write_json(none)
    else:
        click.echo(f"legajo: {printed_name(name)}: {error.detail}", err=True)


VERBS = (ingest,)
