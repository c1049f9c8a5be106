"""Records management: classification, retention, archival files, holds, and the lots that move or end them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class ClassificationRow(Base):
    """A node of the classification scheme (cuadro general de clasificación): fondo, sección, serie or subserie.

    A code is changed by ending its row and beginning another; archival files keep the row they were opened under.
    """

    __tablename__ = "classification_nodes"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    level: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("classification_nodes.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class RetentionRuleRow(Base):
    """A line of the retention schedule (catálogo de disposición documental): how long a series is kept, and then what.

    `values` are of A (administrativo), L (legal), F (fiscal o contable). Years count from the closing of a file.
    `approval_act` is empty while the rule is a proposal of the interdisciplinary group.
    """

    __tablename__ = "retention_rules"

    id: Mapped[str] = mapped_column(primary_key=True)
    node_id: Mapped[str] = mapped_column(ForeignKey("classification_nodes.id"), index=True)
    values: Mapped[list[str]]
    active_years: Mapped[int]
    semi_active_years: Mapped[int]
    precaution_years: Mapped[int]
    disposition: Mapped[str]
    legal_basis: Mapped[str]
    approval_act: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CaseFileRow(Base):
    """An archival file (expediente de archivo): code `fondo/sección/serie/número/año`, its life from opening to its end.

    `code` is what stood when it was opened and stays. `rule_id` is the approved
    retention rule that stood when it was closed, or the first approved since. `fojas` are the sheets counted at closing.
    """

    __tablename__ = "case_files"
    __table_args__ = (UniqueConstraint("node_id", "year", "number"), Index(None, "stage", "closed_on"))

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    node_id: Mapped[str] = mapped_column(ForeignKey("classification_nodes.id"))
    number: Mapped[int]
    year: Mapped[int]
    title: Mapped[str]
    subject: Mapped[str]
    unit: Mapped[str]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    volumes: Mapped[int | None]
    fojas: Mapped[int | None]
    access: Mapped[str]
    stage: Mapped[str]
    rule_id: Mapped[str | None] = mapped_column(ForeignKey("retention_rules.id"))
    debtor_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    credit_id: Mapped[str | None] = mapped_column(ForeignKey("credits.id"), index=True)
    lawsuit_id: Mapped[str | None] = mapped_column(ForeignKey("lawsuits.id"), index=True)
    lawyer_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class CaseFileDocumentRow(Base):
    """A document that belongs to an archival file; to one only (LGA 12), other matters link to it."""

    __tablename__ = "case_file_documents"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    case_file_id: Mapped[str] = mapped_column(ForeignKey("case_files.id"), index=True)


class HoldRow(Base):
    """A legal hold (resguardo legal): nothing it reaches may be destroyed, transferred away or removed while it stands.

    `subject_kind` is debtor, credit, lawsuit, lawyer, case_file or audit; of an
    audit `subject_id` is the beginning of a classification code.
    """

    __tablename__ = "holds"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str]
    authority: Mapped[str]
    placed_at: Mapped[datetime]
    placed_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifting_reason: Mapped[str | None]


class LotRow(Base):
    """Archival files that are transferred or destroyed together (lote de transferencia o de baja).

    `state` is proposed, signed, acted, done or cancelled. `signatures` are who
    signed, in which office, when. `act` is the reference of the signed act (acta, dictamen).
    """

    __tablename__ = "lots"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    signatures: Mapped[list[Any]]
    act: Mapped[str]
    act_on: Mapped[date | None]
    act_document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class LotFileRow(Base):
    """An archival file in a lot; `boxes` are the barcodes of the boxes its paper was in when the lot was done."""

    __tablename__ = "lot_files"

    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"), primary_key=True)
    case_file_id: Mapped[str] = mapped_column(ForeignKey("case_files.id"), primary_key=True, index=True)
    boxes: Mapped[list[str]]


class BreachRow(Base):
    """A breach of personal data (vulneración): when, what, why, correction at once and final (LGPDPPSO 33-35)."""

    __tablename__ = "breaches"

    id: Mapped[str] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(unique=True)
    happened_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    nature: Mapped[str]
    cause: Mapped[str]
    personal_data: Mapped[str]
    immediate: Mapped[str]
    recommendations: Mapped[str]
    contact: Mapped[str]
    persons: Mapped[int]
    final: Mapped[str | None]
    notified_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
