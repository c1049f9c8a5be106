"""Find and list registry rows on behalf of somebody; every query passes through what the actor may know of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from schemas.access import Actor
from schemas.court_files import CourtFile, parse_court_file
from schemas.errors import InvalidInput
from schemas.folding import fold
from schemas.identifiers import credit_key
from schemas.names import name_tokens
from schemas.registry import Assignment, Court, Credit, Debtor, Entity, Lawsuit, Lawyer, RegistryKind
from service.operations.registry_books import Row, court_code
from storage.records import Session, registry_search


class Wanted(msgspec.Struct, frozen=True):
    """What to list: words or a number, after a place (the sort values of a row), at most `limit` rows."""

    kind: RegistryKind
    q: str
    after: list[str | int] | None
    limit: int


def find(session: Session, actor: Actor, kind: RegistryKind, key: str) -> Sequence[Row]:
    """The rows of that id or natural key: none, one, or several lawsuits of one number in different courts."""
    if not key or len(key) > 200:
        return ()
    if kind == RegistryKind.DEBTORS:
        return registry_search.person(session, actor, key)
    if kind == RegistryKind.CREDITS:
        return registry_search.credit(session, actor, key, credit_key(key))
    if kind == RegistryKind.LAWSUITS:
        return find_lawsuits(session, actor, key)
    if kind == RegistryKind.COURTS:
        return registry_search.court(session, key, court_code(key))
    if kind == RegistryKind.LAWYERS:
        return registry_search.lawyer(session, actor, key)
    return registry_search.assignment(session, actor, key)


def find_lawsuits(session: Session, actor: Actor, key: str) -> Sequence[Row]:
    """Lawsuits by id or number; the number may come with the court: `1234/2024`, `2MH 1234/2024`, `2MH:EXP:2024:1234`."""
    found = registry_search.lawsuit(session, actor, key)
    if found:
        return found
    for code, rest in (*_splits(key), ("", key)):
        file = parse_court_file(rest)
        if file is not None:
            found = registry_search.lawsuits_of_file(session, actor, file, court_code(code))
            if found:
                return found
    return ()


def _splits(key: str) -> list[tuple[str, str]]:
    """Ways to part a court's code from the number: at blanks, colons, commas or @, the code first or last."""
    pairs = []
    for mark in (":", " ", ",", "@"):
        head, found, tail = key.partition(mark)
        if found:
            pairs.append((head, tail))
        head, found, tail = key.rpartition(mark)
        if found:
            pairs.append((tail, head))
    return [(code.strip(), rest.strip()) for code, rest in pairs if code.strip() and rest.strip()]


def listed(session: Session, actor: Actor, wanted: Wanted) -> Sequence[Row]:
    """The rows wanted, in their order.

    Raises:
        InvalidInput: the place is of another list.
    """
    page = registry_search.Page(_place_of(wanted), wanted.limit)
    words, key = name_tokens(wanted.q) if wanted.q else (), credit_key(wanted.q)
    if wanted.kind == RegistryKind.DEBTORS:
        return registry_search.persons(session, actor, words, key, page)
    if wanted.kind == RegistryKind.CREDITS:
        return registry_search.credits(session, actor, words, key, page)
    if wanted.kind == RegistryKind.LAWSUITS:
        file = parse_court_file(wanted.q) if wanted.q else None
        return registry_search.lawsuits(session, actor, words, file or _number(wanted.q), page)
    if wanted.kind == RegistryKind.COURTS:
        everything = registry_search.courts(session, page)
        return [row for row in everything if _court_fits(row, wanted.q)][: wanted.limit]
    if wanted.kind == RegistryKind.LAWYERS:
        return registry_search.lawyers(session, actor, words, key, page)
    return registry_search.assignments(session, actor, words, key, page)


def place(kind: RegistryKind, row: Row) -> list[str | int]:
    """The sort values of a row: what a cursor remembers."""
    values = [getattr(row, name) for name in registry_search.ORDER[kind.value]]
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def label(entity: Entity) -> str:
    """What to call an entity among others of its kind, so that one may be chosen."""
    match entity:
        case Debtor():
            return f"{entity.full_name} ({entity.curp or entity.id})"
        case Credit():
            return f"crédito {entity.number}"
        case Lawsuit():
            return f"{entity.file} de {entity.court} ({entity.court_code} {entity.file})"
        case Court():
            return f"{entity.name} ({entity.code})"
        case Lawyer():
            return f"{entity.name} ({entity.cedula})"
        case Assignment():
            return f"{entity.credit} a {entity.lawyer}"


def _number(text: str) -> CourtFile | int | None:
    return int(text) if text.isdigit() and len(text) <= 7 else None


def _court_fits(row: Row, q: str) -> bool:
    names = fold(" ".join((row.code, row.name, row.city or "", row.district or "", *row.aliases)))
    return all(word in names for word in fold(q).split())


def _place_of(wanted: Wanted) -> tuple[Any, ...] | None:
    if wanted.after is None:
        return None
    names = registry_search.ORDER[wanted.kind.value]
    if len(wanted.after) != len(names):
        raise InvalidInput("El cursor no es válido.")
    try:
        return tuple(
            date.fromisoformat(str(value)) if name == "assigned_on" else value
            for name, value in zip(names, wanted.after, strict=True)
        )
    except ValueError as error:
        raise InvalidInput("El cursor no es válido.") from error
