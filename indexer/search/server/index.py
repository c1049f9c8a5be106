"""The back end for many machines: a Meilisearch server, through its own client."""

import time
import uuid
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock, RLock

import msgspec

from indexer.search.plan import bolder, make_plan
from indexer.search.protocol import Batches, Held, IndexState, OnHits, Pen
from indexer.search.query import parse_query
from indexer.search.server.answering import answer
from indexer.search.server.connection import Address, Connection
from indexer.search.server.faults import answered, through_an_outage
from indexer.search.server.filters import among
from indexer.search.server.lexicon import ServerLexicon
from indexer.search.server.records import DOCUMENTS, MOST_HELD, PAGES, key_of
from indexer.search.server.writing import Writing
from schemas.errors import ArchiveError
from schemas.search import PageRecord, Query, SearchResult
from storage.turnstile import Turnstile

CALLS, WAITING = 8, 2
"""Searches that wait for the server at once, and those that wait for one of them to end."""


class MeilisearchIndex:
    """`SearchIndex` on a server. Any number of processes read; the `pen` says which one writes.

    Nothing is asked of the server before the first call. An empty server, or one whose content was laid
    out by another version of this program, is begun anew by whoever first writes or asks for its state.
    """

    def __init__(self, address: str, key: str, pen: Pen) -> None:
        self._connection = Connection(Address.at(address), key)
        self._pen = pen
        self._writing, self._rebuilding = RLock(), RLock()
        self._writer: Writing | None = None
        self._written = ""
        """The content that the writer knows."""
        self._swept = False
        """Whether nothing lies beside the present content but what this process builds."""
        self._checked = False
        self._turns = Turnstile(CALLS, WAITING, ("La búsqueda está ocupada; intente de nuevo.", "search_busy"))
        self._lexicon: ServerLexicon | None = None
        self._guard = Lock()

    def replace(self, documents: dict[str, list[PageRecord]]) -> None:
        """See `SearchIndex.replace`."""
        with self._writing:
            self._present_writer().put(documents)
            self._forget()

    def _present_writer(self) -> Writing:
        """The writer of the present content; what one knows of its words holds for no other that took its place."""
        identity = self._present()
        self._pen.take()
        if self._writer is None or self._written != identity:
            self._writer, self._written = Writing(self._connection, self._pen.take), identity
        if not self._swept:
            self._writer.sweep()
            self._swept = True
        return self._writer

    def rebuild(self, batches: Batches, pages: int = 0, changed: Batches = ()) -> None:
        """See `SearchIndex.rebuild`. The server does one thing at a time: what is fed meanwhile waits for a batch at most."""
        with self._rebuilding:
            with self._writing:
                self._present_writer()
            identity = uuid.uuid4().hex
            beside = Writing(self._connection, self._pen.take, identity)
            try:
                beside.begin(identity)
                for batch in batches:
                    through_an_outage(partial(beside.put, batch, held=False))
                for batch in changed:
                    through_an_outage(partial(beside.put, batch))
                through_an_outage(partial(beside.confirm, identity))
                with self._writing:
                    beside.take_place()
                    self._writer, self._written = beside, identity
                    self._forget()
            finally:
                # What lies beside now is of no use, whether it is what broke off or what had the place before.
                try:
                    Writing(self._connection, self._pen.take, identity).drop()
                except ArchiveError:
                    self._swept = False

    def search(self, query: Query, on_hits: OnHits | None = None) -> SearchResult:
        """See `SearchIndex.search`. At most `CALLS` at once: a server that is silent holds up those who search."""
        with self._turns.turn():
            result = self._search(query)
        if result.hits and on_hits is not None:
            on_hits(result.hits)
        return result

    def _search(self, query: Query) -> SearchResult:
        started = time.perf_counter()
        self._check()
        lexicon = self._known_words()
        parsed = parse_query(query.text)
        lexicon.prepare(parsed)
        plan = make_plan(parsed, lexicon, lexicon.remembered)
        filters = (query.filters, *parsed.filters)
        result = answer(self._connection, plan, query, filters)
        if not result.total and (bold := bolder(plan, lexicon)) is not None:
            result = answer(self._connection, bold, query, filters)
        took = (time.perf_counter() - started) * 1000
        return msgspec.structs.replace(result, took_ms=round(took, 2), note=parsed.note)

    def state(self) -> IndexState:
        """See `SearchIndex.state`; `bytes` are those of all indexes of the server, in use."""
        identity = self._present()
        with answered():
            stats = self._connection.client.get_all_stats()
        pages = int(stats["indexes"][self._connection.uid(PAGES)]["numberOfDocuments"])
        return IndexState(identity, pages, int(stats.get("usedDatabaseSize", stats["databaseSize"])))

    def held(self, document_ids: Sequence[str]) -> dict[str, Held]:
        """See `SearchIndex.held`; pages are counted where they lie, not as the document says."""
        self._present()
        ask = self._connection
        keys = [key_of(document_id) for document_id in document_ids]
        found, pages = ask.ask(
            [
                ask.question(
                    DOCUMENTS, among("key", keys), limit=MOST_HELD, attributesToRetrieve=["key", "id", "version"]
                ),
                ask.count(PAGES, among("document", keys), facets=["document"]),
            ]
        )
        counts = pages["facetDistribution"].get("document", {})
        return {str(hit["id"]): Held(int(hit["version"]), int(counts.get(hit["key"], 0))) for hit in found["hits"]}

    def document_ids(self) -> Iterator[list[str]]:
        """See `SearchIndex.document_ids`."""
        self._present()
        last = -1
        while True:
            (found,) = self._connection.ask(
                [
                    self._connection.question(
                        DOCUMENTS,
                        f"place > {last}",
                        sort=["place:asc"],
                        limit=MOST_HELD,
                        attributesToRetrieve=["id", "place"],
                    )
                ]
            )
            if not found["hits"]:
                return
            last = int(found["hits"][-1]["place"])
            yield [str(hit["id"]) for hit in found["hits"]]

    def files(self) -> Sequence[Path]:
        """See `SearchIndex.files`."""
        return ()

    def close(self) -> None:
        """See `SearchIndex.close`."""
        with self._rebuilding, self._writing:
            self._pen.lay_down()

    def _check(self) -> None:
        """At the first call that reaches the server: whether it is one we know."""
        if not self._checked:
            self._connection.check_version()
            self._checked = True

    def _present(self) -> str:
        """The identity of the present content; begun anew where there is none of ours."""
        self._check()
        return self._connection.identity() or self._begin()

    def _begin(self) -> str:
        """An empty content in the place of whatever there is; whoever writes next takes the pen."""
        with self._writing:
            self._pen.take()
            identity = self._connection.identity()  # another thread or process may have been quicker
            if identity is None:
                identity = uuid.uuid4().hex
                Writing(self._connection, self._pen.take).begin(identity)
                self._forget()
            self._pen.lay_down()
        return identity

    def _known_words(self) -> ServerLexicon:
        with self._guard:
            if self._lexicon is None or not self._lexicon.fresh:
                self._lexicon = ServerLexicon(self._connection)
            return self._lexicon

    def _forget(self) -> None:
        """What was learnt of the words no longer holds."""
        with self._guard:
            self._lexicon = None
