"""What an auditor is shown bears who looks, when, and the number of the look in the log; nobody else waits for that (DOMAIN 4.6, G4)."""

from pathlib import Path

from indexer.sandbox import Sandbox
from schemas.watermarks import MarkedPdf, MarkPdfRequest, MarkPictureRequest
from schemas.work import RenderResult
from service.archive import Archive
from service.operations.documents import FileToSend
from service.renderers import Renderers

PICTURE_SECONDS, PDF_SECONDS = 20.0, 300.0


def mark_picture(archive: Archive, renderers: Renderers, key: str, words: str) -> RenderResult:
    """The picture of that key with its mark; nothing of it is kept.

    Raises:
        Corrupt: it cannot be read.
        NotFound: the store has lost it.
        Unavailable: too many pages wait to be drawn.
    """
    with archive.objects.local_copy(key) as path, renderers.one() as sandbox:
        return sandbox.call(
            "mark_picture", MarkPictureRequest(str(path), words), RenderResult, wall_seconds=PICTURE_SECONDS
        )


def mark_bound(sandbox: Sandbox, target: Path, words: str) -> None:
    """Mark every page of a PDF that was just bound, in its place; nothing is done without words.

    Raises:
        Corrupt: it cannot be read.
        LimitExceeded: it took too long or too much memory.
    """
    if words:
        plain = target.with_name(f"{target.name}.plain")
        target.rename(plain)
        try:
            request = MarkPdfRequest(str(plain.absolute()), str(target.absolute()), words)
            sandbox.call("mark_pdf", request, MarkedPdf, wall_seconds=PDF_SECONDS)
        finally:
            plain.unlink(missing_ok=True)


def mark_kept(archive: Archive, renderers: Renderers, found: FileToSend, target: Path) -> None:
    """Write a marked copy of a PDF of the store to `target`.

    Raises:
        Corrupt: it cannot be read.
        NotFound: the store has lost it.
        Unavailable: too many pages wait to be drawn.
    """
    with archive.objects.local_copy(found.key) as path, renderers.one() as sandbox:
        request = MarkPdfRequest(str(path), str(target.absolute()), found.mark)
        sandbox.call("mark_pdf", request, MarkedPdf, wall_seconds=PDF_SECONDS)
