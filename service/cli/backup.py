"""Verbs of keeping a second copy: backup, restore."""

from datetime import datetime

import click
import msgspec

from schemas.errors import InvalidInput
from service.archive import Archive
from service.cli.progress import Progress
from service.cli.session import archive, operator, say, settings, with_json, write_json
from service.operations.backing_up import back_up, check_backup, marks, open_place
from service.operations.restoring import restore as bring_back


@click.command()
@click.argument("place", metavar="DESTINO")
@click.option("--full", is_flag=True, help="Busca en el destino cada objeto, también los ya respaldados.")
@click.option("--check", is_flag=True, help="No copia: relee lo que hay y compara las huellas.")
@click.option("--list", "listed", is_flag=True, help="No copia: enumera las marcas que hay.")
@click.option("--mark", help="Con --check: qué marca (la última).")
@with_json
def backup(place: str, full: bool, check: bool, listed: bool, mark: str | None, as_json: bool) -> int:
    """Copia todo a una carpeta o a un cubo s3:// mientras se sigue trabajando; sólo lo que falta."""
    if sum((full, check, listed)) > 1 or (mark and not check):
        raise InvalidInput("Elija sólo una de --full, --check y --list; --mark va con --check.")
    if listed:
        return _list(place, as_json=as_json)
    if check:
        return _check(place, mark, as_json=as_json)
    with archive() as opened, Progress("Respaldados") as told:
        target = open_place(opened.settings, place, new=True)
        done = back_up(opened, operator(), target, full=full, told=told)
    if as_json:
        write_json(done)
    else:
        say(f"Marca {done.mark}: {done.rows} registros, {done.objects} objetos")
        say(f"Copiado ahora: {done.copied_objects} objetos, {done.copied_chunks} trozos, {done.copied_bytes} bytes")
        for key in done.damaged:
            say(f"DAÑADO o FALTA en el almacén, no se copió: {key}")
    return 8 if done.damaged else 0


def _list(place: str, *, as_json: bool) -> int:
    for name in marks(open_place(settings(), place)):
        write_json({"mark": name}) if as_json else say(name)
    return 0


def _check(place: str, mark: str | None, *, as_json: bool) -> int:
    with Progress("Releídos") as told:
        found = check_backup(open_place(settings(), place), mark, told)
    if as_json:
        write_json({**msgspec.to_builtins(found), "sound": not found.wrong})
    else:
        for key in found.wrong:
            say(f"FALTA o DAÑADO: {key}")
        say(f"{found.chunks} trozos y {found.objects} objetos releídos. " + _verdict(found.wrong))
    return 8 if found.wrong else 0


def _verdict(wrong: tuple[str, ...]) -> str:
    return "Hay problemas." if wrong else "Todo en orden."


@click.command()
@click.argument("place", metavar="ORIGEN")
@click.option("--mark", help="Qué marca (la última).")
@click.option("--incomplete", is_flag=True, help="Sigue sin los objetos que el respaldo perdió, y los nombra.")
@with_json
def restore(place: str, mark: str | None, incomplete: bool, as_json: bool) -> int:
    """Trae de un respaldo un archivo completo a una instalación vacía, y construye su índice."""
    chosen = settings()
    source = open_place(chosen, place)
    opened = Archive(chosen)
    try:
        with Progress("Traídos") as told:
            done = bring_back(opened, operator(), source, mark, incomplete=incomplete, told=told)
    finally:
        opened.close()
    if as_json:
        write_json(done)
    else:
        made = datetime.fromisoformat(done.made_at).astimezone()
        say(
            f"Respaldo del {made:%d/%m/%Y, %H:%M}: {done.rows} registros, {done.objects} objetos, {done.documents} documentos"
        )
        for key in done.missing:
            say(f"No estaba completo en el respaldo: {key}")
    return 8 if done.missing else 0


VERBS = (backup, restore)
