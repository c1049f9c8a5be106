"""Originals, slips and counts as they are shown: a constant number of queries whatever their number."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from schemas.access import Actor
from schemas.custody import CustodyAct, Holder, HolderKind, LineState, place
from schemas.document_types import type_name
from schemas.originals import (
    FOLDER,
    Condition,
    Count,
    CustodyEvent,
    Elsewhere,
    Evidence,
    Extension,
    Incident,
    IncidentKind,
    Inspection,
    Loan,
    LoanLine,
    Missing,
    Original,
    Originality,
    Place,
    PlaceKind,
)
from service.operations.custody.holders import VAULT
from storage.records import Session, access, custody, holds, loans, registry
from storage.records.tables import CountRow, CustodyEventRow, IncidentRow, LoanRow, OriginalRow, PlaceRow


def called(code: str) -> str:
    """The Spanish name of the type of an original."""
    return "Legajo" if code == FOLDER else type_name(code)


def said_of(holder: Holder) -> str:
    """Where an item of that holder is, in words."""
    if holder.kind is not HolderKind.VAULT:
        return place(holder)
    return "en la bóveda" if holder.name in ("", VAULT) else f"en {holder.name}"


def where(actor: Actor, item: OriginalRow) -> str:
    """Where the item is, in words; who is not of the house is not told the box nor another lawyer's name."""
    return said_of(Holder(HolderKind(item.holder_kind)) if _is_hidden(actor, item) else custody.holder_of(item))


def places_of(session: Session, actor: Actor, document_ids: Iterable[str]) -> dict[str, str]:
    """By document, where its paper original is, in words that begin with a capital; a copy only where there is no original."""
    found = custody.places_of_documents(session, document_ids)
    said = {document_id: where(actor, rows[0]) for document_id, rows in found.items()}
    return {document_id: words[:1].upper() + words[1:] for document_id, words in said.items()}


def originals(session: Session, actor: Actor, rows: Sequence[OriginalRow], today: date) -> tuple[Original, ...]:
    """Originals in the order given."""
    credits = registry.credits_by_id(session, {row.credit_id for row in rows if row.credit_id})
    lines = loans.open_lines(session, [row.id for row in rows])
    held = holds.held_originals(session, holds.reach(session), rows)
    outside = actor.sees_only is not None
    made = []
    for row in rows:
        said = where(actor, row)
        line, slip = lines.get(row.id, (None, None))
        if slip is not None and outside and slip.borrower_id != actor.sees_only:
            line, slip = None, None
        hidden = _is_hidden(actor, row)
        credit = credits.get(row.credit_id or "")
        made.append(
            Original(
                id=row.id,
                barcode=row.barcode,
                type=row.type,
                type_name=called(row.type),
                title=row.title,
                document_id=row.document_id,
                note_id=row.note_id,
                credit_id=row.credit_id,
                credit=credit.number if credit else None,
                lawsuit_id=row.lawsuit_id,
                case_file_id=row.case_file_id,
                volume=row.volume,
                foja_first=row.foja_first,
                foja_last=row.foja_last,
                condition=Condition(row.condition),
                originality=Originality(row.originality),
                seal=row.seal,
                holder_kind=HolderKind(row.holder_kind),
                holder_id="" if hidden else row.holder_id,
                holder="" if hidden else row.holder_name,
                where=said,
                since=row.held_since,
                loan=slip.folio if slip else None,
                due_on=slip.due_on if slip else None,
                overdue=bool(line and slip and _late(line.state, slip.due_on, today)),
                held=row.id in held,
                version=row.version,
            )  # fmt: skip
        )
    return tuple(made)


def people(session: Session, names: Iterable[str]) -> Callable[[str], str]:
    """How those who hand over and receive are called on screens and slips: users by their own name, others as written."""
    shown = access.display_names(session, sorted(set(names)))
    return lambda name: shown.get(name, name)


def chain(session: Session, actor: Actor, rows: Sequence[CustodyEventRow]) -> tuple[CustodyEvent, ...]:
    """Hand-overs; who is not of the house is shown those they took part in."""
    if actor.sees_only is not None:
        rows = [
            row
            for row in rows
            if actor.sees_only in (_lawyer(row.from_kind, row.from_id), _lawyer(row.to_kind, row.to_id))
        ]
    folios = loans.folios(session, [row.loan_id for row in rows if row.loan_id])
    person = people(session, (name for row in rows for name in (row.given_by, row.received_by)))
    return tuple(
        CustodyEvent(
            number=row.number,
            act=CustodyAct(row.act),
            at=row.at,
            from_kind=HolderKind(row.from_kind) if row.from_kind else None,
            from_name=row.from_name,
            to_kind=HolderKind(row.to_kind),
            to_name=row.to_name,
            given_by=person(row.given_by),
            received_by=person(row.received_by),
            reason=row.reason,
            evidence=msgspec.convert(row.evidence, Evidence),
            loan=folios.get(row.loan_id or ""),
            recorded_by=row.recorded_by,
        )  # fmt: skip
        for row in rows
    )


