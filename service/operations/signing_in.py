"""Browser sessions of people: sign in, stay signed in, change the password, sign out.

The cookie holds 32 random bytes, the database their SHA-256. Who guesses is shut
out (`lock_out`). An address from which thirty attempts failed within ten minutes
waits, too, whatever names it tried.
"""

import secrets
from datetime import timedelta

import msgspec

from schemas.access import Actor
from schemas.errors import InvalidInput, Unauthenticated
from service.archive import Archive
from service.operations import second_factor
from service.operations.access import actor_of, digest_of, hash_password, password_fits
from service.operations.contract_access import refuse_past_contract
from service.operations.lock_out import note_failure, refuse_while_locked
from storage.records import access, events, now
from storage.records.tables import PendingSignInRow, SessionRow, UserRow

SEEN_EVERY = timedelta(minutes=1)
FREE_FROM_ADDRESS = 30
ADDRESS_WINDOW = timedelta(minutes=10)
FOR_SECOND_STEP = timedelta(minutes=5)
MOST_AGENT = 200

_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$IiOhVZ4Gkp3B8SM/ZBzsUCnHBQiUbRhOAJHS0cC3gJQ"
"""A seal no password fits: an unknown name costs as long as a known one."""


class SignedIn(msgspec.Struct, frozen=True):
    """A session as its owner gets it. `secret` is the cookie's value, `csrf` goes with every change."""

    actor: Actor
    display_name: str
    csrf: str
    must_change_password: bool
    digest: str
    secret: str = ""


class HalfWay(msgspec.Struct, frozen=True):
    """A sign-in whose password was right and whose code is awaited; `secret` names it for five minutes."""

    secret: str


def sign_in(archive: Archive, name: str, password: str, origin: str, agent: str = "", code: str = "") -> SignedIn:
    """Begin a session in one step.

    Raises:
        Unauthenticated: name, password or code are wrong, (code `second_factor_required`) the code is missing,
            or (code `locked_out`) there were too many attempts.
    """
    user = _known(archive, name, password, origin)
    if user.second_factor_since is not None:
        if not code:
            raise Unauthenticated("Escriba también el código de su teléfono.", code="second_factor_required")
        _take_code(archive, user, code, origin)
    return begin_session(archive, user.id, origin, agent, proved=user.password_hash)


def enter(archive: Archive, name: str, password: str, origin: str, agent: str = "") -> SignedIn | HalfWay:
    """Begin a session, or ask for the code of the second factor.

    Raises:
        Unauthenticated: as `sign_in`.
    """
    user = _known(archive, name, password, origin)
    if user.second_factor_since is None:
        return begin_session(archive, user.id, origin, agent, proved=user.password_hash)
    secret = secrets.token_urlsafe(32)
    with archive.database.write() as session:
        row = PendingSignInRow(digest=digest_of(secret), user_id=user.id, detail={}, expires_at=now() + FOR_SECOND_STEP)
        access.add_pending(session, row)
    return HalfWay(secret)


def finish(archive: Archive, half_way: str, code: str, origin: str, agent: str = "") -> SignedIn:
    """Begin the session that `enter` left half way.

    Raises:
        Unauthenticated: the code is wrong, or (code `session_ended`) too much time has passed.
    """
    digest = digest_of(half_way[:200])
    with archive.database.read() as session:
        row = access.pending(session, digest)
        user = access.user(session, row.user_id) if row is not None and row.user_id else None
    if user is None or user.second_factor_since is None or not user.active:
        raise Unauthenticated("Pasó demasiado tiempo. Empiece de nuevo.", code="session_ended")
    _take_code(archive, user, code, origin)
    with archive.database.write() as session:
        access.forget_pending(session, digest)
    return begin_session(archive, user.id, origin, agent, proved=user.password_hash)


def _take_code(archive: Archive, user: UserRow, code: str, origin: str) -> None:
    with archive.database.write() as session:
        row = access.user(session, user.id)
        if row is not None:  # asked in the transaction that counts: of many codes sent at once no more are tried
            refuse_while_locked(row)
        right = row is not None and second_factor.fits(archive, session, row, code)
        if not right:
            note_failure(session, row, origin)
    if not right:
        raise Unauthenticated("El código no es correcto o ya se usó.", code="wrong_code")


def _known(archive: Archive, name: str, password: str, origin: str) -> UserRow:
    """The active user of that name and password."""
    with archive.database.read() as session:
        user = access.user_named(session, name.strip()[:64])
        failures = access.failures_from(session, origin, now() - ADDRESS_WINDOW)
    if failures >= FREE_FROM_ADDRESS:
        raise Unauthenticated("Demasiados intentos fallidos desde su red. Espere diez minutos.", code="locked_out")
    if user is not None:
        refuse_while_locked(user)
    fits = password_fits(user.password_hash if user else _NOBODY, password)
    if user is None or not fits or not user.active:
        _note_failure(archive, user, origin)
        raise _wrong()
    return user


