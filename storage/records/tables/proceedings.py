"""What happens in a lawsuit: parties, base notes, stages, filings and their stamps, resolutions, notices, seizures, letters, edicts, lists."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class ClosureRow(Base):
    """Days on which a court does not work (suspensión de labores), both ends included. Natural key: court and first day."""

    __tablename__ = "closures"
    __table_args__ = (UniqueConstraint("court_id", "first"),)
    visible_through: ClassVar[str] = "*"

    id: Mapped[str] = mapped_column(primary_key=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("courts.id"))
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str | None]
    source: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class LawsuitPartyRow(Base):
    """A party of a lawsuit (parte procesal). Natural key: lawsuit, person and role."""

    __tablename__ = "lawsuit_parties"
    __table_args__ = (UniqueConstraint("lawsuit_id", "person_id", "role"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str]
    served_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class LawsuitNoteRow(Base):
    """A promissory note sued on (documento base de la acción). Natural key: lawsuit and note."""

    __tablename__ = "lawsuit_notes"
    __table_args__ = (UniqueConstraint("lawsuit_id", "note_id"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"), index=True)
    claimed_cents: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class StageEventRow(Base):
    """A stage a lawsuit came to (etapa procesal), and the document that shows it; without one it is `sin soporte documental`."""

    __tablename__ = "stage_events"
    __table_args__ = (UniqueConstraint("lawsuit_id", "stage", "on"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    stage: Mapped[str]
    on: Mapped[date]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class LapsePauseRow(Base):
    """Days on which the lapse of a suit does not run (CCom 1076-VI), both included; `last` null while it goes on. Natural key: lawsuit, cause and first day.

    `document_id` is the paper that proves it: one of which none is held stops no count.
    """

    __tablename__ = "lapse_pauses"
    __table_args__ = (UniqueConstraint("lawsuit_id", "cause", "first"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    cause: Mapped[str]
    first: Mapped[date]
    last: Mapped[date | None]
    note: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class FilingRow(Base):
    """A filing with a court (promoción). `pushes` is yes, no or doubt (CCom 1076). Natural key: lawsuit, day and subject."""

    __tablename__ = "filings"
    __table_args__ = (UniqueConstraint("lawsuit_id", "filed_on", "subject"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    subject: Mapped[str]
    signed_on: Mapped[date | None]
    filed_on: Mapped[date] = mapped_column(index=True)
    filed_at: Mapped[str | None]
    folio: Mapped[str | None]
    annexes: Mapped[list[str]] = mapped_column(default=list)
    pushes: Mapped[str] = mapped_column(default="doubt")
    filed_by: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AcknowledgementRow(Base):
    """The court's stamp on a filing (acuse de recibo, LGTOC 166). Natural key: the filing. `valid` null: nobody checked."""

    __tablename__ = "acknowledgements"
    visible_through: ClassVar[str] = "filing_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    filing_id: Mapped[str] = mapped_column(ForeignKey("filings.id"), unique=True)
    stamped_on: Mapped[date]
    stamped_at: Mapped[str | None]
    office: Mapped[str | None]
    folio: Mapped[str | None]
    fojas: Mapped[int | None]
    copies: Mapped[int | None]
    originals: Mapped[int | None]
    legible: Mapped[bool] = mapped_column(default=True)
    claimed_cents: Mapped[int | None] = mapped_column(BigInteger)
    valid: Mapped[bool | None]
    validated_by: Mapped[str | None]
    validated_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class ResolutionRow(Base):
    """A resolution of the court (decreto, auto, interlocutoria, sentencia). Natural key: lawsuit, kind and day.

    `hearing_on` and `hearing_at` are day and hour (`HH:MM`) of the hearing it sets (audiencia), if it sets one.
    """

    __tablename__ = "resolutions"
    __table_args__ = (UniqueConstraint("lawsuit_id", "kind", "issued_on"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    kind: Mapped[str]
    issued_on: Mapped[date]
    listed_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    orders: Mapped[list[str]] = mapped_column(default=list)
    deadline_on: Mapped[date | None]
    hearing_on: Mapped[date | None] = mapped_column(index=True)
    hearing_at: Mapped[str | None]
    responsible: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class NotificationRow(Base):
    """A notice given (notificación, CCom 1068). Natural key: lawsuit, way, day and addressee."""

    __tablename__ = "notifications"
    __table_args__ = (UniqueConstraint("lawsuit_id", "way", "practised_on", "addressee"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    resolution_id: Mapped[str | None] = mapped_column(ForeignKey("resolutions.id"), index=True)
    way: Mapped[str]
    practised_on: Mapped[date]
    effective_on: Mapped[date | None]
    addressee: Mapped[str] = mapped_column(default="")
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class DiligenceRow(Base):
    """An act at the debtor's (diligencia, CCom 1393). Natural key: lawsuit, day and result."""

    __tablename__ = "diligences"
    __table_args__ = (UniqueConstraint("lawsuit_id", "on", "result"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    on: Mapped[date]
    result: Mapped[str]
    officer: Mapped[str | None]
    address: Mapped[str | None]
    goods: Mapped[str | None]
    depositary: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class SeizureRow(Base):
    """A seizure (embargo, CCom 1394). Natural key: lawsuit, day and goods."""

    __tablename__ = "seizures"
    __table_args__ = (UniqueConstraint("lawsuit_id", "seized_on", "goods"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    seized_on: Mapped[date]
    goods: Mapped[str]
    value_cents: Mapped[int | None] = mapped_column(BigInteger)
    registry_folio: Mapped[str | None]
    inscribed_on: Mapped[date | None]
    lifted_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class RogatoryRow(Base):
    """A letter rogatory (exhorto, CCom 1072). Natural key: lawsuit and number."""

    __tablename__ = "letters_rogatory"
    __table_args__ = (UniqueConstraint("lawsuit_id", "number"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    number: Mapped[str]
    receiving_court_id: Mapped[str | None] = mapped_column(ForeignKey("courts.id"), index=True)
    purpose: Mapped[str | None]
    issued_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    due_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    result: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class EdictRow(Base):
    """A published edict (edicto, CCom 1070). Natural key: lawsuit, newspaper and day."""

    __tablename__ = "edicts"
    __table_args__ = (UniqueConstraint("lawsuit_id", "newspaper", "published_on"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    newspaper: Mapped[str]
    published_on: Mapped[date]
    page: Mapped[str | None]
    cost_cents: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class BulletinLineRow(Base):
    """A line of a court's list (boletín, lista de acuerdos), and the lawsuit it is about where that is known. Natural key: court, day and text."""

    __tablename__ = "bulletin_lines"
    __table_args__ = (UniqueConstraint("court_id", "on", "text"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("courts.id"))
    on: Mapped[date]
    text: Mapped[str]
    lawsuit_id: Mapped[str | None] = mapped_column(ForeignKey("lawsuits.id"), index=True)
    sure: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class SuitAlertRow(Base):
    """Something about a lawsuit that a person must look at (alerta): a note sued on twice (juicio espejo). `settled_*` once somebody did."""

    __tablename__ = "suit_alerts"
    __table_args__ = (UniqueConstraint("lawsuit_id", "code", "about_id"),)
    visible_through: ClassVar[str] = "lawsuit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[str] = mapped_column(ForeignKey("lawsuits.id"))
    code: Mapped[str]
    about_id: Mapped[str]
    sentence: Mapped[str]
    raised_on: Mapped[date]
    settled_on: Mapped[date | None]
    settled_by: Mapped[str | None]
    settled_note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
