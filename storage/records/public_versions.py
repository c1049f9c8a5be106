"""Queries on public versions of documents."""

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.records.tables import (
    CreditPartyRow,
    CreditRow,
    DataRequestRow,
    DocumentRow,
    FieldRow,
    LawsuitCreditRow,
    LawsuitPartyRow,
    LinkRow,
    PersonRow,
    PublicVersionPageRow,
    PublicVersionRow,
)

NAMED = ("borrower", "guarantor", "defendants")
"""Values of a document that name people whose data are theirs alone."""
OPEN = ("draft", "making", "prepared")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which public versions: of a document, at a state."""

    document: str | None = None
    state: str | None = None


def public_version(session: Session, key: str) -> PublicVersionRow | None:
    """The public version of that id or folio."""
    query = select(PublicVersionRow).where(or_(PublicVersionRow.id == key, PublicVersionRow.folio == key.upper()))
    return session.scalar(query)


def open_version(session: Session, document_id: str) -> PublicVersionRow | None:
    """The one of the document that is still being prepared or reviewed."""
    query = select(PublicVersionRow).where(
        PublicVersionRow.document_id == document_id, PublicVersionRow.state.in_(OPEN)
    )
    return session.scalar(query.limit(1))


def listed(session: Session, wanted: Wanted, before: str, limit: int) -> list[tuple[PublicVersionRow, str]]:
    """A page of public versions with the titles of their documents, the newest first, older than the id `before`."""
    query = select(PublicVersionRow, DocumentRow.title).join(
        DocumentRow, DocumentRow.id == PublicVersionRow.document_id
    )
    if wanted.document is not None:
        query = query.where(PublicVersionRow.document_id == wanted.document)
    if wanted.state is not None:
        query = query.where(PublicVersionRow.state == wanted.state)
    if before:
        query = query.where(PublicVersionRow.id < before)
    rows = session.execute(query.order_by(PublicVersionRow.id.desc()).limit(limit))
    return [(row, title) for row, title in rows]


def pages_of(session: Session, version_id: str) -> list[PublicVersionPageRow]:
    """The pages of a public version in order."""
    query = select(PublicVersionPageRow).where(PublicVersionPageRow.public_version_id == version_id)
    return list(session.scalars(query.order_by(PublicVersionPageRow.number)))


def page_of(session: Session, version_id: str, number: int) -> PublicVersionPageRow | None:
    """One page of a public version."""
    return session.get(PublicVersionPageRow, (version_id, number))


def is_request(session: Session, folio: str) -> bool:
    """Whether a request of that folio is registered."""
    return session.scalar(select(DataRequestRow.id).where(DataRequestRow.folio == folio)) is not None


def people_meant(session: Session, document_id: str) -> tuple[str, ...]:
    """The names of the people a document is, or seems to be, about: as read on it, and as registered with its matters."""
    read = select(FieldRow.value).where(FieldRow.document_id == document_id, FieldRow.name.in_(NAMED))
    links = select(LinkRow.entity_id).where(LinkRow.document_id == document_id, LinkRow.state != "refused")
    debtors, lawsuits = (links.where(LinkRow.entity_kind == kind) for kind in ("debtor", "lawsuit"))
    credits = links.where(LinkRow.entity_kind == "credit").union(
        select(LawsuitCreditRow.credit_id).where(LawsuitCreditRow.lawsuit_id.in_(lawsuits))
    )
    ids = list(session.scalars(credits))
    registered = select(PersonRow.full_name).where(
        or_(
            PersonRow.id.in_(debtors),
            PersonRow.id.in_(select(CreditRow.debtor_id).where(CreditRow.id.in_(ids))),
            PersonRow.id.in_(select(CreditRow.guarantor_id).where(CreditRow.id.in_(ids))),
            PersonRow.id.in_(select(CreditPartyRow.person_id).where(CreditPartyRow.credit_id.in_(ids))),
            PersonRow.id.in_(select(LawsuitPartyRow.person_id).where(LawsuitPartyRow.lawsuit_id.in_(lawsuits))),
        )
    )
    return tuple(dict.fromkeys([*session.scalars(read), *session.scalars(registered)]))
