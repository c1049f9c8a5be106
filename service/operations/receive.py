"""Take in a file: bytes first, then receipt, original and work in one transaction.

The sender is told only after that transaction. A kill before it leaves at most
an object without a row, which `verify` finds and removes; a kill after it
loses nothing.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from schemas.access import Action, Actor, Role
from schemas.document_types import find_type
from schemas.errors import Conflict, InvalidInput, TooLarge, Unavailable
from schemas.file_names import readable_name
from schemas.outcomes import SENTENCES, Outcome, Reason
from schemas.system_errors import reason
from service.archive import Archive, require
from service.direct_file import DirectFile
from service.operations.intake_views import may_know_document
from service.operations.mending import mend_original
from service.operations.repeating import Answer, Asked, given_before, once
from storage.objects.keys import original_key
from storage.objects.protocol import is_there
from storage.records import Session, events, jobs, new_id, now, receipts, uploads
from storage.records.access import user_named
from storage.records.tables import ReceiptRow

PIECE = 1 << 20
CHANGED_WHILE_READ = "changed_while_read"


class Given(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the sender says of the file; kept with the receipt, also of a duplicate.

    `scanner` is with what it was scanned. `elsewhere` is what another system said that the file came from, word for word; nothing is made of it.
    """

    type: str | None = None
    credit: str | None = None
    lawsuit: str | None = None
    debtor: str | None = None
    batch: str | None = None
    title: str | None = None
    paper_location: str | None = None
    scanner: str | None = None
    expected_separators: int | None = None
    elsewhere: dict[str, Any] | None = None


class Staged(msgspec.Struct, frozen=True):
    """A file that has arrived whole in the staging folder. `filename` is the sender's and never used as a path."""

    path: Path
    filename: str
    sha256: str
    bytes: int


class Received(msgspec.Struct, frozen=True):
    """A receipt as the sender gets it. `outcome` is null while the work goes on."""

    receipt_id: str
    sha256: str
    bytes: int
    outcome: str | None
    reason: str | None
    detail: str | None
    document_id: str | None


