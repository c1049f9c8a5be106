"""Verbs for moving: in from another system (adopt), and out to any other (bag)."""

from pathlib import Path

import click
import msgspec

from service.cli.progress import Progress
from service.cli.session import archive, operator, say, with_json, write_json
from service.operations.moving_in import move_in, read_entries
from service.operations.whole_bag import write_whole_bag


@click.command()
@click.argument("folder", metavar="CARPETA", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--table", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="CSV o XLSX que los enumera."
)
@click.option("--dry-run", is_flag=True, help="Sólo comprueba; no recibe nada.")
@with_json
def adopt(folder: Path, table: Path | None, dry_run: bool, as_json: bool) -> int:
    """Recibe lo que guardaba otro sistema: una carpeta con su tabla, o una exportación de Paperless-ngx."""
    with archive(begins=True) as opened:
        entries = read_entries(opened, folder, table)
        with Progress("Vistos" if dry_run else "Recibidos") as told:
            done = move_in(opened, operator(), folder, entries, table=table, dry_run=dry_run, told=told)
    if as_json:
        write_json({**msgspec.to_builtins(done), "whole": done.whole})
    else:
        verb = "por recibir" if dry_run else "recibidos"
        say(f"{done.entries} enumerados: {done.received} {verb}, {done.already} ya recibidos antes")
        for word, names in (("FALTA", done.missing), ("DISTINTO", done.differing), ("NO ENUMERADO", done.unlisted)):
            for name in names:
                say(f"{word}: {name}")
        for name, reason in done.refused:
            say(f"NO SE RECIBIÓ: {name}: {reason}")
        say("Todo cuadra." if done.whole else "No todo cuadra.")
    return 0 if done.whole else 8


@click.command()
@click.argument("folder", metavar="CARPETA", type=click.Path(path_type=Path))
@with_json
def bag(folder: Path, as_json: bool) -> int:
    """Entrega el archivo completo como bolsa BagIt de archivos y tablas, que se lee sin Legajo."""
    with archive() as opened, Progress("Escritos") as told:
        done = write_whole_bag(opened, operator(), folder, told)
    if as_json:
        write_json(done)
    else:
        say(f"{done.path}: {done.received} archivos recibidos, {done.documents} documentos, {done.bytes} bytes")
        for digest in done.without_original:
            say(f"FALTA en el almacén: {digest}")
        for digest in done.damaged:
            say(f"DAÑADO en el almacén: {digest}")
    return 8 if done.without_original or done.damaged else 0


VERBS = (adopt, bag)
