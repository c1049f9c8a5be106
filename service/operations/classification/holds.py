"""Legal holds: place one, lift one, and have the store follow."""

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from schemas.access import Action, Actor
from schemas.archival import Hold, HoldIn, HoldKind
from schemas.errors import Conflict, InvalidInput, NotFound
from service.archive import Archive, require
from service.operations.classification.scheme import Scheme
from service.operations.days import today
from service.operations.paging import next_after, page_length
from service.operations.registry.kinds import book_of
from storage.objects.keys import original_key
from storage.records import Session, case_files, events, facts, holds, new_id, now
from storage.records.tables import HoldRow

_FOLLOWED = "holds_followed"
_OVERLAP = timedelta(minutes=10)
"""A link is dated when it is made and seen when its transaction ends: rounds overlap by more than any lasts."""


def place_hold(archive: Archive, actor: Actor, given: HoldIn) -> Hold:
    """Place a hold; from now on nothing it reaches is destroyed, given away or removed, whatever a rule says.

    The row stands first; then each original in the store is held. A store that is
    away raises, and placing the same hold again takes up the rest.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: no reason or authority.
        NotFound: the subject does not exist.
        Conflict: several have that key.
        Unavailable: the store does not answer.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not given.reason.strip() or not given.authority.strip():
        raise InvalidInput("reason, authority: diga por qué y quién lo ordena.", code="no_reason")
    with archive.database.write() as session:
        subject_id, subject = _subject(session, actor, given)
        known = holds.standing(session, given.kind.value, subject_id)
        row = known[0] if known else _new(session, actor, given, subject_id, subject)
        keys = holds.originals_reached(session, holds.reach(session, [row]))
    return _shown(row, _follow(archive, keys).held)


def lift_hold(archive: Archive, actor: Actor, hold_id: str, reason: str) -> Hold:
    """Lift a hold; what another one reaches stays held.

    Raises:
        Forbidden: only who decides about records may.
        InvalidInput: no reason.
        NotFound: there is no such hold.
        Conflict: it was lifted before.
    """
    require(actor, Action.DECIDE_RECORDS)
    if not reason.strip():
        raise InvalidInput("reason: diga por qué se levanta el resguardo.", code="no_reason")
    with archive.database.write() as session:
        row = session.get(HoldRow, hold_id)
        if row is None:
            raise NotFound("No se encontró el resguardo.")
        if row.lifted_at is not None:
            raise Conflict("El resguardo ya se levantó.", code="already_lifted")
        reached = holds.originals_reached(session, holds.reach(session, [row]))
        row.lifted_at, row.lifted_by, row.lifting_reason = now(), actor.name, reason.strip()[:1_000]
        session.flush()
        free = reached - holds.originals_reached(session, holds.reach(session))
        detail = {"kind": row.subject_kind, "subject": row.subject, "reason": row.lifting_reason}
        events.record(session, events.Act(actor.name, actor.origin, "lift_hold", "hold", row.id, detail))
    return _shown(row, _follow(archive, free).free)


def refresh_holds(archive: Archive) -> int:
    """Hold in the store everything the holds reach now. How many originals there are."""
    with archive.database.read() as session:
        keys = holds.originals_reached(session, holds.reach(session))
    return _follow(archive, keys).held


def follow_holds(archive: Archive) -> int:
    """Hold in the store what was linked to held matters since the last round; how many. Done by the worker now and then."""
    begun = now()
    with archive.database.read() as session:
        last = facts.get(session, _FOLLOWED)
        since = datetime.fromisoformat(last) - _OVERLAP if last else None
        reached = holds.reach(session)
        keys = holds.originals_reached(session, reached, since) if reached.anything else set()
    marked = _follow(archive, keys).held
    with archive.database.write() as session:
        facts.put(session, _FOLLOWED, begun.isoformat())
    return marked


def hold_documents(archive: Archive, document_ids: Sequence[str]) -> None:
    """Hold the originals of the documents: they were filed where a hold stands."""
    with archive.database.read() as session:
        keys = holds.digests(session, document_ids)
    _follow(archive, keys)


def list_holds(
    archive: Archive, actor: Actor, *, after: str = "", limit: int = 50
) -> tuple[tuple[Hold, ...], str | None]:
    """A page of holds, the newest first, lifted ones too.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = holds.listed(session, after, limit + 1)
        shown = tuple(map(_shown, rows[:limit]))
    archive.looks.listed(actor, "hold", "-", len(shown))
    return shown, next_after(rows, limit)