class Staging:
    """Writes one arriving file to the staging folder while hashing it; memory stays at one piece.

    Use as a context manager: the staged file is removed at the end, since the
    store then has its own name for the bytes.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._path = folder / f"{os.getpid()}-{new_id()}"
        self._limit = limit
        self._digest = hashlib.sha256()
        self._bytes = 0

    def __enter__(self) -> "Staging":
        with _disk():
            self._file = DirectFile(self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        """Add a piece.

        Raises:
            TooLarge: the file is beyond the limit.
            Unavailable: the disk is full or broken.
        """
        self._bytes += len(piece)
        if self._bytes > self._limit:
            raise TooLarge(f"El archivo rebasa el máximo de {self._limit // 1024**2} MB.")
        self._digest.update(piece)
        with _disk():
            self._file.write(piece)

    def done(self, filename: str) -> Staged:
        """The file is complete."""
        with _disk():
            self._file.finish()
        return Staged(self._path, filename, self._digest.hexdigest(), self._bytes)


@contextlib.contextmanager
def _disk() -> Any:  # noqa: ANN401 - a context manager without a value
    try:
        yield
    except OSError as error:
        raise Unavailable(
            f"No se pudo recibir el archivo: {reason(error)}. Intente de nuevo.",
            code="staging_unavailable",
        ) from error


def stage_pieces(archive: Archive, filename: str, pieces: Iterable[bytes]) -> contextlib.AbstractContextManager[Staged]:
    """Stage a file that comes in pieces; gone from staging at the end of the block."""

    @contextlib.contextmanager
    def block() -> Any:  # noqa: ANN401 - typed by the signature above
        with Staging(archive.settings.staging, archive.settings.max_upload) as staging:
            for piece in pieces:
                staging.write(piece)
            yield staging.done(filename)

    return block()


def stage_file(archive: Archive, path: Path) -> contextlib.AbstractContextManager[Staged]:
    """Stage a copy of a file of this machine.

    Raises:
        InvalidInput: it cannot be read, (code `changed_while_read`) somebody was writing it meanwhile, or
            (code `own_file`) it is the archive's own database.
    """
    if archive.database.is_its_own(path):  # to close it would give up the locks that tell others that we use it
        raise InvalidInput("Es la base de datos de este mismo archivo, no un documento.", code="own_file")
    return stage_pieces(archive, readable_name(path.name), _pieces_of(path))


def _pieces_of(path: Path) -> Iterable[bytes]:
    try:
        with path.open("rb") as handle:
            before = os.fstat(handle.fileno())
            while piece := handle.read(PIECE):
                yield piece
            after = os.fstat(handle.fileno())
    except OSError as error:
        raise InvalidInput(f"No se puede leer el archivo: {reason(error)}.", code="unreadable") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) and stat.S_ISREG(after.st_mode):
        raise InvalidInput(
            "El archivo cambió mientras se leía; entréguelo cuando esté completo.", code=CHANGED_WHILE_READ
        )


def receive(
    archive: Archive,
    actor: Actor,
    staged: Staged,
    given: Given,
    *,
    channel: str,
    parent: str | None = None,
    upload: str | None = None,
) -> Received:
    """Keep the staged file and write its receipt.

    The same bytes again end at once as `duplicate`, pointing at the first
    document; what the sender said of them is kept with the receipt and on the
    document. An empty file ends as `rejected`. All else is enqueued. `parent` is
    the receipt of the e-mail that carried the file. An `upload` is received once:
    asked again, its receipt is given again.

    Raises:
        Forbidden: the actor may not add documents.
        InvalidInput: the type that was given is none of the catalogue.
        Conflict: an external lawyer names the batch of somebody else (`batch_taken`).
        Unavailable: store or database do not answer; nothing was received.
    """
    given, mended = _bytes_first(archive, actor, staged, given)
    with archive.database.write() as session:
        kept = uploads.receipt_of(session, upload) if upload else None
        if kept is not None:
            return _received(session, kept)
        row = _receipt(actor, staged, given, channel)
        row.parent_id = parent
        _bytes_again(archive, session, staged)
        received = _write_down(session, actor, row, given, mended=mended)
        if upload:
            uploads.end(session, upload, row.id)
    return received


def receive_once(archive: Archive, actor: Actor, staged: Staged, given: Given, asked: Asked) -> Answer:
    """`receive` by channel `api`, once however often it is asked under one key: 202 while the work goes on, else 200.

    Raises:
        Forbidden: as `receive`.
        InvalidInput: as `receive`.
        Conflict: as `receive`, or the key belongs to another request (`idempotency_key_reused`).
        Unavailable: as `receive`.
    """
    with archive.database.read() as session:
        before = given_before(session, actor, asked)
    if before is not None:
        return before
    given, mended = _bytes_first(archive, actor, staged, given)
    with archive.database.write() as session:
        row = _receipt(actor, staged, given, "api")

        def act() -> Answer:
            _bytes_again(archive, session, staged)
            received = _write_down(session, actor, row, given, mended=mended)
            if not may_know_document(session, actor, received.document_id):
                received = msgspec.structs.replace(received, document_id=None)
            return Answer(202 if received.outcome is None else 200, msgspec.to_builtins(received))

        return once(session, actor, asked, act)


def _bytes_first(archive: Archive, actor: Actor, staged: Staged, given: Given) -> tuple[Given, bool]:
    """Keep the bytes; what was given, as it is kept with the receipt, and whether what the store had of them was mended."""
    require(actor, Action.ADD_DOCUMENTS)
    given = checked(given)
    key = original_key(staged.sha256)
    # What lay there already may be what a killed process had not read again yet, or have rotted since.
    doubtful = is_there(archive.objects, key)
    kept = archive.objects.put(key, staged.path)
    doubtful = doubtful or kept.bytes != staged.bytes  # who put it there meanwhile may have had half of it
    return given, doubtful and mend_original(archive, staged.sha256, staged.path)


def _bytes_again(archive: Archive, session: Session, staged: Staged) -> None:
    """Keep the bytes where they were given up since they were found in the store; nobody does so while we write."""
    if receipts.was_discarded(session, staged.sha256):
        archive.objects.put(original_key(staged.sha256), staged.path)


def _write_down(session: Session, actor: Actor, row: ReceiptRow, given: Given, *, mended: bool) -> Received:
    """Write the receipt of bytes that are in the store."""
    if given.batch:
        refuse_batch_of_others(session, actor, given)
        row.batch_id = receipts.batch_named(session, given.batch, actor.name, given.expected_separators).id
    first = receipts.first_of(session, row.sha256)
    session.add(row)
    receipts.remember_object(session, original_key(row.sha256), row.sha256, row.bytes, "original")
    session.flush()
    _settle(session, row, first)
    events.record(session, events.Act(actor.name, actor.origin, "receive", "receipt", row.id, _summary(row)))
    if mended:
        detail = {"sha256": row.sha256}
        events.record(session, events.Act(actor.name, actor.origin, "mend_original", "receipt", row.id, detail))
    return _received(session, row)


def refuse_batch_of_others(session: Session, actor: Actor, given: Given) -> None:
    """An external lawyer adds nothing to the batches of others, nor to what is expected in them.

    Raises:
        Conflict: code `batch_taken`.
    """
    if actor.sees_only is None or not given.batch:
        return
    if receipts.begun_by(session, given.batch) not in (None, actor.name):
        raise Conflict("Ese lote es de otra persona; dé otro nombre al suyo.", code="batch_taken")


def checked(given: Given) -> Given:
    """What was given, the type by its code and texts as they can be kept; refused before a byte is kept when the type is not known."""
    said = {name: shown for name, text in msgspec.structs.asdict(given).items() if (shown := _shown(text)) != text}
    given = msgspec.structs.replace(given, **said)
    if given.type is None:
        return given
    kind = find_type(given.type)
    if kind is None:
        raise InvalidInput(f"No se conoce el tipo de documento '{given.type[:60]}'.", code="unknown_type")
    return msgspec.structs.replace(given, type=kind.code)


def _shown(value: object) -> object:
    """A text without what no screen shows and not every database keeps; anything else as it is."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "" for letter in value)


