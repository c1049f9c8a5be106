"""Feed the search index from the rows, and build it anew while searches and the feed go on."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from schemas.access import SYSTEM, Actor
from schemas.errors import ArchiveError, Conflict
from schemas.identifiers import identifier_forms
from schemas.search import PageRecord
from service.archive import Archive
from storage.records import Session, facts, indexing, now, pipeline
from storage.records.tables import DocumentRow, PageRow

log = logging.getLogger(__name__)

BATCH_DOCUMENTS = 64
BATCH_PAGES = 2000
"""How much is fed in one commit; bounds the memory a feed takes."""

IDENTITY, ASKED = "index.identity", "index.rebuild_asked"

FEED_SECONDS = 1.0
"""How often what was filed is fed into the present content while another is built beside it."""

WASTEFUL, WORTH_BYTES = 1 / 3, 8_000_000
"""Share of dead weight above which the index is built anew, so that it stays below twice its compact size;
and the bytes below which nobody minds."""


def feed_index(archive: Archive) -> int:
    """Bring the index up to the rows by one batch.

    An index that is not the one we fed before (deleted, damaged, set aside) is
    fed anew from the beginning: nobody need notice or ask.

    Returns:
        How many documents were fed; 0 when nothing is behind.
    """
    fed = _feed(archive)
    if not fed and not rebuild_if_asked(archive):
        rebuild_if_wasteful(archive)
    return fed


def _feed(archive: Archive) -> int:
    with archive.feeding:
        _notice_new_index(archive)
        with archive.database.read() as session:
            documents = _up_to_pages(pipeline.behind(session, BATCH_DOCUMENTS))
            records = page_records(session, documents) if documents else {}
        if not documents:
            return 0
        archive.index.replace(records)
        with archive.database.write(lasting=False) as session:
            pipeline.mark_indexed(session, {row.id: row.version for row in documents})
        return len(documents)


def _notice_new_index(archive: Archive) -> None:
    identity = archive.index.state().identity
    with archive.database.read() as session:
        known = facts.get(session, IDENTITY)
    if known != identity:
        with archive.database.write() as session:
            pipeline.forget_index(session)
            facts.put(session, IDENTITY, identity)


def rebuild_index(archive: Archive, told: Callable[[int, int], None] = lambda _done, _whole: None) -> int:
    """Build the index anew beside the present one and swap; the number of documents in it.

    What is filed or changes meanwhile is fed into the present one, and found there, and into the new one before the
    swap. `told` hears how many of how many are there.

    Raises:
        Conflict: another process is the writer of the index, or another thread of this one builds it.
    """
    if not archive.rebuilding.acquire(blocking=False):
        raise Conflict("El índice de búsqueda ya se está construyendo.", code="index_in_use")
    try:
        return _rebuilt(archive, told)
    finally:
        archive.rebuilding.release()


def rebuild_or_ask(archive: Archive, told: Callable[[int, int], None] = lambda _done, _whole: None) -> int | None:
    """As `rebuild_index`; where another process is the writer it is asked to build, and None is answered at once."""
    try:
        return rebuild_index(archive, told)
    except Conflict:
        with archive.database.write() as session:
            facts.put(session, ASKED, now().isoformat())
        return None


def rebuild_if_asked(archive: Archive) -> bool:
    """Build the index anew when somebody asked for it since; whether it was. A process killed meanwhile is still asked.

    Raises:
        Conflict: another process is the writer of the index; then that one is still asked.
    """
    with archive.database.read() as session:
        asked = facts.get(session, ASKED)
    if not asked:
        return False
    log.info("the index is built anew, as asked at %s", asked)
    try:
        rebuild_index(archive)
    except Conflict:
        raise
    except ArchiveError:
        _no_longer_asked(archive, asked)  # or it would break off again and again
        raise
    _no_longer_asked(archive, asked)
    return True


def _no_longer_asked(archive: Archive, asked: str) -> None:
    with archive.database.write() as session:
        if facts.get(session, ASKED) == asked:
            facts.put(session, ASKED, "")


def _rebuilt(archive: Archive, told: Callable[[int, int], None]) -> int:
    versions: dict[str, int] = {}

    def batches() -> Iterator[dict[str, list[PageRecord]]]:
        last = ""
        while True:
            with archive.database.read() as session:
                documents = _up_to_pages(pipeline.after(session, last, BATCH_DOCUMENTS))
                records = page_records(session, documents)
            if not documents:
                return
            versions.update((row.id, row.version) for row in documents)
            last = documents[-1].id
            yield records
            told(len(versions), max(whole, len(versions)))

    def changed() -> Iterator[dict[str, list[PageRecord]]]:
        # Nobody feeds from here until the rows say what the new content holds.
        swapping.enter_context(archive.feeding)
        yield from _changed_since(archive, versions)

    with archive.feeding:
        _notice_new_index(archive)
    with archive.database.read() as session:
        whole, pages, behind = pipeline.totals(session)
    # Where most is behind, the present content is no content to find anything in.
    meanwhile = nullcontext() if behind * 2 > pages else _fed_meanwhile(archive)
    with meanwhile, ExitStack() as swapping:
        archive.index.rebuild(batches(), pages, changed())
        with archive.database.write() as session:
            pipeline.mark_all_indexed(session, versions)
            facts.put(session, IDENTITY, archive.index.state().identity)
    return len(versions)


@contextmanager
def _fed_meanwhile(archive: Archive) -> Iterator[None]:
    """Feed the present content for as long as the block runs, in a thread of its own: the block may be the feeder's."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(FEED_SECONDS):
            try:
                while not over.is_set() and _feed(archive):
                    pass
            except ArchiveError as error:
                log.warning("the index could not be fed while it is built anew: %s", error.detail)

    feeder = threading.Thread(target=keep, name="index-meanwhile", daemon=True)
    feeder.start()
    try:
        yield
    finally:
        over.set()
        feeder.join()


