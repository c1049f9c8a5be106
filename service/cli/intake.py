"""Verbs that take paper in: ingest, watch, coversheet."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import click

from schemas.errors import ArchiveError, InvalidInput, Kind
from schemas.file_names import readable_name
from schemas.outcomes import SENTENCES, Reason
from service.archive import Archive
from service.cli.session import F, archive, operator, say, with_json, write_json
from service.operations.awaiting import FileOutcome, outcomes, pending
from service.operations.receive import Given, checked, receive, stage_file
from service.processes import pages_at_once
from service.worker import Worker
from storage.records import workers

POLL_SECONDS = 0.2

NOTES = {
    "repaired": "el archivo estaba dañado y se recuperó lo que se pudo",
    Reason.MISSING_SEPARATORS.value: SENTENCES[Reason.MISSING_SEPARATORS].rstrip(".").lower(),
}

_LONGEST_NAME = 240
"""Bytes of a name to which something can still be added: file systems take 255."""
SETTLED_SECONDS = 2.0
"""A scanner's file is complete when its size has not changed for so long."""


def given_options(verb: F) -> F:
    """What may be said of a file when it is handed in."""
    for option in (
        click.option("--type", "type_", help="Tipo de documento, p. ej. promissory_note."),
        click.option("--credit", help="Número de crédito."),
        click.option("--lawsuit", help="Número de juicio, p. ej. 1234/2024."),
        click.option("--debtor", help="CURP o id del deudor."),
        click.option("--batch", help="Nombre del lote de captura."),
        click.option("--expect-separators", type=click.IntRange(0), help="Hojas separadoras que debe traer el lote."),
    ):
        verb = option(verb)
    return verb


