"""Choose the object store that the settings name."""

from pathlib import Path

from schemas.errors import Misconfigured
from storage.objects.protocol import ObjectStore


def open_object_store(url: str) -> ObjectStore:
    """The store for `file:///folder` or `memory:`.

    Raises:
        Misconfigured: the address names no store we know.
    """
    if url.startswith("file://"):
        from storage.objects.local import LocalObjectStore

        return LocalObjectStore(Path(url.removeprefix("file://")))
    if url == "memory:":
        from storage.objects.memory import MemoryObjectStore

        return MemoryObjectStore()
    raise Misconfigured(f"LEGAJO_OBJECTS: no se conoce el almacén '{url.split(':', 1)[0]}'.")
