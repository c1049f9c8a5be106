"""Verbs of evidence: checkpoint, log."""

from pathlib import Path

import click

from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations.checkpoints import export_log, log_public_key, make_checkpoint


@click.command()
@with_json
def checkpoint(as_json: bool) -> None:
    """Firma la bitácora como está; guarde el texto fuera de este equipo."""
    with archive() as opened:
        made = make_checkpoint(opened)
    if as_json:
        write_json(made)
    elif made is not None:
        click.echo(made.note, nl=False)


@click.group()
def log() -> None:
    """La bitácora: exportarla y conocer su llave pública."""


@log.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Archivo destino.")
@with_json
def export(output: Path, as_json: bool) -> None:
    """Escribe todos los asientos, uno por línea, para que cualquiera los compruebe."""
    with writing(output), archive() as opened:
        done = export_log(opened, operator(), output)
    if as_json:
        write_json(done)
    else:
        say(f"{done.path}: {done.events} asientos")


@log.command()
@with_json
def key(as_json: bool) -> None:
    """Escribe la llave pública con que se comprueban las constancias."""
    with archive() as opened:
        text = log_public_key(opened.settings)
    if as_json:
        write_json({"key": text})
    else:
        say(text)


VERBS = (checkpoint, log)
