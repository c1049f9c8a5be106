"""Reservations as they are shown: lists, one, and the mark that a reserved paper bears."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from schemas.access import Action, Actor
from schemas.document_types import type_name
from schemas.errors import NotFound
from schemas.reservations import (
    Cause,
    Decision,
    Extension,
    HarmTest,
    Known,
    Reservation,
    ReservationMark,
    state_of,
)
from service.archive import Archive, require
from service.operations.days import today
from service.operations.paging import page_length
from storage.records import Session, events, reservations
from storage.records.reservations import Named, Wanted
from storage.records.tables import ReservationRow

_AT_ONCE = 500


def list_reservations(
    archive: Archive, actor: Actor, wanted: Wanted, *, before: str = "", limit: int = 50
) -> tuple[tuple[Reservation, ...], str | None]:
    """A page of reservations, the newest first, and where the next begins.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        ids = reservations.listed(session, wanted, before, limit + 1)
        shown = tuple(shown_reservation(one, today()) for one in reservations.named(session, ids[:limit]))
    archive.looks.listed(actor, "reservation", "-", len(shown), **msgspec.structs.asdict(wanted))
    return shown, ids[limit - 1] if len(ids) > limit else None


def each_reservation(session: Session, wanted: Wanted) -> Iterator[Named]:
    """Every reservation that is wanted, the newest first, some at a time."""
    before = ""
    while ids := reservations.listed(session, wanted, before, _AT_ONCE):
        yield from reservations.named(session, ids)
        before = ids[-1]


def get_reservation(archive: Archive, actor: Actor, key: str) -> Reservation:
    """The reservation of that folio or id; the look is recorded.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        found = shown_row(session, found_reservation(session, key))
    archive.looks.note(events.Act(actor.name, actor.origin, "look", "reservation", found.id, {"folio": found.folio}))
    return found


def found_reservation(session: Session, key: str) -> ReservationRow:
    """The row of that folio or id.

    Raises:
        NotFound: there is none.
    """
    row = reservations.reservation(session, key.strip())
    if row is None:
        raise NotFound("No se encontró la reserva.")
    return row


def shown_row(session: Session, row: ReservationRow) -> Reservation:
    """A row as shown today."""
    return shown_reservation(reservations.named(session, [row.id])[0], today())


def shown_reservation(one: Named, on: date) -> Reservation:
    """A reservation as it stands on a day."""
    row, known = one.row, known_of(one.row)
    same = (
        "id folio document_id case_file_id request_id legal_basis reason parts signed_by signed_office classified_on until "
        "recorded_by recorded_at decided_on decision_act ended_on end_reason end_act version"
    )
    return Reservation(
        **{name: getattr(row, name) for name in same.split()},
        state=state_of(known, on),
        subject=subject_of(one),
        request=one.request,
        harm=HarmTest(*row.harm),
        last_day=known.last_day,
        decision=known.decision,
        extension=_extension(row),
        end_cause=Cause(row.end_cause) if row.end_cause else None,
    )


def subject_of(one: Named) -> str:
    """What is reserved, in words: title of the document, or code and title of the archival file."""
    return f"{one.code} {one.file_title}" if one.code else one.title or type_name(one.type or "")


def known_of(row: ReservationRow) -> Known:
    """What decides how it stands."""
    decision = Decision(row.decision) if row.decision else None
    return Known(row.classified_on, row.until, decision, row.extended_until, row.ended_on)


def mark_of(row: ReservationRow, on: date) -> ReservationMark:
    """What a paper reserved by that row bears."""
    known = known_of(row)
    return ReservationMark(
        row.folio, state_of(known, on), row.classified_on, row.legal_basis, known.last_day, row.parts,
        row.case_file_id is not None,
    )  # fmt: skip


def marks_of(session: Session, document_ids: Sequence[str]) -> dict[str, ReservationMark]:
    """What each of the documents bears that is reserved today, itself or with its archival file."""
    on = today()
    found = reservations.of_documents(session, document_ids, on)
    return {document_id: mark_of(row, on) for document_id, row in found.items()}


def _extension(row: ReservationRow) -> Extension | None:
    if row.extended_until is None or row.extended_on is None:
        return None
    return Extension(
        row.extended_until, row.extended_on, row.extension_reason, HarmTest(*row.extension_harm), row.extension_act,
        row.extension_signed_by, row.extension_signed_office,
    )  # fmt: skip
