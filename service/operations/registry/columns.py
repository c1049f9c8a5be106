"""Columns of the tables that are imported: what each is called, and how its cells are read."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, get_args, get_origin

import msgspec

from indexer.engines.tables_in import NumberedRow
from schemas.errors import InvalidInput
from schemas.folding import fold
from schemas.legal_dates import find_dates, full_year
from schemas.registry import EntityIn, LawsuitIn
from service.operations.registry.book import Book
from service.operations.registry.values import Problem

_FILE = re.compile(r"\s*(?:EXP\.?\s*)?(\d{1,7})\s*/\s*(\d{4}|\d{2})(?:\s*-\s*(\w{1,12}))?\s*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


class Columns(msgspec.Struct, frozen=True):
    """Which member each column of a table is, empty for one that is not read; `ignored` are the headings of those."""

    names: tuple[str, ...]
    ignored: tuple[str, ...]


def columns_of(book: type[Book], header: Sequence[str]) -> Columns:
    """Tell the columns by their headings, English or Spanish, whatever case and accents.

    Raises:
        InvalidInput: a column that is needed is missing, or two are the same.
    """
    names = _names(book, header)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise InvalidInput(f"La tabla tiene dos columnas para «{heading(book, twice[0])}».", code="columns")
    missing = [name for name in book.key_members if name not in names]
    if book.entity == "debtor" and not any(name in names for name in ("curp", "full_name", "given_names")):
        missing = ["full_name"]
    if missing:
        wanted, lacks = ", ".join(heading(book, name) for name in book.headings), heading(book, missing[0])
        raise InvalidInput(f"A la tabla le falta la columna «{lacks}». Se leen: {wanted}.", code="columns")
    ignored = tuple(heading for heading, name in zip(header, names, strict=True) if heading and not name)
    return Columns(tuple(names), ignored)


def header_of(book: type[Book], rows: Sequence[NumberedRow]) -> NumberedRow:
    """The row of these that names the most columns, the first of equals: above it stand titles and days of the list."""
    return max(rows, key=lambda row: sum(map(bool, _names(book, row[1]))))


def _names(book: type[Book], header: Sequence[str]) -> list[str]:
    known = {alias: name for name, aliases in book.headings.items() for alias in (name, *aliases)}
    folded = ["_".join(re.findall(r"\w+", fold(heading))).strip("_") for heading in header]
    if book.entity == "debtor" and _has_surnames(folded, known):
        known["nombre"] = "given_names"
    return [known.get(heading, "") for heading in folded]


def heading(book: type[Book], name: str) -> str:
    """What people call the column of a member; the member's own name where they have no other."""
    return (*book.headings.get(name, ()), name)[0].replace("_", " ")


def _has_surnames(folded: Sequence[str], known: dict[str, str]) -> bool:
    return any(known.get(heading) == "first_surname" for heading in folded) and "given_names" not in folded


def entity_of(book: type[Book], columns: Columns, cells: Sequence[str]) -> EntityIn:
    """A row as what comes in; an empty cell leaves what is known as it is.

    Raises:
        Problem: a cell that cannot be what its column says.
    """
    given: dict[str, Any] = {}
    readers = _readers(book.input)
    for name, cell in zip(columns.names, cells, strict=False):
        if name and cell:
            given[name] = readers[name](name, bare(cell))
    if book.entity == "lawsuit":
        _split_file(given)
    for name in book.key_members:
        if name not in given:
            raise Problem(name, "Falta este dato.")
    return book.input(**given)


def _plain(_: str, cell: str) -> str:
    return cell


def _list(_: str, cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _day(name: str, cell: str) -> date:
    found = _date_in(cell)
    if isinstance(found, str):
        raise Problem(name, found)
    return found


@lru_cache(maxsize=50_000)
def _date_in(cell: str) -> date | str:
    """The date a cell holds, or what is wrong with it; the same few thousand days stand in most tables."""
    if iso := _ISO.fullmatch(cell):
        try:
            return date(*(int(part) for part in iso.groups()))
        except ValueError:
            return f"La fecha «{cell}» no existe."
    found = find_dates(cell[:80])
    if len(found) != 1 or found[0].start != 0 or found[0].end < len(cell):
        return f"La fecha «{cell[:40]}» no existe o no se entiende."
    return found[0].value


def _whole(name: str, cell: str) -> int:
    if not cell.isdecimal() or len(cell) > 9:
        raise Problem(name, f"«{cell[:40]}» no es un número.")
    return int(cell)


def _split_file(given: dict[str, Any]) -> None:
    """A number that came as `1234/2024-2` is number, year and suffix; `1234/24` is of 2024, since it stands with its court."""
    number = str(given.get("number", ""))
    if match := _FILE.fullmatch(number):
        given["number"], given["year"] = int(match.group(1)), full_year(match.group(2))
        if match.group(3):
            given["suffix"] = match.group(3)
    else:
        given["number"] = _whole("number", number)
    if "year" not in given:
        raise Problem("year", "Falta el año del juicio.")


@lru_cache(maxsize=200)
def _readers(struct: type[msgspec.Struct]) -> dict[str, Callable[[str, str], Any]]:
    """How a cell of each member is read, by what the member may be."""
    found: dict[str, Callable[[str, str], Any]] = {}
    for field in msgspec.structs.fields(struct):
        kinds = get_args(field.type) or (field.type,)
        reader: Callable[[str, str], Any] = _plain
        if date in kinds:
            reader = _day
        elif bool in kinds:
            reader = _yes_or_no
        elif int in kinds and not (struct is LawsuitIn and field.name == "number"):
            reader = _whole
        elif any(get_origin(kind) is tuple for kind in (field.type, *kinds)):
            reader = _list
        found[field.name] = reader
    return found


def _yes_or_no(name: str, cell: str) -> bool:
    word = fold(cell)
    if word in ("si", "s", "x", "1", "true", "verdadero"):
        return True
    if word in ("no", "n", "0", "false", "falso"):
        return False
    raise Problem(name, f"«{cell[:40]}» no es sí ni no.")


def bare(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in RISKY else cell


RISKY = "=+-@\t\r"
"""With one of these a cell begins that a spreadsheet may take for a formula."""
