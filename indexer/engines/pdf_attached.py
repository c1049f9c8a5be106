"""Files attached to a PDF: a portfolio whose first page only says that the papers are inside, a receipt with its scan."""

import zlib
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

import pikepdf

from indexer.engines.attached_name import own_name
from indexer.engines.pdf_open import MOST_NOTES, OpenPdf
from indexer.engines.sniff import sniff
from indexer.engines.zipped_papers import is_archive, papers_of, within
from indexer.limits import Limits
from schemas.work import Attachment, FileKind

_NO_PAPER = frozenset({FileKind.UNKNOWN, FileKind.TEXT})
"""The data of an invoice, signatures, sources: they go with the PDF, and say nothing that its pages do not."""
_File = tuple[str, pikepdf.Object]
"""What it is called where it has no name of its own, and the dictionary that describes it."""
_FAILURES = (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, KeyError, TypeError, ValueError, RuntimeError)


def take_files(
    path: Path, pdf: OpenPdf, folder: Path, limits: Limits, pinned: Collection[int] | None = None
) -> tuple[Attachment, ...]:
    """Those of the attached files that are documents, written to `folder`, as many as attachments may be.

    Files of the name tree `EmbeddedFiles` (ISO 32000-1, 7.11.4) and those pinned to pages as notes (12.5.6.15); of a ZIP
    the files in it, and an archive that cannot be opened as it is. One that cannot be had, or is larger than
    attachments may be together, is left out: it stays in the PDF, whose bytes are kept.

    Args:
        path: the PDF.
        pdf: the same, open.
        folder: where they are written.
        limits: bounds of their number and bytes.
        pinned: pages with files pinned to them; only these where it is not None, else only those of the name tree.
    """
    if not pinned and (pinned is not None or not pdf.document.count_attachments()):
        return ()
    try:
        with pikepdf.open(path, password=pdf.password) as opened:
            found = _named(opened) if pinned is None else _pinned(opened, pinned)
            mark = "attached" if pinned is None else f"pinned-{min(pinned):05d}"
            return tuple(_taken(found, folder / mark, limits))
    except _FAILURES:
        return ()


def _named(pdf: pikepdf.Pdf) -> Iterator[_File]:
    return ((key, attached.obj) for key, attached in pdf.attachments.items())


def _pinned(pdf: pikepdf.Pdf, pages: Collection[int]) -> Iterator[_File]:
    """Files pinned to these pages, each once; one of the name tree may be pinned too and is that one."""
    seen = {_mark_of(attached.obj) for attached in pdf.attachments.values()}
    for page in sorted(pages):
        notes = pdf.pages[page].obj.get("/Annots") if page < len(pdf.pages) else None
        some = (notes[at] for at in range(min(len(notes), MOST_NOTES))) if isinstance(notes, pikepdf.Array) else ()
        for note in some:
            if not isinstance(note, pikepdf.Dictionary) or note.get("/Subtype") != pikepdf.Name.FileAttachment:
                continue
            spec = note.get("/FS")
            if isinstance(spec, pikepdf.Dictionary) and (mark := _mark_of(spec)) not in seen:
                seen.add(mark)
                yield "", spec


def _mark_of(spec: pikepdf.Object) -> tuple[int, int] | int:
    stream = _stream_of(spec)
    return stream.objgen if isinstance(stream, pikepdf.Stream) and stream.is_indirect else id(spec)


def _stream_of(spec: pikepdf.Object) -> object:
    held = spec.get("/EF")
    return held.get("/UF", held.get("/F")) if isinstance(held, pikepdf.Dictionary) else None


def _taken(files: Iterator[_File], mark: Path, limits: Limits) -> Iterator[Attachment]:
    left, taken = limits.attachment_bytes, 0
    some = list(islice(files, limits.attachments))
    for number, (key, spec) in enumerate(some, start=1):
        try:
            data = _bytes_of(_stream_of(spec), left)
            name = str(spec.get("/UF", spec.get("/F", key)))
        except (*_FAILURES, zlib.error):
            continue
        left -= len(data)
        target = mark.with_name(f"{mark.name}-{number:04d}")
        target.write_bytes(data)
        room = limits.attachments - taken - (len(some) - number)
        papers = papers_of(Attachment(str(target), own_name(name, number)), within(limits, room, left))
        if not target.exists():
            left -= sum(Path(paper.path).stat().st_size for paper in papers)
        kept = [paper for paper in papers if _is_kept(Path(paper.path))]
        taken += len(kept)
        yield from kept


def _is_kept(path: Path) -> bool:
    """Whether the file is a paper or an archive of some; else it is gone."""
    if sniff(path) not in _NO_PAPER or is_archive(path):
        return True
    path.unlink()
    return False


def _bytes_of(stream: object, most: int) -> bytes:
    """The file, of which no more is unpacked than there is room for.

    Raises:
        ValueError: it is larger, or no file.
    """
    if not isinstance(stream, pikepdf.Stream):
        raise ValueError("no file")
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