def _receipt(actor: Actor, staged: Staged, given: Given, channel: str) -> ReceiptRow:
    return ReceiptRow(
        id=new_id(),
        received_at=now(),
        received_by=actor.name,
        origin=actor.origin,
        channel=channel,
        filename=staged.filename[-255:],
        sha256=staged.sha256,
        bytes=staged.bytes,
        given=msgspec.to_builtins(given),
        notes=[],
    )


def _settle(session: Session, row: ReceiptRow, first: ReceiptRow | None) -> None:
    """End the receipt now where that is possible, else enqueue its inspection."""
    if row.bytes == 0:
        end_receipt(row, Outcome.REJECTED, Reason.EMPTY)
    elif first is not None:
        row.duplicate_of = first.id
        end_receipt(row, Outcome.DUPLICATE, Reason.SAME_BYTES, _refused_before(first))
        if not _may_say(session, row, first):
            return
        receipts.keep_given_of_duplicate(session, first, row)
        if first.outcome is not None and row.given:
            # What was said now may type or link the document of the first time.
            for document_id in receipts.document_ids_of(session, first):
                jobs.enqueue(
                    session, jobs.NewJob("finish", document_id, priority=30, dedupe_key=f"finish:{document_id}")
                )
    else:
        jobs.enqueue(session, jobs.NewJob("inspect", row.id, priority=40, dedupe_key=f"inspect:{row.id}"))


def _refused_before(first: ReceiptRow) -> str | None:
    """What to say of the same bytes again where they were refused the first time; None where they were not."""
    if first.outcome != Outcome.REJECTED.value or not first.detail:
        return None
    return f"{SENTENCES[Reason.SAME_BYTES].rstrip('.')}, y se rechazó: {first.detail}"


def _may_say(session: Session, again: ReceiptRow, first: ReceiptRow) -> bool:
    """Whether what was said with the same bytes counts for the documents of the first time.

    Who may not review documents says what their own papers are, not what those of others are: else
    the bytes of any paper would open it, and type and file it anew. The name decides, not the actor:
    what an e-mail carried is received on behalf of the e-mail's sender.
    """
    return again.received_by == first.received_by or confined_sender(session, again.received_by) is None


def confined_sender(session: Session, name: str) -> Actor | None:
    """The sender of that name where it is an external lawyer, who sees no more than their matters."""
    user = user_named(session, name)
    if user is None or user.role != Role.EXTERNAL_LAWYER.value:
        return None
    return Actor(user.name, Role.EXTERNAL_LAWYER, "-", user.lawyer_id, user.id)


def end_receipt(row: ReceiptRow, outcome: Outcome, reason: Reason | None, detail: str | None = None) -> None:
    """Give the receipt its one end; a receipt that has one keeps it, save that a review may file it."""
    row.outcome = outcome.value
    row.reason = reason.value if reason else None
    row.detail = detail or (SENTENCES[reason] if reason else None)
    row.finished_at = now()


def _summary(row: ReceiptRow) -> dict[str, Any]:
    return {"filename": row.filename, "sha256": row.sha256, "bytes": row.bytes, "channel": row.channel}


def _received(session: Session, row: ReceiptRow) -> Received:
    return Received(
        row.id, row.sha256, row.bytes, row.outcome, row.reason, row.detail, receipts.document_of(session, row)
    )
