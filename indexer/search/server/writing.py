"""Writing into one content of the server: entries sent in parcels, and waited for."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from meilisearch.models.task import TaskInfo

from indexer.search.server.connection import Connection, answered
from indexer.search.server.filters import among
from indexer.search.server.records import (
    DOCUMENTS,
    MOST_HELD,
    PAGES,
    SETTINGS,
    WORDS,
    Entry,
    content_entry,
    entries,
    key_of,
    page_key,
    parcels,
    word_entry,
)
from schemas.search import PageRecord

PARCEL_BYTES = 8_000_000
_MOST_KNOWN = 300_000

Meanwhile = Callable[[], None]
"""Called between looks at a task: whoever writes says that it still does."""


class Writing:
    """The writer of one content: the present one, or the `new` one that is built beside it."""

    def __init__(self, connection: Connection, meanwhile: Meanwhile, *, new: bool = False) -> None:
        self._connection = connection
        self._meanwhile = meanwhile
        self._new = new
        self._known: OrderedDict[str, None] = OrderedDict()

    def put(self, documents: dict[str, list[PageRecord]]) -> None:
        """Make the given documents' pages exactly these; an empty list removes the document.

        The server does its tasks in order: words and pages are there before the documents that lead to them.
        """
        kept = {document_id: pages for document_id, pages in documents.items() if pages}
        made = [entries(document_id, pages) for document_id, pages in kept.items()]
        present = {page["key"] for entry in made for page in entry.pages}
        words = sorted(set().union(*(entry.words for entry in made)) - self._known.keys())
        gone = [] if self._new else sorted(self._pages_held(list(documents)) - present)
        self._finish(
            [
                *self._add(WORDS, map(word_entry, words)),
                *self._add(PAGES, (page for entry in made for page in entry.pages)),
                *self._add(DOCUMENTS, (entry.document for entry in made)),
                *self._remove(DOCUMENTS, [] if self._new else [key_of(name) for name in documents if name not in kept]),
                *self._remove(PAGES, gone),
            ]
        )
        self._remember(words)

    def begin(self) -> None:
        """Make the three indexes anew, empty and with our settings."""
        self._finish(self.drop())
        ask = self._connection
        with answered():
            made = [ask.client.create_index(ask.uid(part, new=self._new), {"primaryKey": "key"}) for part in SETTINGS]
            made += [ask.index(part, new=self._new).update_settings(body) for part, body in SETTINGS.items()]
        self._finish(made)

    def name(self, identity: str) -> None:
        """Say which content this is; from then on it counts as ours."""
        self._finish(self._add(WORDS, [content_entry(identity)]))

    def drop(self) -> list[TaskInfo]:
        """Have the three indexes removed, those that are there."""
        there = {index.uid for index in self._all_indexes()}
        ask = self._connection
        with answered():
            return [ask.client.delete_index(uid) for part in SETTINGS if (uid := ask.uid(part, new=self._new)) in there]

    def take_place(self) -> None:
        """Put the new content in the place of the present one, at once; the old one is removed."""
        ask = self._connection
        pairs: list[Mapping[str, list[str] | bool]] = [
            {"indexes": [ask.uid(part), ask.uid(part, new=True)]} for part in SETTINGS
        ]
        with answered():
            swapped: TaskInfo = ask.client.swap_indexes(pairs)
        self._finish([swapped])
        self._finish(self.drop())

    def _all_indexes(self) -> list[Any]:
        with answered():
            found: list[Any] = self._connection.client.get_indexes({"limit": 1000})["results"]
        return found

    def _pages_held(self, document_ids: Sequence[str]) -> set[str]:
        """The keys of the pages there are of the documents."""
        keys = {key_of(document_id): document_id for document_id in document_ids}
        listed = list(keys)
        answers = self._connection.ask(
            [
                self._connection.question(
                    DOCUMENTS,
                    among("key", listed[first : first + MOST_HELD]),
                    limit=MOST_HELD,
                    attributesToRetrieve=["key", "pages"],
                )
                for first in range(0, len(listed), MOST_HELD)
            ]
        )
        hits = [hit for answer in answers for hit in answer["hits"]]
        return {page_key(keys[hit["key"]], page) for hit in hits for page in hit["pages"]}

    def _add(self, part: str, made: Iterable[Entry]) -> list[TaskInfo]:
        tasks = []
        for parcel in parcels(made, PARCEL_BYTES):
            with answered():
                tasks.append(self._connection.index(part, new=self._new).add_documents(parcel, "key"))
        return tasks

    def _remove(self, part: str, keys: Sequence[str]) -> list[TaskInfo]:
        if not keys:
            return []
        with answered():
            return [self._connection.index(part, new=self._new).delete_documents(filter=among("key", keys))]

    def _finish(self, tasks: Sequence[TaskInfo]) -> None:
        self._connection.done(tasks, self._meanwhile)

    def _remember(self, words: Iterable[str]) -> None:
        self._known |= dict.fromkeys(words)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
