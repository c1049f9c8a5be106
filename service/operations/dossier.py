"""A debtor's complete dossier: found by any key of the debtor's, put in order, recorded when looked at or handed over.

It comes from the rows alone: no search index, no cap on anything, the same
number of queries whatever its size.
"""

from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.access import Action, Actor
from schemas.dossier import Dossier
from schemas.errors import Conflict, NotFound
from schemas.registry import Lawsuit, RegistryKind
from service.archive import Archive, require
from service.operations import registry_listing
from service.operations.custody.views import places_of
from service.operations.dossier_order import Held, arranged
from service.operations.dossier_pdf import bind
from service.operations.registry_views import debtor as debtor_of
from service.operations.registry_views import lawsuits as lawsuits_of
from service.operations.registry_views import shown
from storage.records import Session, dossiers, events, registry


def find_dossier(archive: Archive, actor: Actor, key: str) -> Dossier:
    """The dossier of the debtor whom the key names.

    Args:
        archive: the archive.
        actor: on whose behalf; an external lawyer gets only the matters assigned to them.
        key: CURP, RFC or id of the person; number of a credit, with or without
            separators; number of a lawsuit (`1234/2024`, with the court's code before it
            where courts share the number); id of either.

    Raises:
        Forbidden: the actor may not read dossiers.
        NotFound: nothing has that key, or the actor may not know of it.
        Conflict: the key fits several; the sentence names them. Code `ambiguous`.
    """
    require(actor, Action.READ_DOSSIERS)
    with archive.database.read() as session:
        person_id = _person(session, actor, key.strip())
        dossier = _assembled(session, actor, person_id)
    archive.looks.note(_act(actor, "view_dossier", dossier))
    return dossier


def write_dossier_pdf(
    archive: Archive, actor: Actor, dossier: Dossier, target: Path, sandbox: Sandbox | None = None
) -> None:
    """Bind the dossier into one PDF at `target`: cover, index, every page with its folio, bookmarks.

    The hand-over is recorded before the file is complete, so no copy goes out unrecorded.

    Args:
        archive: the archive.
        actor: on whose behalf; the documents are those of the dossier, found for the same actor.
        dossier: what to bind.
        target: written at once as a whole; nothing is left there when binding fails.
        sandbox: the child to bind in; one of its own when none is given.

    Raises:
        Forbidden: the actor may not read dossiers.
        Unavailable: the store does not answer.
        LimitExceeded: binding took too long or too much memory.
    """
    require(actor, Action.READ_DOSSIERS)
    _record(archive, actor, "hand_over_dossier", dossier, format="pdf")
    if sandbox is not None:
        bind(archive, dossier, target, sandbox)
        return
    with Sandbox() as own:
        bind(archive, dossier, target, own)


def _person(session: Session, actor: Actor, key: str) -> str:
    """The id of the one person the key names."""
    persons = registry_listing.find(session, actor, RegistryKind.DEBTORS, key)
    if not persons:
        credits = registry_listing.find(session, actor, RegistryKind.CREDITS, key)
        if credits:
            return str(credits[0].debtor_id)
        return _person_sued(session, actor, key)
    if len(persons) > 1:
        raise _ambiguous(key, [registry_listing.label(one) for one in shown(session, RegistryKind.DEBTORS, persons)])
    return str(persons[0].id)


def _person_sued(session: Session, actor: Actor, key: str) -> str:
    rows = registry_listing.find_lawsuits(session, actor, key)
    if not rows:
        raise NotFound("No se encontró ningún deudor, crédito ni juicio con esa clave.")
    if len(rows) > 1:
        raise _ambiguous(key, [registry_listing.label(one) for one in lawsuits_of(session, rows)])
    people = dossiers.borrowers_of(session, [rows[0].id])
    if not people:
        raise NotFound(
            "El juicio no tiene créditos registrados; no se sabe de qué deudor es.", code="lawsuit_of_nobody"
        )
    if len(people) > 1:
        named = registry.persons_by_id(session, people).values()
        raise _ambiguous(key, [registry_listing.label(debtor_of(one)) for one in named])
    return people[0]


def _ambiguous(key: str, choices: list[str]) -> Conflict:
    shown = "; ".join(choices[:10]) + ("; …" if len(choices) > 10 else "")
    return Conflict(f"«{key[:60]}» corresponde a varios: {shown}.", code="ambiguous")


def _assembled(session: Session, actor: Actor, person_id: str) -> Dossier:
    person = registry.persons_by_id(session, [person_id]).get(person_id)
    if person is None:
        raise NotFound("No se encontró al deudor.")
    credit_rows = dossiers.credits_of(session, actor, person_id)
    lawsuit_rows = dossiers.lawsuits_over(session, actor, [row.id for row in credit_rows])
    obligors = {one for row in credit_rows for one in (row.debtor_id, row.guarantor_id) if one}
    matter = dossiers.Matter(
        person=person_id,
        others=frozenset(obligors - {person_id}),
        credits=frozenset(row.id for row in credit_rows),
        lawsuits=frozenset(row.id for row in lawsuit_rows),
    )
    lawsuits: tuple[Lawsuit, ...] = lawsuits_of(session, lawsuit_rows)
    linked = tuple(dossiers.linked(session, actor, matter))
    held = Held(
        person=debtor_of(person),
        credits=shown(session, RegistryKind.CREDITS, credit_rows),  # type: ignore[arg-type]  # of this kind they are Credit
        lawsuits=lawsuits,
        linked=linked,
        proposed=dossiers.proposed(session, actor, matter),
        places=places_of(session, actor, {one.document.id for one in linked}),
    )
    return arranged(held)


def _record(archive: Archive, actor: Actor, action: str, dossier: Dossier, **detail: str) -> None:
    with archive.database.write() as session:
        events.record(session, _act(actor, action, dossier, **detail))


def _act(actor: Actor, action: str, dossier: Dossier, **detail: str) -> events.Act:
    said = {"documents": len(dossier.documents), "folios": dossier.folios, **detail}
    return events.Act(actor.name, actor.origin, action, "debtor", dossier.debtor.id, said)
