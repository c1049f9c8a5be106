"""Sign the log's root now and then, and give the log out so that a stranger can check it."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from schemas.access import Action, Actor
from schemas.checkpoints import Checkpoint, public_key, signed
from schemas.errors import Conflict, InvalidInput, Misconfigured, Unavailable
from schemas.settings import Settings
from schemas.system_errors import reason
from service.archive import Archive, require
from service.timestamps import timestamp
from storage.records import checkpoints, events, now
from storage.records.tables import CheckpointRow


class CheckpointView(msgspec.Struct, frozen=True):
    """A checkpoint: `note` is the signed text to keep elsewhere; `problem` says why it bears no timestamp, if one was wanted."""

    size: int
    at: datetime
    note: str
    timestamped: bool
    problem: str | None


class Exported(msgspec.Struct, frozen=True):
    """How many events an export holds, and its file."""

    events: int
    path: str


def make_checkpoint(archive: Archive, *, at_most_every: float = 0.0) -> CheckpointView | None:
    """Sign the root of the log as it stands; the last checkpoint again when nothing was recorded since.

    Args:
        archive: the archive.
        at_most_every: seconds; None is returned when the last one is younger.

    Raises:
        Misconfigured: the key cannot be read or kept.
    """
    url, key = archive.settings.timestamp_url, log_key(archive.settings)
    if at_most_every and not _is_due(archive, at_most_every):
        return None
    with archive.database.write() as session:
        tree = events.frontier(session)
        note = signed(Checkpoint(archive.settings.log_origin, tree.size, tree.root()), key)
        row = checkpoints.add(session, CheckpointRow(size=tree.size, at=now(), note=note))
        made = _view(row)
    if made.timestamped or not url:
        return made
    return _stamp(archive, made, url)


def list_checkpoints(archive: Archive, actor: Actor) -> list[CheckpointView]:
    """The newest hundred.

    Raises:
        Forbidden: the actor may not read the record.
    """
    require(actor, Action.READ_EVENTS)
    with archive.database.read() as session:
        return [_view(row) for row in checkpoints.listing(session)]


def export_log(archive: Archive, actor: Actor, target: Path) -> Exported:
    """Write every event to `target`, one line each, exactly the entries of the tree.

    Raises:
        Forbidden: the actor may not read the record.
        Conflict: the file exists.
        InvalidInput: it cannot be written.
    """
    require(actor, Action.READ_EVENTS)
    if target.exists():
        raise Conflict(f"Ya existe {target}; no se sobrescribe.")
    with archive.database.write() as session:
        events.record(session, events.Act(actor.name, actor.origin, "export_log", "log", "-", {}))
    unfinished, count = target.with_name(f"{target.name}.part"), 0
    try:
        with unfinished.open("wb") as file, archive.database.read() as session:
            for body in events.entries(session):
                file.write(body + b"\n")
                count += 1
        unfinished.rename(target)
    except OSError as error:
        raise InvalidInput(f"No se puede escribir {target}: {reason(error)}.", code="unwritable") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return Exported(count, str(target))


def log_public_key(settings: Settings) -> str:
    """The key with which anybody checks the checkpoints' signatures."""
    return public_key(settings.log_origin, log_key(settings).public_key())


def log_key(settings: Settings) -> Ed25519PrivateKey:
    """The signing key, made when there is none, readable by its owner alone.

    Raises:
        Misconfigured: it cannot be read or written, or is no Ed25519 key.
    """
    path = log_key_file(settings)
    try:
        if not path.exists():
            _make_key(path)
        found = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise Misconfigured(f"No se puede usar la llave de la bitácora {path}.", code="log_key") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise Misconfigured(f"La llave {path} no es Ed25519.", code="log_key")
    return found


def log_key_file(settings: Settings) -> Path:
    """Where the signing key is, or will be."""
    return Path(settings.log_key) if settings.log_key else settings.data / "log.key"


def _make_key(path: Path) -> None:
    """Whole or not at all, also when two processes make it at once: the first one's stands."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            os.fsync(file.fileno())
        if not path.exists():
            os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink()


def _stamp(archive: Archive, made: CheckpointView, url: str) -> CheckpointView:
    """With a timestamp, if the authority gives one; that it does not is written down and stops nothing."""
    answer: bytes | None = None
    problem: str | None = None
    try:
        answer = timestamp(url, made.note.encode())
    except Unavailable as error:
        problem = error.detail
    with archive.database.write() as session:
        checkpoints.stamped(session, made.size, answer, problem)
    return msgspec.structs.replace(made, timestamped=answer is not None, problem=problem)


def _is_due(archive: Archive, seconds: float) -> bool:
    """Whether the last checkpoint is that old, or there is none; takes no write lock."""
    with archive.database.read() as session:
        last = checkpoints.newest(session)
    return last is None or now() - last.at >= timedelta(seconds=seconds)


def _view(row: CheckpointRow) -> CheckpointView:
    return CheckpointView(row.size, row.at, row.note, row.timestamp is not None, row.problem)
