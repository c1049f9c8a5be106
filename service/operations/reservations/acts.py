"""Reserve a document or an archival file for one request, and what becomes of it: confirmed, modified or revoked, extended once, ended."""

from schemas.access import Action, Actor
from schemas.custody import Refusal
from schemas.errors import Conflict, InvalidInput
from schemas.reservations import (
    STANDING,
    Asked,
    CommitteeIn,
    EndIn,
    ExtensionIn,
    Reservation,
    ReservationIn,
    State,
    committee_refusal,
    end_refusal,
    extension_refusal,
    harm_texts,
    reserve_refusal,
    state_of,
)
from service.archive import Archive, require
from service.operations.classification.files import found as found_file
from service.operations.days import today
from service.operations.reservations.views import found_reservation, known_of, shown_row
from storage.records import Session, documents, events, new_id, now, numbering, requests, reservations
from storage.records.tables import DataRequestRow, ReservationRow

_BAD = frozenset(("incomplete", "too_long", "bad_term", "bad_date", "in_advance", "not_modified"))
"""Refusals of what was written, rather than of how the reservation stands."""


def reserve(archive: Archive, actor: Actor, given: ReservationIn) -> Reservation:
    """Reserve a document or an archival file, in answer to one registered request for information.

    It stands from its day, and waits for the committee to confirm it.

    Raises:
        Forbidden: the actor may not write records management.
        NotFound: there is no such document or archival file.
        InvalidInput: not one of document and archival file, a request that is not registered (`unknown_request`), or what
            `reserve_refusal` says of the texts and days.
        Conflict: the request is not for information, one stands already (`already_reserved`), or the whole was reserved
            once and is public now (`already_public`).
    """
    require(actor, Action.WRITE_RECORDS)
    if (given.document is None) == (given.case_file is None):
        raise InvalidInput("document, case_file: diga cuál de los dos se reserva.", code="one_subject")
    day = today()
    on = given.classified_on or day
    with archive.database.write() as session:
        request = _request(session, given.request)
        asked = Asked(request.kind, request.received_on, request.answered_on)
        _refuse(reserve_refusal(given, on, asked, day))
        document = documents.visible(session, actor, given.document).id if given.document else None
        file = found_file(session, given.case_file).id if given.case_file else None
        _refuse_again(session, document, file)
        row = ReservationRow(
            id=new_id(), folio=f"RS{day.year}-{numbering.next_number(session, f'reservation_{day.year}'):04d}",
            document_id=document, case_file_id=file, request_id=request.id, legal_basis=given.legal_basis.strip(),
            reason=given.reason.strip(), harm=[one.strip() for one in harm_texts(given.harm)], parts=given.parts.strip(),
            signed_by=given.signed_by.strip(), signed_office=given.signed_office.strip(), classified_on=on, until=given.until,
            recorded_by=actor.name, recorded_at=now(), extension_harm=[],
        )  # fmt: skip
        session.add(row)
        session.flush()
        _note(session, actor, "reserve", row, request=request.folio, until=row.until.isoformat(), basis=row.legal_basis)
        return shown_row(session, row)


def decide(archive: Archive, actor: Actor, key: str, given: CommitteeIn) -> Reservation:
    """Write down what the committee decided: confirmed, modified, or revoked, which ends it.

    Raises:
        Forbidden: the actor may not decide about records.
        NotFound: there is no such reservation.
        InvalidInput, Conflict: as `committee_refusal` says.
    """
    require(actor, Action.DECIDE_RECORDS)
    with archive.database.write() as session:
        row = found_reservation(session, key)
        _refuse(committee_refusal(known_of(row), given, today()))
        row.decision, row.decided_on, row.decision_act = given.decision.value, given.on, given.act.strip()
        row.until = given.until or row.until
        row.parts = row.parts if given.parts is None else given.parts.strip()
        row.legal_basis = row.legal_basis if given.legal_basis is None else given.legal_basis.strip()
        said = {"decision": row.decision, "act": row.decision_act, "until": row.until.isoformat()}
        return _done(session, actor, "decide_reservation", row, said)


def extend(archive: Archive, actor: Actor, key: str, given: ExtensionIn) -> Reservation:
    """Write down the one extension, approved by the committee on a harm test of its own.

    Raises:
        Forbidden: the actor may not decide about records.
        NotFound: there is no such reservation.
        InvalidInput, Conflict: as `extension_refusal` says.
    """
    require(actor, Action.DECIDE_RECORDS)
    with archive.database.write() as session:
        row = found_reservation(session, key)
        _refuse(extension_refusal(known_of(row), given, today()))
        row.extended_until, row.extended_on, row.extension_reason = given.until, given.on, given.reason.strip()
        row.extension_harm = [one.strip() for one in harm_texts(given.harm)]
        row.extension_act = given.act.strip()
        row.extension_signed_by, row.extension_signed_office = given.signed_by.strip(), given.signed_office.strip()
        said = {"act": row.extension_act, "until": given.until.isoformat()}
        return _done(session, actor, "extend_reservation", row, said)


def declassify(archive: Archive, actor: Actor, key: str, given: EndIn) -> Reservation:
    """End a reservation before its term; the paper is public from then on.

    Raises:
        Forbidden: the actor may not decide about records.
        NotFound: there is no such reservation.
        InvalidInput, Conflict: as `end_refusal` says.
    """
    require(actor, Action.DECIDE_RECORDS)
    with archive.database.write() as session:
        row = found_reservation(session, key)
        _refuse(end_refusal(known_of(row), given, today()))
        row.ended_on, row.end_cause = given.on, given.cause.value
        row.end_reason, row.end_act = given.reason.strip(), given.act.strip()
        said = {"cause": row.end_cause, "reason": row.end_reason, "act": row.end_act}
        return _done(session, actor, "declassify", row, said)


def _request(session: Session, folio: str) -> DataRequestRow:
    row = requests.by_folio(session, folio.strip())
    if row is None:
        raise InvalidInput("request: no hay una solicitud registrada con ese folio.", code="unknown_request")
    return row


def _refuse(refused: Refusal | None) -> None:
    if refused is not None:
        raise InvalidInput(refused.sentence, code=refused.code) if refused.code in _BAD else refused.error()


def _refuse_again(session: Session, document: str | None, file: str | None) -> None:
    """What expired or was declassified whole is public, and what is public is not reserved again (LGTAIP 104)."""
    for row in reservations.of_subject(session, document, file):
        state = state_of(known_of(row), today())
        if state in STANDING:
            raise Conflict(f"Ya está reservado con el folio {row.folio}.", code="already_reserved")
        if state is not State.REVOKED and not row.parts:
            said = f"Su reserva {row.folio} terminó: es público y no se reserva otra vez (LGTAIP 104)."
            raise Conflict(said, code="already_public")


def _done(session: Session, actor: Actor, action: str, row: ReservationRow, said: dict[str, str]) -> Reservation:
    row.version += 1
    session.flush()
    _note(session, actor, action, row, **said)
    return shown_row(session, row)


def _note(session: Session, actor: Actor, action: str, row: ReservationRow, **said: str) -> None:
    subject = {"document": row.document_id} if row.document_id else {"case_file": row.case_file_id}
    detail = {"folio": row.folio, **subject, **said}
    events.record(session, events.Act(actor.name, actor.origin, action, "reservation", row.id, detail))