def slips(session: Session, rows: Sequence[LoanRow], today: date) -> tuple[Loan, ...]:
    """Loan slips with their originals and extensions."""
    ids = [row.id for row in rows]
    lines, extensions = loans.lines(session, ids), loans.extensions(session, ids)
    items = custody.originals_by_id(session, [line.item_id for those in lines.values() for line in those])
    granted = [one.granted_by for those in extensions.values() for one in those]
    signed = [name for row in rows for name in (row.received_by, row.issued_by, row.authorised_by)]
    person = people(session, (*signed, *granted))
    made = []
    for row in rows:
        its = lines.get(row.id, [])
        made.append(
            Loan(
                id=row.id,
                folio=row.folio,
                borrower_kind=HolderKind(row.borrower_kind),
                borrower_id=row.borrower_id,
                borrower=row.borrower_name,
                received_by=person(row.received_by),
                purpose=row.purpose,
                lawsuit_id=row.lawsuit_id,
                issued_at=row.issued_at,
                issued_by=person(row.issued_by),
                authorised_by=person(row.authorised_by),
                days=row.days,
                due_on=row.due_on,
                overdue=any(_late(line.state, row.due_on, today) for line in its),
                closed_at=row.closed_at,
                lines=tuple(
                    _line(items[line.item_id], LineState(line.state), line.ended_at, line.inspection)
                    for line in sorted(its, key=lambda line: items[line.item_id].barcode)
                ),
                extensions=tuple(
                    Extension(one.at, person(one.granted_by), one.before, one.after, one.reason)
                    for one in extensions.get(row.id, [])
                ),
            )  # fmt: skip
        )
    return tuple(made)


def places(session: Session, rows: Sequence[PlaceRow]) -> tuple[Place, ...]:
    """Places with how much stands in each."""
    inside = custody.contents(session, [row.id for row in rows])
    return tuple(
        Place(row.id, PlaceKind(row.kind), row.barcode, row.name, row.path, row.parent_id, row.capacity, row.series,
              inside.get(row.id, 0), row.version)
        for row in rows
    )  # fmt: skip


def incidents(session: Session, rows: Sequence[IncidentRow]) -> tuple[Incident, ...]:
    """Incidents with what they befell."""
    items = custody.originals_by_id(session, [row.item_id for row in rows])
    folios = loans.folios(session, [row.loan_id for row in rows if row.loan_id])
    return tuple(
        Incident(row.id, row.item_id, items[row.item_id].barcode, folios.get(row.loan_id or ""), IncidentKind(row.kind),
                 row.at, row.reported_by, row.description, row.settled_at, row.settlement)
        for row in rows
    )  # fmt: skip


def counts(session: Session, rows: Sequence[CountRow]) -> tuple[Count, ...]:
    """Cycle counts as they were found."""
    boxes = custody.places_by_id(session, [row.place_id for row in rows])
    found = [msgspec.convert(row.differences, Differences) for row in rows]
    had = [name for one in found for item in one.missing for name in (item.last_given_by, item.last_received_by)]
    person = people(session, (*had, *(row.counted_by for row in rows)))
    made = []
    for row, differences in zip(rows, found, strict=True):
        box = boxes[row.place_id]
        made.append(
            Count(
                row.id,
                row.folio,
                box.barcode,
                box.path,
                row.at,
                person(row.counted_by),
                row.expected,
                differences.read,
                row.found,
                tuple(
                    msgspec.structs.replace(
                        one,
                        last_given_by=person(one.last_given_by),
                        last_received_by=person(one.last_received_by),
                    )
                    for one in differences.missing
                ),
                differences.elsewhere,
                differences.unexpected,
                differences.twice,
            )  # fmt: skip
        )
    return tuple(made)


class Differences(msgspec.Struct, frozen=True):
    """What a count found, as it is kept."""

    read: int
    missing: tuple[Missing, ...]
    elsewhere: tuple[Elsewhere, ...]
    unexpected: tuple[str, ...]
    twice: tuple[str, ...]


def _is_hidden(actor: Actor, item: OriginalRow) -> bool:
    """Whether the actor is told only the kind of the holder."""
    inside = item.holder_kind in (HolderKind.VAULT.value, HolderKind.LAWYER.value)
    return actor.sees_only is not None and inside and item.holder_id != actor.sees_only


def _line(item: OriginalRow, state: LineState, ended_at: object, inspection: dict[str, object] | None) -> LoanLine:
    return LoanLine(
        item.id, item.barcode, item.title, Originality(item.originality), item.foja_first, item.foja_last, item.seal,
        state, ended_at, msgspec.convert(inspection, Inspection) if inspection else None,  # type: ignore[arg-type]  # a moment or None
    )  # fmt: skip


def _late(state: str, due_on: date | None, today: date) -> bool:
    return state == LineState.OUT.value and due_on is not None and due_on < today


def _lawyer(kind: str | None, holder_id: str) -> str | None:
    return holder_id if kind == HolderKind.LAWYER.value else None
