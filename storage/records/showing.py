"""What every search asks of the documents it found: statements put together once, of bare columns.

For twenty documents putting a statement together takes longer than the answer. Lists are given
whole: of so many single values each a statement is made and planned anew, and most of that is wasted.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    LargeBinary,
    Select,
    TableValuedAlias,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from schemas.access import Actor
from storage.records.registry import visible_links
from storage.records.tables import CreditRow, DocumentRow, LinkRow, PageRow, PersonRow, ReadingRow
from storage.records.visibility import visible_to

_DOCUMENT, _PAGE, _READING = DocumentRow.__table__.c, PageRow.__table__.c, ReadingRow.__table__.c
_LINK, _CREDIT, _PERSON = LinkRow.__table__.c, CreditRow.__table__.c, PersonRow.__table__.c
_OF_DOCUMENT, _OF_LINK, _OF_WORDS = range(3)


class Linked(msgspec.Struct, frozen=True):
    """What a document is linked to: the number of a credit, and the name of the debtor or of the credit's debtor."""

    kind: str
    entity_id: str
    credit: str | None
    debtor: str | None


class Seen(msgspec.Struct, frozen=True):
    """What a list of hits says of a document; `words` are the packed words in force of the page asked for."""

    id: str
    type: str
    title: str
    state: str
    date: date | None
    linked: list[Linked]
    words: list[bytes]


class _Asked(msgspec.Struct, frozen=True):
    """The statements, as one kind of server answers them soonest; each takes `documents`, a list of ids."""

    visible: Select[Any]
    linked: Select[Any]
    words: Select[Any]
    parts: tuple[Select[Any], ...]
    seen: CompoundSelect[Any]
    """The parts in one statement, for who may see everything."""


def visible_among(session: Session, actor: Actor, document_ids: Sequence[str]) -> set[str]:
    """Those of the documents that the actor may see and that are not discarded."""
    visible = _narrowed(_asked(session).visible, actor)
    return set(session.scalars(visible, {"documents": list(document_ids)}).all())


def seen(session: Session, actor: Actor, pages: Sequence[tuple[str, int]]) -> dict[str, Seen]:
    """What the actor may see of the documents, each given with the number of one page, by id.

    One statement, since every search asks: a journey to the server and back takes as long as the answer.
    """
    rows = session.execute(_seen_by(actor, _asked(session)), _parameters(pages)).all()
    found: dict[str, Seen] = {}
    for part, document_id, _, one, two, three, four, day, words in sorted(rows, key=lambda row: (row[0], row[2])):
        if part == _OF_DOCUMENT:
            found[document_id] = Seen(document_id, one, two, three, day, [], [])
        elif document_id in found and part == _OF_LINK:
            found[document_id].linked.append(Linked(one, two, three, four))
        elif document_id in found:
            found[document_id].words.append(words)
    return found


def linked_of(session: Session, actor: Actor, document_ids: Sequence[str]) -> dict[str, list[Linked]]:
    """What each document is linked to, as far as the actor may know of it, in the order of the links."""
    found: dict[str, list[Linked]] = {document_id: [] for document_id in document_ids}
    linked = _known(_asked(session).linked, actor)
    rows = session.execute(linked, {"documents": list(document_ids)}).all()
    for document_id, kind, entity_id, credit, debtor in rows:
        found[document_id].append(Linked(kind, entity_id, credit, debtor))
    return found


def packed_words(session: Session, pages: Sequence[tuple[str, int]]) -> dict[tuple[str, int], list[bytes]]:
    """The packed words in force of each `(document id, page number)`, in one query; a layer of garbage is left out."""
    rows = session.execute(_asked(session).words, _parameters(pages)).all()
    found: dict[tuple[str, int], list[bytes]] = {}
    for document_id, number, _, words in sorted(rows, key=lambda row: row[2]):
        found.setdefault((document_id, number), []).append(words)
    return found


def _asked(session: Session) -> _Asked:
    return _STATEMENTS[session.get_bind().dialect.name]


