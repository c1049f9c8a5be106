"""Restructures, agreements and settlements of loans, and who signed them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class RestructureRow(Base):
    """New terms of a loan with a new note (reestructura, CCom 1042). Natural key: its number."""

    __tablename__ = "restructures"
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), index=True)
    signed_on: Mapped[date]
    new_note_id: Mapped[str | None] = mapped_column(ForeignKey("promissory_notes.id"), index=True)
    schedule: Mapped[str | None]
    waived_cents: Mapped[int | None] = mapped_column(BigInteger)
    authorised_by: Mapped[str | None]
    program: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class RestructuredNoteRow(Base):
    """What becomes of an old note of a restructure (pagaré sustituido). Natural key: restructure and note. `fate` null: nobody said yet."""

    __tablename__ = "restructured_notes"
    __table_args__ = (UniqueConstraint("restructure_id", "note_id"),)
    visible_through: ClassVar[str] = "restructure_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    restructure_id: Mapped[str] = mapped_column(ForeignKey("restructures.id"))
    note_id: Mapped[str] = mapped_column(ForeignKey("promissory_notes.id"), index=True)
    fate: Mapped[str | None]
    fate_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AgreementRow(Base):
    """An agreement (convenio) in or out of court, or mediated. Natural key: its number. It interrupts prescription for its signers alone (CCom 1041)."""

    __tablename__ = "agreements"
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), index=True)
    type: Mapped[str]
    signed_on: Mapped[date]
    recognised_cents: Mapped[int | None] = mapped_column(BigInteger)
    waiver: Mapped[str | None]
    due_on: Mapped[date | None]
    default_clause: Mapped[bool | None]
    no_novation: Mapped[bool | None]
    witness: Mapped[str | None]
    ratification: Mapped[str | None]
    sent_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    registry_number: Mapped[str | None]
    lawsuit_id: Mapped[str | None] = mapped_column(ForeignKey("lawsuits.id"), index=True)
    filed_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    seizure: Mapped[str | None]
    breached_on: Mapped[date | None]
    fulfilled_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AgreementSignerRow(Base):
    """Who signed an agreement (firmante). Natural key: agreement and person."""

    __tablename__ = "agreement_signers"
    __table_args__ = (UniqueConstraint("agreement_id", "person_id"),)
    visible_through: ClassVar[str] = "agreement_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    signed_on: Mapped[date | None]
    represented_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class InstalmentRow(Base):
    """A payment an agreement sets (parcialidad). Natural key: agreement and number."""

    __tablename__ = "agreement_instalments"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    visible_through: ClassVar[str] = "agreement_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id"))
    number: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date | None]
    receipt: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class SettlementRow(Base):
    """The letter that nothing is owed any more (finiquito, carta de no adeudo; LGTOC 17, 129). Natural key: the letter's number."""

    __tablename__ = "settlements"
    visible_through: ClassVar[str] = "credit_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), index=True)
    issued_on: Mapped[date]
    paid_cents: Mapped[int | None] = mapped_column(BigInteger)
    waived_cents: Mapped[int | None] = mapped_column(BigInteger)
    receipt: Mapped[str | None]
    received_by: Mapped[str | None]
    identification: Mapped[str | None]
    originals_returned_on: Mapped[date | None]
    originals_receipt_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    lawsuit_id: Mapped[str | None] = mapped_column(ForeignKey("lawsuits.id"), index=True)
    conclusion_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    seized: Mapped[bool | None]
    seizure_lifted_on: Mapped[date | None]
    registry_cancelled_on: Mapped[date | None]
    bureau_updated_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
