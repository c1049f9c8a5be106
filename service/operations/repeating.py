"""The same request twice under one idempotency key is done once and answered the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from schemas.access import Actor
from schemas.errors import Conflict, InvalidInput
from storage.records import Session, access, now
from storage.records.access import KeptAnswer

KEPT_FOR = timedelta(hours=48)

LONGEST_KEY = 200


class Asked(msgspec.Struct, frozen=True):
    """A request that may come again: the key its sender chose, None for none, and the SHA-256 in hex of what was asked.

    Raises:
        InvalidInput: the key is empty or too long.
    """

    key: str | None
    digest: str

    def __post_init__(self) -> None:
        if self.key is not None and not 0 < len(self.key) <= LONGEST_KEY:
            raise InvalidInput(f"Idempotency-Key lleva de 1 a {LONGEST_KEY} caracteres.")


class Answer(msgspec.Struct, frozen=True):
    """Status and body of an answer; `repeated` when it was given before."""

    status: int
    body: dict[str, Any]
    repeated: bool = False


def once(session: Session, actor: Actor, asked: Asked, act: Callable[[], Answer]) -> Answer:
    """Do the act, or give the answer it was given before under the key.

    What is done and the answer that is kept are one transaction, the caller's: whoever is killed in it leaves neither,
    and a repetition meanwhile waits for its end, as writers do. When the act fails nothing is kept, so it may be tried
    again. Without a key the act is simply done.

    Args:
        session: the caller's `write()`; the act changes rows in it and nowhere else.
        actor: whose key it is; keys of different users are apart.
        asked: key and digest of the request.
        act: what to do.

    Raises:
        Conflict: the key belongs to another request (`idempotency_key_reused`).
    """
    if asked.key is None:
        return act()
    given = given_before(session, actor, asked)
    if given is not None:
        return given
    access.forget_answers_before(session, now() - KEPT_FOR)
    answer = act()
    kept = KeptAnswer(asked.digest, answer.status, answer.body, now())
    access.keep_answer(session, asked.key, _owner(actor), kept)
    return answer


def given_before(session: Session, actor: Actor, asked: Asked) -> Answer | None:
    """The answer kept under the key; None where there is none, or no key.

    Raises:
        Conflict: the key belongs to another request (`idempotency_key_reused`).
    """
    kept = access.kept_answer(session, asked.key, _owner(actor), now() - KEPT_FOR) if asked.key is not None else None
    if kept is None:
        return None
    if kept.request_digest != asked.digest:
        raise Conflict("Esa Idempotency-Key ya se usó con otra solicitud.", code="idempotency_key_reused")
    return Answer(kept.status, kept.body, repeated=True)


def _owner(actor: Actor) -> str:
    return actor.user_id or actor.name
