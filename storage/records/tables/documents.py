"""Documents, their pages, what was read on them and what they are linked to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class DocumentRow(Base):
    """One document (documento): a whole file, or the pages of a stack between two separators.

    `version` grows with each change that search must see; `indexed_version` is
    what the index holds. `state` is `processing` until the outcome stands.
    `reasons` lists the `Reason` codes for which it waits for a person. `rescan_of` is the document it seems to be a
    scan of too, `version_of` the one a person said it is another version of.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("receipt_id", "position"),
        Index(None, "state", "id"),
        Index(None, "type", "date"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    receipt_id: Mapped[str] = mapped_column(ForeignKey("receipts.id"))
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    media_type: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger)
    batch_id: Mapped[str | None] = mapped_column(ForeignKey("batches.id"), index=True)
    state: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[str]
    type: Mapped[str]
    type_confidence: Mapped[float] = mapped_column(default=0.0)
    type_confirmed_by: Mapped[str | None]
    date: Mapped[date | None]
    date_confirmed_by: Mapped[str | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    page_count: Mapped[int]
    whole_file: Mapped[bool] = mapped_column(default=True)
    serial: Mapped[str | None]
    paper_location: Mapped[str | None]
    rescan_of: Mapped[str | None] = mapped_column(index=True)
    rescan_settled_by: Mapped[str | None]
    version_of: Mapped[str | None] = mapped_column(index=True)
    searchable_key: Mapped[str | None]
    searchable_note: Mapped[str | None]
    secret: Mapped[str | None]
    cover: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=1)
    indexed_version: Mapped[int] = mapped_column(default=0)
    pending_pages: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]


Index(
    "ix_documents_behind",
    DocumentRow.id,
    sqlite_where=DocumentRow.indexed_version != DocumentRow.version,
    postgresql_where=DocumentRow.indexed_version != DocumentRow.version,
)


UNREAD = "letters = 0 AND state <> 'blank'"
"""Pages that are not blank and have no usable text: few, and counted at every look at how the archive stands."""


class PageRow(Base):
    """One page of a document, numbered from 1; `source_page` is its place in the original file, from 0.

    `width` and `height` are points of 1/72 inch of the upright page. `state`
    is `pending`, `read`, `blank` or `failed` (then `problem` says why). `rotation` is
    how the page stands now; `chosen_rotation` is set where a person said so, and holds
    for every reading to come.
    """

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        Index("ix_pages_unread", "document_id", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    source_page: Mapped[int]
    state: Mapped[str]
    problem: Mapped[str | None]
    why: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    width: Mapped[float]
    height: Mapped[float]
    rotation: Mapped[int] = mapped_column(default=0)
    chosen_rotation: Mapped[int | None]
    skew: Mapped[float] = mapped_column(default=0.0)
    dpi: Mapped[int | None]
    confidence: Mapped[float | None]
    text: Mapped[str] = mapped_column(default="")
    letters: Mapped[int] = mapped_column(default=0)
    barcodes: Mapped[list[Any]] = mapped_column(default=list)
    view_key: Mapped[str | None]
    thumbnail_key: Mapped[str | None]
    reading: Mapped[int] = mapped_column(default=0)


class ReadingRow(Base):
    """One layer of one page as read once. A page read again adds rows; `generation` matches `PageRow.reading`."""

    __tablename__ = "readings"
    __table_args__ = (Index(None, "page_id", "generation"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"))
    generation: Mapped[int]
    part: Mapped[str]
    engine: Mapped[str]
    engine_version: Mapped[str]
    language: Mapped[str]
    confidence: Mapped[float]
    parameters: Mapped[dict[str, Any]]
    text: Mapped[str]
    words: Mapped[bytes] = mapped_column(LargeBinary)
    read_at: Mapped[datetime]


class FieldRow(Base):
    """A value found on, or given for, a document: raw beside clean, with its page and box.

    `source` is `machine` or `person`; what a person confirmed is never overwritten by a machine.
    """

    __tablename__ = "fields"
    __table_args__ = (Index(None, "document_id", "name"), Index(None, "name", "value"))

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    name: Mapped[str]
    raw: Mapped[str]
    value: Mapped[str]
    page: Mapped[int | None]
    box: Mapped[list[Any] | None]
    confidence: Mapped[float]
    conflict: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]


class LinkRow(Base):
    """A document belongs to a debtor, credit, lawsuit, court or lawyer (vínculo).

    `state` is `proposed`, `linked` or `refused`; `confirmed_by` is null while only the machine said so.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("document_id", "entity_kind", "entity_id", "role"),
        Index(None, "entity_kind", "entity_id", "state"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    entity_kind: Mapped[str]
    entity_id: Mapped[str]
    role: Mapped[str]
    state: Mapped[str]
    confidence: Mapped[float]
    reason: Mapped[str]
    source: Mapped[str]
    confirmed_by: Mapped[str | None]
    updated_at: Mapped[datetime]


class LastReviewRow(Base):
    """How a document stood before its last review, so that this can be undone while nothing else changed it (deshacer)."""

    __tablename__ = "last_reviews"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version: Mapped[int]
    reviewed_by: Mapped[str]
    reviewed_at: Mapped[datetime]
    before: Mapped[dict[str, Any]]
