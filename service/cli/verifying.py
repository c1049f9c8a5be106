"""The verb that checks that nothing is lost or changed: verify."""

from pathlib import Path

import click
import msgspec

from schemas.errors import InvalidInput
from service.cli.progress import Progress
from service.cli.session import archive, say, with_json, write_json
from service.operations.backing_up import open_place, read_mark
from service.operations.log_checking import check_log
from service.operations.verifying import GRACE_SECONDS
from service.operations.verifying import verify as check_everything

CONTRADICTIONS = {
    "receipt_gone": "ACUSE BORRADO, la bitácora lo anota",
    "receipt_changed": "ACUSE CAMBIADO, la bitácora anota otra huella",
    "receipt_without_original": "ACUSE SIN SU ORIGINAL",
    "original_without_receipt": "ORIGINAL SIN ACUSE",
    "receipt_without_document": "ACUSE SIN SU DOCUMENTO",
    "document_gone": "DOCUMENTO BORRADO, la bitácora lo anota",
    "document_changed": "DOCUMENTO CAMBIADO, su acuse dice otra huella",
    "pages_gone": "DOCUMENTO AL QUE LE FALTAN O SOBRAN PÁGINAS",
    "searchable_gone": "DOCUMENTO CON UN PDF QUE NO ESTÁ REGISTRADO",
}
"""What `Contradiction.what` says, in words."""


@click.command()
@click.option("--sample", type=click.IntRange(1), help="Relee sólo tantos originales, los más atrasados primero.")
@click.option(
    "--repair", is_flag=True, help="Recibe originales sin registro, quita derivados sueltos y rehace los que falten."
)
@click.option("--from", "place", help="Trae de este respaldo lo que falte o esté dañado.")
@click.option("--grace", type=float, default=GRACE_SECONDS, help="Segundos de espera para un objeto recién escrito.")
@click.option(
    "--log", "export", type=click.Path(path_type=Path), help="Comprueba sólo esta exportación de la bitácora."
)
@click.option(
    "--checkpoint", "notes", multiple=True, type=click.Path(path_type=Path), help="Constancia guardada aparte."
)
@click.option("--key", help="Llave pública de la bitácora, o el archivo que la contiene.")
@with_json
def verify(
    sample: int | None,
    repair: bool,
    place: str | None,
    grace: float,
    export: Path | None,
    notes: tuple[Path, ...],
    key: str | None,
    as_json: bool,
) -> int:
    """Comprueba que nada se haya perdido ni cambiado; con --log, sólo una bitácora exportada."""
    if export is not None:
        return _verify_log(export, notes, key, as_json=as_json)
    with archive() as opened:
        source = open_place(opened.settings, place) if place else None
        if source is not None:
            read_mark(source)
        with Progress("Originales releídos:") as told:
            found = check_everything(opened, sample=sample, repair=repair, grace=grace, source=source, told=told)
    if as_json:
        write_json({**msgspec.to_builtins(found), "sound": found.sound})
    else:
        say(f"{found.objects} objetos, {found.hashed} originales releídos, {found.unended} archivos en proceso")
        if found.restored:
            say(f"{found.restored} objetos traídos del respaldo")
        if found.remade:
            say(f"{found.remade} imágenes y PDF con texto se hacen de nuevo")
        for word, keys in (
            ("FALTA", found.missing),
            ("DAÑADO", found.damaged),
            ("SIN REGISTRO", found.orphans),
            ("AJENO, no se toca", found.foreign),
            ("ORIGINAL SIN TENEDOR CIERTO", found.unaccounted),
        ):
            for key in keys:
                say(f"{word}: {key}")
        for one in found.contradicting:
            say(f"{CONTRADICTIONS[one.what]}: {one.id}")
        if found.broken_event is not None:
            say(f"BITÁCORA ALTERADA desde el asiento {found.broken_event}")
        say("Todo en orden." if found.sound else "Hay problemas.")
    return 0 if found.sound else 8


def _verify_log(export: Path, notes: tuple[Path, ...], key: str | None, *, as_json: bool) -> int:
    if not notes:
        raise InvalidInput("Indique con --checkpoint la constancia que se guardó aparte.")
    found = check_log(export, notes, key)
    if as_json:
        write_json({**msgspec.to_builtins(found), "sound": found.sound})
    else:
        say(f"{found.events} asientos, {found.covered} cubiertos por la constancia, {found.later} posteriores")
        say("Firmas comprobadas." if found.signed else "Firmas sin comprobar: indique --key.")
        for problem in found.problems:
            say(f"ALTERADA: {problem}")
        say("Todo en orden." if found.sound else "Hay problemas.")
    return 0 if found.sound else 8


VERBS = (verify,)
