"""Documents as the API and the pages show them, made from rows a constant number of queries at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from schemas.access import Actor
from schemas.document_types import type_name
from schemas.field_writing import place
from schemas.fields import OWN_FIELDS
from schemas.folding import letter_count
from schemas.outcomes import SENTENCES, Reason
from schemas.pages import Word
from schemas.reservations import ReservationMark
from service.operations.reservations.views import marks_of
from storage.records import Session, documents, pipeline, registry, registry_names, showing
from storage.records.tables import DocumentRow, FieldRow, LinkRow, PageRow, ReadingRow


class ReasonView(msgspec.Struct, frozen=True):
    """Why a document waits for a person: a stable code and a sentence in Spanish."""

    code: str
    detail: str


class FieldView(msgspec.Struct, frozen=True):
    """A value of a document; `box` in fractions of the page, `source` `machine` or `person`."""

    name: str
    raw: str
    value: str
    page: int | None
    box: list[Any] | None
    confidence: float
    conflict: str
    source: str
    confirmed_by: str | None


class LinkView(msgspec.Struct, frozen=True):
    """What a document belongs to, or seems to: `state` is `proposed`, `linked` or `refused`."""

    id: str
    kind: str
    entity_id: str
    name: str
    role: str
    state: str
    confidence: float
    reason: str
    source: str
    confirmed_by: str | None


class DocumentSummary(msgspec.Struct, frozen=True):
    """A document in a list."""

    id: str
    receipt_id: str
    type: str
    type_name: str
    title: str
    date: date | None
    state: str
    reasons: tuple[ReasonView, ...]
    pages: int
    debtor: str | None
    credit: str | None
    lawsuit: str | None
    batch: str | None
    version: int
    created_at: datetime


class DocumentView(msgspec.Struct, frozen=True):
    """Everything known of one document but its pages; `searchable` says whether the PDF with text is there.

    `reservation` is what it bears while it is classified as reserved.
    """

    id: str
    receipt_id: str
    position: int
    whole_file: bool
    type: str
    type_name: str
    type_confidence: float
    type_confirmed_by: str | None
    title: str
    date: date | None
    date_confirmed_by: str | None
    amount_cents: int | None
    state: str
    reasons: tuple[ReasonView, ...]
    pages: int
    bytes: int
    sha256: str
    kind: str
    media_type: str
    batch: str | None
    serial: str | None
    paper_location: str | None
    rescan_of: str | None
    rescan_settled_by: str | None
    version_of: str | None
    searchable: bool
    searchable_note: str | None
    version: int
    created_at: datetime
    filed_at: datetime | None
    fields: tuple[FieldView, ...]
    links: tuple[LinkView, ...]
    reservation: ReservationMark | None


class PageView(msgspec.Struct, frozen=True):
    """One page: `width` and `height` in points of 1/72 inch as seen upright."""

    number: int
    state: str
    problem: str | None
    why: str
    source: str
    width: float
    height: float
    rotation: int
    skew: float
    dpi: int | None
    confidence: float | None
    letters: int
    barcodes: list[Any]


class LayerView(msgspec.Struct, frozen=True):
    """One layer of a page in force; each word is `[text, [x, y, width, height], confidence, line, block]`."""

    part: str
    engine: str
    engine_version: str
    language: str
    confidence: float
    words: tuple[Word, ...]


class PageWords(msgspec.Struct, frozen=True):
    """The words of one page, by layer; boxes are fractions of the page, origin top left."""

    page: int
    width: float
    height: float
    layers: tuple[LayerView, ...]


class ReadingView(msgspec.Struct, frozen=True):
    """A reading once made of a page; `current` says whether it is in force."""

    page: int
    generation: int
    current: bool
    part: str
    engine: str
    engine_version: str
    language: str
    confidence: float
    letters: int
    parameters: dict[str, Any]
    read_at: datetime


class Belongings(msgspec.Struct, frozen=True):
    """How the debtor, credit and lawsuit of a document are called; several are parted by a point."""

    debtor: str | None = None
    credit: str | None = None
    lawsuit: str | None = None


def belongings(session: Session, actor: Actor, document_ids: Sequence[str]) -> dict[str, Belongings]:
    """What each document is linked to, in words and as far as the actor may know of it.

    The debtor of a linked credit counts as the document's.
    """
    return belongings_by(session, showing.linked_of(session, actor, document_ids))


def belongings_by(session: Session, linked: Mapping[str, Sequence[showing.Linked]]) -> dict[str, Belongings]:
    """The same of links read already."""
    lawsuits = {("lawsuit", each.entity_id) for links in linked.values() for each in links if each.kind == "lawsuit"}
    names = registry_names.names_of(session, lawsuits) if lawsuits else {}
    return {document_id: _named(links, names) for document_id, links in linked.items()}


def _named(links: Sequence[showing.Linked], lawsuits: Mapping[tuple[str, str], str]) -> Belongings:
    own = sorted(links, key=lambda each: each.kind != "debtor")  # a debtor who is linked stands before one by a credit
    return Belongings(
        debtor=_parted(each.debtor for each in own),
        credit=_parted(each.credit for each in links),
        lawsuit=_parted(lawsuits.get((each.kind, each.entity_id)) for each in links),
    )


def _parted(names: Iterable[str | None]) -> str | None:
    """The names that are there, each once, parted by a point."""
    return " · ".join(dict.fromkeys(name for name in names if name)) or None


def summaries(session: Session, actor: Actor, rows: Sequence[DocumentRow]) -> list[DocumentSummary]:
    """The rows as they stand in a list that the actor sees."""
    known = belongings(session, actor, [row.id for row in rows])
    hidden = hidden_kin(session, actor, rows)
    batches = documents.batch_names(session, actor, sorted({row.batch_id for row in rows if row.batch_id}))
    return [
        DocumentSummary(
            id=row.id,
            receipt_id=row.receipt_id,
            type=row.type,
            type_name=type_name(row.type),
            title=row.title,
            date=row.date,
            state=row.state,
            reasons=reasons_of(row, hidden),
            pages=row.page_count,
            debtor=known[row.id].debtor,
            credit=known[row.id].credit,
            lawsuit=known[row.id].lawsuit,
            batch=batches.get(row.batch_id or ""),
            version=row.version,
            created_at=row.created_at,
        )
        for row in rows
    ]


def view(session: Session, actor: Actor, row: DocumentRow) -> DocumentView:
    """One document with its fields, and its links and kin as far as the actor may know of what they lead to."""
    hidden = hidden_kin(session, actor, [row])
    links = registry.links_of(session, actor, row.id)
    names = registry_names.names_of(session, [(link.entity_kind, link.entity_id) for link in links])
    batches = documents.batch_names(session, actor, [row.batch_id] if row.batch_id else [])
    same = (
        "id receipt_id position whole_file type type_confidence type_confirmed_by title date date_confirmed_by "
        "amount_cents state bytes sha256 kind media_type serial paper_location rescan_settled_by "
        "searchable_note version created_at filed_at"
    )
    return DocumentView(
        **{name: getattr(row, name) for name in same.split()},
        rescan_of=None if row.rescan_of in hidden else row.rescan_of,
        version_of=None if row.version_of in hidden else row.version_of,
        type_name=type_name(row.type),
        reasons=reasons_of(row, hidden),
        pages=row.page_count,
        batch=batches.get(row.batch_id or ""),
        searchable=row.searchable_key is not None,
        fields=tuple(_field(field) for field in _in_order(pipeline.fields_of(session, row.id))),
        links=tuple(link_view(link, names.get((link.entity_kind, link.entity_id), "")) for link in links),
        reservation=marks_of(session, [row.id]).get(row.id),
    )


def _in_order(rows: Iterable[FieldRow]) -> list[FieldRow]:
    """The values of a paper in the order they are looked at, the surest of one name first."""
    own = (row for row in rows if row.name not in OWN_FIELDS)
    return sorted(own, key=lambda row: (place(row.name), row.name, -row.confidence, row.page or 0, row.value))


def reasons_of(row: DocumentRow, hidden: Collection[str] = ()) -> tuple[ReasonView, ...]:
    """The reasons of a document in words, but for that it resembles a `hidden` one."""
    told = (code for code in row.reasons if code != Reason.POSSIBLE_RESCAN.value or row.rescan_of not in hidden)
    return tuple(ReasonView(code, SENTENCES[Reason(code)]) for code in told)


def hidden_kin(session: Session, actor: Actor, rows: Sequence[DocumentRow]) -> set[str]:
    """Of the papers that these are taken for scans or versions of, those that the actor may not know of."""
    if actor.sees_only is None:
        return set()
    kin = {one for row in rows for one in (row.rescan_of, row.version_of) if one}
    return kin - showing.visible_among(session, actor, sorted(kin))


def link_view(row: LinkRow, name: str) -> LinkView:
    """A link as shown."""
    return LinkView(
        row.id,
        row.entity_kind,
        row.entity_id,
        name,
        row.role,
        row.state,
        row.confidence,
        row.reason,
        row.source,
        row.confirmed_by,
    )


def page_view(row: PageRow) -> PageView:
    """A page as shown."""
    return PageView(**{name: getattr(row, name) for name in PageView.__struct_fields__})


def reading_view(page: int, row: ReadingRow, generation: int) -> ReadingView:
    """A reading as shown; `generation` is the page's present one."""
    same = ["generation", "part", "engine", "engine_version", "language", "confidence", "parameters", "read_at"]
    letters = letter_count(row.text)
    known = {name: getattr(row, name) for name in same}
    return ReadingView(page=page, current=row.generation == generation, letters=letters, **known)


def _field(row: FieldRow) -> FieldView:
    return FieldView(**{name: getattr(row, name) for name in FieldView.__struct_fields__})
