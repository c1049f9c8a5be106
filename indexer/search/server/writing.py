"""Writing into one content of the server: entries sent in parcels, and waited for."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from meilisearch.models.task import TaskInfo

from indexer.search.server.connection import Connection
from indexer.search.server.faults import answered, lost
from indexer.search.server.filters import among
from indexer.search.server.records import (
    DOCUMENTS,
    MOST_HELD,
    NO_CAP,
    PAGES,
    SETTINGS,
    WORDS,
    Entry,
    content_entry,
    entries,
    key_of,
    parcels,
    word_entry,
)
from schemas.search import PageRecord

PARCEL_BYTES = 8_000_000
_MOST_KNOWN = 300_000

Meanwhile = Callable[[], None]
"""Called before anything is sent and between looks at a task: whoever writes says that it still does."""


class Writing:
    """The writer of one content: the present one, or one that is built `beside` it under that name."""

    def __init__(self, connection: Connection, meanwhile: Meanwhile, beside: str = "") -> None:
        self._connection = connection
        self._meanwhile = meanwhile
        self._beside = beside
        self._known: OrderedDict[str, None] = OrderedDict()
        self._sent: deque[TaskInfo] = deque()
        """What the server has not said to be done: waited for before more is sent, so that a slow one is not heaped with work."""

    def put(self, documents: dict[str, list[PageRecord]], *, held: bool = True) -> None:
        """Make the given documents' pages exactly these; an empty list removes the document.

        The server does its tasks in order: words and pages are there before the documents that lead to them.

        Args:
            documents: by id, each with all its pages.
            held: whether pages of theirs may be there already.
        """
        self._finish()
        kept = {document_id: pages for document_id, pages in documents.items() if pages}
        made = [entries(document_id, pages) for document_id, pages in kept.items()]
        present = {page["key"] for entry in made for page in entry.pages}
        words = sorted(set().union(*(entry.words for entry in made)) - self._known.keys())
        gone = sorted(self._pages_held(list(documents)) - present) if held else []
        self._add(WORDS, map(word_entry, words))
        self._add(PAGES, (page for entry in made for page in entry.pages))
        self._add(DOCUMENTS, (entry.document for entry in made))
        self._remove(DOCUMENTS, [key_of(name) for name in documents if name not in kept] if held else [])
        self._remove(PAGES, gone)
        self._finish()
        self._remember(words)

    def begin(self, identity: str) -> None:
        """Make the three indexes anew, empty and with our settings; from their name on they count as ours."""
        ask = self._connection
        self.drop()
        self._finish()
        with answered():
            for part, body in SETTINGS.items():
                self._sent.append(ask.client.create_index(ask.uid(part, self._beside), {"primaryKey": "key"}))
                self._sent.append(ask.index(part, self._beside).update_settings(body))
        self._finish()
        self._add(WORDS, [content_entry(identity)])
        self._finish()

    def confirm(self, identity: str) -> None:
        """That the content is the one begun under that identity.

        Raises:
            Unavailable: it is not. The server makes an index that it lost out of nothing, without settings.
        """
        if self._connection.identity(self._beside) != identity:
            raise lost()

    def take_place(self) -> None:
        """Put the content in the place of the present one, at once, and go on writing there."""
        ask = self._connection
        pairs: list[Mapping[str, list[str] | bool]] = [
            {"indexes": [ask.uid(part), ask.uid(part, self._beside)]} for part in SETTINGS
        ]
        with answered():
            swapped: TaskInfo = ask.client.swap_indexes(pairs)
        self._sent.append(swapped)
        self._finish()
        self._beside = ""

    def drop(self) -> None:
        """Have the three indexes removed, those that are there; nobody waits for it."""
        ask = self._connection
        self._delete({ask.uid(part, self._beside) for part in SETTINGS} & ask.indexes())

    def sweep(self) -> None:
        """Have removed what lies beside the present content, left by whoever broke off; nobody waits for it."""
        self._delete(self._connection.beside())

    def _delete(self, uids: Iterable[str]) -> None:
        with answered():
            self._sent += [self._connection.client.delete_index(uid) for uid in sorted(uids)]

    def _pages_held(self, document_ids: Sequence[str]) -> set[str]:
        """The keys of the pages there are of the documents, as they lie there."""
        ask = self._connection
        keys = [key_of(document_id) for document_id in document_ids]
        questions = [
            ask.question(
                PAGES, among("document", keys[first : first + MOST_HELD]), limit=NO_CAP, attributesToRetrieve=["key"]
            )
            | {"indexUid": ask.uid(PAGES, self._beside)}
            for first in range(0, len(keys), MOST_HELD)
        ]
        answers = ask.ask(questions)
        return {str(hit["key"]) for answer in answers for hit in answer["hits"]}

    def _add(self, part: str, made: Iterable[Entry]) -> None:
        for parcel in parcels(made, PARCEL_BYTES):
            with answered():
                self._sent.append(self._connection.index(part, self._beside).add_documents(parcel, "key"))

    def _remove(self, part: str, keys: Sequence[str]) -> None:
        if keys:
            with answered():
                self._sent.append(
                    self._connection.index(part, self._beside).delete_documents(filter=among("key", keys))
                )

    def _finish(self) -> None:
        self._meanwhile()
        self._connection.done(self._sent, self._meanwhile)

    def _remember(self, words: Iterable[str]) -> None:
        self._known |= dict.fromkeys(words)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
