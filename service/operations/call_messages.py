"""Messages about a debtor or a lawyer (recados, DOMAIN 1.1, R8): taken for somebody of the house, and done."""

import msgspec

from schemas.access import Action, Actor
from schemas.call_messages import CallMessage, CallMessageIn, Narrow, checked
from schemas.errors import Conflict, InvalidInput, NotFound
from service.archive import Archive, require
from service.operations import registry
from service.operations.custody import views
from storage.records import Session, call_messages, events, new_id, now
from storage.records.tables import CallMessageRow

MOST_LISTED = 200


def take_message(archive: Archive, actor: Actor, given: CallMessageIn) -> CallMessage:
    """Keep a message, of this moment and taken by the actor.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is no such debtor or lawyer.
        InvalidInput: a field cannot be taken, or nobody of the house is called so.
    """
    require(actor, Action.WRITE_REGISTRY)
    said = checked(given)
    about = registry.get(archive, actor, "debtors" if said.debtor else "lawyers", said.debtor or said.lawyer)
    person = (about.merged_into_id or about.id) if said.debtor else None
    with archive.database.write() as session:
        if said.assigned_to not in dict(call_messages.people_of_the_house(session)):
            raise InvalidInput("Para: elija a alguien de la oficina.", code="no_such_user")
        row = CallMessageRow(
            id=new_id(), person_id=person, lawyer_id=None if person else about.id, caller=said.caller, text=said.text,
            assigned_to=said.assigned_to, taken_at=now(), taken_by=actor.name,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _record(session, actor, "take_message", row)
        return _shown(session, [(row, about.full_name if person else about.name)])[0]


def finish_message(archive: Archive, actor: Actor, message_id: str) -> CallMessage:
    """Say that the message is done, now and by the actor.

    Raises:
        Forbidden: the actor may not write the registry.
        NotFound: there is no such message.
        Conflict: it is done already.
    """
    require(actor, Action.WRITE_REGISTRY)
    with archive.database.write() as session:
        found = call_messages.get(session, message_id)
        if found is None:
            raise NotFound("No se encontró el recado.")
        row, _ = found
        if row.done_at is not None:
            raise Conflict("El recado ya está atendido.", code="already_done")
        row.done_at, row.done_by = now(), actor.name
        session.flush()
        _record(session, actor, "finish_message", row)
        return _shown(session, [found])[0]


def list_messages(
    archive: Archive, actor: Actor, narrow: Narrow, *, before: str | None = None, limit: int = 50
) -> tuple[tuple[CallMessage, ...], str | None]:
    """A page of messages, the newest first, and the id the next begins before (None on the last); the look is recorded.

    Raises:
        Forbidden: the actor is not of the house.
    """
    require(actor, Action.READ_RECORDS)
    limit = max(1, min(limit, MOST_LISTED))
    with archive.database.read() as session:
        rows = call_messages.listing(session, narrow, before, limit + 1)
        shown = _shown(session, rows[:limit])
    archive.looks.listed(actor, "call_message", "-", len(shown), **msgspec.structs.asdict(narrow))
    return shown, rows[limit - 1][0].id if len(rows) > limit else None


def waiting(archive: Archive, actor: Actor) -> int:
    """How many open messages are for the actor."""
    with archive.database.read() as session:
        return call_messages.waiting(session, actor.name)


def people_of_the_house(archive: Archive, actor: Actor) -> list[tuple[str, str]]:
    """For whom a message may be taken: names of users and what they are called.

    Raises:
        Forbidden: the actor may not write the registry.
    """
    require(actor, Action.WRITE_REGISTRY)
    with archive.database.read() as session:
        return call_messages.people_of_the_house(session)


def open_about(session: Session, person_id: str) -> tuple[CallMessage, ...]:
    """The open messages about a person, the newest first, with the people of the house by their own names."""
    return _shown(session, call_messages.listing(session, Narrow(person_id=person_id), None, MOST_LISTED))


def _shown(session: Session, rows: list[tuple[CallMessageRow, str]]) -> tuple[CallMessage, ...]:
    names = (name for row, _ in rows for name in (row.assigned_to, row.taken_by, row.done_by) if name)
    called = views.people(session, names)
    return tuple(
        CallMessage(
            id=row.id, debtor_id=row.person_id, lawyer_id=row.lawyer_id, about=about, caller=row.caller, text=row.text,
            assigned_to=called(row.assigned_to), taken_at=row.taken_at, taken_by=called(row.taken_by),
            done_at=row.done_at, done_by=called(row.done_by) if row.done_by else None,
        )
        for row, about in rows
    )  # fmt: skip


def _record(session: Session, actor: Actor, action: str, row: CallMessageRow) -> None:
    kind, of = ("debtor", row.person_id) if row.person_id else ("lawyer", row.lawyer_id)
    detail = {"message": row.id, "for": row.assigned_to}
    events.record(session, events.Act(actor.name, actor.origin, action, kind, of or "", detail))