def _changed_since(archive: Archive, versions: dict[str, int]) -> Iterator[dict[str, list[PageRecord]]]:
    """What is no longer of the version noted, or was never; that it is now is noted with each batch."""
    with archive.database.read() as session:
        other = pipeline.other_versions(session, versions)
    for first in range(0, len(other), BATCH_DOCUMENTS):
        with archive.database.read() as session:
            documents = pipeline.of_ids(session, other[first : first + BATCH_DOCUMENTS])
        while documents:
            some = _up_to_pages(documents)
            documents = documents[len(some) :]
            with archive.database.read() as session:
                records = page_records(session, some)
            versions.update((row.id, row.version) for row in some)
            yield records


def rebuild_if_wasteful(archive: Archive) -> bool:
    """Build the index anew when more than a third of it was replaced since; whether it was.

    While it is built both stand side by side.

    Raises:
        Conflict: another process is the writer of the index.
    """
    state = archive.index.state()
    if state.dead <= WASTEFUL or state.bytes < WORTH_BYTES or archive.rebuilding.locked():
        return False
    rebuild_index(archive)
    return True


def rebuild_if_outgrown(archive: Archive) -> bool:
    """Build the index anew when so much came since it was built that another would answer sooner; whether it was.

    Each time the index has grown by half, that is: all these rebuilds together are about three of the last. It takes the
    processor for as long, so this is for the night.

    Raises:
        Conflict: another process is the writer of the index.
    """
    state = archive.index.state()
    if not state.outgrown or state.bytes < WORTH_BYTES or archive.rebuilding.locked():
        return False
    rebuild_index(archive)
    return True


def _up_to_pages(documents: list[DocumentRow]) -> list[DocumentRow]:
    """As many of the first documents as stay within the page bound, at least one."""
    pages = 0
    for number, row in enumerate(documents):
        pages += row.page_count
        if number and pages > BATCH_PAGES:
            return documents[:number]
    return documents


def page_records(session: Session, documents: list[DocumentRow], actor: Actor = SYSTEM) -> dict[str, list[PageRecord]]:
    """The records of the documents' pages as they stand, as far as the actor may know; a discarded document has none."""
    ids = [row.id for row in documents]
    pages = pipeline.pages_of_many(session, ids)
    known = indexing.surroundings(session, ids, actor)
    return {
        row.id: [] if row.state == "discarded" else [_record(row, page, known[row.id]) for page in pages[row.id]]
        for row in documents
    }


def _record(document: DocumentRow, page: PageRow, known: indexing.Surroundings) -> PageRecord:
    forms = set(identifier_forms(page.text)) | set(known.identifiers)
    return PageRecord(
        document_id=document.id,
        page=page.number,
        version=document.version,
        text=page.text,
        title=document.title,
        type=document.type,
        date=document.date,
        debtor=known.debtor,
        debtor_ids=known.debtor_ids,
        credits=known.credits,
        lawsuits=known.lawsuits,
        court=known.court,
        lawyer=known.lawyer,
        batch=known.batch,
        identifiers=tuple(sorted(forms)),
        access=known.access,
    )
