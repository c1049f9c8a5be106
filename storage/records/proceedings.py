"""What the books of proceedings must know of other rows: documents of lawsuits, suits of a court, suits on a note."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from schemas.bulletin import KnownSuit
from schemas.court_files import CourtFile, FileOf
from storage.records.portions import portions
from storage.records.suits import borrowers
from storage.records.tables import (
    AcknowledgementRow,
    DocumentRow,
    FilingRow,
    LawsuitNoteRow,
    LawsuitPartyRow,
    LawsuitRow,
    LinkRow,
    NotePaymentRow,
    NoteRow,
    PersonRow,
    SuitAlertRow,
)

MIRROR = "mirror_suit"
"""Code of the alert for a note sued on twice (juicio espejo, DOMAIN 4.6, G1)."""


class OtherSuit(msgspec.Struct, frozen=True):
    """A lawsuit on a note: its id and the stage it is at."""

    id: str
    status: str


class Stamped(NamedTuple):
    """A filing, and the court's stamp on it if that is there."""

    filing: FilingRow
    stamp: AcknowledgementRow | None


def linked_documents(session: Session, document_ids: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of a document and a lawsuit it is linked to."""
    found: set[tuple[str, str]] = set()
    for some in portions(document_ids):
        query = select(LinkRow.document_id, LinkRow.entity_id).where(
            LinkRow.document_id.in_(some),
            LinkRow.entity_kind == "lawsuit",
            LinkRow.state == "linked",
        )
        found.update((document, suit) for document, suit in session.execute(query))
    return found


def titles(session: Session, document_ids: Iterable[str]) -> dict[str, str]:
    """Titles of documents by id."""
    found: dict[str, str] = {}
    for some in portions(document_ids):
        query = select(DocumentRow.id, DocumentRow.title).where(DocumentRow.id.in_(some))
        found.update({row_id: title or row_id for row_id, title in session.execute(query)})
    return found


def suits_on(session: Session, note_ids: Iterable[str]) -> dict[str, list[OtherSuit]]:
    """The lawsuits that each note is the base of."""
    found: dict[str, list[OtherSuit]] = {}
    for some in portions(note_ids):
        query = (
            select(LawsuitNoteRow.note_id, LawsuitRow.id, LawsuitRow.status)
            .join(LawsuitRow, LawsuitRow.id == LawsuitNoteRow.lawsuit_id)
            .where(LawsuitNoteRow.note_id.in_(some))
            .order_by(LawsuitRow.year, LawsuitRow.number, LawsuitRow.id)
        )
        for note_id, suit_id, status in session.execute(query):
            found.setdefault(note_id, []).append(OtherSuit(suit_id, status))
    return found


def alerts_about(session: Session, about_ids: Iterable[str]) -> set[tuple[str, str, str]]:
    """Alerts that were raised: lawsuit, code and what each is about."""
    found: set[tuple[str, str, str]] = set()
    for some in portions(about_ids):
        query = select(SuitAlertRow.lawsuit_id, SuitAlertRow.code, SuitAlertRow.about_id)
        query = query.where(SuitAlertRow.about_id.in_(some))
        found.update((suit, code, about) for suit, code, about in session.execute(query))
    return found


def suits_of_courts(session: Session, court_ids: Iterable[str]) -> dict[str, list[KnownSuit]]:
    """The lawsuits of each court, with the names of their parties: borrowers of what they claim, and who is recorded."""
    rows = list(session.scalars(select(LawsuitRow).where(LawsuitRow.court_id.in_(sorted(set(court_ids))))))
    names: dict[str, list[str]] = {}
    for some in portions(row.id for row in rows):
        for suit_id, people in borrowers(session, some).items():
            names.setdefault(suit_id, []).extend(name for _, name in people)
        query = select(LawsuitPartyRow.lawsuit_id, PersonRow.full_name).join(
            PersonRow, PersonRow.id == LawsuitPartyRow.person_id
        )
        for suit_id, name in session.execute(query.where(LawsuitPartyRow.lawsuit_id.in_(some))):
            names.setdefault(suit_id, []).append(name)
    found: dict[str, list[KnownSuit]] = {}
    for row in rows:
        file = CourtFile(FileOf(row.kind), row.year, row.number, row.suffix)
        found.setdefault(row.court_id, []).append(KnownSuit(row.id, file, tuple(names.get(row.id, ()))))
    return found


def owed(session: Session, lawsuit_id: str) -> int | None:
    """Centavos the notes of the lawsuit amount to, less what was paid on them; None when one's amount is unknown, or none is named."""
    query = select(LawsuitNoteRow.note_id, NoteRow.amount_effective_cents).join(
        NoteRow, NoteRow.id == LawsuitNoteRow.note_id
    )
    found = session.execute(query.where(LawsuitNoteRow.lawsuit_id == lawsuit_id)).all()
    amounts = {note_id: cents for note_id, cents in found if cents is not None}
    if not found or len(amounts) < len(found):
        return None
    paid = session.scalar(select(func.sum(NotePaymentRow.amount_cents)).where(NotePaymentRow.note_id.in_(amounts)))
    return sum(amounts.values()) - (paid or 0)


def stamped_folios(session: Session, court_id: str, but_filing: str) -> list[str]:
    """Folios of the other stamps on filings with the court."""
    query = (
        select(AcknowledgementRow.folio)
        .join(FilingRow, FilingRow.id == AcknowledgementRow.filing_id)
        .join(LawsuitRow, LawsuitRow.id == FilingRow.lawsuit_id)
        .where(
            LawsuitRow.court_id == court_id,
            AcknowledgementRow.folio.is_not(None),
            AcknowledgementRow.filing_id != but_filing,
        )
    )
    return [folio for folio in session.scalars(query) if folio]


def stamped_filings(session: Session, lawsuit_id: str) -> list[Stamped]:
    """The filings of the lawsuit with their stamps, the first first."""
    query = (
        select(FilingRow, AcknowledgementRow)
        .outerjoin(AcknowledgementRow, AcknowledgementRow.filing_id == FilingRow.id)
        .where(FilingRow.lawsuit_id == lawsuit_id)
        .order_by(FilingRow.filed_on, FilingRow.id)
    )
    return [Stamped(filing, stamp) for filing, stamp in session.execute(query)]


def stamp_shown_by(session: Session, document_id: str) -> Stamped | None:
    """The stamp that the document shows, with its filing; the first recorded where it shows several."""
    query = (
        select(FilingRow, AcknowledgementRow)
        .join(AcknowledgementRow, AcknowledgementRow.filing_id == FilingRow.id)
        .where(AcknowledgementRow.document_id == document_id)
        .order_by(AcknowledgementRow.id)
        .limit(1)
    )
    found = session.execute(query).first()
    return Stamped(*found) if found is not None else None
