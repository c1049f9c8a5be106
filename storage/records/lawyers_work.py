"""What lawyers have in hand: contracts, credits."""

from collections.abc import Collection
from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.contracts import Term
from schemas.custody import HolderKind
from storage.records.registry import visible_lawyers
from storage.records.tables import AssignmentRow, ContractAmendmentRow, LawyerRow, OriginalRow, ServiceContractRow


class LastContract(msgspec.Struct, frozen=True):
    """The contract of a lawyer that ends last; `last` is its last day, amendments and an early end counted."""

    id: str
    number: str
    lawyer_id: str
    lawyer: str
    starts_on: date
    last: date
    document_id: str | None
    credits: int
    originals: int


def contract_terms(session: Session, lawyer_ids: Collection[str]) -> dict[str, list[Term]]:
    """The terms of the service contracts of each lawyer, amendments counted; a lawyer without any is left out."""
    row = ServiceContractRow
    query = (
        select(row.lawyer_id, row.starts_on, row.ends_on, row.ended_on, func.max(ContractAmendmentRow.ends_on))
        .outerjoin(ContractAmendmentRow, ContractAmendmentRow.contract_id == row.id)
        .where(row.lawyer_id.in_(lawyer_ids))
        .group_by(row.id, row.lawyer_id, row.starts_on, row.ends_on, row.ended_on)
        .order_by(row.starts_on)
    )
    found: dict[str, list[Term]] = {}
    for lawyer_id, starts, ends, ended, amended in session.execute(query):
        found.setdefault(lawyer_id, []).append(Term(starts, max(ends, amended) if amended else ends, ended))
    return found


def last_contracts(session: Session, actor: Actor) -> list[LastContract]:
    """The last contract of each lawyer the actor may know of, with how many credits and originals they have now."""
    row = ServiceContractRow
    amended = (
        select(ContractAmendmentRow.contract_id, func.max(ContractAmendmentRow.ends_on).label("ends_on"))
        .group_by(ContractAmendmentRow.contract_id)
        .subquery()
    )
    has = (
        select(AssignmentRow.lawyer_id, func.count().label("credits"))
        .where(AssignmentRow.ended_on.is_(None))
        .group_by(AssignmentRow.lawyer_id)
        .subquery()
    )
    holds = (
        select(OriginalRow.holder_id, func.count().label("originals"))
        .where(OriginalRow.holder_kind == HolderKind.LAWYER.value)
        .group_by(OriginalRow.holder_id)
        .subquery()
    )
    query = (
        select(
            row.id, row.number, row.lawyer_id, LawyerRow.name, row.starts_on, row.ends_on, row.ended_on,
            row.document_id, amended.c.ends_on, has.c.credits, holds.c.originals,
        )
        .join(LawyerRow, LawyerRow.id == row.lawyer_id)
        .outerjoin(amended, amended.c.contract_id == row.id)
        .outerjoin(has, has.c.lawyer_id == row.lawyer_id)
        .outerjoin(holds, holds.c.holder_id == row.lawyer_id)
        .where(visible_lawyers(actor))
        .order_by(row.number)
    )  # fmt: skip
    found: dict[str, LastContract] = {}
    for one in session.execute(query):
        ends = max(one[5], one[8]) if one[8] else one[5]
        last = min(ends, one[6]) if one[6] else ends
        made = LastContract(one[0], one[1], one[2], one[3], one[4], last, one[7], one[9] or 0, one[10] or 0)
        if one[2] not in found or made.last > found[one[2]].last:
            found[one[2]] = made
    return list(found.values())
