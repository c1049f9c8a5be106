"""Public versions as they are shown: lists, one, and its pages with the words beneath each place."""

from collections.abc import Iterable, Sequence

import msgspec

from schemas.access import Action, Actor
from schemas.errors import NotFound
from schemas.pages import Box, Word, turned_box
from schemas.public_versions import (
    KeptRegion,
    PageProgress,
    PublicPage,
    PublicVersion,
    PublicVersionLine,
    RegionShown,
    State,
)
from schemas.word_codec import decode_words
from service.archive import Archive, require
from storage.records import Session, documents, events, jobs, pipeline, public_versions
from storage.records.public_versions import Wanted
from storage.records.tables import PageRow, PublicVersionPageRow, PublicVersionRow

MOST_LISTED = 200
JOB = "publish"
"""The kind of the job that makes the PDF."""


def list_versions(
    archive: Archive, actor: Actor, wanted: Wanted, *, before: str = "", limit: int = 50
) -> tuple[tuple[PublicVersionLine, ...], str | None]:
    """A page of public versions, the newest first, and where the next begins.

    Raises:
        Forbidden: the actor may not read records management.
    """
    require(actor, Action.READ_RECORDS)
    limit = min(limit, MOST_LISTED)
    with archive.database.read() as session:
        rows = public_versions.listed(session, wanted, before, limit + 1)
        shown = tuple(_line(row, title) for row, title in rows[:limit])
    archive.looks.listed(actor, "public_version", "-", len(shown), **msgspec.structs.asdict(wanted))
    return shown, rows[limit - 1][0].id if len(rows) > limit else None


def get_version(archive: Archive, actor: Actor, key: str) -> PublicVersion:
    """The public version of that folio or id.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is none.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        found = shown_version(session, actor, found_version(session, key))
    archive.looks.note(events.Act(actor.name, actor.origin, "look", "public_version", found.id))
    return found


def get_page(archive: Archive, actor: Actor, key: str, number: int) -> PublicPage:
    """One page with its places and the words beneath them.

    Raises:
        Forbidden: the actor may not read records management.
        NotFound: there is no such public version or page.
    """
    require(actor, Action.READ_RECORDS)
    with archive.database.read() as session:
        version = found_version(session, key)
        found = shown_page(session, found_page(session, version, number))
    archive.looks.note(
        events.Act(actor.name, actor.origin, "look_page", "public_version", version.id, {"page": number})
    )
    return found


def found_version(session: Session, key: str) -> PublicVersionRow:
    """The row of that folio or id.

    Raises:
        NotFound: there is none.
    """
    row = public_versions.public_version(session, key.strip())
    if row is None:
        raise NotFound("No se encontró la versión pública.")
    return row


def found_page(session: Session, version: PublicVersionRow, number: int) -> PublicVersionPageRow:
    """The row of that page.

    Raises:
        NotFound: there is none.
    """
    row = public_versions.page_of(session, version.id, number)
    if row is None:
        raise NotFound("La versión pública no tiene esa página.")
    return row


def kept_regions(row: PublicVersionPageRow, page: PageRow | None) -> tuple[KeptRegion, ...]:
    """The places of a page as it stands now: turned with it, where it was turned since."""
    kept = msgspec.convert(row.regions, tuple[KeptRegion, ...])
    if page is None or page.rotation == row.rotation:
        return kept
    turn = page.rotation - row.rotation
    return tuple(msgspec.structs.replace(one, box=turned_box(one.box, turn)) for one in kept)


def is_confirmed(row: PublicVersionPageRow, page: PageRow | None) -> bool:
    """Whether a person has looked at the page as it stands now."""
    return row.confirmed_by is not None and page is not None and page.rotation == row.rotation


def standing_pages(session: Session, version: PublicVersionRow) -> dict[str, PageRow]:
    """The pages of the document as they stand now, by id."""
    return {page.id: page for page in pipeline.pages_of(session, version.document_id)}


def shown_version(session: Session, actor: Actor, row: PublicVersionRow) -> PublicVersion:
    """A public version as shown."""
    document = documents.visible(session, actor, row.document_id)
    standing = standing_pages(session, row)
    progress, removed = [], dict[str, int]()
    for page in public_versions.pages_of(session, row.id):
        there = standing.get(page.page_id)
        regions = kept_regions(page, there)
        progress.append(PageProgress(page.number, len(regions), is_confirmed(page, there)))
        for region in regions:
            removed[region.category.value] = removed.get(region.category.value, 0) + 1
    same = (
        "id folio document_id legal_basis reason request created_by created_at prepared_by prepared_at reviewed_by "
        "reviewed_at note sha256 bytes version"
    )
    return PublicVersion(
        **{name: getattr(row, name) for name in same.split()},
        document_title=document.title,
        state=State(row.state),
        pages=tuple(progress),
        removed=removed,
        pages_made=jobs.told_by(session, JOB, row.id).get("pages", 0) if row.state == State.MAKING else 0,
    )


def shown_page(session: Session, row: PublicVersionPageRow) -> PublicPage:
    """A page as shown."""
    page = pipeline.page_and_document(session, row.page_id)[0]
    words = words_of(session, [page]).get(page.id, ())
    confirmed = is_confirmed(row, page)
    return PublicPage(
        number=row.number,
        regions=tuple(
            RegionShown(one.box, one.category, one.source, _beneath(one.box, words)) for one in kept_regions(row, page)
        ),
        confirmed_by=row.confirmed_by if confirmed else None,
        confirmed_at=row.confirmed_at if confirmed else None,
        turned=page.rotation != row.rotation,
        version=page_version(row, page),
    )


def page_version(row: PublicVersionPageRow, page: PageRow) -> int:
    """A number that is another whenever the places of the page change, or the page is turned under them."""
    return row.version * 4 + page.rotation // 90 % 4


def words_of(session: Session, pages: Sequence[PageRow]) -> dict[str, tuple[Word, ...]]:
    """All words read on the pages, by page id, whatever the layer."""
    layers = pipeline.current_readings(session, [page.id for page in pages])
    return {
        page_id: tuple(word for row in rows for word in decode_words(row.words)) for page_id, rows in layers.items()
    }


def _beneath(box: Box, words: Iterable[Word]) -> str:
    """The words whose middle lies in the box, in reading order, each once."""
    x, y, width, height = box
    inside = [
        word.text
        for word in words
        if x <= word.box[0] + word.box[2] / 2 <= x + width and y <= word.box[1] + word.box[3] / 2 <= y + height
    ]
    return " ".join(dict.fromkeys(inside))[:300]


def _line(row: PublicVersionRow, title: str) -> PublicVersionLine:
    same = ("id", "folio", "document_id", "request", "created_by", "created_at", "reviewed_by")
    known = {name: getattr(row, name) for name in same}
    return PublicVersionLine(document_title=title, state=State(row.state), **known)
