"""The verb that prints separator and cover sheets."""

from pathlib import Path

import click

from indexer.engines.coversheet import SIZES, make_coversheets, titled_sheet
from schemas.coversheet import SheetsWanted
from service.cli.session import say, with_json, write_json
from service.cli.targets import writing


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="PDF destino.")
@click.option("--type", "type_", default="", help="Tipo de documento, p. ej. promissory_note o pagaré.")
@click.option("--credit", default="", help="Número de crédito.")
@click.option("--lawsuit", default="", help="Número de juicio.")
@click.option("--box", default="", help="Caja donde queda el original.")
@click.option("--copies", type=click.IntRange(1, 200), default=1, help="Cuántas hojas iguales (1).")
@click.option("--size", type=click.Choice(sorted(SIZES)), default="letter", help="Tamaño de papel (letter).")
@with_json
def coversheet(output: Path, type_: str, copies: int, size: str, as_json: bool, **given: str) -> None:
    """Imprime hojas separadoras; con datos, carátulas que además archivan lo que sigue."""
    titled = titled_sheet(SheetsWanted(type_, given["credit"], given["lawsuit"], given["box"]))
    with writing(output):
        make_coversheets([titled] * copies, output, size)
    if as_json:
        write_json({"path": str(output), "sheets": copies, "separator": titled.sheet.is_separator})
    else:
        say(f"{output}: {copies} {'hoja' if copies == 1 else 'hojas'}")


VERBS = (coversheet,)
