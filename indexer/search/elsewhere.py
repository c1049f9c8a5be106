"""No index on this machine: another one has it, feeds it and answers."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from indexer.search.protocol import Batches, Held, IndexState, OnHits
from schemas.errors import Unavailable
from schemas.search import PageRecord, Query, SearchResult


class SearchElsewhere:
    """A `SearchIndex` that is never there. Filing and dossiers need none; each call raises `Unavailable`."""

    def replace(self, documents: dict[str, list[PageRecord]]) -> None:
        """See the port."""
        _away()

    def search(self, query: Query, on_hits: OnHits | None = None) -> SearchResult:
        """See the port."""
        _away()

    def rebuild(self, batches: Batches, pages: int = 0, changed: Batches = ()) -> None:
        """See the port."""
        _away()

    def state(self) -> IndexState:
        """See the port."""
        _away()

    def held(self, document_ids: Sequence[str]) -> dict[str, Held]:
        """See the port."""
        _away()

    def document_ids(self) -> Iterator[list[str]]:
        """See the port."""
        _away()

    def files(self) -> Sequence[Path]:
        """See the port."""
        return ()

    def close(self) -> None:
        """See the port."""


def _away() -> NoReturn:
    raise Unavailable("El índice de búsqueda está en otra máquina.", code="search_elsewhere")
