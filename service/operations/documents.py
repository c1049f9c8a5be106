"""Look at documents: lists, one document, its pages, text, words and files. Every look is recorded."""

from datetime import date

import msgspec

from indexer.search.query import no_day_between
from schemas.access import Action, Actor
from schemas.errors import Forbidden, InvalidInput, NotFound
from schemas.search import Filters
from schemas.word_codec import decode_words
from service.archive import Archive, require
from service.operations.document_views import (
    DocumentSummary,
    DocumentView,
    LayerView,
    PageView,
    PageWords,
    ReadingView,
    page_view,
    reading_view,
    summaries,
    view,
)
from service.operations.marked_looks import record_shown
from service.operations.paging import next_after, page_length
from storage.objects.keys import original_key
from storage.records import Session, documents, events, pipeline, receipts, resolve
from storage.records.documents import PageOutline, Wanted
from storage.records.tables import DocumentRow


class Listed(msgspec.Struct, frozen=True):
    """A page of a list: `next` is where the next page begins (null at the end), `total` is counted on the first only."""

    items: list[DocumentSummary]
    next: str | None
    total: int | None


class Narrow(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of documents is narrowed by; numbers and keys as a person writes them."""

    type: str | None = None
    state: str | None = None
    reason: str | None = None
    batch: str | None = None
    receipt: str | None = None
    credit: str | None = None
    debtor: str | None = None
    lawsuit: str | None = None
    date_from: date | None = None
    date_to: date | None = None


class FileToSend(msgspec.Struct, frozen=True):
    """A file of the store: key, digest in hex, bytes, how it is called and what it is.

    `mark`: words that every page of it is to bear before it is sent; without them it is sent as it is.
    """

    key: str
    sha256: str
    bytes: int
    filename: str
    media_type: str
    mark: str = ""


def list_documents(
    archive: Archive, actor: Actor, narrow: Narrow, *, before: str | None = None, limit: int = 50
) -> Listed:
    """Documents the actor may see, the newest first.

    Raises:
        Forbidden: the actor may not read documents.
        InvalidInput: no day is within the limits of date.
    """
    require(actor, Action.READ_DOCUMENTS)
    if apart := no_day_between([Filters(date_from=narrow.date_from, date_to=narrow.date_to)]):
        raise InvalidInput(apart)
    limit = page_length(limit)
    with archive.database.read() as session:
        wanted = _wanted(session, narrow)
        rows = documents.listing(session, actor, wanted, before, limit + 1)
        total = documents.count(session, actor, wanted) if before is None else None
        listed = Listed(summaries(session, actor, rows[:limit]), next_after(rows, limit), total)
    archive.looks.listed(actor, "document", "-", len(listed.items), **msgspec.to_builtins(narrow))
    return listed


def _wanted(session: Session, narrow: Narrow) -> Wanted:
    links = tuple(
        (kind, tuple(find(session, key)))
        for kind, find in resolve.FINDERS.items()
        if (key := getattr(narrow, kind)) is not None
    )
    same = ("type", "state", "reason", "batch", "receipt", "date_from", "date_to")
    return Wanted(links=links, **{name: getattr(narrow, name) for name in same})


def get_document(archive: Archive, actor: Actor, document_id: str) -> DocumentView:
    """One document.

    Raises:
        NotFound: there is none of that id, or the actor may not know of it.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        found = view(session, actor, documents.visible(session, actor, document_id))
    archive.looks.viewed(actor, "document", document_id, "look")
    return found


def list_pages(archive: Archive, actor: Actor, document_id: str) -> list[PageView]:
    """The pages of a document in order.

    Raises:
        NotFound: as for `get_document`.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        return [page_view(row) for row in pipeline.pages_of(session, document_id)]


def outline(archive: Archive, actor: Actor, document_id: str) -> list[PageOutline]:
    """The frames of the pages in order, without what was read on them.

    Raises:
        NotFound: as for `get_document`.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        return documents.outline(session, document_id)


def get_page(archive: Archive, actor: Actor, document_id: str, number: int) -> tuple[PageView, str]:
    """One page and its text.

    Raises:
        NotFound: as for `get_document`, or there is no such page.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        row = documents.page(session, document_id, number)
        found = page_view(row), row.text
    archive.looks.viewed(actor, "document", document_id, "read_text", page=number)
    return found


def read_text(archive: Archive, actor: Actor, document_id: str, page: int | None = None) -> list[tuple[int, str]]:
    """The text of every page, or of one, with its number.

    Raises:
        NotFound: as for `get_document`, or there is no such page.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        one = [] if page is None else [documents.page(session, document_id, page)]
        rows = one or pipeline.pages_of(session, document_id)
    archive.looks.viewed(actor, "document", document_id, "read_text", **({"page": page} if page else {}))
    return [(row.number, row.text) for row in rows]


def page_words(archive: Archive, actor: Actor, document_id: str, number: int) -> PageWords:
    """The words of one page with their boxes, by layer.

    Raises:
        NotFound: as for `read_text`.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        page = documents.page(session, document_id, number)
        layers = tuple(
            LayerView(row.part, row.engine, row.engine_version, row.language, row.confidence, decode_words(row.words))
            for row in pipeline.layers_of(session, page)
        )
    archive.looks.viewed(actor, "document", document_id, "read_text", page=number)
    return PageWords(number, page.width, page.height, layers)


def list_readings(archive: Archive, actor: Actor, document_id: str) -> list[ReadingView]:
    """Every reading ever made of the document's pages.

    Raises:
        NotFound: as for `get_document`.
    """
    require(actor, Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        documents.visible(session, actor, document_id)
        present = {row.number: row.reading for row in pipeline.pages_of(session, document_id)}
        return [reading_view(page, row, present[page]) for page, row in documents.readings(session, document_id)]


def open_file(archive: Archive, actor: Actor, document_id: str, form: str, *, part: str = "") -> FileToSend:
    """The `original` or the `searchable` PDF of a document, its handing out recorded.

    Args:
        archive: the archive.
        actor: on whose behalf.
        document_id: the document.
        form: `original` or `searchable`.
        part: the range asked for, when it is not the beginning of the file.

    Raises:
        NotFound: as for `get_document`, or (code `searchable_missing`) that PDF is not there.
        Forbidden: the file as received also holds documents the actor may not see, or the actor
            may look only, as an auditor (DOMAIN §4.6, G4).
    """
    require(actor, Action.READ_ORIGINALS if form == "original" else Action.READ_DOCUMENTS)
    with archive.database.read() as session:
        row = documents.visible(session, actor, document_id)
        found = _original(session, actor, row) if form == "original" else _searchable(session, row)
    detail = {"form": form, "sha256": found.sha256}
    if part and not actor.sees_marked:
        archive.looks.viewed(actor, "document", document_id, "download", **detail, range=part)
        return found
    with archive.database.write() as session:
        words = record_shown(
            session, actor, events.Act(actor.name, actor.origin, "download", "document", document_id, detail)
        )
    return msgspec.structs.replace(found, mark=words)


def _original(session: Session, actor: Actor, row: DocumentRow) -> FileToSend:
    if actor.sees_only is not None and documents.hidden_siblings(session, actor, row.receipt_id):
        raise Forbidden(
            "El archivo recibido contiene también documentos de otros asuntos. Descargue el PDF con texto.",
            code="shared_original",
        )
    receipt = receipts.get(session, row.receipt_id)
    name = receipt.filename if receipt else row.id
    return FileToSend(original_key(row.sha256), row.sha256, row.bytes, name, row.media_type)


def _searchable(session: Session, row: DocumentRow) -> FileToSend:
    kept = documents.stored_object(session, row.searchable_key) if row.searchable_key else None
    if kept is None:
        why = f": {row.searchable_note}" if row.searchable_note else " todavía"
        raise NotFound(f"El PDF con texto de este documento no existe{why}.", code="searchable_missing")
    return FileToSend(kept.key, kept.sha256, kept.bytes, f"{row.title[:120]}.pdf", "application/pdf")
