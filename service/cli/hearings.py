"""Verbs on lists of pieces for hearings: make, show, put in order, bind."""

from datetime import datetime
from pathlib import Path

import click
from msgspec import UNSET

from schemas.dossier import Dossier, DossierScope
from schemas.hearings import HearingChange, HearingIn, HearingList
from service.cli.session import archive, operator, say, with_json, write_json
from service.cli.targets import writing
from service.operations import hearings
from service.operations.dossier import write_dossier_pdf

_SCOPES = click.Choice([one.value for one in DossierScope])


@click.group()
def hearing() -> None:
    """Listas de piezas para audiencia: elegir, ordenar, guardar, imprimir."""


@hearing.command("new")
@click.argument("name")
@click.argument("key")
@click.option("--of", "scope", type=_SCOPES, default="debtor", help="De qué es KEY: debtor, credit o lawsuit.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Día de la audiencia (AAAA-MM-DD).")
@click.option("--piece", "pieces", multiple=True, help="Id de un documento, en el orden deseado; sin ninguno, todos.")
@with_json
def new(name: str, key: str, scope: str, day: datetime | None, pieces: tuple[str, ...], as_json: bool) -> None:
    """Guarda una lista NAME de piezas del dossier de KEY."""
    on = day.date() if day else None
    with archive() as opened:
        given = HearingIn(name=name, key=key, of=DossierScope(scope), hearing_on=on, pieces=pieces or None)
        made = hearings.make_list(opened, operator(), given)
    _tell(made, as_json)


@hearing.command("list")
@click.argument("key", required=False)
@click.option("--of", "scope", type=_SCOPES, default="debtor", help="De qué es KEY: debtor, credit o lawsuit.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, help="Cuántas (50).")
@with_json
def listing(key: str | None, scope: str, limit: int, as_json: bool) -> None:
    """Las listas guardadas, la más nueva primero; con KEY, sólo las suyas."""
    about = (DossierScope(scope), key) if key else None
    with archive() as opened:
        found, _ = hearings.list_lists(opened, operator(), about, limit=limit)
    for one in found:
        _tell(one, as_json)


@hearing.command("show")
@click.argument("list_id")
@with_json
def show(list_id: str, as_json: bool) -> None:
    """Las piezas de la lista con sus fojas."""
    with archive() as opened:
        found = hearings.hearing_dossier(opened, operator(), list_id)
    if as_json:
        write_json(found)
    else:
        _pieces(found)


@hearing.command("order")
@click.argument("list_id")
@click.argument("pieces", nargs=-1, required=True)
@click.option("--name", help="Otro nombre.")
@with_json
def order(list_id: str, pieces: tuple[str, ...], name: str | None, as_json: bool) -> None:
    """Cambia la elección y el orden: PIECES son los ids de los documentos."""
    with archive() as opened:
        change = HearingChange(pieces=pieces, name=name or UNSET)
        changed = hearings.change_list(opened, operator(), list_id, change)
    _tell(changed, as_json)


@hearing.command("pdf")
@click.argument("list_id")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="PDF destino.")
@with_json
def pdf(list_id: str, output: Path, as_json: bool) -> None:
    """Las piezas en un PDF con índice y folios."""
    with writing(output), archive() as opened:
        found = hearings.hearing_dossier(opened, operator(), list_id)
        write_dossier_pdf(opened, operator(), found, output)
    if as_json:
        write_json(found)
    else:
        say(f"Escrito: {output}, {found.folios} fojas")


@hearing.command("remove")
@click.argument("list_id")
@with_json
def remove(list_id: str, as_json: bool) -> None:
    """Quita la lista; los documentos quedan donde están."""
    with archive() as opened:
        hearings.remove_list(opened, operator(), list_id)
    if as_json:
        write_json({"removed": list_id})
    else:
        say("Lista quitada.")


def _tell(found: HearingList, as_json: bool) -> None:
    if as_json:
        write_json(found)
        return
    on = f", {found.hearing_on:%d/%m/%Y}" if found.hearing_on else ""
    say(f"{found.id}  {found.name}{on}  {found.subject}  {len(found.pieces)} piezas")


def _pieces(found: Dossier) -> None:
    say(f"{found.hearing}  {found.subject}")
    for document in found.documents:
        say(f"  {document.folio_first}–{document.folio_last}  {document.title}  {document.id}")


VERBS = (hearing,)
