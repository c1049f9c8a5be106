"""What still binds a credit that is to be settled: lawsuits going on, seizures not lifted, originals not given back."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from schemas.closing import Around
from schemas.custody import HolderKind
from schemas.document_types import Criticality, types_by_code
from schemas.originals import Originality
from schemas.stages import OVER, stage_code
from storage.records.tables import LawsuitCreditRow, LawsuitRow, OriginalRow, SeizureRow

_GIVEN_BACK = (HolderKind.DEBTOR.value, HolderKind.DESTROYED.value, HolderKind.LOST.value)


def around(session: Session, credit_ids: Collection[str]) -> dict[str, Around]:
    """What binds each of the credits, in three queries."""
    suits = Counter(
        credit
        for credit, status in session.execute(
            select(LawsuitCreditRow.credit_id, LawsuitRow.status)
            .join(LawsuitRow, LawsuitRow.id == LawsuitCreditRow.lawsuit_id)
            .where(LawsuitCreditRow.credit_id.in_(credit_ids))
        )
        if stage_code(status) not in OVER
    )
    seized = select(LawsuitCreditRow.credit_id, func.count()).join(
        SeizureRow, SeizureRow.lawsuit_id == LawsuitCreditRow.lawsuit_id
    )
    seizures = _counted(
        session,
        seized.where(LawsuitCreditRow.credit_id.in_(credit_ids), SeizureRow.lifted_on.is_(None)).group_by(
            LawsuitCreditRow.credit_id
        ),
    )
    titles = [code for code, kind in types_by_code().items() if kind.criticality is Criticality.TITLE]
    kept = select(OriginalRow.credit_id, func.count()).where(
        OriginalRow.credit_id.in_(credit_ids),
        OriginalRow.type.in_(titles),
        OriginalRow.originality == Originality.ORIGINAL.value,
        OriginalRow.holder_kind.not_in(_GIVEN_BACK),
    )
    originals = _counted(session, kept.group_by(OriginalRow.credit_id))
    return {one: Around(suits[one], seizures.get(one, 0), originals.get(one, 0)) for one in credit_ids}


def _counted(session: Session, query: Any) -> dict[str, int]:  # noqa: ANN401 - a select of a credit and a number
    return {credit: number for credit, number in session.execute(query)}
