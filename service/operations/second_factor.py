"""The second factor (segundo factor): codes of an authenticator (TOTP, RFC 6238), and recovery codes for its loss.

The secret is sealed (`service.sealing`); no code is taken twice; recovery codes
are kept as SHA-256 and used once. A wrong code counts like a wrong password.
"""

import hmac
import time

import msgspec
import pyotp

from indexer.engines.codes import qr_svg
from schemas.access import Actor
from schemas.errors import Conflict, InvalidInput, Unauthenticated
from service.archive import Archive
from service.operations.access import digest_of, read_out
from service.operations.lock_out import note_failure, refuse_while_locked
from service.sealing import seal, unseal
from storage.records import Session, access, events, now
from storage.records.tables import RecoveryCodeRow, UserRow

RECOVERY_CODES = 10
STEP_SECONDS = 30
DRIFT = 1
"""Steps before and after the present one whose codes are taken: clocks differ."""


class Enrolment(msgspec.Struct, frozen=True):
    """What an authenticator is told: the secret to type, its address, and that as a QR (SVG)."""

    secret: str
    uri: str
    qr: str


class FactorView(msgspec.Struct, frozen=True):
    """Whether the second factor is on, and how many recovery codes are left."""

    on: bool
    recovery_codes: int


def factor_of(archive: Archive, actor: Actor) -> FactorView:
    """How one's own second factor stands."""
    with archive.database.read() as session:
        user = _own(session, actor)
        left = access.recovery_codes_left(session, user.id)
        return FactorView(user.second_factor_since is not None, left)


def begin(archive: Archive, actor: Actor) -> Enrolment:
    """Make a new secret, which counts once `confirm` was given a code of it.

    Raises:
        Conflict: the second factor is on already.
        Misconfigured: secrets cannot be sealed.
    """
    secret = pyotp.random_base32()
    sealed = seal(archive.settings, secret.encode())
    with archive.database.write() as session:
        user = _own(session, actor)
        if user.second_factor_since is not None:
            raise Conflict("El segundo factor ya está activo; desactívelo antes de cambiarlo.", code="factor_on")
        user.second_factor, user.second_factor_step = sealed, 0
    uri = pyotp.TOTP(secret).provisioning_uri(name=actor.name, issuer_name=f"Legajo {archive.settings.organization}")
    return Enrolment(secret, uri, qr_svg(uri))


def confirm(archive: Archive, actor: Actor, code: str) -> list[str]:
    """Turn the second factor on; the recovery codes, shown this once.

    Raises:
        InvalidInput: the code is not one of the new secret.
        Conflict: nothing was begun, or it is on already.
    """
    with archive.database.write() as session:
        user = _own(session, actor)
        if user.second_factor is None or user.second_factor_since is not None:
            raise Conflict("No hay un segundo factor por confirmar.", code="factor_on")
        step = _step_of(_secret(archive, user), code, user.second_factor_step)
        if step is None:
            raise InvalidInput("El código no es el que muestra ahora su teléfono.", code="wrong_code")
        user.second_factor_since, user.second_factor_step = now(), step
        codes = [read_out(groups=2, letters=5) for _ in range(RECOVERY_CODES)]
        access.replace_recovery_codes(session, user.id, [digest_of(_plain(made)) for made in codes])
        events.record(session, events.Act(actor.name, actor.origin, "turn_on_second_factor", "user", user.id))
    return codes


def turn_off(archive: Archive, actor: Actor, code: str) -> None:
    """Turn one's own second factor off, which takes a code of it.

    Raises:
        InvalidInput: the code is not right; counted like a failed sign-in, or else who sits down at an open session
            tries them all.
        Unauthenticated: code `locked_out`, there were too many.
    """
    with archive.database.write() as session:
        user = _own(session, actor)
        refuse_while_locked(user)
        right = user.second_factor_since is None or fits(archive, session, user, code)
        if right:
            forget(session, user)
            events.record(session, events.Act(actor.name, actor.origin, "turn_off_second_factor", "user", user.id))
        else:
            note_failure(session, user, actor.origin)
    if not right:
        raise InvalidInput("El código no es correcto.", code="wrong_code")


def forget(session: Session, user: UserRow) -> None:
    """Take secret and recovery codes from a user."""
    user.second_factor, user.second_factor_since, user.second_factor_step = None, None, 0
    access.replace_recovery_codes(session, user.id, [])


def fits(archive: Archive, session: Session, user: UserRow, code: str) -> bool:
    """Whether the code opens; it does so this once.

    Must be called in a writing transaction: the code is used up in it.
    """
    step = _step_of(_secret(archive, user), code, user.second_factor_step)
    if step is not None:
        user.second_factor_step = step
        return True
    row: RecoveryCodeRow | None = access.recovery_code(session, user.id, digest_of(_plain(code)))
    if row is None or row.used_at is not None:
        return False
    row.used_at = now()
    events.record(session, events.Act(user.name, "-", "use_recovery_code", "user", user.id))
    return True


def _own(session: Session, actor: Actor) -> UserRow:
    user = access.user(session, actor.user_id or "")
    if user is None:
        raise Unauthenticated("Esto se pide desde una sesión.", code="no_session")
    return user


def _secret(archive: Archive, user: UserRow) -> str:
    return unseal(archive.settings, user.second_factor or b"").decode()


def _step_of(secret: str, code: str, last: int) -> int | None:
    """The time step whose code this is, later than the last one used."""
    given, present = "".join(code.split()), int(time.time()) // STEP_SECONDS
    codes = pyotp.TOTP(secret)
    for step in range(present - DRIFT, present + DRIFT + 1):
        if step > last and hmac.compare_digest(codes.generate_otp(step).encode(), given.encode()):
            return step
    return None


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())[:40]
