"""What keeps a search server from doing what it was asked for, in words for whoever keeps it."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)

from schemas.errors import Misconfigured, Unavailable

_SLOW = ("El servidor de búsqueda tarda demasiado en responder.", "search_slow")
_LOST = ("El servidor de búsqueda perdió el índice; se llena otra vez.", "search_empty")
_AWAY = ("El servidor de búsqueda no responde por ahora.", "unavailable")
_FULL = ("El servidor de búsqueda no tiene espacio; libere disco en su máquina.", "search_full")
_EMPTY = ("El servidor de búsqueda aún no tiene el índice; lo llena el primer proceso de trabajo.", "search_empty")
_BUSY = ("La búsqueda está ocupada; intente de nuevo.", "search_busy")
_LARGE = (
    "El servidor de búsqueda no admite un envío tan grande; iníciese con --http-payload-size-limit mayor.",
    "search_small",
)
_REFUSED = "LEGAJO_MEILISEARCH_KEY: el servidor de búsqueda no acepta la clave, o la clave no alcanza para esto."

_TOLD: Mapping[str, tuple[str, str]] = {
    "no_space_left_on_device": _FULL,
    "database_size_limit_reached": _FULL,
    "payload_too_large": _LARGE,
    "index_not_found": _EMPTY,
    "task_not_found": _LOST,
    "too_many_search_requests": _BUSY,
}
_MOST_SAID = 60
OUTAGE_SECONDS, _LOOK_SECONDS = 180.0, 2.0
"""How long a server may be away, to be started again or renewed, without work of hours being lost."""


def refusal(code: str) -> Unavailable:
    """Ours for a code of the server's: of an answer, or of a change that failed."""
    sentence, ours = _TOLD.get(code, (f"El servidor de búsqueda no pudo atender ({code[:_MOST_SAID]}).", "unavailable"))
    return Unavailable(sentence, code=ours)


def slow() -> Unavailable:
    """For what is not done in its time."""
    return Unavailable(_SLOW[0], code=_SLOW[1])


def lost() -> Unavailable:
    """For a content that was there and is not any more."""
    return Unavailable(_LOST[0], code=_LOST[1])


@contextmanager
def answered() -> Iterator[None]:
    """The client's errors as ours."""
    try:
        yield
    except MeilisearchApiError as error:
        if error.status_code in (401, 403):
            raise Misconfigured(_REFUSED) from error
        raise refusal(str(error.code or error.status_code)) from error
    except MeilisearchTimeoutError as error:
        raise slow() from error
    except (MeilisearchError, OSError, ValueError) as error:  # the client lets some of its transport's errors through
        raise Unavailable(_AWAY[0], code=_AWAY[1]) from error


def is_missing(error: BaseException | None) -> bool:
    """Whether the server answered that it has no such index, entry or task."""
    return isinstance(error, MeilisearchApiError) and error.code in (
        "index_not_found",
        "document_not_found",
        "task_not_found",
    )


def through_an_outage(act: Callable[[], None]) -> None:
    """Do what may be done again, until the server is there for it, or has been away too long.

    Raises:
        Unavailable: it still is, or refuses.
    """
    until = time.monotonic() + OUTAGE_SECONDS
    while True:
        try:
            return act()
        except Unavailable as error:
            away = isinstance(error.__cause__, MeilisearchCommunicationError | MeilisearchTimeoutError)
            if not away or time.monotonic() > until:
                raise
        time.sleep(_LOOK_SECONDS)
