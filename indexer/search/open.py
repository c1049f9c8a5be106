"""Chooses the full-text back end."""

from pathlib import Path

from indexer.search.protocol import SearchIndex


def open_search_index(folder: Path | None) -> SearchIndex:
    """The index in the folder, made when missing; in memory without one.

    Reading needs no lock, so any number of processes may open the same folder;
    the first to write stays the writer until it closes.

    Raises:
        Unavailable: the folder cannot be used.
    """
    if folder is None:
        from indexer.search.memory import MemorySearchIndex

        return MemorySearchIndex()
    from indexer.search.embedded import EmbeddedSearchIndex

    return EmbeddedSearchIndex(folder)
