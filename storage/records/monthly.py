"""What a lawyer had assigned and in hand at the end of a month, and what was paid on it: numbers, and the rows behind them.

Every query passes through what the actor may know of; an external lawyer's also through their being that lawyer.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from schemas.access import Actor
from schemas.custody import HolderKind
from schemas.monthly_board import Month
from storage.records.custody import visible_originals
from storage.records.registry import visible_credits
from storage.records.suits import RECEIPT
from storage.records.tables import (
    AssignmentRow,
    CreditRow,
    CustodyEventRow,
    DocumentRow,
    LawsuitCreditRow,
    LawyerRow,
    LinkRow,
    OriginalRow,
    PersonRow,
    RecoveryRow,
)

NO_ONE = ""
"""The lawyer of what had none."""

Counts = dict[str, int]
"""By the lawyer's id, `NO_ONE` for what had none."""


class CreditThen(msgspec.Struct, frozen=True):
    """A credit, who owes it, the lawyer and the day it was assigned."""

    lawyer_id: str
    on: date
    credit_id: str
    credit: str
    debtor_id: str
    debtor: str


class OriginalThen(msgspec.Struct, frozen=True):
    """An original in a lawyer's hands since a moment, with its credit and who owes that, where it has one."""

    lawyer_id: str
    since: Any
    barcode: str
    title: str
    credit_id: str | None
    credit: str | None
    debtor_id: str | None
    debtor: str | None


class Having(msgspec.Struct, frozen=True):
    """That a lawyer had a credit of a lawsuit from a day on, up to another or still."""

    lawyer_id: str
    lawyer: str
    first: date
    ended: date | None


class Payment(msgspec.Struct, frozen=True):
    """A payment in centavos on a credit, its receipt, who owes, and the lawyer who had the credit that day."""

    lawyer_id: str | None
    on: date
    receipt: str
    cents: int
    credit_id: str
    credit: str
    debtor_id: str
    debtor: str


def lawyers(session: Session, actor: Actor) -> dict[str, str]:
    """Names of the lawyers by their ids; an external lawyer knows of themselves alone."""
    query = select(LawyerRow.id, LawyerRow.name)
    if actor.sees_only is not None:
        query = query.where(LawyerRow.id == actor.sees_only)
    return {row.id: row.name for row in session.execute(query)}


def assigned(session: Session, actor: Actor, month: Month) -> Counts:
    """How many credits each lawyer had at the cut."""
    return _counted(session, AssignmentRow.lawyer_id, *_had(actor, month))


def received(session: Session, actor: Actor, month: Month) -> Counts:
    """How many credits were assigned to each lawyer in the month."""
    return _counted(session, AssignmentRow.lawyer_id, *_given(actor, month))


def having(session: Session) -> dict[str, list[Having]]:
    """By lawsuit the lawyers to whom its credits were assigned at any time, in order; the caller knows which lawsuits may be told."""
    row = AssignmentRow
    query = (
        select(LawsuitCreditRow.lawsuit_id, row.lawyer_id, LawyerRow.name, row.assigned_on, row.ended_on)
        .join(LawsuitCreditRow, LawsuitCreditRow.credit_id == row.credit_id)
        .join(LawyerRow, LawyerRow.id == row.lawyer_id)
        .order_by(row.assigned_on, row.id)
    )
    found: dict[str, list[Having]] = {}
    for lawsuit_id, lawyer_id, name, first, ended in session.execute(query):
        found.setdefault(lawsuit_id, []).append(Having(lawyer_id, name, first, ended))
    return found


def credits_had(session: Session, actor: Actor, month: Month) -> list[CreditThen]:
    """The credits of `assigned`, the first assigned first."""
    return _credits(session, _had(actor, month))


def credits_given(session: Session, actor: Actor, month: Month) -> list[CreditThen]:
    """The credits of `received`, the first assigned first."""
    return _credits(session, _given(actor, month))


def originals(session: Session, actor: Actor, month: Month) -> Counts:
    """How many originals each lawyer had in hand at the cut, as the chain of custody tells."""
    event = CustodyEventRow
    query = select(event.to_id, func.count()).where(*_in_hand(actor, month)).group_by(event.to_id)
    if actor.sees_only is not None:
        query = query.join(OriginalRow, OriginalRow.id == event.item_id)
    return {row[0]: row[1] for row in session.execute(query)}


