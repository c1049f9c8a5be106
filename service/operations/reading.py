"""Read one page's image, and put what was read in force."""

import hashlib

import msgspec

from indexer.sandbox import Sandbox
from schemas.errors import ArchiveError, Kind
from schemas.folding import letter_count
from schemas.pages import PageSource
from schemas.work import FileKind, ReadRequest, ReadResult
from service.archive import Archive
from service.operations.inspecting import LeaseLost, finish_job, reading_values
from storage.objects.keys import original_key, picture_key
from storage.records import Session, jobs, pipeline, receipts, turning
from storage.records.tables import DocumentRow, PageRow


def read_page(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> jobs.Claim | None:
    """Do one `read` job: the page's image becomes readings, a viewing image and a thumbnail.

    A page that cannot be read costs that page only: it is marked `failed` with
    the reason and the document goes on.

    Returns:
        The job that the worker goes on with: the last step of the document, when this was its last page.

    Raises:
        Unavailable: a back end is away; the job is to be tried again.
        LeaseLost: the job went to another worker meanwhile.
    """
    with archive.database.read() as session:
        page, document = pipeline.page_and_document(session, job.subject)
    try:
        result = _read(archive, sandbox, page, document)
    except ArchiveError as error:
        if error.kind in (Kind.UNAVAILABLE, Kind.MISCONFIGURED, Kind.INTERNAL):
            raise
        # A crash may be the doing of the page before: once more in a fresh child, then it is the page's own.
        if error.code == "damaged" and job.attempts == 1:
            raise
        return _write_failure(archive, job, error.code)
    images = _keep_images(archive, document.id, result)
    return _write(archive, job, result, images, page.chosen_rotation)


def _read(archive: Archive, sandbox: Sandbox, page: PageRow, document: DocumentRow) -> ReadResult:
    with archive.objects.local_copy(original_key(document.sha256)) as path:
        request = ReadRequest(
            path=str(path),
            kind=FileKind(document.kind),
            page=page.source_page,
            password=document.secret or "",
            language=archive.settings.language,
            engine=archive.settings.ocr_engine,
            rotation=page.chosen_rotation,
        )
        return sandbox.call("read", request, ReadResult, wall_seconds=archive.settings.read_seconds)


class Image(msgspec.Struct, frozen=True):
    """An image the store already holds."""

    key: str
    sha256: str
    bytes: int
    media_type: str


def _keep_images(archive: Archive, document_id: str, result: ReadResult) -> dict[str, Image]:
    kept = {}
    for role, data in (("view", result.view), ("thumbnail", result.thumbnail)):
        if data:
            digest = hashlib.sha256(data).hexdigest()
            key = picture_key(document_id, digest, result.view_type)
            archive.objects.put(key, data)
            kept[role] = Image(key, digest, len(data), result.view_type)
    return kept


def _write(
    archive: Archive, job: jobs.Claim, result: ReadResult, images: dict[str, Image], chosen: int | None
) -> jobs.Claim | None:
    with archive.database.write(lasting=False) as session:
        if not jobs.finish(session, job):
            raise LeaseLost
        page, document = pipeline.page_and_document(session, job.subject)
        # A page that somebody turned meanwhile is read again under a job of its own; this reading comes too late.
        if page.chosen_rotation == chosen:
            _put_in(session, page, result, images)
        return _go_on(archive, session, job, document) if _page_is_in(session, document) else None


def _put_in(session: Session, page: PageRow, result: ReadResult, images: dict[str, Image]) -> None:
    layer = [row for row in pipeline.layers_of(session, page) if row.part == "text_layer"]
    page.reading += 1
    for row in layer:
        session.add(turning.turned_layer(row, page.reading, result.rotation - page.rotation))
    pipeline.add_readings(session, [reading_values(page.id, page.reading, reading) for reading in result.readings])
    _put_in_force(page, result, layer[0].text if layer else "")
    for role, image in images.items():
        receipts.remember_object(session, image.key, image.sha256, image.bytes, role, image.media_type)
    page.view_key = images["view"].key if "view" in images else None
    page.thumbnail_key = images["thumbnail"].key if "thumbnail" in images else None


def _go_on(archive: Archive, session: Session, job: jobs.Claim, document: DocumentRow) -> jobs.Claim | None:
    return jobs.go_on(session, job, finish_job(document.id), archive.settings.lease_seconds)


def _put_in_force(page: PageRow, result: ReadResult, layer: str) -> None:
    # A layer of garbage is kept as a reading, but not as the text that people search.
    shown = [layer] if layer and page.why != "bad_text" else []
    texts = [*shown, *(reading.text for reading in result.readings)]
    page.text = "\n\n".join(text for text in texts if text.strip())
    page.letters = letter_count(page.text)
    page.state = "blank" if result.blank and not shown else "read"
    page.source = (PageSource.BOTH if shown else PageSource.OCR).value
    page.rotation, page.skew, page.dpi = result.rotation, result.skew, result.dpi
    page.width, page.height = result.width * 72 / result.dpi, result.height * 72 / result.dpi
    page.confidence, page.problem = result.confidence, None
    page.barcodes = msgspec.to_builtins(result.barcodes) or page.barcodes


def _write_failure(archive: Archive, job: jobs.Claim, reason: str) -> jobs.Claim | None:
    with archive.database.write(lasting=False) as session:
        if not jobs.finish(session, job):
            raise LeaseLost
        document, last = _failed(session, job.subject, reason)
        return _go_on(archive, session, job, document) if last else None


def fail_page(session: Session, page_id: str, reason: str) -> None:
    """Give a page that cannot be read its end. What was read of it before, if anything, stays in force."""
    document, last = _failed(session, page_id, reason)
    if last:
        jobs.enqueue(session, finish_job(document.id))


def _failed(session: Session, page_id: str, reason: str) -> tuple[DocumentRow, bool]:
    page, document = pipeline.page_and_document(session, page_id)
    page.problem = reason
    if page.state == "pending":
        page.state = "failed"
    return document, _page_is_in(session, document)


def _page_is_in(session: Session, document: DocumentRow) -> bool:
    """Count the page; whether it was the last one that was wanted."""
    session.flush()
    return pipeline.page_is_in(session, document.id) <= 0


def ask_again(session: Session, document_id: str, page: PageRow) -> None:
    """Have a page read again; what was read stays in force until the new reading is there."""
    # A key of its own for each chosen rotation: a reading under way looks at the page as it stood before.
    way = "" if page.chosen_rotation is None else f":{page.chosen_rotation}"
    job = jobs.NewJob("read", page.id, {"document": document_id}, 45, dedupe_key=f"read:{page.id}{way}")
    if jobs.enqueue(session, job) is not None:
        pipeline.page_is_out(session, document_id)
