"""A file that comes in part by part, so that a bad line costs a part and not the file.

The sender gives the file a key of its own and asks how much of it is kept; then it
sends what is missing, in order. A part is on the disk before it is acknowledged. With
the last one the file is received, in the transaction that also marks the upload, so
that it arrives once however often its end is sent. The parts lie in the staging folder
of one machine: where that is lost the answer says 0, and the sender begins again.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput, TooLarge, Unavailable
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.receive import Given, Received, Staged, checked, receive, refuse_batch_of_others
from service.uploads import base_name, given_of
from storage.objects.digest import file_digest
from storage.records import Session, new_id, now, uploads
from storage.records.tables import UploadRow

MOST_OPEN = 2000
MOST_PART = 8 << 20
KEPT_FOR = timedelta(days=14)
SWEPT_AT_ONCE = 20
FOLDER = "uploads"


class NewUpload(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file to come: `key` is the sender's own name for it, the same for the same file; `bytes` its whole size."""

    key: str
    filename: str
    bytes: int
    given: Given = Given()


class Upload(msgspec.Struct, frozen=True):
    """How far a file is: `offset` bytes are kept; `received` when it is complete and has its receipt."""

    id: str
    key: str
    filename: str
    bytes: int
    offset: int
    receipt_id: str | None
    received: Received | None = None


def begin_upload(archive: Archive, actor: Actor, new: NewUpload) -> Upload:
    """The upload of that key, begun now if there is none.

    Raises:
        Forbidden: the actor may not add documents.
        InvalidInput: key, name, type or another thing said that cannot be, as for `POST /documents`.
        TooLarge: the file is beyond the limit.
        Conflict: the key is of another file (`upload_key_reused`), too many uploads are open (`too_many_uploads`),
            or the batch is of somebody else (`batch_taken`).
    """
    require(actor, Action.ADD_DOCUMENTS)
    given = _checked(archive, new)
    new = msgspec.structs.replace(new, filename=base_name(new.filename))
    _sweep(archive)
    with archive.database.write() as session:
        refuse_batch_of_others(session, actor, given)
        row = uploads.named(session, _owner(actor), new.key)
        if row is not None and (row.filename, row.bytes) != (new.filename, new.bytes):
            raise Conflict("Esa clave de envío ya es de otro archivo.", code="upload_key_reused")
        if row is None:
            row = _begun(session, actor, new, given)
        return _shown(archive, row)


def _checked(archive: Archive, new: NewUpload) -> Given:
    if not 0 < len(new.key) <= 200 or not new.filename.strip() or new.bytes < 0:
        raise InvalidInput("Un envío lleva clave (hasta 200 caracteres), nombre y tamaño.", code="bad_upload")
    if new.bytes > archive.settings.max_upload:
        raise TooLarge(f"El archivo rebasa el máximo de {archive.settings.max_upload // 1024**2} MB.")
    return checked(given_of(msgspec.to_builtins(new.given)))


