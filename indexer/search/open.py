"""Chooses the full-text back end."""

from pathlib import Path

from indexer.search.protocol import SearchIndex
from schemas.errors import Misconfigured

NONE = "none"
"""The address that says that another machine has the index."""


def open_search_index(address: str) -> SearchIndex:
    """The index that the address names: `file:///folder`, made when missing; `memory:`; or `none`.

    Reading needs no lock, so any number of processes may open the same folder;
    the first to write stays the writer until it closes.

    Raises:
        Misconfigured: the address names no index we know.
        Unavailable: the folder cannot be used.
    """
    if address.startswith("file://"):
        from indexer.search.embedded import EmbeddedSearchIndex

        return EmbeddedSearchIndex(Path(address.removeprefix("file://")))
    if address == "memory:":
        from indexer.search.memory import MemorySearchIndex

        return MemorySearchIndex()
    if address == NONE:
        from indexer.search.elsewhere import SearchElsewhere

        return SearchElsewhere()
    raise Misconfigured(f"LEGAJO_SEARCH_INDEX: no se conoce el índice '{address.split(':', 1)[0]}'.")
