"""Find a person of whom somebody remembers the name, more or less (DOMAIN 1.1, R6)."""

from schemas.access import Action, Actor
from schemas.names import nearest
from schemas.registry import Debtor
from service.archive import Archive, require
from service.operations.registry.people import DebtorBook
from storage.records import events, registry


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
