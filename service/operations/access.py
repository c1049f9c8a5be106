"""Users and the tokens of their programs. Browser sessions are in `signing_in`."""

import hashlib
import re
import secrets
import threading
from datetime import datetime, timedelta

import argon2
import msgspec

from schemas.access import SYSTEM, Action, Actor, Role
from schemas.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from service.archive import Archive, require
from service.operations.contract_access import refuse_past_contract
from storage.records import Session, access, events, new_id, now
from storage.records.tables import TokenRow, UserRow

TOKEN_PREFIX = "lgj_"
FIRST_ADMINISTRATOR = "admin"
FEWEST_LETTERS = 12
MOST_LETTERS = 256
USED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a token is known; a write for every request would cost more than it tells."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_READ_OUT = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = argon2.PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)  # each check takes 64 MB: a flood of log-ins must not take the machine


class NewUser(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A user to be. `lawyer` is the id or professional licence (cédula) of an external lawyer."""

    name: str
    role: Role
    display_name: str = ""
    lawyer: str | None = None


class UserChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to change of a user; what is not given stays.

    `new_password` asks for a fresh one-time password;
    `forget_second_factor` lets somebody in who lost the telephone.
    """

    role: Role | None = None
    display_name: str | None = None
    active: bool | None = None
    lawyer: str | None = None
    new_password: bool = False
    forget_second_factor: bool = False


class UserView(msgspec.Struct, frozen=True):
    """A user as shown; nothing secret."""

    id: str
    name: str
    display_name: str
    role: str
    active: bool
    lawyer_id: str | None
    must_change_password: bool
    locked_until: datetime | None
    created_at: datetime
    second_factor: bool


class TokenView(msgspec.Struct, frozen=True):
    """A token as shown; the token itself is not kept."""

    id: str
    user: str
    name: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


def make_first_administrator(archive: Archive) -> str | None:
    """Make the user `admin` where nobody administers, as in a new archive.

    Returns:
        The one-time password, which must be changed at the first sign-in; None where somebody administers.
    """
    with archive.database.read() as session:
        if _is_administered(session):
            return None
    password = one_time_password()
    sealed = hash_password(password)
    with archive.database.write() as session:
        if _is_administered(session):
            return None
        row = _user_row(NewUser(FIRST_ADMINISTRATOR, Role.ADMINISTRATOR, "Administrador"), sealed, None)
        session.add(row)
        session.flush()
        events.record(session, events.Act(SYSTEM.name, SYSTEM.origin, "add_user", "user", row.id, {"name": row.name}))
    return password


def _is_administered(session: Session) -> bool:
    administrators = access.active_with_role(session, Role.ADMINISTRATOR.value)
    return bool(administrators) or access.user_named(session, FIRST_ADMINISTRATOR) is not None


def add_user(archive: Archive, actor: Actor, new: NewUser) -> str:
    """Add a user; the one-time password to hand over.

    Raises:
        Forbidden: the actor may not manage users.
        InvalidInput: the name is of no use or the program's own (`reserved_name`), or an external lawyer is named wrongly.
        Conflict: there is a user of that name.
    """
    require(actor, Action.MANAGE_USERS)
    name = new.name.strip().lower()
    if not _NAME.fullmatch(name):
        raise InvalidInput("El nombre de usuario lleva de 1 a 64 letras sin acento, números, punto o guion.")
    if name == SYSTEM.name:  # what a person of that name does would read in the log as the program's own doing
        raise InvalidInput(
            f"'{name}' nombra en la bitácora al propio programa; elija otro nombre.", code="reserved_name"
        )
    password = one_time_password()
    sealed = hash_password(password)
    with archive.database.write() as session:
        if access.user_named(session, name) is not None:
            raise Conflict(f"Ya existe el usuario '{name}'.", code="user_exists")
        row = _user_row(msgspec.structs.replace(new, name=name), sealed, _lawyer_id(session, new.role, new.lawyer))
        session.add(row)
        session.flush()
        detail = {"name": name, "role": new.role.value}
        events.record(session, events.Act(actor.name, actor.origin, "add_user", "user", row.id, detail))
    return password


def change_user(archive: Archive, actor: Actor, user_id: str, change: UserChange) -> tuple[UserView, str | None]:
    """Change a user; the user as it is now, and the fresh one-time password if one was asked for.

    A user that is suspended, or given another role or password, is signed out everywhere.

    Raises:
        Forbidden: the actor may not manage users.
        NotFound: there is no such user.
        Conflict: nobody would be left who may manage users.
    """
    require(actor, Action.MANAGE_USERS)
    password = one_time_password() if change.new_password else None
    sealed = hash_password(password) if password else None
    with archive.database.write() as session:
        row = access.user(session, user_id) or access.user_named(session, user_id)
        if row is None:
            raise NotFound("El usuario no existe.")
        administered = access.active_with_role(session, Role.ADMINISTRATOR.value)
        _apply(session, row, change)
        if sealed:
            row.password_hash, row.must_change_password = sealed, True
            row.failed_logins, row.locked_until = 0, None
        if change.forget_second_factor:
            row.second_factor, row.second_factor_since, row.second_factor_step = None, None, 0
            access.replace_recovery_codes(session, row.id, [])
        session.flush()
        if administered and not access.active_with_role(session, Role.ADMINISTRATOR.value):
            raise Conflict("Debe quedar al menos un administrador activo.", code="last_administrator")
        access.end_sessions_of(session, row.id)
        if change.active is False:
            access.revoke_tokens_of(session, row.id)
        detail = {"name": row.name, **msgspec.to_builtins(change)}
        events.record(session, events.Act(actor.name, actor.origin, "change_user", "user", row.id, detail))
        return _user_view(row), password


def list_users(archive: Archive, actor: Actor) -> list[UserView]:
    """Every user by name.

    Raises:
        Forbidden: the actor may not manage users.
    """
    require(actor, Action.MANAGE_USERS)
    with archive.database.read() as session:
        return [_user_view(row) for row in access.users(session)]


def get_user(archive: Archive, actor: Actor, user_id: str) -> UserView:
    """One user, by id or name.

    Raises:
        Forbidden: the actor may not manage users.
        NotFound: there is no such user.
    """
    require(actor, Action.MANAGE_USERS)
    with archive.database.read() as session:
        row = access.user(session, user_id) or access.user_named(session, user_id)
        if row is None:
            raise NotFound("El usuario no existe.")
        return _user_view(row)


def issue_token(archive: Archive, actor: Actor, user_name: str, *, name: str, days: int | None = None) -> str:
    """A new bearer token for a user's programs. It is shown once; only its SHA-256 is kept.

    Raises:
        Forbidden: the actor may not manage users.
        NotFound: there is no such active user.
        InvalidInput: the token has no name or lives for no days.
    """
    require(actor, Action.MANAGE_USERS)
    if not 0 < len(name.strip()) <= 100 or (days is not None and not 1 <= days <= 3650):
        raise InvalidInput("La credencial lleva un nombre de 1 a 100 letras y de 1 a 3650 días de vigencia.")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with archive.database.write() as session:
        user = access.user_named(session, user_name)
        if user is None or not user.active:
            raise NotFound(f"No existe el usuario activo '{user_name}'.")
        row = TokenRow(
            id=new_id(),
            user_id=user.id,
            name=name.strip(),
            digest=digest_of(secret),
            created_at=now(),
            expires_at=now() + timedelta(days=days) if days else None,
        )
        session.add(row)
        session.flush()
        detail = {"user": user.name, "name": row.name}
        events.record(session, events.Act(actor.name, actor.origin, "issue_token", "token", row.id, detail))
    return secret


def list_tokens(archive: Archive, actor: Actor) -> list[TokenView]:
    """Every token, the newest first.

    Raises:
        Forbidden: the actor may not manage users.
    """
    require(actor, Action.MANAGE_USERS)
    with archive.database.read() as session:
        return [
            TokenView(row.id, user, row.name, row.created_at, row.expires_at, row.last_used_at, row.revoked_at)
            for row, user in access.tokens(session)
        ]


def revoke_token(archive: Archive, actor: Actor, token_id: str) -> None:
    """Make a token invalid from now on; repeating it changes nothing.

    Raises:
        Forbidden: the actor may not manage users.
        NotFound: there is no such token.
    """
    require(actor, Action.MANAGE_USERS)
    with archive.database.write() as session:
        row = access.token(session, token_id)
        if row is None:
            raise NotFound("La credencial no existe.")
        if row.revoked_at is None:
            row.revoked_at = now()
            events.record(session, events.Act(actor.name, actor.origin, "revoke_token", "token", row.id))


def authenticate_token(archive: Archive, secret: str, origin: str) -> Actor:
    """On whose behalf a bearer of the token acts.

    Args:
        archive: the archive.
        secret: what came in the request.
        origin: the address it came from.

    Raises:
        Unauthenticated: it is no token, or one that has ended; or the bearer's contract is over (`contract_ended`).
    """
    invalid = Unauthenticated("La credencial no es válida o ya venció.", code="invalid_token")
    if not secret.startswith(TOKEN_PREFIX) or len(secret) > 100:
        raise invalid
    with archive.database.look() as session:
        found = access.bearer(session, digest_of(secret))
        if found is not None:
            refuse_past_contract(session, found.role, found.lawyer_id)
    moment = now()
    if found is None or found.revoked_at or not found.active or (found.expires_at and found.expires_at <= moment):
        raise invalid
    if found.last_used_at is None or moment - found.last_used_at > USED_EVERY:
        with archive.database.write() as session:
            access.token_used(session, found.token_id)
    return Actor(found.name, Role(found.role), origin, found.lawyer_id, found.user_id)


def actor_of(user: UserRow, origin: str) -> Actor:
    """The user as the one who acts."""
    return Actor(user.name, Role(user.role), origin, user.lawyer_id, user.id)


def one_time_password() -> str:
    """A password that can be read out: four groups of four, 79 bits."""
    return read_out(groups=4, letters=4)


def read_out(groups: int, letters: int) -> str:
    """Random groups of letters and digits, without those that are read wrong from paper: 4.95 bits each."""
    return "-".join("".join(secrets.choice(_READ_OUT) for _ in range(letters)) for _ in range(groups))


def hash_password(password: str) -> str:
    """The password sealed with Argon2id at the library's present defaults.

    Raises:
        InvalidInput: shorter than 12 or longer than 256 letters.
    """
    if not FEWEST_LETTERS <= len(password) <= MOST_LETTERS:
        raise InvalidInput(
            f"La contraseña debe tener de {FEWEST_LETTERS} a {MOST_LETTERS} caracteres.", code="weak_password"
        )
    with _AT_ONCE:
        return _HASHER.hash(password)


def password_fits(sealed: str, password: str) -> bool:
    """Whether this is the password that was sealed; takes as long for a wrong one as for the right one."""
    if len(password) > MOST_LETTERS:
        return False
    with _AT_ONCE:
        try:
            return _HASHER.verify(sealed, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False


def digest_of(secret: str) -> str:
    """What is kept of a token or session: its SHA-256 in hex. The secret is random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _user_row(new: NewUser, sealed: str, lawyer_id: str | None) -> UserRow:
    return UserRow(
        id=new_id(),
        name=new.name,
        display_name=new.display_name.strip()[:200] or new.name,
        role=new.role.value,
        password_hash=sealed,
        must_change_password=True,
        active=True,
        lawyer_id=lawyer_id,
        failed_logins=0,
        created_at=now(),
    )


def _apply(session: Session, row: UserRow, change: UserChange) -> None:
    if change.display_name is not None:
        row.display_name = change.display_name.strip()[:200] or row.name
    if change.active is not None:
        row.active = change.active
    role = change.role or Role(row.role)
    if change.role is not None or change.lawyer is not None:
        row.role = role.value
        row.lawyer_id = _lawyer_id(session, role, change.lawyer or row.lawyer_id)


def _lawyer_id(session: Session, role: Role, key: str | None) -> str | None:
    if role is not Role.EXTERNAL_LAWYER:
        if key:
            raise InvalidInput("Sólo el usuario de un abogado externo se liga a un abogado.")
        return None
    found = access.lawyer(session, key) if key else None
    if key and found is None:
        raise InvalidInput(f"No hay un abogado con la cédula o id '{key}'.", code="unknown_lawyer")
    return found.id if found else None


def _user_view(row: UserRow) -> UserView:
    return UserView(
        row.id,
        row.name,
        row.display_name,
        row.role,
        row.active,
        row.lawyer_id,
        row.must_change_password,
        row.locked_until,
        row.created_at,
        row.second_factor_since is not None,
    )
