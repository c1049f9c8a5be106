"""What a row that comes in means for the registry: which entity it is about and what of it would change.

A book is all that is said of one kind, and the rows that a batch refers to, read
in a constant number of queries. It tells of each row what to do and changes nothing itself.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

import msgspec

from schemas.access import Actor
from schemas.errors import InvalidInput
from schemas.identifiers import credit_key
from schemas.names import name_tokens
from storage.records import Session, registry_rows
from storage.records.registry_search import Page

Row = Any
"""One of the registry's tables; SQLAlchemy's rows share no narrower type."""


class Planned(msgspec.Struct, frozen=True):
    """What to do: the row there is (None: make one), the values it shall have, what is odd.

    `claims`: what else it shall be tied to that is no column of it; None when that is so already.
    """

    row: Row | None
    values: dict[str, Any]
    warnings: tuple[str, ...] = ()
    claims: frozenset[str] | None = None

    def changes(self) -> dict[str, Any]:
        """The values that are not so yet."""
        if self.row is None:
            return self.values
        return {name: value for name, value in self.values.items() if getattr(self.row, name) != value}


class Followed(msgspec.Struct, frozen=True):
    """What else a row written brings about: values of another row, or (row None) a row of a kind to be made."""

    book: Any
    row: Row | None
    values: dict[str, Any]


class Wanted(msgspec.Struct, frozen=True):
    """What to list: words or a number, after a place (the order's values of a row), at most `limit` rows."""

    q: str
    after: list[str | int] | None
    limit: int
    equal: dict[str, Any] = {}


class Book:
    """One kind. What a subclass must say stands first; the rest has a meaning of its own when left alone.

    `kind` is its name in addresses, `entity` in links and events, `term` in Spanish. `filters` gives each parameter
    of a list the column it fixes. `paths` are where words are looked for (`registry_rows.Asked`). `touches` names the
    columns that search shows or filters by: a change of one has the documents linked to `touched` read again
    (with `touches_when_made`, a new row too). Values of `private` members are not repeated in events.
    `key_members` are what a table must have for a row to be told.
    """

    kind: ClassVar[str]
    entity: ClassVar[str]
    term: ClassVar[str]
    table: ClassVar[Any]
    input: ClassVar[Any]
    shown: ClassVar[Any]
    headings: ClassVar[dict[str, tuple[str, ...]]]
    key_members: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("id",)
    newest: ClassVar[bool] = False
    filters: ClassVar[dict[str, str]] = {}
    paths: ClassVar[tuple[str, ...]] = ()
    touches: ClassVar[frozenset[str]] = frozenset()
    touches_when_made: ClassVar[bool] = False
    private: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, session: Session, rows: Sequence[Any]) -> None:
        raise NotImplementedError

    @staticmethod
    def key(data: Any) -> object:  # noqa: ANN401 - each book takes its own struct
        """What two rows about the same entity share."""
        raise NotImplementedError

    def plan(self, data: Any) -> Planned:  # noqa: ANN401 - as above
        """What the row means.

        Raises:
            Problem: it cannot be taken.
        """
        raise NotImplementedError

    def keep(self, row: Row) -> None:
        """Remember a row just made, so that a later one of the batch finds it."""
        raise NotImplementedError

    def follow(self, row: Row, planned: Planned) -> list[Followed]:
        """What else must be so once the row is as planned; called when it was made or changed."""
        return []

    def wrote(self, session: Session, row: Row, planned: Planned) -> None:
        """Write what belongs to the row in tables that are no kind of their own."""

    def touched(self, row: Row) -> tuple[str, str]:
        """Kind (as in links) and id of what documents show when the row changes."""
        return (self.entity, row.id)

    @classmethod
    def find(cls, session: Session, actor: Actor, key: str) -> Sequence[Row]:
        """The rows of that id or natural key which the actor may know of: none, one, or several that share a number."""
        return registry_rows.one(session, actor, cls.table, key)

    @classmethod
    def listed(cls, session: Session, actor: Actor, wanted: Wanted) -> Sequence[Row]:
        """The rows wanted, in their order, of those the actor may know of."""
        asked = registry_rows.Asked(
            words=name_tokens(wanted.q) if wanted.q else (),
            key=credit_key(wanted.q),
            paths=cls.paths,
            equal=wanted.equal,
            order=cls.order,
            newest=cls.newest,
            page=cls.page(wanted),
        )
        return registry_rows.listed(session, actor, cls.table, asked)

    @classmethod
    def page(cls, wanted: Wanted) -> Page:
        """The page wanted, as queries take it.

        Raises:
            InvalidInput: the place is of another list.
        """
        where = registry_rows.where(cls.table, wanted.equal) if wanted.equal else None
        return Page(_place_of(cls, wanted.after), wanted.limit, where)

    @classmethod
    def views(cls, session: Session, rows: Sequence[Row]) -> tuple[Any, ...]:
        """The rows as they are shown, in the order given, in a constant number of queries."""
        raise NotImplementedError

    @classmethod
    def inputs(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The rows as they would come in: members that are known, so that an export can be imported."""
        raise NotImplementedError

    @classmethod
    def label(cls, entity: Any) -> str:  # noqa: ANN401 - each book shows its own struct
        """What to call an entity among others of its kind, so that one may be chosen."""
        return f"{cls.term} {entity.id}"


def place(book: type[Book], row: Row) -> list[str | int]:
    """The order's values of a row: what a cursor remembers."""
    values = [getattr(row, name) for name in book.order]
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def _place_of(book: type[Book], after: list[str | int] | None) -> tuple[Any, ...] | None:
    if after is None:
        return None
    if len(after) != len(book.order):
        raise InvalidInput("El cursor no es válido.")
    try:
        return tuple(_value_of(book, name, value) for name, value in zip(book.order, after, strict=True))
    except ValueError as error:
        raise InvalidInput("El cursor no es válido.") from error


def _value_of(book: type[Book], name: str, value: str | int) -> Any:  # noqa: ANN401 - a column's value
    kind = book.table.__table__.columns[name].type.python_type
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is datetime:
        return datetime.fromisoformat(str(value))
    if not isinstance(value, kind):
        raise ValueError(name)
    return value
