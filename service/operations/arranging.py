"""Where the documents of a received file begin and end, and in which order their pages lie: as a person says.

Only the logical order changes; the bytes received stay as they came. An arrangement names every page of
the documents it touches, so none can be lost, and the arrangement before it is its undoing.
"""

from itertools import pairwise

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput, NotFound
from service.archive import Archive, require
from service.operations.document_views import DocumentSummary, summaries
from service.operations.hanging import refuse_if_anything_hangs
from storage.records import Session, arranging, documents, events, jobs
from storage.records.showing import visible_among
from storage.records.tables import DocumentRow

MOST_PAGES = 2000


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pages of one document in their order, by id; without `document` they become a new one, without pages it goes."""

    pages: tuple[str, ...]
    document: str | None = None


class Arranged(msgspec.Struct, frozen=True):
    """The parts as they lie now, and as they lay before: handing `before` in again is the undoing."""

    now: tuple[Part, ...]
    before: tuple[Part, ...]


def arrange(archive: Archive, actor: Actor, parts: tuple[Part, ...]) -> Arranged:
    """Lay the pages of some documents of one received file anew; they are decided, bound and indexed again.

    Raises:
        Forbidden: the actor may not review documents.
        NotFound: a document does not exist.
        InvalidInput: the documents are of several files, or a page is missing, foreign or there twice (`bad_arrangement`).
        Conflict: a document is still being read (`still_processing`), or would be left without pages while
            something refers to it (`still_referred`).
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    with archive.database.write() as session:
        rows = {part.document: documents.visible(session, actor, part.document) for part in parts if part.document}
        before = _lying(session, list(rows))
        _check(list(rows.values()), before, parts)
        first = next(iter(rows.values()))
        laid = {part.document or arranging.split_off(session, first).id: list(part.pages) for part in parts}
        for document_id, pages in laid.items():
            if before.get(document_id) and not pages:
                refuse_if_anything_hangs(session, documents.visible(session, actor, document_id))
        arranging.lay(session, laid)
        _carry_links(session, before, laid)
        for document_id, pages in laid.items():
            if before.get(document_id) != tuple(pages):
                _begin_again(session, documents.visible(session, actor, document_id), len(pages))
        told = {"parts": {document_id: len(pages) for document_id, pages in laid.items()}}
        events.record(session, events.Act(actor.name, actor.origin, "arrange", "receipt", first.receipt_id, told))
    empty = [document_id for document_id in laid if document_id not in before]
    return Arranged(
        tuple(Part(tuple(pages), document_id) for document_id, pages in laid.items()),
        tuple(Part(pages, document_id) for document_id, pages in [*before.items(), *((new, ()) for new in empty)]),
    )


def _carry_links(session: Session, before: dict[str, tuple[str, ...]], laid: dict[str, list[str]]) -> None:
    """What a person linked a document to goes along with its pages when it is left without any, and comes back with them."""
    for document_id, pages in laid.items():
        there = before.get(document_id, ())
        if there and not pages:
            arranging.carry_links(
                session, document_id, [to for to, now in laid.items() if set(there).intersection(now)]
            )
        elif pages and not there:
            arranging.take_back_links(session, document_id, [one for one in laid if one != document_id])


def _lying(session: Session, document_ids: list[str]) -> dict[str, tuple[str, ...]]:
    lying: dict[str, tuple[str, ...]] = dict.fromkeys(document_ids, ())
    for page in arranging.pages_of(session, document_ids):
        lying[page.document_id] += (page.id,)
    return lying


def _check(rows: list[DocumentRow], before: dict[str, tuple[str, ...]], parts: tuple[Part, ...]) -> None:
    asked = [page for part in parts for page in part.pages]
    there = sorted(page for pages in before.values() for page in pages)
    named = [part.document for part in parts if part.document]
    one_file = bool(rows) and len({row.receipt_id for row in rows}) == 1
    if not one_file or sorted(asked) != there or len(named) != len(set(named)) or len(asked) > MOST_PAGES:
        raise InvalidInput("El arreglo no nombra cada página de un mismo archivo una vez.", code="bad_arrangement")
    if any(not part.pages and part.document is None for part in parts):
        raise InvalidInput("Un documento nuevo lleva al menos una página.", code="bad_arrangement")
    if any(row.pending_pages > 0 for row in rows):
        raise Conflict("Alguna página todavía se está leyendo.", code="still_processing")
    if any(row.state == "discarded" and row.page_count for row in rows):
        raise Conflict("Un documento está dado de baja.", code="discarded")