def _wrong() -> Unauthenticated:
    return Unauthenticated("El usuario o la contraseña no son correctos.", code="wrong_password")


def _note_failure(archive: Archive, user: UserRow | None, origin: str) -> None:
    with archive.database.write() as session:
        note_failure(session, access.user(session, user.id) if user else None, origin)


def begin_session(archive: Archive, user_id: str, origin: str, agent: str, *, proved: str | None = None) -> SignedIn:
    """Begin a session of somebody who has proved who they are.

    Args:
        archive: the archive.
        user_id: who.
        origin: the address they come from.
        agent: what their browser calls itself.
        proved: the sealed password that the one given was found to fit. To find that takes a while, in which it may
            have been changed, and in which many guesses sent at once were counted.

    Raises:
        Unauthenticated: there is no such active user any more, their contract is over (`contract_ended`), the password
            is another by now, or (code `locked_out`) there were too many attempts.
    """
    secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    moment = now()
    with archive.database.write() as session:
        user = access.user(session, user_id)
        if user is None or not user.active:
            raise _wrong()
        if proved is not None:
            refuse_while_locked(user)
            if user.password_hash != proved:
                raise _wrong()
        refuse_past_contract(session, user.role, user.lawyer_id)
        user.failed_logins, user.locked_until = 0, None
        access.end_expired_sessions(session)
        session.add(
            SessionRow(
                digest=digest_of(secret),
                user_id=user.id,
                csrf=csrf,
                origin=origin,
                created_at=moment,
                seen_at=moment,
                expires_at=moment + timedelta(seconds=archive.settings.session_absolute),
                agent=agent[:MOST_AGENT],
            )
        )
        session.flush()
        events.record(session, events.Act(user.name, origin, "sign_in", "user", user.id))
        return SignedIn(
            actor_of(user, origin), user.display_name, csrf, user.must_change_password, digest_of(secret), secret
        )


def resume(archive: Archive, secret: str, origin: str) -> SignedIn:
    """The session of a cookie.

    Raises:
        Unauthenticated: it has ended, by idleness, age, sign-out, suspension or the end of a lawyer's contract.
    """
    over = Unauthenticated("La sesión terminó. Entre de nuevo.", code="session_ended")
    digest = digest_of(secret[:200])
    with archive.database.look() as session:
        found = access.session_and_user(session, digest)
        if found is not None:
            refuse_past_contract(session, found[1].role, found[1].lawyer_id)
    if found is None:
        raise over
    row, user = found
    moment = now()
    idle = moment - row.seen_at > timedelta(seconds=archive.settings.session_idle)
    if idle or row.expires_at <= moment or not user.active:
        with archive.database.write() as session:
            access.end_session(session, digest)
        raise over
    if moment - row.seen_at > SEEN_EVERY:
        with archive.database.write() as session:
            access.session_seen(session, digest)
    return SignedIn(actor_of(user, origin), user.display_name, row.csrf, user.must_change_password, digest)


def change_password(archive: Archive, signed_in: SignedIn, old: str, new: str) -> None:
    """Change one's own password; every other session of the user ends.

    Raises:
        Unauthenticated: the old password is wrong; counted like a failed sign-in.
        InvalidInput: the new one is too short, too long or the old one.
    """
    actor = signed_in.actor
    with archive.database.read() as session:
        user = access.user(session, actor.user_id or "")
    if user is not None:
        refuse_while_locked(user)
    if user is None or not password_fits(user.password_hash, old):
        _note_failure(archive, user, actor.origin)
        raise Unauthenticated("La contraseña actual no es correcta.", code="wrong_password")
    if new == old or new.lower() == user.name:
        raise InvalidInput("La contraseña nueva debe ser distinta de la anterior.", code="weak_password")
    sealed = hash_password(new)
    with archive.database.write() as session:
        row = access.user(session, user.id)
        if row is None or row.password_hash != user.password_hash:  # somebody gave them another meanwhile
            raise Unauthenticated("La contraseña actual no es correcta.", code="wrong_password")
        row.password_hash, row.must_change_password, row.failed_logins = sealed, False, 0
        access.end_sessions_of(session, row.id, but=signed_in.digest)
        events.record(session, events.Act(actor.name, actor.origin, "change_password", "user", row.id))


def sign_out(archive: Archive, signed_in: SignedIn) -> None:
    """End the session."""
    actor = signed_in.actor
    with archive.database.write() as session:
        access.end_session(session, signed_in.digest)
        events.record(session, events.Act(actor.name, actor.origin, "sign_out", "user", actor.user_id or "-"))
