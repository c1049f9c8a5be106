"""Verbs that find and give back: search, text, get."""

import os
import re
import sys
from datetime import date
from pathlib import Path

import click

from indexer.search.query import read_period
from schemas.errors import Conflict, InvalidInput
from schemas.search import Filters, Query
from schemas.system_errors import reason
from service.cli.session import archive, operator, say, with_json, write_json
from service.operations import documents
from service.operations.searching import search as find

PIECE = 1 << 20


_WITHOUT = re.compile(r"-[^\W\d_]{2}")
"""How a word begins that must not stand in what is found; options of one dash have one letter."""


class _Words(click.Command):
    """A command whose words may begin with a dash, as `-novación` does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words of one dash for words wherever they stand."""
        end = args.index("--") if "--" in args else len(args)
        without = [word for word in args[:end] if _WITHOUT.match(word)]
        if without:
            rest = [word for word in args[:end] if not _WITHOUT.match(word)]
            args = [*rest, "--", *args[end + 1 :], *without]
        return super().parse_args(ctx, args)


@click.command(cls=_Words)
@click.argument("query", nargs=-1)
@click.option("--type", "type_", help="Tipo de documento.")
@click.option("--credit", help="Número de crédito.")
@click.option("--debtor", help="Nombre, CURP o id del deudor.")
@click.option("--lawsuit", help="Número de juicio.")
@click.option("--from", "start", help="Desde el día, el mes o el año.")
@click.option("--to", "end", help="Hasta el día, el mes o el año.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="Documentos por página (20).")
@click.option("--offset", type=click.IntRange(0), default=0, help="Documentos que se saltan.")
@with_json
def search(query: tuple[str, ...], limit: int, offset: int, as_json: bool, **narrow: str | None) -> None:
    """Busca en el texto de todo lo archivado."""
    filters = Filters(
        type=narrow["type_"],
        credit=narrow["credit"],
        debtor=narrow["debtor"],
        lawsuit=narrow["lawsuit"],
        date_from=_period(narrow["start"], 0),
        date_to=_period(narrow["end"], 1),
    )
    with archive() as opened:
        answer = find(opened, operator(), Query(" ".join(query), filters, limit, offset))
    if as_json:
        write_json(answer)
        return
    say(f"{answer.total} documento{'' if answer.total == 1 else 's'} ({answer.took_ms:.0f} ms)")
    if answer.note:
        say(answer.note)
    if answer.queue:
        say(f"legajo queue {answer.queue}")
    for hit in answer.hits:
        say(f"\n{hit.title}  [{hit.document_id}, pág. {hit.page}]")
        say("  " + " ".join(hit.snippet.split()))


def _period(text: str | None, end: int) -> date | None:
    """The first or last day of what was typed: a day, a month or a year."""
    if text is None:
        return None
    found = read_period(text)
    if found is None:
        raise InvalidInput(f"No se entiende la fecha '{text}'. Escriba por ejemplo 2026-10-01.")
    return found[end]


@click.command()
@click.argument("document")
@click.option("--page", type=click.IntRange(1), help="Sólo esta página.")
@with_json
def text(document: str, page: int | None, as_json: bool) -> None:
    """Escribe el texto leído; las páginas van separadas por un salto de página."""
    with archive() as opened:
        pages = documents.read_text(opened, operator(), document, page)
    if as_json:
        write_json({"document_id": document, "pages": [{"page": number, "text": words} for number, words in pages]})
        return
    sys.stdout.write("\f".join(words for _, words in pages))
    sys.stdout.write("\n")


@click.command()
@click.argument("document")
@click.option("--original", is_flag=True, help="El archivo tal como se recibió.")
@click.option("--searchable", is_flag=True, help="El PDF con texto buscable.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Archivo destino.")
@with_json
def get(document: str, original: bool, searchable: bool, output: Path, as_json: bool) -> None:
    """Entrega el original o el PDF buscable de un documento."""
    if original == searchable:
        raise InvalidInput("Indique --original o --searchable, una de las dos.")
    partial = output.with_name(f".legajo-{os.getpid()}.part")
    try:
        if output.exists():
            raise Conflict(f"Ya existe {output}; no se sobrescribe.")
        with archive() as opened:
            found = documents.open_file(opened, operator(), document, "original" if original else "searchable")
            try:
                with partial.open("wb") as handle:
                    for piece in opened.objects.read(found.key):
                        handle.write(piece)
                partial.rename(output)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {output}: {reason(error)}.") from error
    if as_json:
        write_json({"document_id": document, "sha256": found.sha256, "bytes": found.bytes, "path": str(output)})
    else:
        say(f"{output}: {found.bytes} bytes, SHA-256 {found.sha256}")


VERBS = (search, text, get)
