"""Lists a page at a time: one row more than the page holds is asked for, and says that another page follows."""

from collections.abc import Sequence
from typing import Protocol

MOST_LISTED = 200
"""Rows on one page at the most."""


class Placed(Protocol):
    """A row of a list that is in the order of ids."""

    @property
    def id(self) -> str:
        """Its place in the list."""


def page_length(limit: int) -> int:
    """How many rows the page holds for which so many were asked."""
    return max(1, min(limit, MOST_LISTED))


def next_after(rows: Sequence[Placed], length: int) -> str | None:
    """The id after which the next page begins; None where a page of that length is the last."""
    return rows[length - 1].id if len(rows) > length else None
