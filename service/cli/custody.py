"""Verbs a clerk types with a barcode reader: loan, return, count, labels."""

from pathlib import Path

import click

from schemas.custody import HolderKind
from schemas.originals import Condition, HolderIn, Inspection, LabelsIn, LoanIn, ReturnIn
from schemas.printed import day
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations.custody import counting, lending, printing

_BORROWERS = {"lawyer": HolderKind.LAWYER, "court": HolderKind.COURT, "notary": HolderKind.NOTARY}


@click.command()
@click.argument("borrower")
@click.argument("items", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(sorted(_BORROWERS)), default="lawyer", help="A quién se presta (lawyer).")
@click.option("--purpose", required=True, help="Para qué se prestan.")
@click.option("--days", type=click.IntRange(1, 120), help="Días hábiles de plazo.")
@click.option("--lawsuit", help="Número del juicio.")
@click.option("--received-by", default="", help="Quién los recibe en mano.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Escribe el vale para firmar.")
@with_json
def loan(
    borrower: str,
    items: tuple[str, ...],
    kind: str,
    purpose: str,
    days: int | None,
    lawsuit: str | None,
    received_by: str,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Presta originales: BORROWER es la cédula o la clave del juzgado, ITEMS sus códigos de barras."""
    given = LoanIn(
        borrower=HolderIn(_BORROWERS[kind], borrower), items=items, purpose=purpose, days=days, lawsuit=lawsuit,
        received_by=received_by,
    )  # fmt: skip
    with writing(pdf), archive() as opened:
        made = lending.lend(opened, operator(), given, pdf)
    if as_json:
        write_json(made)
    else:
        due = f"; se devuelven el {day(made.due_on)}" if made.due_on else ""
        say(f"Vale {made.folio}: {len(made.lines)} originales a {made.borrower}{due}.")


@click.command("return")
@click.argument("items", nargs=-1, required=True)
@click.option("--box", help="Código de la caja en que quedan.")
@click.option("--given-by", default="", help="Quién los entrega.")
@click.option("--condition", type=click.Choice([one.value for one in Condition]), default="good", help="Estado (good).")
@click.option("--note", default="", help="Lo observado al recibirlos.")
@with_json
def return_(items: tuple[str, ...], box: str | None, given_by: str, condition: str, note: str, as_json: bool) -> None:
    """Recibe de vuelta originales prestados; ITEMS son sus códigos de barras."""
    seen = Inspection(condition=Condition(condition), note=note)
    with archive() as opened:
        given = ReturnIn(items=items, box=box, given_by=given_by, inspection=seen)
        back = lending.take_back(opened, operator(), given)
    if as_json:
        write_json(back)
        return
    for item in back:
        say(f"{item.barcode}  {item.title}  {item.where}")


@click.command()
@click.argument("box")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Escribe el acta de diferencias para firmar."
)
@with_json
def count(box: str, file: Path, pdf: Path | None, as_json: bool) -> int:
    """Arqueo: compara la caja BOX con los códigos de barras leídos en FILE, uno por renglón."""
    read = counting.read_barcodes(file)
    with writing(pdf), archive() as opened:
        found = counting.count_box(opened, operator(), box, read, pdf)
    if as_json:
        write_json(found)
        return 0
    say(f"Arqueo {found.folio}: {found.found} de {found.expected} en su lugar.")
    for missing in found.missing:
        say(f"  FALTA {missing.barcode}  {missing.title}; lo recibió {missing.last_received_by or '—'}")
    for other in found.elsewhere:
        say(f"  DE OTRO LUGAR {other.barcode}  {other.title}; según el registro está {other.where}")
    for code in found.unexpected:
        say(f"  SIN REGISTRO {code}")
    return 0


@click.command()
@click.argument("items", nargs=-1)
@click.option("--place", "places", multiple=True, help="Código de una caja, anaquel o sala; puede repetirse.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="PDF destino.")
@with_json
def labels(items: tuple[str, ...], places: tuple[str, ...], output: Path, as_json: bool) -> None:
    """Imprime etiquetas de originales (ITEMS) y de lugares."""
    with writing(output), archive() as opened:
        made = printing.print_labels(opened, operator(), LabelsIn(items, places), output)
    if as_json:
        write_json({"path": str(output), "labels": made})
    else:
        say(f"{output}: {made} etiquetas")


VERBS = (loan, return_, count, labels)
