"""What was told and filed since lawsuits came to the stage they are at, in three queries whatever their number."""

from collections.abc import Collection
from datetime import date

import msgspec
from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from storage.records.suits import Scope
from storage.records.tables import FilingRow, LawsuitRow, NotificationRow, ResolutionRow, StageEventRow


class StageNotice(msgspec.Struct, frozen=True):
    """Since when a lawsuit is at its stage, and what was told and filed since.

    `effective` are the first days on which what was told took effect, `awaited` those it was told on where nobody
    recorded the effect, `filed` the last filing that may be an answer.
    """

    on: date
    effective: tuple[date, ...]
    awaited: tuple[date, ...]
    filed: date | None


def stage_notices(session: Session, scope: Scope, stages: Collection[str]) -> dict[str, StageNotice]:
    """Of the lawsuits that stand at one of the stages, what was told and filed since they came to it: three queries."""
    event, suit = StageEventRow, LawsuitRow
    here = (
        select(event.lawsuit_id, func.max(event.on).label("on"))
        .join(suit, and_(suit.id == event.lawsuit_id, func.upper(suit.status) == event.stage))
        .where(event.stage.in_(sorted(stages)), *scope.over(event.lawsuit_id))
        .group_by(event.lawsuit_id)
        .subquery()
    )
    made, told, filed = ResolutionRow, NotificationRow, FilingRow
    ordered = (
        select(
            here.c.lawsuit_id, here.c.on, func.min(made.effective_on),
            func.min(case((made.effective_on.is_(None), made.listed_on))),
            func.min(case((and_(made.effective_on.is_(None), made.listed_on.is_(None)), made.issued_on))),
        )
        .outerjoin(made, and_(made.lawsuit_id == here.c.lawsuit_id, made.issued_on >= here.c.on))
        .group_by(here.c.lawsuit_id, here.c.on)
    )  # fmt: skip
    notified = (
        select(
            here.c.lawsuit_id,
            func.min(told.effective_on),
            func.min(case((told.effective_on.is_(None), told.practised_on))),
        )
        .join(told, and_(told.lawsuit_id == here.c.lawsuit_id, told.practised_on >= here.c.on))
        .group_by(here.c.lawsuit_id)
    )
    answered = (
        select(here.c.lawsuit_id, func.max(filed.filed_on))
        .join(filed, and_(filed.lawsuit_id == here.c.lawsuit_id, filed.filed_on >= here.c.on, filed.pushes != "no"))
        .group_by(here.c.lawsuit_id)
    )
    notices = {row[0]: row[1:] for row in session.execute(notified)}
    filings = {lawsuit_id: on for lawsuit_id, on in session.execute(answered)}
    found = {}
    for lawsuit_id, on, effective, listed, issued in session.execute(ordered):
        took, practised = notices.get(lawsuit_id, (None, None))
        known = [one for one in (effective, took) if one is not None]
        awaited = [one for one in (listed, issued, practised) if one is not None]
        found[lawsuit_id] = StageNotice(on, tuple(known), tuple(awaited), filings.get(lawsuit_id))
    return found