def _begun(session: Session, actor: Actor, new: NewUpload, given: Given) -> UploadRow:
    if uploads.open_count(session, _owner(actor)) >= MOST_OPEN:
        raise Conflict(f"Hay {MOST_OPEN} envíos sin terminar; termine o descarte alguno.", code="too_many_uploads")
    row = UploadRow(
        id=new_id(),
        owner=_owner(actor),
        key=new.key,
        filename=new.filename,
        bytes=new.bytes,
        offset=0,
        given=msgspec.to_builtins(given),
        touched_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def get_upload(archive: Archive, actor: Actor, upload_id: str) -> Upload:
    """How far the upload is.

    Raises:
        Forbidden: the actor may not add documents.
        NotFound: there is none of that id, or it is somebody else's.
    """
    require(actor, Action.ADD_DOCUMENTS)
    with archive.database.read() as session:
        return _shown(archive, uploads.get(session, _owner(actor), upload_id))


def add_part(archive: Archive, actor: Actor, upload_id: str, offset: int, data: bytes) -> Upload:
    """Keep the part that begins at `offset`; with the last one the file is received.

    A part that is kept already, and one after the end, change nothing but are answered as the first time.

    Raises:
        Forbidden: the actor may not add documents.
        NotFound: there is no such upload of the actor's.
        Conflict: the part does not follow what is kept (`wrong_offset`), or another is being written (`upload_busy`).
        TooLarge: the part goes beyond the file.
        Unavailable: the disk, the store or the database do not take it; try again.
    """
    before = get_upload(archive, actor, upload_id)
    if before.receipt_id is not None:
        return _arrived(archive, actor, before)
    if offset + len(data) > before.bytes:
        raise TooLarge("La parte rebasa el tamaño anunciado del archivo.", code="beyond_the_end")
    path = _path(archive, upload_id)
    with _locked(path):
        now_kept = get_upload(archive, actor, upload_id)
        if now_kept.receipt_id is None:
            if offset != now_kept.offset:
                raise Conflict(f"Faltan los bytes desde {now_kept.offset}.", code="wrong_offset")
            _write(path, offset, data)
            now_kept = _note(archive, actor, upload_id, offset + len(data))
        if now_kept.offset < now_kept.bytes:
            return now_kept
        return _arrived(archive, actor, now_kept)


def give_up(archive: Archive, actor: Actor, upload_id: str) -> None:
    """Forget an upload that is not to go on; what was received stays.

    Raises:
        Forbidden: the actor may not add documents.
        NotFound: there is no such upload of the actor's.
    """
    require(actor, Action.ADD_DOCUMENTS)
    with archive.database.write() as session:
        row = uploads.get(session, _owner(actor), upload_id)
        if row.receipt_id is None:
            session.delete(row)
    _path(archive, upload_id).unlink(missing_ok=True)


def _arrived(archive: Archive, actor: Actor, upload: Upload) -> Upload:
    """Receive the complete file, once; the caller holds its lock unless it was received before."""
    path = _path(archive, upload.id)
    staged = Staged(path, upload.filename, "", upload.bytes)
    with archive.database.read() as session:
        given = msgspec.convert(uploads.get(session, _owner(actor), upload.id).given, Given)
        kept = uploads.receipt_of(session, upload.id)
    if kept is None:
        with _disk():
            staged = msgspec.structs.replace(staged, sha256=file_digest(path))
        received = receive(archive, actor, staged, given, channel="web", upload=upload.id)
    else:
        received = Received(kept.id, kept.sha256, kept.bytes, kept.outcome, kept.reason, kept.detail, None)
    path.unlink(missing_ok=True)
    return msgspec.structs.replace(
        upload,
        offset=upload.bytes,
        receipt_id=received.receipt_id,
        received=msgspec.structs.replace(received, document_id=None),
    )


def _note(archive: Archive, actor: Actor, upload_id: str, offset: int) -> Upload:
    with archive.database.write(beside_others=True) as session:
        row = uploads.get(session, _owner(actor), upload_id)
        row.offset, row.touched_at = offset, now()
        return Upload(row.id, row.key, row.filename, row.bytes, offset, row.receipt_id)


def _write(path: Path, offset: int, data: bytes) -> None:
    if not data:  # the file may be complete, and be the store's too
        return
    with _disk():
        if path.stat().st_nlink > 1:  # the store has it: who says that bytes are missing of it knows less than was kept
            path.unlink()
            raise Conflict("Ese envío hay que empezarlo otra vez.", code="wrong_offset")
    with _disk(), path.open("r+b") as handle:
        handle.seek(offset)
        handle.truncate()
        handle.write(data)
        handle.flush()
        os.fdatasync(handle.fileno())


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The part file for one writer: once it is linked into the store nobody may write to it any more."""
    with _disk():
        path.parent.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Conflict("Otra parte del mismo archivo se está guardando.", code="upload_busy") from error
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = reason(error)
        raise Unavailable(
            f"No se pudo guardar la parte: {why}. Intente de nuevo.", code="staging_unavailable"
        ) from error


def _shown(archive: Archive, row: UploadRow) -> Upload:
    """What is kept of it here: no more than its row says, no more than its file has."""
    path = _path(archive, row.id)
    there = path.stat().st_size if path.is_file() else 0
    offset = row.bytes if row.receipt_id else min(row.offset, there)
    return Upload(row.id, row.key, row.filename, row.bytes, offset, row.receipt_id)


def _sweep(archive: Archive) -> None:
    """Forget a few of the uploads that nobody went on with for two weeks."""
    with archive.database.read() as session:
        if not uploads.untouched_since(session, now() - KEPT_FOR, 1):
            return
    with archive.database.write() as session:
        rows = uploads.untouched_since(session, now() - KEPT_FOR, SWEPT_AT_ONCE)
        for row in rows:
            session.delete(row)
    for row in rows:
        _path(archive, row.id).unlink(missing_ok=True)


def _path(archive: Archive, upload_id: str) -> Path:
    return archive.settings.staging / FOLDER / upload_id


def _owner(actor: Actor) -> str:
    return actor.user_id or actor.name
