"""Chooses the full-text back end."""

from pathlib import Path

from indexer.search.protocol import OnlyPen, Pen, SearchIndex
from schemas.errors import Misconfigured

NONE = "none"
"""The address that says that another machine has the index."""


def open_search_index(address: str, key: str = "", pen: Pen | None = None) -> SearchIndex:
    """The index that the address names: `file:///folder`, made when missing; `meilisearch://…`; `memory:`; or `none`.

    Reading needs no lock, so any number of processes may open the same folder;
    the first to write stays the writer until it closes. Of a server the `key` opens it
    and the `pen` says who writes; without one this process is taken for the only one.

    Raises:
        Misconfigured: the address names no index we know.
        Unavailable: the folder cannot be used.
    """
    if address.startswith("file://"):
        from indexer.search.embedded import EmbeddedSearchIndex

        return EmbeddedSearchIndex(Path(address.removeprefix("file://")))
    if address.startswith("meilisearch://"):
        from indexer.search.server.index import MeilisearchIndex

        return MeilisearchIndex(address, key, pen or OnlyPen())
    if address == "memory:":
        from indexer.search.memory import MemorySearchIndex

        return MemorySearchIndex()
    if address == NONE:
        from indexer.search.elsewhere import SearchElsewhere

        return SearchElsewhere()
    raise Misconfigured(f"LEGAJO_SEARCH_INDEX: no se conoce el índice '{address.split(':', 1)[0]}'.")
