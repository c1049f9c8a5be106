"""Who may do what, and the record of what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class UserRow(Base):
    """A person who signs in (usuario). `lawyer_id` ties an external lawyer's user to the lawyer."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    lawyer_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"))
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The sealed secret of the codes (TOTP), whether confirmed or still being set up."""
    second_factor_since: Mapped[datetime | None]
    second_factor_step: Mapped[int] = mapped_column(default=0)
    """The time step of the last code taken: none is taken twice."""
    oidc_subject: Mapped[str | None] = mapped_column(unique=True)


class RecoveryCodeRow(Base):
    """A code that stands once for the second factor (código de recuperación). Only its SHA-256 is kept."""

    __tablename__ = "recovery_codes"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    used_at: Mapped[datetime | None]


class TokenRow(Base):
    """A bearer token of a program. Only the SHA-256 of the token is kept."""

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SessionRow(Base):
    """A person's session in the browser. Only the SHA-256 of the cookie's value is kept."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str]
    origin: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(default="")
    """What the browser calls itself."""


class SavedSearchRow(Base):
    """A search that a person keeps (búsqueda guardada). Natural key: user and name.

    `parameters` are those of the address of a search, as `schemas.saved_searches` names them.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class PendingSignInRow(Base):
    """A sign-in under way (entrada a medias): the password was right and the code is awaited, or the provider is asked.

    Only the SHA-256 of what the browser holds is kept.
    """

    __tablename__ = "pending_sign_ins"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    detail: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class EventRow(Base):
    """One act on one thing (bitácora): who, when, from where, what. Rows are only ever added.

    `digest` is the SHA-256 of the row's own content and of the digest of the
    row before it, so that a change, a removal or an insertion breaks the chain.
    """

    __tablename__ = "events"
    __table_args__ = (Index(None, "object_kind", "object_id"), Index(None, "object_id", "sequence"))

    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(index=True)
    origin: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[dict[str, Any]]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHeadRow(Base):
    """The one row that says how long the log is (cabeza de la bitácora): number of events, frontier of the tree, last seal."""

    __tablename__ = "log_heads"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class CheckpointRow(Base):
    """A signed root of the log at one length (constancia de la bitácora).

    `note` is the signed text, `timestamp` the RFC 3161 answer over it, or null and then `problem` says why.
    """

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str]
    timestamp: Mapped[bytes | None] = mapped_column(LargeBinary)
    problem: Mapped[str | None]


class IdempotencyRow(Base):
    """The answer once given under an idempotency key, so that a repeated request gets the same one."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
