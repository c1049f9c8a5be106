"""Sign-in through the office's OpenID Connect provider (entrada con la cuenta institucional).

The administrator makes the user, whose name is what the provider calls the person (`LEGAJO_OIDC_CLAIM`). The
first such sign-in ties the user to the provider's own id of the person, which alone counts from then on.
The provider sees to the second factor.
"""

from datetime import timedelta

import msgspec

from schemas.errors import NotFound, Unauthenticated
from service import provider
from service.archive import Archive
from service.operations.access import digest_of
from service.operations.signing_in import SignedIn, begin_session
from storage.records import access, events, now
from storage.records.tables import PendingSignInRow, UserRow

WAIT = timedelta(minutes=10)
NO_PASSWORD = "!"
"""The seal of a user who never chose a password and signs in through the provider."""


class Sent(msgspec.Struct, frozen=True):
    """Where to send the person, and the secret that their browser keeps until they are back."""

    address: str
    secret: str


def begin(archive: Archive, base: str, follow: str) -> Sent:
    """Send a person to the provider.

    Args:
        archive: the archive.
        base: the address under which people know us.
        follow: the page they wanted.

    Raises:
        NotFound: no provider is set.
        Unavailable: it does not answer.
    """
    if not archive.settings.oidc_issuer:
        raise NotFound("No hay un proveedor de identidad configurado.")
    base = (archive.settings.public_url or base).rstrip("/")
    address, asked = provider.ask(archive.settings, f"{base}/entrar/proveedor/regreso")
    detail = {"asked": msgspec.to_builtins(asked), "follow": follow}
    with archive.database.write() as session:
        access.end_expired_sessions(session)
        row = PendingSignInRow(digest=digest_of(asked.state), detail=detail, expires_at=now() + WAIT)
        access.add_pending(session, row)
    return Sent(address, asked.state)


def finish(archive: Archive, state: str, code: str, origin: str, agent: str = "") -> tuple[SignedIn, str]:
    """Begin the session of a person who is back with a code; the session, and the page they wanted.

    Args:
        archive: the archive.
        state: what came back, which the caller has compared with what the browser kept.
        code: what the provider gave.
        origin: the address they come from.
        agent: what their browser calls itself.

    Raises:
        Unauthenticated: the question is not known or too old, the provider does not vouch, or it knows
            somebody who is no active user here (code `unknown_person`).
        Unavailable: the provider does not answer.
    """
    digest = digest_of(state[:200])
    with archive.database.write() as session:
        row = access.pending(session, digest)
        detail = dict(row.detail) if row is not None and row.user_id is None else None
        access.forget_pending(session, digest)
    if detail is None:
        raise provider.refused()
    asked = msgspec.convert(detail["asked"], provider.Asked)
    claims = provider.claims_for(archive.settings, asked, code)
    name = str(claims.get(archive.settings.oidc_claim) or "").strip().lower()
    user_id = _tied(archive, f"{claims['iss']}#{claims['sub']}", name, origin)
    return begin_session(archive, user_id, origin, agent), str(detail["follow"])


def _tied(archive: Archive, subject: str, name: str, origin: str) -> str:
    """The id of the user of that subject, tied now if nobody is and the name is that of a user who is tied to nobody."""
    with archive.database.write() as session:
        user = access.user_of_subject(session, subject)
        if user is None:
            named = access.user_named(session, name) if name else None
            if named is not None and named.active and named.oidc_subject is None:
                _tie(named, subject)
                session.flush()
                events.record(session, events.Act(named.name, origin, "tie_to_provider", "user", named.id))
                user = named
        found = user.id if user is not None and user.active else None
        if found is None:
            events.record(session, events.Act("-", origin, "sign_in_failed", "user", "-"))
    if found is None:
        raise Unauthenticated(
            "El proveedor lo reconoce, pero aquí no hay un usuario a su nombre. Pídalo a quien administra.",
            code="unknown_person",
        )
    return found


def _tie(user: UserRow, subject: str) -> None:
    user.oidc_subject = subject
    if user.must_change_password:
        user.password_hash, user.must_change_password = NO_PASSWORD, False
