"""Compound files ([MS-CFB]): what Office and Outlook wrote until 2007, and what they lock their files into since."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import olefile

from schemas.errors import Corrupt, TooLarge
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOLD_BY: tuple[tuple[str, FileKind], ...] = (
    ("EncryptedPackage", FileKind.LOCKED),
    ("WordDocument", FileKind.DOC),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
    ("__properties_version1.0", FileKind.MSG),
)
"""A stream that only files of this kind have. The package comes first: what is locked in is named beside it at times."""

_SLIDES = "PowerPoint Document"
"""What PowerPoint wrote until 2007: known, and not read."""


def is_compound(head: bytes) -> bool:
    """Whether a file that begins so is a compound file."""
    return head.startswith(_MAGIC)


@contextmanager
def open_compound(path: Path) -> Iterator[olefile.OleFileIO]:
    """The compound file at `path`, closed afterwards.

    Raises:
        Corrupt: its sectors or its directory are not as they should be.
    """
    try:
        file = olefile.OleFileIO(str(path))
    except Exception as error:  # the library lets through what broken tables make of its arithmetic
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    try:
        yield file
    except (OSError, OverflowError) as error:  # of sectors that are not there, which shows when they are wanted
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    finally:
        file.close()


def stream_of(file: olefile.OleFileIO, name: str | list[str], most: int) -> bytes:
    """A stream of the file, by its name or by the way to it.

    Raises:
        Corrupt: it is not there, or its sectors are not as they should be.
        TooLarge: more than `most` bytes.
    """
    try:
        if file.get_size(name) > most:
            raise TooLarge(SENTENCES[Reason.TOO_LARGE])
        with file.openstream(name) as stream:
            return bytes(stream.read())
    except (OSError, TypeError) as error:  # no such stream, or a storage of that name
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error


def kind_of_compound(path: Path) -> FileKind:
    """What the compound file holds; `UNKNOWN` for what is not taken here, and for a damaged one."""
    try:
        with open_compound(path) as file:
            return next((kind for stream, kind in _TOLD_BY if file.exists(stream)), FileKind.UNKNOWN)
    except Corrupt:
        return FileKind.UNKNOWN


def why_not_taken(path: Path) -> Reason:
    """Why a compound file of unknown kind cannot be used."""
    try:
        with open_compound(path) as compound:
            return Reason.UNREAD_FORMAT if compound.exists(_SLIDES) else Reason.NOT_A_DOCUMENT
    except Corrupt:
        return Reason.DAMAGED
