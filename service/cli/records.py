"""Verbs of records management: inventory, handover, holds."""

from pathlib import Path

import click

from schemas.errors import InvalidInput
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations.classification import holds as legal
from service.operations.classification import printing

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("-o", "--output", type=_PATH, required=True, help="Destino, .xlsx o .pdf.")
@click.option("--lot", default="", help="Folio del lote de transferencia o de baja.")
@click.option("--series", default="", help="Sólo esa serie: su código, solo o con los de arriba.")
@with_json
def inventory(output: Path, lot: str, series: str, as_json: bool) -> None:
    """Inventario de expedientes de archivo: general, de transferencia o de baja."""
    if output.suffix.lower() not in (".xlsx", ".pdf"):
        raise InvalidInput("El archivo debe terminar en .xlsx o .pdf.")
    with writing(output), archive() as opened:
        pdf = output.suffix.lower() == ".pdf"
        lines = printing.write_inventory(opened, operator(), output, lot=lot, series=series, pdf=pdf)
    if as_json:
        write_json({"path": str(output), "lines": lines})
    else:
        say(f"{output}: {lines} expedientes de archivo")


@click.command()
@click.option("-o", "--output", type=_PATH, required=True, help="PDF destino.")
@click.option("--leaving", required=True, help="Quién entrega.")
@click.option("--arriving", required=True, help="Quién recibe.")
@with_json
def handover(output: Path, leaving: str, arriving: str, as_json: bool) -> None:
    """Acta de entrega de archivos de quien deja el cargo (LGA 17)."""
    with writing(output), archive() as opened:
        printing.write_handover(opened, operator(), output, leaving=leaving, arriving=arriving)
    if as_json:
        write_json({"path": str(output)})
    else:
        say(str(output))


@click.command()
@with_json
def holds(as_json: bool) -> None:
    """Lista los resguardos legales y los aplica a lo archivado desde que se pusieron."""
    with archive() as opened:
        originals = legal.refresh_holds(opened)
        found, _ = legal.list_holds(opened, operator(), limit=200)
    standing = [one for one in found if one.lifted_at is None]
    if as_json:
        write_json({"originals": originals, "holds": standing})
        return
    for one in standing:
        say(f"{one.placed_at:%Y-%m-%d}  {one.subject}  {one.reason} ({one.authority})")
    say(f"{len(standing)} resguardos; {originals} originales digitales que no se pueden eliminar")


VERBS = (inventory, handover, holds)
