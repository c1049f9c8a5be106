"""What was received and how it ended; the work that is under way."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class BatchRow(Base):
    """What was scanned together (lote de captura)."""

    __tablename__ = "batches"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expected_separators: Mapped[int | None]
    found_separators: Mapped[int] = mapped_column(default=0)


class ReceiptRow(Base):
    """A file received (acuse de captura), written before the sender is told so.

    `outcome` is null until the file has reached its one end. `given` is the
    metadata that came with it; of what was added when the same bytes came again,
    its `said_by` names who said it, and no sender can. `parent_id` is the receipt of the e-mail that
    carried the file. `discarded_at` is when an administrator gave up the original of a rejected file.
    """

    __tablename__ = "receipts"
    __table_args__ = (Index(None, "outcome", "received_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    origin: Mapped[str]
    channel: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    batch_id: Mapped[str | None] = mapped_column(ForeignKey("batches.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("receipts.id"), index=True)
    given: Mapped[dict[str, Any]]
    kind: Mapped[str | None]
    media_type: Mapped[str | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    duplicate_of: Mapped[str | None] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    notes: Mapped[list[str]] = mapped_column(default=list)
    discarded_at: Mapped[datetime | None]


class UploadRow(Base):
    """A file on its way in, part by part (envío). `offset` is how many of its bytes are kept; `key` is the sender's name for it.

    `receipt_id` is set in the transaction that receives the file, so that it is received once however often its end is sent.
    """

    __tablename__ = "uploads"
    __table_args__ = (UniqueConstraint("owner", "key"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    key: Mapped[str]
    filename: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger)
    offset: Mapped[int] = mapped_column(BigInteger, default=0)
    given: Mapped[dict[str, Any]]
    receipt_id: Mapped[str | None] = mapped_column(ForeignKey("receipts.id"))
    touched_at: Mapped[datetime] = mapped_column(index=True)


class StoredObjectRow(Base):
    """One object of the object store: its key, digest and size. Every object has a row and every row its object."""

    __tablename__ = "stored_objects"

    key: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str]
    media_type: Mapped[str]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]


class JobRow(Base):
    """A piece of work under a lease. `fence` grows at each claim; a result counts only under its own fence."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_ready",
            "priority",
            "run_at",
            "id",
            sqlite_where=text("state = 'ready'"),
            postgresql_where=text("state = 'ready'"),
        ),
        Index(
            "ix_jobs_running",
            "lease_until",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index(
            "uq_jobs_live",
            "dedupe_key",
            unique=True,
            sqlite_where=text("state in ('ready', 'running')"),
            postgresql_where=text("state in ('ready', 'running')"),
        ),
        Index("ix_jobs_subject", "subject"),
        Index("ix_jobs_state", "state", "kind"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    priority: Mapped[int]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None]
    fence: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    dedupe_key: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class WorkerRow(Base):
    """A worker process that is, or was, alive; `seen_at` is its heartbeat."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    concurrency: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class FactRow(Base):
    """A single fact about this installation, by name (the search index's identity, for one)."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
