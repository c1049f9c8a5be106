"""Queries on users, tokens, sessions and answers kept for repeated requests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from storage.records.database import now
from storage.records.tables import (
    EventRow,
    IdempotencyRow,
    LawyerRow,
    PendingSignInRow,
    RecoveryCodeRow,
    SessionRow,
    TokenRow,
    UserRow,
)


def active_with_role(session: Session, role: str) -> int:
    """How many active users have the role."""
    query = select(func.count()).select_from(UserRow).where(UserRow.role == role, UserRow.active.is_(True))
    return session.scalar(query) or 0


def user_named(session: Session, name: str) -> UserRow | None:
    """The user of that name, in lower case."""
    return session.scalar(select(UserRow).where(UserRow.name == name.lower()))


def user(session: Session, user_id: str) -> UserRow | None:
    """The user, or None."""
    return session.get(UserRow, user_id)


def user_of_subject(session: Session, subject: str) -> UserRow | None:
    """The user tied to that subject of a provider."""
    return session.scalar(select(UserRow).where(UserRow.oidc_subject == subject))


def users(session: Session) -> list[UserRow]:
    """Every user by name."""
    return list(session.scalars(select(UserRow).order_by(UserRow.name)))


def lawyer(session: Session, key: str) -> LawyerRow | None:
    """The lawyer of that id or professional licence."""
    return session.scalar(select(LawyerRow).where((LawyerRow.id == key.lower()) | (LawyerRow.cedula == key)))


class Bearer(msgspec.Struct, frozen=True):
    """A token and whose it is, as far as it says on whose behalf its bearer acts."""

    token_id: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    user_id: str
    name: str
    role: str
    active: bool
    lawyer_id: str | None


# Put together once, and of bare columns: every request of a program asks for it.
_TOKEN, _USER = TokenRow.__table__.c, UserRow.__table__.c
_BEARER = (
    select(
        _TOKEN.id, _TOKEN.expires_at, _TOKEN.last_used_at, _TOKEN.revoked_at,
        _USER.id, _USER.name, _USER.role, _USER.active, _USER.lawyer_id,
    )
    .join_from(TokenRow.__table__, UserRow.__table__, _USER.id == _TOKEN.user_id)
    .where(_TOKEN.digest == bindparam("digest"))
)  # fmt: skip


def bearer(session: Session, digest: str) -> Bearer | None:
    """The token of that digest and whose it is."""
    found = session.execute(_BEARER, {"digest": digest}).first()
    return Bearer(*found) if found else None


def tokens(session: Session) -> list[tuple[TokenRow, str]]:
    """Every token with the name of its user, the newest first."""
    query = select(TokenRow, UserRow.name).join(UserRow, UserRow.id == TokenRow.user_id)
    return [(row, name) for row, name in session.execute(query.order_by(TokenRow.id.desc()))]


def token(session: Session, token_id: str) -> TokenRow | None:
    """The token, or None."""
    return session.get(TokenRow, token_id)


def token_used(session: Session, token_id: str) -> None:
    """Note that the token was used now."""
    session.execute(update(TokenRow).where(TokenRow.id == token_id).values(last_used_at=now()))


def revoke_tokens_of(session: Session, user_id: str) -> None:
    """Make every token of a user invalid."""
    session.execute(
        update(TokenRow).where(TokenRow.user_id == user_id, TokenRow.revoked_at.is_(None)).values(revoked_at=now())
    )


def session_and_user(session: Session, digest: str) -> tuple[SessionRow, UserRow] | None:
    """The browser session of that digest and whose it is."""
    query = select(SessionRow, UserRow).join(UserRow, UserRow.id == SessionRow.user_id)
    found = session.execute(query.where(SessionRow.digest == digest)).first()
    return (found[0], found[1]) if found else None


def session_seen(session: Session, digest: str) -> None:
    """Note that the session was used now."""
    session.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_at=now()))


def end_session(session: Session, digest: str) -> None:
    """Forget one session."""
    session.execute(delete(SessionRow).where(SessionRow.digest == digest))


def end_sessions_of(session: Session, user_id: str, but: str = "") -> None:
    """Forget every session of a user but one, and every sign-in of theirs that is under way."""
    session.execute(delete(SessionRow).where(SessionRow.user_id == user_id, SessionRow.digest != but))
    session.execute(delete(PendingSignInRow).where(PendingSignInRow.user_id == user_id))


def end_expired_sessions(session: Session) -> None:
    """Forget the sessions, and the sign-ins under way, whose time is over."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at < now()))
    session.execute(delete(PendingSignInRow).where(PendingSignInRow.expires_at < now()))


