"""One Meilisearch server through its own client: addresses, time limits, questions, tasks waited for."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from threading import local
from urllib.parse import parse_qs, urlsplit

import msgspec
from meilisearch import Client
from meilisearch.index import Index
from meilisearch.models.task import TaskInfo

from indexer.search.server.faults import answered, is_missing, refusal, slow
from indexer.search.server.records import CONTENT, LAYOUT, SETTINGS, WORDS, Entry
from schemas.errors import Misconfigured, Unavailable

ANSWER_SECONDS = 20
"""For one answer of the server."""
TASK_SECONDS = 600
"""For one change to be done, its place in the server's queue included."""
LEAST_VERSION = (1, 50)
"""The version against which all this was tried; older ones lack parts of it."""
MOST_QUERIES = 200
"""Questions sent in one request."""
_MOST_INDEXES = 10_000

_UNDER_WAY = ("enqueued", "processing")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5


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

    def uid(self, part: str, beside: str = "") -> str:
        """What the index is called on the server; `beside` names a content that is built beside the present one."""
        own = f"{self._address.name}-{part}"
        return f"{own}-new-{beside}" if beside else own

    def index(self, part: str, beside: str = "") -> Index:
        """One of our indexes."""
        return self.client.index(self.uid(part, beside))

    def indexes(self) -> set[str]:
        """What the indexes are called that the server has."""
        with answered():
            found = self.client.get_indexes({"limit": _MOST_INDEXES})["results"]
        return {str(index.uid) for index in found}

    def beside(self) -> set[str]:
        """Those of them that are of contents built beside our present one."""
        begun = tuple(f"{self.uid(part)}-new" for part in SETTINGS)
        return {uid for uid in self.indexes() if uid.startswith(begun)}

    def identity(self, beside: str = "") -> str | None:
        """What the content is called by whoever began it; None where there is none, or one of another layout."""
        try:
            with answered():
                entry = self.index(WORDS, beside).get_document(CONTENT)
        except Unavailable as error:
            if is_missing(error.__cause__):
                return None
            raise
        return str(entry.identity) if entry.layout == LAYOUT else None

    def check_version(self) -> None:
        """That the server is one we know how to talk to.

        Raises:
            Misconfigured: it is too old, or another major version.
            Unavailable: it does not answer.
        """
        with answered():
            found = str(dict(self.client.get_version()).get("pkgVersion", ""))[:40]
        if not is_known(found):
            least = ".".join(map(str, LEAST_VERSION))
            raise Misconfigured(
                f"El servidor de búsqueda es Meilisearch {found}; se necesita la {least} o posterior."
                if found
                else "LEGAJO_SEARCH_INDEX: lo que responde ahí no es un servidor Meilisearch."
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

    def done(self, tasks: deque[TaskInfo], meanwhile: Callable[[], None] = lambda: None) -> None:
        """Wait until the server has done all tasks; `meanwhile` is called between looks.

        Those that are over are taken out, so that the others can be waited for again.

        Raises:
            Unavailable: one failed, or they were not done in time.
        """
        until = time.monotonic() + TASK_SECONDS
        pause = _FIRST_PAUSE
        while tasks:
            status, code = self._seen(tasks[0])
            if status not in _UNDER_WAY:
                task = tasks.popleft()
                if status != "succeeded":
                    raise refusal(code) from RuntimeError(f"task {task.task_uid} {task.type}: {status} {code}")
                continue
            if time.monotonic() > until:
                raise slow()
            meanwhile()
            time.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 1.5)

    def _seen(self, task: TaskInfo) -> tuple[str, str]:
        """How a task stands, and the code of what went wrong with it; one that the server no longer knows is lost."""
        try:
            with answered():
                found = self.client.get_task(task.task_uid)
        except Unavailable as error:
            if is_missing(error.__cause__):
                return "lost", "task_not_found"
            raise
        return found.status, str((found.error or {}).get("code", found.status))


def is_known(version: str) -> bool:
    """Whether a server of that version is one we know how to talk to: 1.50 or later, and of the same major version."""
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    return numbers >= LEAST_VERSION and numbers[0] == LEAST_VERSION[0]
