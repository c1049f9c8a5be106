"""Shutting out whoever guesses (bloqueo por intentos): wrong passwords and wrong codes count alike, wherever they are typed.

After five in a row each further one doubles the wait, up to fifteen minutes; what is right is not tried meanwhile.
"""

from datetime import timedelta

from schemas.errors import Unauthenticated
from storage.records import Session, events, now
from storage.records.tables import UserRow

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


def refuse_while_locked(user: UserRow) -> None:
    """Let nothing be tried before the wait is over.

    Raises:
        Unauthenticated: code `locked_out`.
    """
    if user.locked_until and user.locked_until > now():
        seconds = int((user.locked_until - now()).total_seconds()) + 1
        raise Unauthenticated(f"Demasiados intentos fallidos. Espere {seconds} segundos.", code="locked_out")


def note_failure(session: Session, user: UserRow | None, origin: str) -> None:
    """Count and record a wrong password or code in the caller's writing transaction, which must not be given up after it."""
    if user is not None:
        user.failed_logins += 1
        over = user.failed_logins - FREE_ATTEMPTS
        if over >= 0:
            user.locked_until = now() + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
    # Of an unknown name nothing is kept: people type their password there.
    who, subject = (user.name, user.id) if user else ("-", "-")
    events.record(session, events.Act(who, origin, "sign_in_failed", "user", subject))
