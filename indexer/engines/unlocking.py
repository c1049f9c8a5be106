"""Office files under a password, opened with it into an unnamed copy; the original stays as it came."""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import msgspec

from indexer.engines.compound import is_compound, open_compound
from indexer.engines.doc_head import head_of
from indexer.engines.sniff import sniff
from indexer.limits import Limits
from schemas.errors import Corrupt, PasswordRequired, TooLarge, Unsupported
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind

_PACKAGES = frozenset({FileKind.LOCKED, FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})
"""Kinds that are archives once open; where a compound file is said to be one, it is locked in there."""
_OPEN_DOCUMENTS = frozenset({FileKind.ODT, FileKind.ODS})
_INSIDE = (_PACKAGES | _OPEN_DOCUMENTS | {FileKind.DOC, FileKind.XLS}) - {FileKind.LOCKED}
_MANIFEST, _LOCK, _MOST_MANIFEST = "META-INF/manifest.xml", b"encryption-data", 16 * 1024 * 1024
_OF_ODF = "indexer.engines.unlocking_odf"
_FILE_PASS, _END_OF_PART = 0x2F, 0x0A
_UNASKED = "VelvetSweatshop"
"""The password Excel gives a book that is protected against changes only, and opens it with without asking."""


class Unlocked(msgspec.Struct, frozen=True):
    """A file that can be read: where, and what it is. `password` is the one that opened it, empty where none was asked for."""

    path: Path
    kind: FileKind
    locked: bool = False
    password: str = ""


@contextmanager
def unlocked(path: Path, kind: FileKind, passwords: tuple[str, ...], limits: Limits) -> Iterator[Unlocked]:
    """The file, or while this lasts a copy of it without its lock.

    Raises:
        PasswordRequired: locked, and no password fits.
        Corrupt: what is locked in cannot be had.
        TooLarge: it is larger than an unpacked file may be.
        Unsupported: it is locked in a way that no password opens, code `unread_format`.
    """
    if not _is_locked(path, kind):
        yield Unlocked(path, kind)
        return
    if path.stat().st_size > limits.unpacked_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    with path.open("rb") as file, tempfile.TemporaryFile() as copy:
        if kind in _OPEN_DOCUMENTS:
            # Imported when first met, as all that opens locks: most children never see a locked file.
            decrypt: Callable[[Path, tuple[str, ...], IO[bytes], Limits], str] = import_module(_OF_ODF).decrypt_odf
            password = decrypt(path, passwords, copy, limits)
        else:
            password = _decrypt(file, passwords, copy)
        copy.flush()
        inside = Path(f"/proc/self/fd/{copy.fileno()}")  # the copy has no other name, and is gone with this process
        found = sniff(inside)
        if found not in _INSIDE:
            raise Corrupt(SENTENCES[Reason.DAMAGED])
        yield Unlocked(inside, found, locked=True, password=password)


def _is_locked(path: Path, kind: FileKind) -> bool:
    if kind == FileKind.XLS:
        return _is_locked_book(path)
    if kind == FileKind.DOC:
        with open_compound(path) as compound:
            head = head_of(compound)
        return head.readable and head.locked and not head.masked
    if kind in _OPEN_DOCUMENTS:
        return _is_locked_odf(path)
    if kind not in _PACKAGES:
        return False
    with path.open("rb") as file:
        if not is_compound(file.read(8)):
            return False
    with open_compound(path) as compound:
        if not compound.exists("EncryptionInfo"):  # locked by a server of rights, whose word alone opens it
            raise Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT)
    return True


def _is_locked_book(path: Path) -> bool:
    """Whether the first part of the book has the record that says how it is locked ([MS-XLS] 2.4.117)."""
    with open_compound(path) as compound:
        if not compound.exists("Workbook"):  # a book of an older Excel: its reader sees the lock
            return False
        with compound.openstream("Workbook") as book:
            while len(head := book.read(4)) == 4:
                record, size = struct.unpack("<HH", head)
                if record in (_FILE_PASS, _END_OF_PART):
                    return bool(record == _FILE_PASS)
                book.seek(size, 1)
    return False


def _is_locked_odf(path: Path) -> bool:
    """Whether the archive says that members of it are encrypted."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.getinfo(_MANIFEST)
            return listed.file_size < _MOST_MANIFEST and _LOCK in archive.read(listed)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return False


def _decrypt(file: IO[bytes], passwords: tuple[str, ...], copy: IO[bytes]) -> str:
    """Write what is locked in to `copy`; the password that did it."""
    library = import_module("msoffcrypto")
    try:
        locked = library.OfficeFile(file)
    except library.exceptions.DecryptionError as error:
        raise Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT) from error
    except Exception as error:  # whatever a broken description of the lock makes it stumble over
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    password = _fitting(library, locked, passwords)
    try:
        locked.decrypt(copy)
    except MemoryError:
        raise
    except Exception as error:  # the password was right, so it is what is locked in
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    return "" if password == _UNASKED else password


def _fitting(library: Any, locked: Any, passwords: tuple[str, ...]) -> str:  # noqa: ANN401 - the library carries no types
    # Of the lock of 1997 the library tries a password always, of later ones when told to.
    told = {"verify_password": True} if locked.format == "ooxml" else {}
    for password in (*passwords, _UNASKED):
        try:
            locked.load_key(password=password, **told)
        except library.exceptions.InvalidKeyError:
            continue
        except Exception as error:  # as above
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
        return password
    raise PasswordRequired(SENTENCES[Reason.PASSWORD_REQUIRED])
