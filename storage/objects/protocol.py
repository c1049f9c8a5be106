"""The object port: bytes under a key, written once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import msgspec

from schemas.errors import Conflict, NotFound


class StoredObject(msgspec.Struct, frozen=True):
    """An object as the store has it: its key, its size in bytes, when it was put there (seconds since the epoch).

    `held`: whether it is under a hold or a retention, told by `stat` and `put` only.
    """

    key: str
    bytes: int
    written_at: float = 0.0
    held: bool = False


def held_object() -> Conflict:
    """What every back end raises when a held object is to be removed."""
    return Conflict(
        "El original está en resguardo legal o en plazo de conservación y no se puede eliminar.", code="object_held"
    )


class ObjectStore(Protocol):
    """Bytes kept under opaque keys of `[a-z0-9/._-]`, at most 200 characters, never starting with a slash.

    Errors: `NotFound` for a key that is not there, `Unavailable` when the store
    does not answer or is full, `InvalidInput` for a key not of that form.
    Nothing is ever half written: a key is absent, or holds all its bytes.
    """

    def put(self, key: str, source: Path | bytes) -> StoredObject:
        """Keep the given bytes, or those of a file on this machine; durable when it returns.

        A key that is already there keeps its bytes, and the call succeeds: keys
        carry the digest of their content. The file itself is left alone.
        """
        ...

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `offset` on, at most `length`, in pieces of at most 1 MiB.

        `NotFound` is raised by the call, not by the first piece; a piece raises `Corrupt` when the disk cannot read it.
        """
        ...

    def local_copy(self, key: str) -> AbstractContextManager[Path]:
        """A path on this machine holding the object's bytes, valid inside the block, not to be written to."""
        ...

    def stat(self, key: str) -> StoredObject:
        """Size of the object, when it was put there, and whether it is held."""
        ...

    def delete(self, key: str) -> None:
        """Remove a derivative, or an original that an administrator discards. A missing key is no error.

        An object under a hold stays: `Conflict`, code `object_held`.
        """
        ...

    def set_hold(self, key: str, *, held: bool) -> None:
        """Put the object under a hold, or lift it; repeating it changes nothing, `NotFound` for a missing key.

        While it is held no call of this port removes it, whoever asks. A server
        with Object Lock carries the hold itself; elsewhere the store keeps a mark.
        """
        ...

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """Every object whose key starts with the prefix, in no stated order, without holding all in memory.

        What others put beside ours is told too, by keys that need not have the stated form.
        """
        ...


def is_there(store: ObjectStore, key: str) -> bool:
    """Whether the store has something under the key, whole or not.

    Raises:
        Unavailable: it does not answer.
    """
    try:
        store.stat(key)
    except NotFound:
        return False
    return True
