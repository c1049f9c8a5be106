"""The same request twice under one idempotency key is done once and answered the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from schemas.access import Actor
from schemas.errors import Conflict, InvalidInput
from service.archive import Archive
from storage.records import access, now
from storage.records.access import KeptAnswer

KEPT_FOR = timedelta(hours=48)
UNDER_WAY_FOR = timedelta(minutes=10)
"""After so long a request that never ended is taken for dead and may be done again."""

LONGEST_KEY = 200


class Answer(msgspec.Struct, frozen=True):
    """Status and body of an answer; `repeated` when it was given before."""

    status: int
    body: dict[str, Any]
    repeated: bool = False


def once(archive: Archive, actor: Actor, key: str | None, digest: str, act: Callable[[], Answer]) -> Answer:
    """Do the act, or give the answer it was given before under the key.

    Without a key the act is simply done. When the act fails nothing is kept, so
    it may be tried again.

    Args:
        archive: the archive.
        actor: whose key it is; keys of different users are apart.
        key: chosen by the sender.
        digest: SHA-256 in hex of what was asked, to tell another request under the same key.
        act: what to do.

    Raises:
        InvalidInput: the key is too long.
        Conflict: the key belongs to another request (`idempotency_key_reused`), or to one under way (`in_progress`).
    """
    if key is None:
        return act()
    if not 0 < len(key) <= LONGEST_KEY:
        raise InvalidInput(f"Idempotency-Key lleva de 1 a {LONGEST_KEY} caracteres.")
    owner = actor.user_id or actor.name
    with archive.database.write() as session:
        access.forget_answers_before(session, now() - KEPT_FOR)
        kept = access.kept_answer(session, key, owner)
        if kept is not None and (kept.status or now() - kept.created_at < UNDER_WAY_FOR):
            return _again(kept, digest)
        access.keep_answer(session, key, owner, KeptAnswer(digest, 0, {}, now()))
    try:
        answer = act()
    except BaseException:
        with archive.database.write() as session:
            access.forget_answer(session, key, owner)
        raise
    with archive.database.write() as session:
        access.keep_answer(session, key, owner, KeptAnswer(digest, answer.status, answer.body, now()))
    return answer


def _again(kept: KeptAnswer, digest: str) -> Answer:
    if kept.request_digest != digest:
        raise Conflict("Esa Idempotency-Key ya se usó con otra solicitud.", code="idempotency_key_reused")
    if not kept.status:
        raise Conflict("La misma solicitud todavía está en curso.", code="in_progress")
    return Answer(kept.status, kept.body, repeated=True)