def open_sessions(session: Session, seen_since: datetime, user_id: str | None = None) -> list[tuple[SessionRow, str]]:
    """Sessions that are neither idle nor over, of one user or of all, with the user's name; last used first."""
    query = select(SessionRow, UserRow.name).join(UserRow, UserRow.id == SessionRow.user_id)
    query = query.where(SessionRow.seen_at > seen_since, SessionRow.expires_at > now())
    if user_id is not None:
        query = query.where(SessionRow.user_id == user_id)
    return [(row, name) for row, name in session.execute(query.order_by(SessionRow.seen_at.desc()).limit(500))]


def session_beginning(session: Session, start: str) -> SessionRow | None:
    """The session whose digest begins so."""
    return session.scalar(select(SessionRow).where(SessionRow.digest.startswith(start, autoescape=True)).limit(1))


def failures_from(session: Session, origin: str, since: datetime) -> int:
    """How many sign-ins failed from an address since then."""
    query = select(func.count()).select_from(EventRow)
    query = query.where(EventRow.at > since, EventRow.action == "sign_in_failed", EventRow.origin == origin)
    return session.scalar(query) or 0


def recovery_code(session: Session, user_id: str, digest: str) -> RecoveryCodeRow | None:
    """The recovery code of that digest, or None."""
    return session.get(RecoveryCodeRow, (digest, user_id))


def any_second_factor(session: Session) -> bytes | None:
    """The sealed secret of some user's second factor, if any has one."""
    return session.scalar(select(UserRow.second_factor).where(UserRow.second_factor.is_not(None)).limit(1))


def recovery_codes_left(session: Session, user_id: str) -> int:
    """How many recovery codes a user has not used."""
    query = select(func.count()).select_from(RecoveryCodeRow)
    return session.scalar(query.where(RecoveryCodeRow.user_id == user_id, RecoveryCodeRow.used_at.is_(None))) or 0


def replace_recovery_codes(session: Session, user_id: str, digests: Sequence[str]) -> None:
    """Forget a user's recovery codes and keep these."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))
    session.add_all([RecoveryCodeRow(digest=digest, user_id=user_id) for digest in digests])
    session.flush()


def add_pending(session: Session, row: PendingSignInRow) -> None:
    """Keep a sign-in under way."""
    session.add(row)
    session.flush()


def pending(session: Session, digest: str) -> PendingSignInRow | None:
    """The sign-in under way of that digest whose time is not over."""
    row = session.get(PendingSignInRow, digest)
    return row if row is not None and row.expires_at > now() else None


def forget_pending(session: Session, digest: str) -> None:
    """A sign-in is under way no more."""
    session.execute(delete(PendingSignInRow).where(PendingSignInRow.digest == digest))


class KeptAnswer(msgspec.Struct, frozen=True):
    """What was answered to a request."""

    request_digest: str
    status: int
    body: dict[str, Any]
    created_at: datetime


def kept_answer(session: Session, key: str, user_id: str, since: datetime) -> KeptAnswer | None:
    """What was answered under the key since then, if anything.

    A status of 0 is what an older release left of a request that was killed under way: it was never answered.
    """
    row = session.get(IdempotencyRow, (key, user_id))
    if row is None or not row.status or row.created_at < since:
        return None
    return KeptAnswer(row.request_digest, row.status, row.body, row.created_at)


def keep_answer(session: Session, key: str, user_id: str, answer: KeptAnswer) -> None:
    """Write what was answered under the key, over what stood there."""
    session.merge(
        IdempotencyRow(
            key=key,
            user_id=user_id,
            request_digest=answer.request_digest,
            status=answer.status,
            body=answer.body,
            created_at=answer.created_at,
        )
    )
    session.flush()


def forget_answers_before(session: Session, moment: datetime) -> None:
    """Drop kept answers that are too old to be asked for again."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < moment))


def display_names(session: Session, names: Sequence[str]) -> dict[str, str]:
    """How users are called on a screen, by user name."""
    query = select(UserRow.name, UserRow.display_name).where(UserRow.name.in_(names))
    return {name: shown for name, shown in session.execute(query)}
