"""Open sessions of people, to see and to close."""

from datetime import datetime, timedelta

import msgspec

from schemas.access import Action, Actor
from schemas.errors import NotFound
from service.archive import Archive, require
from storage.records import access, events, now

SHOWN = 24
"""How much of a session's digest names it: enough to be unique, and of no use as a cookie."""


class SessionShown(msgspec.Struct, frozen=True):
    """An open session (sesión). `agent` is what the browser calls itself; nothing secret."""

    id: str
    user: str
    origin: str
    agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


def list_own_sessions(archive: Archive, actor: Actor) -> list[SessionShown]:
    """The actor's own open sessions, last used first."""
    return _open(archive, actor.user_id or "")


def list_sessions(archive: Archive, actor: Actor) -> list[SessionShown]:
    """Everybody's open sessions, last used first, at most 500.

    Raises:
        Forbidden: the actor may not manage users.
    """
    require(actor, Action.MANAGE_USERS)
    return _open(archive, None)


def close_session(archive: Archive, actor: Actor, session_id: str) -> None:
    """End a session: one's own, or anybody's for whoever manages users.

    Raises:
        Forbidden: it is another's and the actor may not manage users.
        NotFound: it is not open.
    """
    with archive.database.write() as session:
        row = access.session_beginning(session, session_id) if len(session_id) == SHOWN else None
        if row is None:
            raise NotFound("Esa sesión ya no está abierta.")
        if row.user_id != actor.user_id:
            require(actor, Action.MANAGE_USERS)
        access.end_session(session, row.digest)
        events.record(session, events.Act(actor.name, actor.origin, "close_session", "user", row.user_id))


def session_id_of(digest: str) -> str:
    """Under which id a session is shown."""
    return digest[:SHOWN]


def _open(archive: Archive, user_id: str | None) -> list[SessionShown]:
    since = now() - timedelta(seconds=archive.settings.session_idle)
    with archive.database.read() as session:
        return [
            SessionShown(
                session_id_of(row.digest), name, row.origin, row.agent, row.created_at, row.seen_at, row.expires_at
            )
            for row, name in access.open_sessions(session, since, user_id)
        ]