def _parameters(pages: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {"pages": pages, "documents": [name for name, _ in pages], "numbers": [number for _, number in pages]}


def _seen_by(actor: Actor, asked: _Asked) -> CompoundSelect[Any]:
    if actor.sees_only is None:
        return asked.seen
    documents, links, *others = asked.parts
    return union_all(_narrowed(documents, actor), _known(links, actor), *others)


def _narrowed(documents: Select[Any], actor: Actor) -> Select[Any]:
    return documents if actor.sees_only is None else documents.where(visible_to(actor))


def _known(links: Select[Any], actor: Actor) -> Select[Any]:
    return links if actor.sees_only is None else links.where(visible_links(actor))


def _visible(among: ColumnElement[bool]) -> Select[Any]:
    return select(_DOCUMENT.id).where(among, _DOCUMENT.state != "discarded")


def _linked(among: ColumnElement[bool]) -> Select[Any]:
    # Nothing is looked for where a link leads to no credit, which a condition beside the id would not spare.
    credit = case((_LINK.entity_kind == "credit", _LINK.entity_id))
    person = case((_LINK.entity_kind == "debtor", _LINK.entity_id), else_=_CREDIT.debtor_id)
    return (
        select(_LINK.document_id, _LINK.entity_kind, _LINK.entity_id, _CREDIT.number, _PERSON.full_name)
        .select_from(LinkRow.__table__)
        .outerjoin(CreditRow.__table__, _CREDIT.id == credit)
        .outerjoin(PersonRow.__table__, _PERSON.id == person)
        .where(among, _LINK.state == "linked")
        .order_by(_LINK.id)
    )


def _words() -> Select[Any]:
    in_force = and_(_READING.page_id == _PAGE.id, _READING.generation == _PAGE.reading)
    return (
        select(_PAGE.document_id, _PAGE.number, _READING.id, _READING.words)
        .join_from(PageRow.__table__, ReadingRow.__table__, in_force)
        .where(or_(_PAGE.why != "bad_text", _READING.part != "text_layer"))
    )


def _put_together(visible: Select[Any], linked: Select[Any], words: Select[Any]) -> _Asked:
    """The parts of `seen` each bear their number first; what one has no column for is empty there."""
    none, day, data = cast(null(), Text), cast(null(), Date), cast(null(), LargeBinary)
    told = _DOCUMENT.type, _DOCUMENT.title, _DOCUMENT.state, none, _DOCUMENT.date, data
    links = _LINK.entity_kind, _LINK.entity_id, _CREDIT.number, _PERSON.full_name, day, data
    layers = none, none, none, none, day, _READING.words
    parts = (
        visible.with_only_columns(_part(_OF_DOCUMENT), _DOCUMENT.id, literal_column("''", Text), *told),
        linked.order_by(None).with_only_columns(_part(_OF_LINK), _LINK.document_id, _LINK.id, *links),
        words.with_only_columns(_part(_OF_WORDS), _PAGE.document_id, _READING.id, *layers),
    )
    return _Asked(visible, linked, words, parts, union_all(*parts))


def _part(number: int) -> ColumnElement[int]:
    return literal_column(str(number), Integer)


def _on_sqlite() -> _Asked:
    def listed(name: str) -> TableValuedAlias:
        return func.json_each(bindparam(name, type_=JSON)).table_valued("value")

    def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
        return column.in_(select(listed("documents").c.value))

    pages = listed("pages").alias("asked")
    place = and_(
        _PAGE.document_id == func.json_extract(pages.c.value, "$[0]"),
        _PAGE.number == func.json_extract(pages.c.value, "$[1]"),
    )
    return _put_together(_visible(among(_DOCUMENT.id)), _linked(among(_LINK.document_id)), _words().join(pages, place))


def _on_postgresql() -> _Asked:
    documents, numbers = bindparam("documents", type_=ARRAY(Text)), bindparam("numbers", type_=ARRAY(Integer))
    pages = func.unnest(documents, numbers).table_valued("document", "number").render_derived()
    words = _words().join(pages, and_(_PAGE.document_id == pages.c.document, _PAGE.number == pages.c.number))
    return _put_together(
        _visible(_DOCUMENT.id == any_(documents)), _linked(_LINK.document_id == any_(documents)), words
    )


_STATEMENTS: Mapping[str, _Asked] = {"sqlite": _on_sqlite(), "postgresql": _on_postgresql()}
