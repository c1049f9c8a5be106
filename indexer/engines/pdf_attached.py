"""Files attached to a PDF: a portfolio whose first page only says that the papers are inside, a receipt with its scan."""

import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pikepdf

from indexer.engines.attached_name import own_name
from indexer.engines.pdf_open import OpenPdf
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from schemas.work import Attachment, FileKind

_NO_PAPER = frozenset({FileKind.UNKNOWN, FileKind.TEXT})
"""The data of an invoice, signatures, sources: they go with the PDF, and say nothing that its pages do not."""
_FAILURES = (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, KeyError, TypeError, ValueError, RuntimeError)


def take_files(path: Path, pdf: OpenPdf, folder: Path, limits: Limits) -> tuple[Attachment, ...]:
    """Those of the attached files that are documents, written to `folder`, as many as attachments may be.

    Files of the name tree `EmbeddedFiles` (ISO 32000-1, 7.11.4); one pinned to a page as a note is not taken out.
    One that cannot be had, or is larger than attachments may be together, is left out: it stays in the PDF, whose bytes are kept.

    Args:
        path: the PDF.
        pdf: the same, open.
        folder: where they are written.
        limits: bounds of their number and bytes.
    """
    if not pdf.document.count_attachments():
        return ()
    try:
        with pikepdf.open(path, password=pdf.password) as opened:
            return tuple(_taken(opened, folder, limits))
    except _FAILURES:
        return ()


def _taken(pdf: pikepdf.Pdf, folder: Path, limits: Limits) -> Iterator[Attachment]:
    left = limits.attachment_bytes
    for number, (key, attached) in enumerate(islice(pdf.attachments.items(), limits.attachments), start=1):
        try:
            data = _bytes_of(attached.get_file().obj, left)
            name = attached.filename or key
        except (*_FAILURES, zlib.error):
            continue
        left -= len(data)
        target = folder / f"attached-{number:04d}"
        target.write_bytes(data)
        if sniff(target) in _NO_PAPER:
            target.unlink()
        else:
            yield Attachment(str(target), own_name(name, number))


def _bytes_of(stream: pikepdf.Object, most: int) -> bytes:
    """The file, of which no more is unpacked than there is room for.

    Raises:
        ValueError: it is larger.
    """
    raw = bytes(stream.read_raw_bytes())
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)] if filters else []
    if not names:
        data = raw
    elif names == ["/FlateDecode"] and not stream.get("/DecodeParms"):
        data = zlib.decompressobj().decompress(raw, most + 1)
    else:
        raise ValueError("packed in a manner of which the size cannot be told")
    if len(data) > most:
        raise ValueError("too large")
    return data
