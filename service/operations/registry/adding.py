"""A kind whose records may come with others that hang on them: makers of a note, signers of an agreement.

Those named are added where they are not there yet; none is taken away.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec

from service.operations.registry.book import Followed, Planned, Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import Member, Target, resolved
from service.operations.registry.values import Problem
from storage.records import Session, registry_rows


class Adds(msgspec.Struct, frozen=True):
    """A member that names others: each becomes a record of `book`, tied by `parent` to this one and by `child` to what is named.

    `told` are the values that tell these records from others of the same book; `fresh` what a new one has besides.
    """

    name: str
    book: type[Declared]
    parent: str
    child: str
    target: Target
    told: dict[str, Any] = {}
    fresh: dict[str, Any] = {}


class Adding(Declared):
    """See the module."""

    members: ClassVar[tuple[Member, ...]] = ()
    adds: ClassVar[tuple[Adds, ...]] = ()

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: who is named, and who is there already."""
        self._named = {
            add.name: resolved(session, add.target, {key for one in coming for key in one.get(add.name, ())})
            for add in self.adds
        }
        self._added: dict[str, set[str]] = {}
        for at, add in enumerate(self.adds):
            for parent, rows in hanging(session, add, there).items():
                self._added.setdefault(parent, set()).update(f"{at}:{getattr(row, add.child)}" for row in rows)

    def plan(self, data: Any) -> Planned:  # noqa: ANN401 - as `Book.plan`
        """See `Book.plan`: `claims` are those to be added."""
        planned = super().plan(data)
        wanted = {
            f"{at}:{self._child(add, key)}"
            for at, add in enumerate(self.adds)
            for key in planned.values.pop(add.name, ())
        }
        missing = wanted - self._added.get(planned.row.id if planned.row is not None else "", set())
        return msgspec.structs.replace(planned, claims=frozenset(missing) if missing else None)

    def follow(self, row: Row, planned: Planned) -> list[Followed]:
        """See `Book.follow`: the records to be made."""
        made = []
        for claim in sorted(planned.claims or ()):
            at, _, child = claim.partition(":")
            add = self.adds[int(at)]
            made.append(Followed(add.book, None, {add.parent: row.id, add.child: child, **add.told, **add.fresh}))
        self._added.setdefault(row.id, set()).update(planned.claims or ())
        return made

    def number_of(self, row: Row | None, values: dict[str, Any], add: Adds) -> int:
        """How many there will be of those a member names."""
        return len(self.children_of(row, values, add))

    def children_of(self, row: Row | None, values: dict[str, Any], add: Adds) -> set[str]:
        """The ids of those a member names, as they will be."""
        mark = f"{self.adds.index(add)}:"
        there = self._added.get(row.id, set()) if row is not None else set[str]()
        known = {one.removeprefix(mark) for one in there if one.startswith(mark)}
        return known | {self._child(add, key) for key in values.get(add.name, ())}

    def _child(self, add: Adds, key: str) -> str:
        found = self._named[add.name].get(key)
        if found is None:
            raise Problem(add.name, f"No hay {add.target.nobody} «{key[:60]}».")
        return found

    @classmethod
    def inputs(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Book.inputs`."""
        made = cls.inputs_but(session, rows, frozenset(add.name for add in cls.adds))
        for add in cls.adds:
            children = hanging(session, add, rows)
            keys = add.target.keys(session, {getattr(one, add.child) for of in children.values() for one in of})
            for row, one in zip(rows, made, strict=True):
                one[add.name] = [keys[getattr(child, add.child)] for child in children.get(row.id, ())]
        return made


def hanging(session: Session, add: Adds, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The records a member would name, by the id of what they hang on."""
    found = registry_rows.children(session, add.book.table, add.parent, [row.id for row in rows])
    return {
        parent: [one for one in of if all(getattr(one, name) == value for name, value in add.told.items())]
        for parent, of in found.items()
    }