def _begin_again(session: Session, row: DocumentRow, pages: int) -> None:
    """What was made of the document is made again from its pages as they lie now."""
    row.page_count, row.whole_file, row.searchable_key = pages, False, None
    row.state, row.reasons = ("processing" if pages else "discarded"), []
    row.version += 1
    arranging.forget_places(session, row.id)
    session.flush()
    if pages:
        # A key of its own for each version: a decision under way looked at the pages as they lay before.
        key = f"finish:{row.id}:{row.version}"
        jobs.enqueue(session, jobs.NewJob("finish", row.id, priority=30, dedupe_key=key))


def split_before(lying: tuple[Part, ...], page: str) -> tuple[Part, ...]:
    """The document with the page ends before it; the page begins a new one."""
    part = _part_with(lying, page)
    at = part.pages.index(page)
    if at == 0:
        raise InvalidInput("Esa página ya es la primera de su documento.", code="bad_arrangement")
    return Part(part.pages[:at], part.document), Part(part.pages[at:])


def joined(lying: tuple[Part, ...], page: str) -> tuple[Part, ...]:
    """The document with the page is laid at the end of the one before it."""
    part = _part_with(lying, page)
    for former, latter in pairwise(lying):
        if latter is part:
            return Part(former.pages + part.pages, former.document), Part((), part.document)
    raise InvalidInput("No hay documento anterior del mismo archivo.", code="bad_arrangement")


def moved(lying: tuple[Part, ...], page: str, step: int) -> tuple[Part, ...]:
    """The page changes places with its neighbour: `step` is -1 or 1."""
    part = _part_with(lying, page)
    pages, at = list(part.pages), part.pages.index(page)
    if not 0 <= at + step < len(pages):
        raise InvalidInput("La página ya está en la orilla de su documento.", code="bad_arrangement")
    pages[at], pages[at + step] = pages[at + step], pages[at]
    return (Part(tuple(pages), part.document),)


def _part_with(lying: tuple[Part, ...], page: str) -> Part:
    for part in lying:
        if page in part.pages:
            return part
    raise InvalidInput("Esa página ya no está en el lote; abra la página de nuevo.", code="bad_arrangement")


class Lying(msgspec.Struct, frozen=True):
    """A document of a batch with its pages in their order, and of whose paper a person said it is another scan."""

    document: DocumentSummary
    pages: tuple[arranging.PlacedPage, ...]
    rescan_of: str | None


def batch_as_it_lies(archive: Archive, actor: Actor, batch: str, *, limit: int = 200) -> list[Lying]:
    """The documents of a batch, file by file, each file's in the order of its pages.

    Raises:
        Forbidden: the actor may not read documents.
        NotFound: there is no such batch, or the actor may not know of it.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        if documents.batch(session, actor, batch) is None:
            raise NotFound("El lote no existe.")
        rows = documents.listing(session, actor, documents.Wanted(batch=batch), None, limit)
        pages: dict[str, tuple[arranging.PlacedPage, ...]] = {row.id: () for row in rows}
        for page in arranging.pages_of(session, list(pages)):
            pages[page.document_id] += (page,)
        said = {row.id: row.rescan_of for row in rows if row.rescan_settled_by}
        if actor.sees_only is not None:
            seen = visible_among(session, actor, [one for one in said.values() if one])
            said = {document: other for document, other in said.items() if other in seen}
        found = [Lying(summary, pages[summary.id], said.get(summary.id)) for summary in summaries(session, actor, rows)]
    return sorted(
        found, key=lambda one: (one.document.receipt_id, min((page.source_page for page in one.pages), default=0))
    )
