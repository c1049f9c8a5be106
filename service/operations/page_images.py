"""The image of a page: as the reader kept it, else drawn now and kept."""

import hashlib
from typing import Literal

import msgspec

from schemas.access import Action, Actor
from schemas.watermarks import mark_words
from schemas.work import FileKind, RenderRequest, RenderResult
from service.archive import Archive, require
from service.operations.marked_looks import record_shown
from service.operations.watermarks import mark_picture
from service.renderers import OneRenderer, Renderers
from storage.objects.keys import original_key, picture_key
from storage.records import documents, events, now, pipeline, receipts
from storage.records.tables import DocumentRow, PageRow

Size = Literal["view", "thumbnail"]
LONGEST: dict[Size, int] = {"view": 2200, "thumbnail": 320}
RENDER_SECONDS = 20.0


class Picture(msgspec.Struct, frozen=True):
    """A picture in the store: its key, which names its content, and its media type."""

    key: str
    media_type: str
    bytes: int


def page_image(
    archive: Archive, renderers: Renderers, actor: Actor, page: tuple[str, int], size: Size = "view"
) -> Picture | RenderResult:
    """The picture of `(document id, page number)`, upright; for who is shown things marked, one made for this look alone.

    Raises:
        NotFound: there is no such page, or the actor may not know of it.
        Corrupt: the page cannot be drawn.
        Unavailable: too many pages wait to be drawn.
    """
    require(actor, Action.READ_DOCUMENTS)
    document_id, number = page
    with archive.database.read() as session:
        document = documents.visible(session, actor, document_id)
        row = documents.page(session, document_id, number)
    picture = picture_of(archive, renderers, document, row, size)
    if size == "thumbnail":
        if actor.sees_marked:
            return mark_picture(archive, renderers, picture.key, mark_words(actor.name, now()))
        return picture
    act = events.Act(actor.name, actor.origin, "look_page", "document", document_id, {"page": number})
    if not actor.sees_marked:
        archive.looks.note(act)
        return picture
    with archive.database.write() as session:
        words = record_shown(session, actor, act)
    return mark_picture(archive, renderers, picture.key, words)


def picture_of(
    archive: Archive, renderers: Renderers | OneRenderer, document: DocumentRow, page: PageRow, size: Size
) -> Picture:
    """The picture of a page of a document, kept or drawn now; whoever asks records what for.

    Raises:
        Corrupt: the page cannot be drawn.
        Unavailable: too many pages wait to be drawn.
    """
    key = page.view_key if size == "view" else page.thumbnail_key
    with archive.database.read() as session:
        kept = documents.stored_object(session, key) if key else None
    return Picture(kept.key, kept.media_type, kept.bytes) if kept else _draw(archive, renderers, document, page, size)


def _draw(
    archive: Archive, renderers: Renderers | OneRenderer, document: DocumentRow, page: PageRow, size: Size
) -> Picture:
    with archive.objects.local_copy(original_key(document.sha256)) as path, renderers.one() as sandbox:
        request = RenderRequest(
            path=str(path),
            kind=FileKind(document.kind),
            page=page.source_page,
            longest=LONGEST[size],
            password=document.secret or "",
            rotation=page.rotation,
        )
        drawn = sandbox.call("render", request, RenderResult, wall_seconds=RENDER_SECONDS)
    digest = hashlib.sha256(drawn.image).hexdigest()
    key = picture_key(document.id, digest, drawn.media_type)
    archive.objects.put(key, drawn.image)
    with archive.database.write() as session:
        receipts.remember_object(session, key, digest, len(drawn.image), size, drawn.media_type)
        row, _ = pipeline.page_and_document(session, page.id)
        # A page read meanwhile has its own picture, which goes before ours; of one turned meanwhile ours is wrong.
        if size == "view" and row.view_key is None and row.rotation == page.rotation:
            row.view_key = key
        if size == "thumbnail" and row.thumbnail_key is None and row.rotation == page.rotation:
            row.thumbnail_key = key
    return Picture(key, drawn.media_type, len(drawn.image))
