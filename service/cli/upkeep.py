"""Verbs of upkeep: status, reindex."""

import click

from service.cli.progress import Progress
from service.cli.session import archive, say, with_json, write_json
from service.operations.indexing import rebuild_or_ask
from service.operations.status import status as stand

_KINDS = {
    "inspect": "Abrir archivos",
    "read": "Leer páginas",
    "finish": "Clasificar y ligar",
    "derive": "Hacer PDF con texto",
    "relink": "Ligar lo pendiente",
    "bind": "Encuadernar dossieres",
    "publish": "Hacer versiones públicas",
}
_STATES = {"ready": "en espera", "running": "en curso", "done": "hechos", "dead": "detenidos"}


@click.command()
@with_json
def status(as_json: bool) -> None:
    """Cuántos archivos, documentos y páginas hay, y qué está pendiente."""
    with archive() as opened:
        found = stand(opened)
    if as_json:
        write_json(found)
        return
    words = {
        "filed": "archivados",
        "needs_review": "por revisar",
        "duplicate": "duplicados",
        "rejected": "rechazados",
        "in_progress": "en proceso",
    }
    say("Recibidos: " + ", ".join(f"{number} {words[name]}" for name, number in found.receipts.items()))
    say(f"Documentos: {found.documents}, páginas: {found.pages}, sin texto: {found.pages_without_text}")
    for kind, states in sorted(found.jobs.items()):
        told = ", ".join(f"{number} {_STATES.get(state, state)}" for state, number in sorted(states.items()))
        say(f"{_KINDS.get(kind, kind)}: {told}")
    held = "no responde" if found.index.pages is None else f"{found.index.pages} páginas"
    say(f"Índice: {held}, {found.index.behind} pendientes; procesos de trabajo: {found.workers}")


@click.command()
@with_json
def reindex(as_json: bool) -> None:
    """Vuelve a construir el índice de búsqueda; mientras tanto se sigue buscando.

    Si otro proceso tiene el índice, se le encarga: lo construye en cuanto está al día.
    """
    with archive() as opened, Progress("Documentos en el índice nuevo:") as told:
        documents = rebuild_or_ask(opened, told)
    if as_json:
        write_json({"documents": documents, "asked": documents is None})
    elif documents is None:
        say("Otro proceso tiene el índice: se le encargó construirlo de nuevo, y lo hace en cuanto está al día")
    else:
        say(f"{documents} documentos en el índice nuevo")


VERBS = (status, reindex)
