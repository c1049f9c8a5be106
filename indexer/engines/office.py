"""Word processor files, spreadsheets and plain text as pages of text.

A page begins where the file says so (page break, sheet) and where a sheet of
paper would be full; what the printed page looked like is not asked. Macros,
links and embedded objects are not opened; pictures become files of their own where there is hardly a word beside them. The size unpacked is checked before
anything is unpacked.
"""

import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from indexer.engines.marked_text import is_marked, words_of_html
from indexer.engines.office_pictures import take_pictures
from indexer.engines.plain_page import HEIGHT, WIDTH, set_pages
from indexer.engines.sniff import MEDIA_TYPES, decode_text
from indexer.limits import Limits
from schemas.errors import ArchiveError, Corrupt, TooLarge, Unsupported
from schemas.folding import letter_count
from schemas.outcomes import SENTENCES, Reason
from schemas.work import Attachment, FileKind, InspectedPage, InspectResult

_READERS = {
    FileKind.DOCX: "indexer.engines.office_docx",
    FileKind.ODT: "indexer.engines.office_odt",
    FileKind.XLSX: "indexer.engines.office_xlsx",
    FileKind.ODS: "indexer.engines.office_ods",
    FileKind.PPTX: "indexer.engines.office_pptx",
    FileKind.XLS: "indexer.engines.office_xls",
    FileKind.DOC: "indexer.engines.office_doc",
    FileKind.RTF: "indexer.engines.office_rtf",
}
_NO_ARCHIVES = frozenset({FileKind.XLS, FileKind.DOC, FileKind.RTF})
_FEW_LETTERS = 200
"""Fewer letters and digits are no page: what was handed in is in the pictures."""
_SMALL_UNPACKED = 16 * 1024 * 1024
"""Below this any ratio of packing is let through: styles and empty cells pack very well."""


def inspect_office(path: Path, kind: FileKind, attachments_dir: Path, limits: Limits) -> InspectResult:
    """The text of the file as pages; where it says next to nothing, its pictures as attachments.

    Raises:
        Corrupt: it cannot be read.
        TooLarge: more text, members or unpacked bytes than allowed.
    """
    pages = office_pages(path, kind, limits)
    problem = "" if pages else str(Reason.NO_TEXT)
    letters = sum(letter_count(page.reading.text) for page in pages if page.reading)
    scarce = kind != FileKind.TEXT and letters < _FEW_LETTERS
    pictures = _pictures(path, kind, attachments_dir, limits) if scarce else ()
    return InspectResult(kind, MEDIA_TYPES[kind], pages=pages, attachments=pictures, problem=problem)


def _pictures(path: Path, kind: FileKind, folder: Path, limits: Limits) -> tuple[Attachment, ...]:
    """What can be had of them: a broken picture does not cost the text."""
    try:
        return take_pictures(path, kind, folder, limits)
    except (ArchiveError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return ()


def office_pages(path: Path, kind: FileKind, limits: Limits) -> tuple[InspectedPage, ...]:
    """The pages alone, for the same errors. A file without a word is one empty page: its pictures may be the paper."""
    pages = set_pages(texts_of(path, kind, limits), str(kind), limits.pages)
    return pages if pages or kind == FileKind.TEXT else (InspectedPage(0, WIDTH, HEIGHT),)


def texts_of(path: Path, kind: FileKind, limits: Limits) -> list[str]:
    """One text per part of the file that begins on a new page.

    Raises:
        Corrupt: it cannot be read.
        TooLarge: more than the limits allow.
        Unsupported: a form of it that is not read, code `unread_format`.
    """
    if kind == FileKind.TEXT:
        return [_plain_text(path, limits)]
    _check_size(path, kind, limits)
    # Imported when first met: the libraries cost a second, and most children never see such a file.
    read: Callable[[Path, Limits], list[str]] = import_module(_READERS[kind]).texts_of
    try:
        return read(path, limits)
    except (ArchiveError, MemoryError):
        raise
    except Exception as error:  # whatever the XML makes these libraries stumble over
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error


def _plain_text(path: Path, limits: Limits) -> str:
    if path.stat().st_size > limits.text_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    text = decode_text(path.read_bytes())
    if text is None:
        raise Unsupported(SENTENCES[Reason.NOT_A_DOCUMENT], code=Reason.NOT_A_DOCUMENT)
    return words_of_html(text) if is_marked(text) else text


def _check_size(path: Path, kind: FileKind, limits: Limits) -> None:
    if kind not in _NO_ARCHIVES:
        _check_archive(path, limits)
    elif path.stat().st_size > limits.unpacked_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])


def _check_archive(path: Path, limits: Limits) -> None:
    """Pass for an archive that stays within the limits when unpacked.

    The sizes are those the archive declares; the reader of archives stops there, whatever follows.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.filelist
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(1, path.stat().st_size)
    packed_bomb = unpacked > _SMALL_UNPACKED and ratio > limits.unpacked_ratio
    if len(entries) > limits.archive_members or unpacked > limits.unpacked_bytes or packed_bomb:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
