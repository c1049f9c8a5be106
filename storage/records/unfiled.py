"""Credits whose title a lawyer holds and on which nobody sues: assigned, the original out, no claim filed."""

from datetime import date, datetime

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.court_files import FileOf
from schemas.custody import HolderKind
from schemas.stages import OVER
from storage.records.registry import visible_credits
from storage.records.tables import (
    AssignmentRow,
    CreditRow,
    LawsuitCreditRow,
    LawsuitRow,
    LawyerRow,
    OriginalRow,
    PersonRow,
)


class Unfiled(msgspec.Struct, frozen=True):
    """A credit, who owes it, the lawyer it is assigned to, since when, and since when they hold how many originals of it."""

    credit_id: str
    credit: str
    debtor_id: str
    debtor: str
    lawyer: str
    assigned_on: date
    held_since: datetime
    originals: int


def unfiled(session: Session, actor: Actor) -> list[Unfiled]:
    """Those the actor may know of; a suit that came to nothing is none, its claim must be filed again."""
    stage = func.replace(func.upper(func.trim(LawsuitRow.status)), " ", "_")  # as `stage_code`
    sued = (
        select(LawsuitCreditRow.credit_id)
        .join(LawsuitRow, LawsuitRow.id == LawsuitCreditRow.lawsuit_id)
        .where(
            LawsuitCreditRow.credit_id == CreditRow.id,
            LawsuitRow.kind == FileOf.MAIN.value,
            stage.not_in(sorted(OVER)),
            or_(LawsuitRow.filed_on.is_not(None), stage != "ASIGNADO"),
        )
    )
    query = (
        select(
            CreditRow.id, CreditRow.number, CreditRow.debtor_id, PersonRow.full_name, LawyerRow.name,
            AssignmentRow.assigned_on, func.min(OriginalRow.held_since), func.count(OriginalRow.id),
        )
        .join(AssignmentRow, AssignmentRow.credit_id == CreditRow.id)
        .join(LawyerRow, LawyerRow.id == AssignmentRow.lawyer_id)
        .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        .join(OriginalRow, OriginalRow.credit_id == CreditRow.id)
        .where(
            AssignmentRow.ended_on.is_(None),
            OriginalRow.holder_kind == HolderKind.LAWYER.value,
            OriginalRow.holder_id == AssignmentRow.lawyer_id,
            ~sued.exists(),
            visible_credits(actor),
        )
        .group_by(
            CreditRow.id, CreditRow.number, CreditRow.debtor_id, PersonRow.full_name, LawyerRow.name,
            AssignmentRow.assigned_on,
        )
    )  # fmt: skip
    return [Unfiled(*row) for row in session.execute(query)]