def originals_had(session: Session, actor: Actor, month: Month) -> list[OriginalThen]:
    """The originals of `originals`, the longest in hand first."""
    event = CustodyEventRow
    query = (
        select(
            event.to_id, event.at, OriginalRow.barcode, OriginalRow.title, CreditRow.id, CreditRow.number, PersonRow.id,
            PersonRow.full_name,
        )
        .join(OriginalRow, OriginalRow.id == event.item_id)
        .outerjoin(CreditRow, CreditRow.id == OriginalRow.credit_id)
        .outerjoin(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .where(*_in_hand(actor, month))
        .order_by(event.at, OriginalRow.barcode)
    )  # fmt: skip
    return [OriginalThen(*row) for row in session.execute(query)]


def recovered(session: Session, actor: Actor, month: Month) -> Counts:
    """Centavos paid in the month on the credits each lawyer had on the day of the payment."""
    paid = _payments(actor, month).subquery()
    query = select(paid.c.lawyer_id, func.sum(paid.c.cents)).group_by(paid.c.lawyer_id)
    return {row[0] or NO_ONE: int(row[1]) for row in session.execute(query)}


def payments(session: Session, actor: Actor, month: Month) -> list[Payment]:
    """The payments of `recovered`, the first first."""
    paid = _payments(actor, month).subquery()
    query = (
        select(
            paid.c.lawyer_id, paid.c.on, paid.c.receipt, paid.c.cents, CreditRow.id, CreditRow.number, PersonRow.id,
            PersonRow.full_name,
        )
        .join(CreditRow, CreditRow.id == paid.c.credit_id)
        .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .order_by(paid.c.on, paid.c.receipt, paid.c.id)
    )  # fmt: skip
    return [Payment(*row) for row in session.execute(query)]


def receipts(session: Session, lawsuit_ids: Collection[str]) -> dict[str, str]:
    """The first acknowledgement (acuse) among the documents of each lawsuit."""
    query = (
        select(LinkRow.entity_id, DocumentRow.id)
        .join(DocumentRow, DocumentRow.id == LinkRow.document_id)
        .where(
            LinkRow.entity_kind == "lawsuit",
            LinkRow.entity_id.in_(lawsuit_ids),
            LinkRow.state == "linked",
            DocumentRow.type == RECEIPT,
            DocumentRow.state != "discarded",
        )
        .order_by(DocumentRow.created_at.desc(), DocumentRow.id.desc())
    )
    return {lawsuit_id: document_id for lawsuit_id, document_id in session.execute(query)}


def _credits(session: Session, wanted: list[ColumnElement[bool]]) -> list[CreditThen]:
    row = AssignmentRow
    query = (
        select(row.lawyer_id, row.assigned_on, CreditRow.id, CreditRow.number, PersonRow.id, PersonRow.full_name)
        .join(CreditRow, CreditRow.id == row.credit_id)
        .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .where(*wanted)
        .order_by(row.assigned_on, CreditRow.number_key, row.id)
    )
    return [CreditThen(*one) for one in session.execute(query)]


def _counted(session: Session, by: Any, *wanted: ColumnElement[bool]) -> Counts:  # noqa: ANN401 - a column
    query = select(by, func.count()).where(*wanted).group_by(by)
    return {row[0]: row[1] for row in session.execute(query)}


def _had(actor: Actor, month: Month) -> list[ColumnElement[bool]]:
    row = AssignmentRow
    return [row.assigned_on <= month.cut, or_(row.ended_on.is_(None), row.ended_on > month.cut), *_own(actor)]


def _given(actor: Actor, month: Month) -> list[ColumnElement[bool]]:
    return [AssignmentRow.assigned_on.between(month.first, month.cut), *_own(actor)]


def _own(actor: Actor) -> list[ColumnElement[bool]]:
    """For an external lawyer their own assignments, of credits that they still may know of."""
    if actor.sees_only is None:
        return []
    known = select(CreditRow.id).where(visible_credits(actor)).correlate(None)
    return [AssignmentRow.lawyer_id == actor.sees_only, AssignmentRow.credit_id.in_(known)]


def _in_hand(actor: Actor, month: Month) -> list[ColumnElement[bool]]:
    """Acts of custody that were the last of their originals at the cut and gave them to a lawyer."""
    event, after = CustodyEventRow, aliased(CustodyEventRow)
    went = exists().where(after.item_id == event.item_id, after.number > event.number, after.at < month.until)
    wanted = [event.to_kind == HolderKind.LAWYER.value, event.at < month.until, ~went]
    if actor.sees_only is None:
        return wanted
    return [*wanted, event.to_id == actor.sees_only, visible_originals(actor)]


def _payments(actor: Actor, month: Month) -> Select[Any]:
    row = RecoveryRow
    cents = row.capital_cents + row.interest_cents + row.default_interest_cents + row.other_cents
    whose = _whose()
    query = select(row.id, row.on, row.receipt, row.credit_id, cents.label("cents"), whose.label("lawyer_id"))
    query = query.where(row.on.between(month.first, month.cut))
    if actor.sees_only is None:
        return query
    known = select(CreditRow.id).where(visible_credits(actor)).correlate(None)
    return query.where(whose == actor.sees_only, row.credit_id.in_(known))


def _whose() -> ScalarSelect[Any]:
    """The lawyer who had the credit on the day of the payment; of two the one it was given to last."""
    had = AssignmentRow
    return (
        select(had.lawyer_id)
        .where(
            had.credit_id == RecoveryRow.credit_id,
            had.assigned_on <= RecoveryRow.on,
            or_(had.ended_on.is_(None), had.ended_on >= RecoveryRow.on),
        )
        .order_by(had.assigned_on.desc(), had.id.desc())
        .limit(1)
        .scalar_subquery()
    )
