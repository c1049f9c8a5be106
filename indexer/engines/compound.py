"""Compound files ([MS-CFB]): what Office and Outlook wrote until 2007, and what they lock their files into since."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import olefile

from schemas.errors import Corrupt
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOLD_BY: tuple[tuple[str, FileKind], ...] = (
    ("EncryptedPackage", FileKind.LOCKED),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
)
"""A stream that only files of this kind have. The package comes first: what is locked in is named beside it at times."""


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
    finally:
        file.close()


def kind_of_compound(path: Path) -> FileKind:
    """What the compound file holds; `UNKNOWN` for what is not taken here, and for a damaged one."""
    try:
        with open_compound(path) as file:
            return next((kind for stream, kind in _TOLD_BY if file.exists(stream)), FileKind.UNKNOWN)
    except Corrupt:
        return FileKind.UNKNOWN


def why_not_taken(path: Path) -> Reason:
    """Why a file of unknown kind cannot be used."""
    with path.open("rb") as file:
        if not is_compound(file.read(len(_MAGIC))):
            return Reason.NOT_A_DOCUMENT
    try:
        with open_compound(path):
            return Reason.NOT_A_DOCUMENT
    except Corrupt:
        return Reason.DAMAGED
