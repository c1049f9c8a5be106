"""The pages that searching does not find, to look at and to have read again."""

import msgspec

from schemas.access import Action, Actor
from schemas.errors import InvalidInput
from service.archive import Archive, require
from service.operations.paging import MOST_LISTED, page_length
from service.operations.reviewing import read_again
from storage.records import unread

PENDING = "pending"


class UnreadPage(msgspec.Struct, frozen=True):
    """A page without usable text that is not blank. `state` is `pending` while it is being read, `problem` why it could not be."""

    document_id: str
    title: str
    kind: str
    page: int
    state: str
    problem: str | None


class UnreadList(msgspec.Struct, frozen=True):
    """Some of them, those of the newest documents first; `next` is where the next ones begin."""

    items: list[UnreadPage]
    next: str | None


class AskedAgain(msgspec.Struct, frozen=True):
    """How many pages are to be read again."""

    pages: int


def list_unread(archive: Archive, actor: Actor, *, after: str = "", limit: int = 100) -> UnreadList:
    """Pages without usable text, some at a time.

    Raises:
        Forbidden: the actor may not see how the system stands.
        InvalidInput: `after` is none that was handed out.
    """
    require(actor, Action.READ_SYSTEM)
    document_id, _, number = after.partition(":")
    if after and not (document_id and number.isascii() and number.isdigit() and len(number) < 9):
        raise InvalidInput("No se entiende desde dónde seguir.", code="bad_cursor")
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = unread.listing(session, (document_id, int(number or 0)), limit + 1)
    items = [UnreadPage(*row) for row in rows[:limit]]
    more = len(rows) > limit
    archive.looks.listed(actor, "page", "-", len(items))
    return UnreadList(items, f"{items[-1].document_id}:{items[-1].page}" if more else None)


def read_all_again(archive: Archive, actor: Actor) -> AskedAgain:
    """Have the first two hundred read again; those that are being read are left alone.

    Raises:
        Forbidden: the actor may not review documents, or not see how the system stands.
    """
    require(actor, Action.REVIEW_DOCUMENTS)
    wanted = [one for one in list_unread(archive, actor, limit=MOST_LISTED).items if one.state != PENDING]
    for one in wanted:
        read_again(archive, actor, one.document_id, one.page)
    return AskedAgain(len(wanted))
