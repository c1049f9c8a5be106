"""Find registry rows by key and list them by words; every query keeps to what the actor may know of."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session

from schemas.access import Actor
from schemas.court_files import CourtFile
from storage.records.registry import (
    visible_assignments,
    visible_credits,
    visible_lawsuits,
    visible_lawyers,
    visible_persons,
)
from storage.records.tables import (
    AssignmentRow,
    CourtRow,
    CreditRow,
    LawsuitCreditRow,
    LawsuitRow,
    LawyerRow,
    PersonRow,
)

T = TypeVar("T")

_MOST_FOUND = 21


class Page(msgspec.Struct, frozen=True):
    """Rows after a place (values of the order), at most `limit`; `where` is a further condition on them."""

    after: tuple[Any, ...] | None
    limit: int
    where: Any = None


def person(session: Session, actor: Actor, key: str) -> Sequence[PersonRow]:
    """The person of that id, CURP or (if it is one person's only) RFC; a key of a merged entry leads to the one kept."""
    upper = key.upper()
    named = or_(PersonRow.id == key, PersonRow.curp == upper, PersonRow.rfc == upper)
    meant = select(func.coalesce(PersonRow.merged_into_id, PersonRow.id)).where(named)
    query = select(PersonRow).where(PersonRow.id.in_(meant), visible_persons(actor))
    return session.scalars(query.limit(_MOST_FOUND)).all()


def credit(session: Session, actor: Actor, key: str, number_key: str) -> Sequence[CreditRow]:
    """The credit of that id or number."""
    named = or_(CreditRow.id == key, CreditRow.number_key == number_key if number_key else false())
    return session.scalars(select(CreditRow).where(named, visible_credits(actor)).limit(_MOST_FOUND)).all()


def lawsuit(session: Session, actor: Actor, key: str) -> Sequence[LawsuitRow]:
    """The lawsuit of that id."""
    return session.scalars(select(LawsuitRow).where(LawsuitRow.id == key, visible_lawsuits(actor))).all()


def lawsuits_of_file(session: Session, actor: Actor, file: CourtFile, court_code: str) -> Sequence[LawsuitRow]:
    """Lawsuits of that kind, number and year, in the court of that code or (empty) in any.

    A number without suffix finds those with one too.
    """
    query = select(LawsuitRow).where(
        LawsuitRow.kind == file.kind.value,
        LawsuitRow.year == file.year,
        LawsuitRow.number == file.number,
        visible_lawsuits(actor),
    )
    if file.suffix:
        query = query.where(LawsuitRow.suffix == file.suffix)
    if court_code:
        query = query.join(CourtRow, CourtRow.id == LawsuitRow.court_id).where(CourtRow.code == court_code)
    found = session.scalars(query.order_by(LawsuitRow.id).limit(_MOST_FOUND)).all()
    exact = [row for row in found if row.suffix == file.suffix]
    return exact if len(exact) == 1 and len({row.court_id for row in found}) == 1 else found


def court(session: Session, key: str, code: str) -> Sequence[CourtRow]:
    """The court of that id or code."""
    return session.scalars(select(CourtRow).where(or_(CourtRow.id == key, CourtRow.code == code))).all()


def lawyer(session: Session, actor: Actor, key: str) -> Sequence[LawyerRow]:
    """The lawyer of that id or professional licence."""
    named = or_(LawyerRow.id == key, LawyerRow.cedula == key)
    return session.scalars(select(LawyerRow).where(named, visible_lawyers(actor))).all()


def persons(session: Session, actor: Actor, words: Sequence[str], key: str, page: Page) -> Sequence[PersonRow]:
    """Persons by name, or by the beginning of CURP or RFC; one that was merged is found as the one kept."""
    query = select(PersonRow).where(visible_persons(actor), PersonRow.merged_into_id.is_(None))
    if words or key:
        sought = named_by(PersonRow.name_key, words)
        if key:
            starts = (column.startswith(key, autoescape=True) for column in (PersonRow.curp, PersonRow.rfc))
            sought = or_(sought, *starts)
        behind = select(PersonRow.merged_into_id).where(PersonRow.merged_into_id.is_not(None), sought)
        query = query.where(or_(sought, PersonRow.id.in_(behind)))
    return paged(session, query, (PersonRow.sort_key, PersonRow.id), page)


def credits(session: Session, actor: Actor, words: Sequence[str], key: str, page: Page) -> Sequence[CreditRow]:
    """Credits by the beginning of their number, or by the name or CURP of the borrower."""
    query = select(CreditRow).where(visible_credits(actor))
    if words or key:
        query = query.join(PersonRow, PersonRow.id == CreditRow.debtor_id)
        own = CreditRow.number_key.startswith(key) if key else false()
        query = query.where(or_(own, named_by(PersonRow.name_key, words), PersonRow.curp == key))
    return paged(session, query, (CreditRow.number_key, CreditRow.id), page)


def lawsuits(
    session: Session, actor: Actor, words: Sequence[str], file: CourtFile | int | None, page: Page
) -> Sequence[LawsuitRow]:
    """Lawsuits by number, or by the name of a borrower sued; the newest first."""
    query = select(LawsuitRow).where(visible_lawsuits(actor))
    if isinstance(file, CourtFile):
        query = query.where(LawsuitRow.year == file.year, LawsuitRow.number == file.number)
    elif file is not None:
        query = query.where(LawsuitRow.number == file)
    elif words:
        sued = (
            select(LawsuitCreditRow.lawsuit_id)
            .join(CreditRow, CreditRow.id == LawsuitCreditRow.credit_id)
            .join(PersonRow, PersonRow.id == CreditRow.debtor_id)
            .where(named_by(PersonRow.name_key, words))
        )
        query = query.where(LawsuitRow.id.in_(sued))
    return paged(session, query, (LawsuitRow.year, LawsuitRow.number, LawsuitRow.id), page, newest=True)


def courts(session: Session, page: Page) -> Sequence[CourtRow]:
    """Every court after the place: there are some hundreds at most."""
    return paged(session, select(CourtRow), (CourtRow.code, CourtRow.id), Page(page.after, 10_000, page.where))


def lawyers(session: Session, actor: Actor, words: Sequence[str], key: str, page: Page) -> Sequence[LawyerRow]:
    """Lawyers by name, or by the beginning of the licence or RFC."""
    query = select(LawyerRow).where(visible_lawyers(actor))
    if words or key:
        starts = or_(LawyerRow.cedula.startswith(key), LawyerRow.rfc.startswith(key)) if len(key) >= 3 else false()
        query = query.where(or_(named_by(LawyerRow.name_key, words), starts))
    return paged(session, query, (LawyerRow.name_key, LawyerRow.id), page)


def assignments(session: Session, actor: Actor, words: Sequence[str], key: str, page: Page) -> Sequence[AssignmentRow]:
    """Assignments by credit number, or by the lawyer's name or licence; the newest first."""
    query = select(AssignmentRow).where(visible_assignments(actor))
    if words or key:
        query = query.join(CreditRow, CreditRow.id == AssignmentRow.credit_id)
        query = query.join(LawyerRow, LawyerRow.id == AssignmentRow.lawyer_id)
        own = or_(CreditRow.number_key.startswith(key), LawyerRow.cedula == key) if key else false()
        query = query.where(or_(own, named_by(LawyerRow.name_key, words)))
    return paged(session, query, (AssignmentRow.assigned_on, AssignmentRow.id), page, newest=True)


def named_by(column: Any, words: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401 - a mapped column of texts
    """Whether each of the words begins a word of the name, whatever their order."""
    if not words:
        return false()
    return and_(
        *(or_(column.startswith(word, autoescape=True), column.contains(f" {word}", autoescape=True)) for word in words)
    )


def paged(
    session: Session, query: Select[T], order: tuple[ColumnElement[Any] | Any, ...], page: Page, *, newest: bool = False
) -> Sequence[T]:
    """A page of the query in that order."""
    if page.where is not None:
        query = query.where(page.where)
    if page.after is not None:
        here = tuple_(*order)
        query = query.where(here < page.after if newest else here > page.after)
    ordered = query.order_by(*(column.desc() if newest else column for column in order))
    return session.scalars(ordered.limit(page.limit)).all()
