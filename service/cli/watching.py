"""The verb watch: a scanner's drop folder, taken in as it fills."""

import signal
from datetime import timedelta
from pathlib import Path

import click

from schemas.errors import ArchiveError, InvalidInput, Kind
from schemas.file_names import printed_name, readable_name
from schemas.settings import Settings
from schemas.system_errors import reason
from service.archive import Archive
from service.cli.drop_folder import SETTLED_SECONDS, DropFolder, say_why
from service.cli.intake import POLL_SECONDS, given_of, given_options, receive_file, report, report_refusal
from service.cli.session import archive, settings, with_json
from service.operations.awaiting import FileOutcome, outcomes, pending, rejected_since
from service.operations.receive import CHANGED_WHILE_READ, Given, checked
from service.stopping import Stopping
from storage.objects.digest import file_digest
from storage.records import now
from storage.records.form import files_of

LOOKED_BACK = timedelta(days=30)
"""For how long what came of a file is looked for after the watch that took it has ended."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@given_options
@click.option("--once", is_flag=True, help="Toma lo que hay y termina.")
@with_json
def watch(folder: Path, once: bool, as_json: bool, **options: str | int | None) -> None:
    """Vigila la carpeta del escáner y las que tenga dentro: lo completo se recibe y pasa a done/ o failed/.

    Al pedirle que termine (Ctrl+C, SIGTERM) acaba antes el archivo que tiene en las manos.
    """
    stopping = Stopping()
    given = checked(given_of(options))
    _refuse_own_places(settings(), folder.resolve())
    signal.signal(signal.SIGIO, signal.SIG_IGN)  # sent where a file is opened while the system is asked for its writers
    drop = DropFolder(folder)
    try:
        drop.prepare()
    except OSError as error:
        raise InvalidInput(f"No se puede mover nada en {folder}: {reason(error)}.") from error
    with archive(begins=True) as opened:
        watching = _Watching(opened, drop, given, stopping, as_json=as_json)
        away = ""
        while not stopping.wait(POLL_SECONDS):
            try:
                watching.look()
                away = ""
                if once and not any(drop.waiting()):
                    return
            except OSError as error:  # a share that is away for a while
                if once:
                    raise InvalidInput(f"No se puede leer {folder}: {reason(error)}.") from error
                if (now := reason(error)) != away:
                    click.echo(f"legajo: {printed_name(str(folder))}: {now}; se intenta de nuevo.", err=True)
                away = now


def _refuse_own_places(chosen: Settings, folder: Path) -> None:
    """What is watched is emptied; and to look into SQLite's file gives up the locks on it."""
    store = [Path(chosen.objects.removeprefix("file://"))] if chosen.objects.startswith("file://") else []
    places = [place.resolve() for place in (chosen.data, chosen.staging, *store, *files_of(chosen.database))]
    kept = [place.resolve() for place in (chosen.staging, *store)]
    if any(place.is_relative_to(folder) for place in places) or any(folder.is_relative_to(place) for place in kept):
        said = f"En {folder} está lo que guarda este mismo archivo; vigile otra carpeta."
        raise InvalidInput(said, code="own_place")


class _Watching:
    """One folder being watched; `moved` are the files whose outcome is still open, by receipt."""

    def __init__(self, opened: Archive, drop: DropFolder, given: Given, stopping: Stopping, *, as_json: bool) -> None:
        self._archive, self._drop, self._given, self._as_json = opened, drop, given, as_json
        self._stopping = stopping
        self._moved: dict[str, Path] = {}
        self._looked_back = False
        self._closed: set[Path] = set()

    def look(self) -> None:
        """Take what is complete, and set aside what turned out to be no document.

        Told to stop, the file begun is the last.
        """
        if not self._looked_back:
            self._set_aside_what_ended_since()
            self._looked_back = True
        for path in self._drop.complete():
            if self._stopping.wait(0):
                return
            self._take(path)
        self._tell_closed()
        back = set(self._drop.bring_back())
        for path in back:
            click.echo(f"legajo: {printed_name(path.name)}: siguió creciendo; se toma de nuevo.", err=True)
        self._moved = {receipt: path for receipt, path in self._moved.items() if path.exists()}
        self._set_rejected_aside()

    def _tell_closed(self) -> None:
        """Name, once, each folder inside that cannot be read: what lies there is not taken."""
        for folder in sorted(self._drop.closed.keys() - self._closed):
            click.echo(f"legajo: {printed_name(str(folder))}: {reason(self._drop.closed[folder])}.", err=True)
        self._closed = set(self._drop.closed)

    def _take(self, path: Path) -> None:
        """Receive one file and move it to done/; the receipt is kept before the file leaves the folder.

        A link is set aside: whoever may write to the folder would have any file read that the watch may read.
        """
        try:
            if path.is_symlink():
                raise InvalidInput("Es un enlace, no un archivo.", code="not_a_file")
            receipt_id = receive_file(self._archive, path, self._given)
        except ArchiveError as error:
            if error.code == CHANGED_WHILE_READ:
                return
            report_refusal(path, error, as_json=self._as_json)
            if error.kind in (Kind.UNAVAILABLE, Kind.MISCONFIGURED):
                self._stopping.wait(SETTLED_SECONDS)
            else:
                self._set_refused_aside(path, error.detail)
            return
        try:
            self._moved[receipt_id] = self._drop.done(path)
        except OSError as error:
            self._leave(path, "se recibió", error)
        lines = outcomes(self._archive, receipt_id, readable_name(path.name))
        for line in lines:
            report(line, as_json=self._as_json)
        for line in lines:
            if line.outcome == "rejected" and receipt_id in self._moved:  # at once, and told
                self._set_aside(self._moved.pop(receipt_id), line)

    def _set_refused_aside(self, path: Path, detail: str) -> None:
        try:
            say_why(self._drop.move(path, "failed"), detail)
        except OSError as error:
            self._leave(path, "no se recibió", error)

    def _leave(self, path: Path, ended: str, error: OSError) -> None:
        """What cannot be moved stays where it lies, told once, and does not keep the files behind it waiting."""
        self._drop.leave(path)
        click.echo(f"legajo: {printed_name(path.name)}: {ended} y no se puede mover: {reason(error)}.", err=True)

    def _set_aside_what_ended_since(self) -> None:
        """What an earlier watch moved to done/, and what turned out to be no document when it had ended."""
        for one in rejected_since(self._archive, now() - LOOKED_BACK):
            for path in self._drop.received(one.filename, one.bytes):
                if file_digest(path) == one.sha256:
                    say_why(self._drop.move(path, "failed"), one.detail)

    def _set_rejected_aside(self) -> None:
        """What turned out to be no document goes from done/ to failed/, with the reason beside it."""
        for receipt_id in set(self._moved) - pending(self._archive, list(self._moved)):
            target = self._moved.pop(receipt_id)
            lines = outcomes(self._archive, receipt_id, readable_name(target.name))
            rejected = [line for line in lines if line.outcome == "rejected"]
            if rejected and target.exists():
                report(rejected[0], as_json=self._as_json)
                self._set_aside(target, rejected[0])

    def _set_aside(self, path: Path, rejected: FileOutcome) -> None:
        if path.exists():
            say_why(self._drop.move(path, "failed"), rejected.detail or "")


VERBS = (watch,)