def _given(options: dict[str, str | int | None]) -> Given:
    return Given(
        type=_text(options["type_"]),
        credit=_text(options["credit"]),
        lawsuit=_text(options["lawsuit"]),
        debtor=_text(options["debtor"]),
        batch=_text(options["batch"]),
        expected_separators=int(options["expect_separators"]) if options["expect_separators"] is not None else None,
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@given_options
@click.option("--wait", is_flag=True, help="Espera hasta que cada archivo tenga su resultado.")
@with_json
def ingest(paths: tuple[Path, ...], wait: bool, as_json: bool, **options: str | int | None) -> int:
    """Recibe archivos o carpetas completas."""
    given = checked(_given(options))
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InvalidInput(f"No existe: {readable_name(str(missing[0]))}", code="no_such_file")
    with archive() as opened, _worker_if_none(opened) if wait else contextlib.nullcontext():
        taken: list[tuple[str, str]] = []
        failed = 0
        for path in _files(paths):
            try:
                taken.append((readable_name(str(path)), _receive(opened, path, given)))
            except ArchiveError as error:
                failed += 1
                _report_refusal(path, error, as_json=as_json)
        if wait:
            _report_as_they_end(opened, taken, as_json=as_json)
        else:
            for name, receipt_id in taken:
                for line in outcomes(opened, receipt_id, name):
                    _report(line, as_json=as_json)
    return 1 if failed else 0


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Every file named or inside a folder named, in order of name; links are not followed into folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            yield path


def _receive(opened: Archive, path: Path, given: Given) -> str:
    with stage_file(opened, path) as staged:
        return receive(opened, operator(), staged, given, channel="ingest").receipt_id


@contextlib.contextmanager
def _worker_if_none(opened: Archive) -> Iterator[None]:
    """Work ourselves when no worker is alive: `ingest --wait` needs nothing else running."""
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


def _report_as_they_end(opened: Archive, taken: list[tuple[str, str]], *, as_json: bool) -> None:
    """Each file's lines in the order given, as soon as all before it have their outcome."""
    left = list(taken)
    while left:
        unfinished = pending(opened, [receipt_id for _, receipt_id in left[:64]])
        while left and left[0][1] not in unfinished:
            name, receipt_id = left.pop(0)
            for line in outcomes(opened, receipt_id, name):
                _report(line, as_json=as_json)
            if len(taken) - len(left) >= 64 and left and left[0][1] not in unfinished:
                break
        if left:
            time.sleep(POLL_SECONDS)


def _report(line: FileOutcome, *, as_json: bool) -> None:
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
    say(f"{line.path}: {words.get(line.outcome, line.outcome)}{detail}{pages}{notes}")


def _report_refusal(path: Path, error: ArchiveError, *, as_json: bool) -> None:
    if as_json:
        write_json(
            {
                "path": readable_name(str(path)),
                "receipt_id": None,
                "outcome": None,
                "reason": error.code,
                "detail": error.detail,
            }
        )
    else:
        click.echo(f"legajo: {readable_name(str(path))}: {error.detail}", err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@given_options
@click.option("--once", is_flag=True, help="Toma lo que hay y termina.")
@with_json
def watch(folder: Path, once: bool, as_json: bool, **options: str | int | None) -> None:
    """Vigila la carpeta del escáner: lo completo se recibe y pasa a done/ o failed/."""
    given = checked(_given(options))
    sizes: dict[Path, tuple[int, float]] = {}
    moved: dict[str, Path] = {}
    with archive() as opened:
        while True:
            for path in _settled(folder, sizes):
                _take(opened, folder, path, given, moved, as_json=as_json)
            _set_rejected_aside(opened, folder, moved)
            if once and not any(_candidates(folder)):
                return
            time.sleep(POLL_SECONDS)


def _candidates(folder: Path) -> Iterator[Path]:
    """Files a scanner may have put here; hidden and half-written ones (`.tmp`, `.part`) are left alone."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.suffix.lower() not in (".tmp", ".part"):
            yield path


def _settled(folder: Path, sizes: dict[Path, tuple[int, float]]) -> list[Path]:
    """The files whose size and time have stood still long enough."""
    ready = []
    for path in _candidates(folder):
        with contextlib.suppress(FileNotFoundError):
            stat = path.stat()
            mark, moment = sizes.get(path, (-1, 0.0))
            size = stat.st_size ^ stat.st_mtime_ns
            if size != mark:
                sizes[path] = (size, time.monotonic())
            elif time.monotonic() - moment >= SETTLED_SECONDS:
                ready.append(path)
    for gone in [path for path in sizes if not path.exists()]:
        del sizes[gone]
    return ready


def _take(opened: Archive, folder: Path, path: Path, given: Given, moved: dict[str, Path], *, as_json: bool) -> None:
    """Receive one file and move it to done/; the receipt is kept before the file leaves the folder."""
    try:
        receipt_id = _receive(opened, path, given)
    except ArchiveError as error:
        _report_refusal(path, error, as_json=as_json)
        if error.kind in (Kind.UNAVAILABLE, Kind.MISCONFIGURED):
            time.sleep(SETTLED_SECONDS)
        else:
            _say_why(_move(path, folder / "failed"), error.detail)
        return
    moved[receipt_id] = _move(path, folder / "done")
    for line in outcomes(opened, receipt_id, readable_name(path.name)):
        _report(line, as_json=as_json)


def _set_rejected_aside(opened: Archive, folder: Path, moved: dict[str, Path]) -> None:
    """What turned out to be no document goes from done/ to failed/, with the reason beside it."""
    for receipt_id in set(moved) - pending(opened, list(moved)):
        target = moved.pop(receipt_id)
        rejected = [
            line for line in outcomes(opened, receipt_id, readable_name(target.name)) if line.outcome == "rejected"
        ]
        if rejected and target.exists():
            _say_why(_move(target, folder / "failed"), rejected[0].detail or "")


def _say_why(path: Path, detail: str) -> None:
    name = path.name if len(os.fsencode(path.name)) <= _LONGEST_NAME else path.stem[: _LONGEST_NAME // 4]
    path.with_name(name + ".motivo.txt").write_text(detail + "\n", encoding="utf-8")


def _move(path: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    for number in range(1, 10_000):
        if not target.exists():
            break
        target = folder / f"{path.stem}-{number}{path.suffix}"
    shutil.move(path, target)
    return target


VERBS = (ingest, watch)
