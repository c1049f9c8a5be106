"""Contracts and powers of external lawyers, batches of assignments, evidence of commissions."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class ServiceContractRow(Base):
    """A service contract of an external lawyer (contrato de prestación de servicios). Natural key: its number.

    Days are working days of the office; `clauses` are codes of `schemas.contracts.PROCESSOR_CLAUSES`;
    `commission_stages` maps a stage to its percentage where the commission is tiered.
    """

    __tablename__ = "service_contracts"
    visible_through: ClassVar[str] = "lawyer_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"), index=True)
    represented_by: Mapped[str | None]
    represented_as: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    signed_on: Mapped[date | None]
    territory: Mapped[list[str]] = mapped_column(default=list)
    scope: Mapped[str | None]
    commission: Mapped[str | None]
    commission_stages: Mapped[dict[str, Any]] = mapped_column(default=dict)
    acknowledgement_days: Mapped[int | None]
    report_days: Mapped[int | None]
    return_days: Mapped[int | None]
    penalties: Mapped[str | None]
    clauses: Mapped[list[str]] = mapped_column(default=list)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class ContractAmendmentRow(Base):
    """An amendment of a service contract (convenio modificatorio). Natural key: contract and number."""

    __tablename__ = "contract_amendments"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)
    visible_through: ClassVar[str] = "contract_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("service_contracts.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    ends_on: Mapped[date | None]
    subject: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class PowerRow(Base):
    """A power of attorney (poder notarial). Natural key: deed, notary and city."""

    __tablename__ = "powers"
    __table_args__ = (UniqueConstraint("deed", "notary", "city"),)
    visible_through: ClassVar[str] = "lawyer_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    deed: Mapped[str]
    volume: Mapped[str | None]
    notary: Mapped[str]
    city: Mapped[str]
    signed_on: Mapped[date | None]
    grantor: Mapped[str | None]
    grantor_office: Mapped[str | None]
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"), index=True)
    faculties: Mapped[list[str]] = mapped_column(default=list)
    limits: Mapped[str | None]
    registry_entry: Mapped[str | None]
    revoked_on: Mapped[date | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AssignmentBatchRow(Base):
    """Credits given to a lawyer together (relación de asignación). Natural key: its number. `issued_on` null: still a draft."""

    __tablename__ = "assignment_batches"
    visible_through: ClassVar[str] = "lawyer_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"), index=True)
    assigned_on: Mapped[date]
    issued_on: Mapped[date | None]
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class AssignmentBatchItemRow(Base):
    """A credit of a batch. `assignment_id` is null while it is a draft or when it was refused; `findings` say why."""

    __tablename__ = "assignment_batch_items"
    __table_args__ = (UniqueConstraint("batch_id", "credit_id"),)
    visible_through: ClassVar[str] = "batch_id"

    id: Mapped[str] = mapped_column(primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("assignment_batches.id"))
    credit_id: Mapped[str] = mapped_column(ForeignKey("credits.id"), index=True)
    assignment_id: Mapped[str | None] = mapped_column(ForeignKey("assignments.id"), index=True)
    findings: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
