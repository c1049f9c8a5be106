"""Choose the object store that the settings name."""

from pathlib import Path

from schemas.errors import Misconfigured
from storage.objects.protocol import ObjectStore


def open_object_store(url: str, access_key: str = "", secret_key: str = "") -> ObjectStore:
    """The store for `file:///folder`, `memory:` or `s3://HOST/BUCKET`; the keys are for S3 only.

    Raises:
        Misconfigured: the address names no store we know.
    """
    if url.startswith("file://"):
        from storage.objects.local import LocalObjectStore

        return LocalObjectStore(Path(url.removeprefix("file://")))
    if url == "memory:":
        from storage.objects.memory import MemoryObjectStore

        return MemoryObjectStore()
    if url.startswith("s3://"):
        from storage.objects.s3 import Bucket, S3ObjectStore

        return S3ObjectStore(Bucket.at(url), access_key, secret_key)
    raise Misconfigured(f"No se conoce ningún almacén '{url.split(':', 1)[0]}:'; se esperaba file:///CARPETA o s3://….")
