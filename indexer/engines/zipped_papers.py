"""Papers that came zipped inside an e-mail or a PDF: taken out where all of them may be, else the archive as it is.

An archive handed on whole gets a receipt that says it was not opened; nothing of it is passed over in silence.
"""

import shutil
import zipfile
import zlib
from pathlib import Path

import msgspec

from indexer.engines.attached_name import own_name
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from schemas.work import Attachment, FileKind

_ZIP = b"PK\x03\x04"
_ARCHIVES = (_ZIP, b"Rar!", b"7z\xbc\xaf")
_SMALL_UNPACKED = 1_000_000
_LOCKED, _UTF8 = 0x1, 0x800
_OF_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What operating systems put into archives for themselves."""
_FAILURES = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError)


def is_archive(path: Path) -> bool:
    """Whether the file is an archive of other files and no document that is packed as one."""
    with path.open("rb") as file:
        head = file.read(4)
    return head.startswith(_ARCHIVES) and sniff(path) == FileKind.UNKNOWN


def papers_of(came: Attachment, limits: Limits) -> tuple[Attachment, ...]:
    """The files in a ZIP, written beside it, which is then gone; what came itself, where it is none or cannot be opened whole.

    Archives in it are not opened, and stand among its files.

    Args:
        came: as it was taken out.
        limits: bounds of members, of files taken (`attachments`), of bytes, and of how tightly they are packed.
    """
    path = Path(came.path)
    if not is_archive(path):
        return (came,)
    written: list[Attachment] = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [entry for entry in archive.filelist if _is_file(entry)]
            if not members or not _may_be_opened(archive, members, path, limits):
                return (came,)
            for number, entry in enumerate(members, start=1):
                target = path.with_name(f"{path.name}-{number:04d}")
                written.append(Attachment(str(target), own_name(_name_of(entry), number)))
                with archive.open(entry) as member, target.open("wb") as file:
                    shutil.copyfileobj(member, file)
    except _FAILURES:
        for each in written:
            Path(each.path).unlink(missing_ok=True)
        return (came,)
    path.unlink()
    return tuple(written)


def within(limits: Limits, files: int, size: int) -> Limits:
    """The limits of an archive where only so many files and bytes may still be taken."""
    return msgspec.structs.replace(limits, attachments=files, unpacked_bytes=max(0, min(limits.unpacked_bytes, size)))


def _is_file(entry: zipfile.ZipInfo) -> bool:
    own = entry.filename.rsplit("/", 1)[-1]
    return (
        not entry.is_dir()
        and entry.file_size > 0
        and not entry.filename.startswith(_OF_SYSTEMS)
        and own not in _OF_SYSTEMS
    )


def _may_be_opened(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], path: Path, limits: Limits) -> bool:
    """By the sizes it declares, beyond which its reader does not go."""
    unpacked = sum(entry.file_size for entry in members)
    tight = unpacked > _SMALL_UNPACKED and unpacked > limits.unpacked_ratio * path.stat().st_size
    few = len(archive.filelist) <= limits.archive_members and len(members) <= limits.attachments
    return few and unpacked <= limits.unpacked_bytes and not tight and not any(e.flag_bits & _LOCKED for e in members)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Without a sign that it is UTF-8 a name is in the letters of Windows' consoles, which have accents elsewhere than the norm."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp850")
    except UnicodeError:
        return entry.filename
