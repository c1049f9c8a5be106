"""Find a person of whom somebody remembers the name, more or less (DOMAIN 1.1, R6)."""

from collections.abc import Collection

import msgspec

from schemas.access import Action, Actor
from schemas.names import nearest
from schemas.registry import Debtor
from service.archive import Archive, require
from service.operations.registry.people import DebtorBook
from storage.records import dossiers, events, registry

SHORTEST_PHONE, LONGEST_PHONE = 7, 10
"""Digits of a telephone: without its area, and with it."""


class CreditOf(msgspec.Struct, frozen=True):
    """A credit on which a person has a role: `borrower`, `guarantor` or `other`."""

    id: str
    number: str
    status: str
    role: str


def credits_of_people(archive: Archive, actor: Actor, person_ids: Collection[str]) -> dict[str, list[CreditOf]]:
    """The credits of each person, their own first, of those the actor may know of: what tells namesakes apart.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    found: dict[str, list[CreditOf]] = {}
    with archive.database.read() as session:
        for person, *credit in dossiers.credits_of_many(session, actor, person_ids):
            found.setdefault(person, []).append(CreditOf(*credit))
    return found


def people_with_phone(archive: Archive, actor: Actor, typed: str, limit: int = 10) -> tuple[Debtor, ...]:
    """Persons of that telephone, written with or without blanks and marks; none for what is no telephone.

    The look is recorded.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    digits = "".join(letter for letter in typed if letter.isdigit())[-LONGEST_PHONE:]
    if len(digits) < SHORTEST_PHONE or any(letter.isalpha() for letter in typed):
        return ()
    with archive.database.read() as session:
        rows = registry.persons_with_phone(session, actor, digits, limit)
        found = tuple(DebtorBook.views(session, rows))
    detail = {"q": typed[:200], "filters": {}, "shown": len(found)}
    archive.looks.note(events.Act(actor.name, actor.origin, "list", "registry", DebtorBook.kind, detail))
    return found


def similar_people(archive: Archive, actor: Actor, name: str, limit: int = 10) -> tuple[Debtor, ...]:
    """Persons whose names bear every word given, misspelt or not, in whatever order; the nearest first.

    The look is recorded.

    Every name the actor may know of is compared: some tens of thousands in a few hundredths of a second.

    Raises:
        Forbidden: the actor may not read the registry.
    """
    require(actor, Action.READ_REGISTRY)
    with archive.database.read() as session:
        known = registry.names_of_persons(session, actor)
        near = nearest(name[:200], [row.name_key for row in known], limit)
        ids = dict.fromkeys(known[at].id for at in near)
        rows = registry.persons_by_id(session, ids)
        found = tuple(DebtorBook.views(session, [rows[one] for one in ids]))
    detail = {"q": name[:200], "filters": {}, "shown": len(found)}
    archive.looks.note(events.Act(actor.name, actor.origin, "list", "registry", DebtorBook.kind, detail))
    return found
