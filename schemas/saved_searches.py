"""A search that a person keeps under a name (búsqueda guardada): what it asks for, never what it found."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from schemas.search import Filters

Narrowing = Annotated[str, msgspec.Meta(max_length=300)] | None


class SearchParameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The parameters of `GET search` that say what is wanted; the slice wanted is not part of it."""

    q: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    type: Narrowing = None
    credit: Narrowing = None
    debtor: Narrowing = None
    lawsuit: Narrowing = None
    court: Narrowing = None
    lawyer: Narrowing = None
    batch: Narrowing = None
    year: Annotated[int, msgspec.Meta(ge=1, le=9999)] | None = None
    date_from: date | None = msgspec.field(default=None, name="from")
    date_to: date | None = msgspec.field(default=None, name="to")

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.q.strip() and all(
            getattr(self, name) in (None, "") for name in self.__struct_fields__ if name != "q"
        )


class SavedSearchIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A search to keep."""

    name: str
    parameters: SearchParameters


class SavedSearch(msgspec.Struct, frozen=True):
    """A search as kept; `created_at` is UTC."""

    id: str
    name: str
    parameters: SearchParameters
    created_at: datetime


def parameters_of(text: str, filters: Filters) -> SearchParameters:
    """What a search by these words and filters is kept as; spaces round the words are no part of it."""
    known = {name: getattr(filters, name) for name in SearchParameters.__struct_fields__ if name != "q"}
    return SearchParameters(q=text.strip(), **known)