def _subject(session: Session, actor: Actor, given: HoldIn) -> tuple[str, str]:
    """The id of what is meant, and how it is called."""
    key = given.subject.strip()
    if given.kind is HoldKind.AUDIT:
        scheme = Scheme(session)
        node = scheme.at(key, today())
        if node is None:
            raise NotFound("No hay un nivel de clasificación vigente con ese código.", code="unknown_series")
        return scheme.path(node), f"{scheme.path(node)} {node.name}"
    if given.kind is HoldKind.CASE_FILE:
        row = case_files.by_code(session, key)
        if row is None:
            raise NotFound("No se encontró el expediente de archivo.", code="unknown_case_file")
        return row.id, row.code
    book = book_of(given.kind)
    rows = book.find(session, actor, key)
    if not rows:
        raise NotFound(f"No se encontró a quién o a qué se refiere «{key[:60]}».", code="unknown_subject")
    if len(rows) > 1:
        raise Conflict(f"«{key[:60]}» corresponde a varios.", code="ambiguous")
    return rows[0].id, book.label(book.views(session, rows)[0])


def _new(session: Session, actor: Actor, given: HoldIn, subject_id: str, subject: str) -> HoldRow:
    row = HoldRow(
        id=new_id(), subject_kind=given.kind.value, subject_id=subject_id, subject=subject[:300],
        reason=given.reason.strip()[:1_000], authority=given.authority.strip()[:300], placed_at=now(),
        placed_by=actor.name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail = {"kind": row.subject_kind, "subject": row.subject, "reason": row.reason, "authority": row.authority}
    events.record(session, events.Act(actor.name, actor.origin, "place_hold", "hold", row.id, detail))
    return row


class _Marked(NamedTuple):
    """How many originals the store holds now, and how many it let go."""

    held: int
    free: int


def _follow(archive: Archive, digests: set[str]) -> _Marked:
    """Have the store hold those of the originals that a hold reaches, and let go of the others.

    Others place and lift holds meanwhile, and what is said to the store is no part of their transactions. Whoever has
    spoken to it looks at the rows afterwards, so that whoever speaks last has said what stands.
    """
    marked: dict[str, bool] = {}
    waiting = _reached(archive, digests)
    while waiting:
        for sha256, held in sorted(waiting.items()):
            with contextlib.suppress(NotFound):  # `verify` tells of originals that are lost
                archive.objects.set_hold(original_key(sha256), held=held)
                marked[sha256] = held
        now_reached = _reached(archive, waiting)
        waiting = {sha256: held for sha256, held in now_reached.items() if held != waiting[sha256]}
    return _Marked(sum(marked.values()), len(marked) - sum(marked.values()))


def _reached(archive: Archive, digests: Iterable[str]) -> dict[str, bool]:
    """Of each original whether a hold reaches it now."""
    with archive.database.read() as session:
        held = holds.reached_among(session, holds.reach(session), digests)
    return {sha256: sha256 in held for sha256 in digests}


def _shown(row: HoldRow, originals: int | None = None) -> Hold:
    return Hold(row.id, HoldKind(row.subject_kind), row.subject_id, row.subject, row.reason, row.authority, row.placed_at,
                row.placed_by, row.lifted_at, row.lifting_reason, originals)  # fmt: skip
