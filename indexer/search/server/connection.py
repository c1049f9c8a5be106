"""One Meilisearch server through its own client: addresses, time limits, tasks waited for, errors as ours."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import local
from urllib.parse import parse_qs, urlsplit

import msgspec
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.index import Index
from meilisearch.models.task import TaskInfo

from indexer.search.server.records import Entry
from schemas.errors import Misconfigured, Unavailable

ANSWER_SECONDS = 20
"""For one answer of the server."""
TASK_SECONDS = 600
"""For one change to be done, its place in the server's queue included."""
LEAST_VERSION = (1, 50)
"""The version against which all this was tried; older ones lack parts of it."""
MOST_QUERIES = 200
"""Questions sent in one request."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5
_AWAY = "El servidor de búsqueda no responde por ahora."
_REFUSED = "LEGAJO_MEILISEARCH_KEY: el servidor de búsqueda no acepta la clave."


class Address(msgspec.Struct, frozen=True):
    """Where the server is, and what its indexes are called there."""

    url: str
    name: str

    @classmethod
    def at(cls, address: str) -> "Address":
        """`meilisearch://HOST:PORT/NAME?tls=no`; the name is `legajo` where none is given.

        Raises:
            Misconfigured: it is not of that form.
        """
        parts = urlsplit(address)
        name = parts.path.strip("/") or "legajo"
        options = parse_qs(parts.query)
        tls = options.pop("tls", ["yes"])
        if not parts.hostname or not name.replace("-", "").isalnum() or options or tls not in (["yes"], ["no"]):
            raise Misconfigured("LEGAJO_SEARCH_INDEX debe ser como meilisearch://SERVIDOR:7700/legajo?tls=no.")
        return cls(f"{'https' if tls == ['yes'] else 'http'}://{parts.netloc}", name)


class Connection:
    """The server as one process talks to it, from any number of threads."""

    def __init__(self, address: Address, key: str) -> None:
        self._address = address
        self._key = key
        self._of_thread = local()  # the client changes its headers with every request

    @property
    def client(self) -> Client:
        """This thread's client."""
        if not hasattr(self._of_thread, "client"):
            self._of_thread.client = Client(self._address.url, self._key or None, timeout=ANSWER_SECONDS)
        client: Client = self._of_thread.client
        return client

    def uid(self, part: str, *, new: bool = False) -> str:
        """What the index is called on the server; `new` is the one being built beside it."""
        return f"{self._address.name}-{part}-new" if new else f"{self._address.name}-{part}"

    def index(self, part: str, *, new: bool = False) -> Index:
        """One of our indexes."""
        return self.client.index(self.uid(part, new=new))

    def check_version(self) -> None:
        """That the server is one we know how to talk to.

        Raises:
            Misconfigured: it is too old, or another major version.
            Unavailable: it does not answer.
        """
        with answered():
            found = str(self.client.get_version()["pkgVersion"])
        if not is_known(found):
            least = ".".join(map(str, LEAST_VERSION))
            raise Misconfigured(
                f"El servidor de búsqueda es Meilisearch {found[:40]}; se necesita la {least} o posterior."
            )

    def ask(self, queries: Sequence[Entry]) -> list[Entry]:
        """The answers, in the order of the questions; as few requests as may be."""
        answers: list[Entry] = []
        with answered():
            for first in range(0, len(queries), MOST_QUERIES):
                answers += self.client.multi_search(queries[first : first + MOST_QUERIES])["results"]
        return answers

    def question(self, part: str, condition: str, **asked: object) -> Entry:
        """A question to one index: which entries a filter lets through."""
        return {"indexUid": self.uid(part), "q": "", **({"filter": condition} if condition else {}), **asked}

    def count(self, part: str, condition: str, **asked: object) -> Entry:
        """A question that is only counted, exactly; its answer has `totalHits`."""
        return self.question(part, condition, hitsPerPage=0, page=1, **asked)

    def done(self, tasks: Sequence[TaskInfo], meanwhile: Callable[[], None] = lambda: None) -> None:
        """Wait until the server has done all tasks; `meanwhile` is called between looks.

        Raises:
            Unavailable: one failed, or they were not done in time.
        """
        until = time.monotonic() + TASK_SECONDS
        pause = _FIRST_PAUSE
        for task in tasks:
            while not self._is_done(task):
                if time.monotonic() > until:
                    raise Unavailable(_AWAY, code="search_slow")
                meanwhile()
                time.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 1.5)

    def _is_done(self, task: TaskInfo) -> bool:
        with answered():
            found = self.client.get_task(task.task_uid)
        if found.status in ("enqueued", "processing"):
            return False
        if found.status != "succeeded":
            reason = (found.error or {}).get("code", found.status)
            raise Unavailable(_AWAY) from RuntimeError(f"task {task.task_uid} {found.type}: {reason}")
        return True


def is_known(version: str) -> bool:
    """Whether a server of that version is one we know how to talk to: 1.50 or later, and of the same major version."""
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    return numbers >= LEAST_VERSION and numbers[0] == LEAST_VERSION[0]


@contextmanager
def answered() -> Iterator[None]:
    """The client's errors as ours."""
    try:
        yield
    except MeilisearchApiError as error:
        if error.status_code in (401, 403):
            raise Misconfigured(_REFUSED) from error
        raise Unavailable(_AWAY) from error
    except (MeilisearchError, OSError, ValueError) as error:  # the client lets some of its transport's errors through
        raise Unavailable(_AWAY) from error


def is_missing(error: BaseException | None) -> bool:
    """Whether the server answered that it has no such index or entry."""
    return isinstance(error, MeilisearchApiError) and error.code in ("index_not_found", "document_not_found")
