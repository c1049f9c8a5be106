"""Objects in a bucket of an S3 server, through the `minio` SDK.

Keys carry the digest of their content, so a second writer of a key writes the
same bytes and nothing is lost whoever comes last. What was written is read again
and compared before the caller is told that it is kept.
"""

import contextlib
import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec
import urllib3
from minio import Minio
from minio.commonconfig import ENABLED
from minio.datatypes import Object
from minio.error import MinioException, S3Error
from minio.retention import Retention
from minio.sse import Sse, SseKMS, SseS3
from minio.versioningconfig import VersioningConfig

from schemas.errors import Corrupt, Misconfigured, NotFound, Unavailable
from storage.objects.keys import ORIGINALS, checked
from storage.objects.protocol import StoredObject, held_object

CONNECT_SECONDS, READ_SECONDS, RETRIES = 5.0, 60.0, 3
CONNECTIONS = 20
PART = 16 << 20
"""Bytes of a part of an upload; what is smaller goes in one request."""
_PIECE = 1 << 20

_ABSENT = frozenset(("NoSuchKey", "NoSuchObject", "NoSuchVersion", "ResourceNotFound"))
_REFUSED = frozenset(
    ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket", "InvalidBucketName")
)

_INVALID = frozenset(("InvalidRequest", "InvalidArgument", "NotImplemented", "ObjectLockConfigurationNotFoundError"))
_UNLOCKED = "El cubo se creó sin Object Lock y no puede tener resguardos ni plazos de conservación; cree otro."
_RETENTION = re.compile(r"(governance|compliance):([1-9]\d{0,4})")
_PLAIN = (
    "El servidor S3 no cifra como pide encryption= en su dirección ({code}); quítelo de ella o configure el servidor."
)

T = TypeVar("T")


class Bucket(msgspec.Struct, frozen=True):
    """Where a bucket is: the server, whether over TLS, its region, how the server shall encrypt what it keeps.

    `retention` is `governance:DAYS` or `compliance:DAYS`: how the server shall refuse to remove originals, for how long.
    """

    host: str
    name: str
    tls: bool = True
    region: str = "us-east-1"
    encryption: str = ""
    retention: str = ""

    @staticmethod
    def at(address: str) -> "Bucket":
        """The bucket that `s3://HOST[:PORT]/BUCKET[?tls=no&region=R&encryption=s3|kms:KEY&retention=MODE:DAYS]` names.

        Raises:
            Misconfigured: the address is not of that form.
        """
        parts = urlsplit(address)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        wrong = _wrong_with(parts.netloc, parts.path.strip("/"), asked)
        if wrong:
            raise Misconfigured(f"La dirección debe ser s3://SERVIDOR:PUERTO/CUBO; {wrong}.")
        return Bucket(
            parts.netloc,
            parts.path.strip("/"),
            asked.get("tls", "yes") == "yes",
            asked.get("region", "us-east-1"),
            asked.get("encryption", ""),
            asked.get("retention", ""),
        )


_ASKED = {
    "tls": (re.compile(r"yes|no"), "yes o no"),
    "region": (re.compile(r"\S+"), "una región, como us-east-1"),
    "encryption": (re.compile(r"s3|kms:.+"), "s3 o kms:CLAVE"),
    "retention": (_RETENTION, "governance:DÍAS o compliance:DÍAS"),
}
"""What an address may ask of its server: how it is written, and how that is said."""


def _wrong_with(host: str, name: str, asked: dict[str, str]) -> str:
    """What is wrong with the parts of an address; empty where nothing is."""
    if not host:
        return "falta el servidor" if name else "faltan el servidor y el cubo"
    if "@" in host:
        return "las claves no van en ella, sino en sus propios ajustes"
    if not name:
        return "falta el cubo"
    if "/" in name:
        return "después del cubo no va ninguna carpeta"
    for setting, value in asked.items():
        if setting not in _ASKED:
            return f"no se conoce «{setting[:40]}=»: lo que puede llevar es {', '.join(f'{one}=' for one in _ASKED)}"
        form, wanted = _ASKED[setting]
        if not form.fullmatch(value):
            return f"{setting}= debe ser {wanted}"
    return ""


class S3ObjectStore:
    """An `ObjectStore` in a bucket; made at the first use where the account may make it, with versions where the server has them."""

    def __init__(self, bucket: Bucket, access_key: str, secret_key: str) -> None:
        if not access_key or not secret_key:
            raise Misconfigured("Faltan LEGAJO_S3_ACCESS_KEY y LEGAJO_S3_SECRET_KEY para el almacén S3.")
        self._bucket = bucket.name
        self._sse: Sse | None = _encryption(bucket.encryption)
        self._retention = bucket.retention
        pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            maxsize=CONNECTIONS,
            retries=urllib3.Retry(total=RETRIES, read=1, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)),
        )
        self._client = Minio(
            bucket.host, access_key, secret_key, secure=bucket.tls, region=bucket.region, http_client=pool
        )
        self._ready = False

    def put(self, key: str, source: Path | bytes) -> StoredObject:
        """See the port. Large files go in parts of 16 MiB."""
        checked(key)
        with contextlib.suppress(NotFound):
            return self._kept(key)
        if isinstance(source, bytes):
            return self._send(key, io.BytesIO(source), len(source))
        with source.open("rb") as opened:
            return self._send(key, opened, source.stat().st_size)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See the port. One ranged request; pieces are handed on as they arrive."""
        size = self._head(key).size or 0
        left = max(0, size - offset) if length is None else max(0, min(length, size - offset))
        if left == 0:
            return iter(())
        answer = self._asked(lambda: self._client.get_object(self._bucket, key, offset=offset, length=left))
        return _pieces(answer, left)

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        """A temporary file with the bytes, gone at the end of the block."""
        with tempfile.NamedTemporaryFile(prefix="legajo-") as copy:
            for piece in self.read(key):
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)

    def stat(self, key: str) -> StoredObject:
        """See the port."""
        return _described(key, self._head(key))

    def delete(self, key: str) -> None:
        """See the port. The version itself is removed, not hidden behind a marker.

        Raises:
            Conflict: it is under a hold, or under a retention of the server's; code `object_held`.
        """
        with contextlib.suppress(NotFound):
            found = self._head(key)
            if _is_held(found):
                raise held_object()
            try:
                self._asked(lambda: self._client.remove_object(self._bucket, key, version_id=found.version_id))
            except Misconfigured as error:
                raise held_object() from error  # a retention refuses with the same word as a missing right

    def set_hold(self, key: str, *, held: bool) -> None:
        """See the port: Object Lock's legal hold.

        Raises:
            Misconfigured: the bucket was made without Object Lock.
        """
        version = self._head(key).version_id
        act = self._client.enable_object_legal_hold if held else self._client.disable_object_legal_hold
        self._asked(lambda: act(self._bucket, key, version_id=version), invalid=_UNLOCKED)

    def keys(self, prefix: str = "") -> Iterator[StoredObject]:
        """See the port."""
        self._prepare()
        with _translated():
            for found in self._client.list_objects(self._bucket, prefix=prefix, recursive=True):
                yield _described(found.object_name or "", found)

    def _head(self, key: str) -> Object:
        checked(key)
        return self._asked(lambda: self._client.stat_object(self._bucket, key))

    def _send(self, key: str, source: BinaryIO, size: int) -> StoredObject:
        digest = _digest(iter(lambda: source.read(_PIECE), b""))
        source.seek(0)
        self._asked(
            lambda: self._client.put_object(self._bucket, key, source, size, part_size=PART, sse=self._sse),
            invalid=_PLAIN if self._sse else "",
        )
        if _digest(self.read(key)) != digest:
            self.delete(key)
            raise Corrupt("El almacén no devolvió lo que se le entregó; vuelva a enviarlo.", code="store_corrupts")
        return self._kept(key)

    def _kept(self, key: str) -> StoredObject:
        """The object as it is, an original under its retention: put there now, or where an earlier call was cut short."""
        found = self._head(key)
        if self._retention and key.startswith(ORIGINALS) and not _is_held(found):
            mode, _, days = self._retention.partition(":")
            until = datetime.now(UTC) + timedelta(days=int(days))
            kept = Retention(mode.upper(), until)
            act = self._client.set_object_retention
            self._asked(lambda: act(self._bucket, key, kept, version_id=found.version_id), invalid=_UNLOCKED)
            return msgspec.structs.replace(_described(key, found), held=True)
        return _described(key, found)

    def _asked(self, act: Callable[[], T], invalid: str = "") -> T:
        self._prepare()
        with _translated(invalid):
            return act()

    def _prepare(self) -> None:
        """Make the bucket if it is not there and the account may; have the server keep versions if it can."""
        if self._ready:
            return
        with _translated():
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket, object_lock=True)
            with contextlib.suppress(S3Error):  # a server without versions keeps the digests' promise all the same
                if self._client.get_bucket_versioning(self._bucket).status != ENABLED:
                    self._client.set_bucket_versioning(self._bucket, VersioningConfig(ENABLED))
        if self._retention:
            with _translated(_UNLOCKED):
                self._client.get_object_lock_config(self._bucket)
        self._ready = True


def _encryption(wanted: str) -> Sse | None:
    if not wanted:
        return None
    return SseS3() if wanted == "s3" else SseKMS(wanted.removeprefix("kms:"), {})


def _described(key: str, found: Object) -> StoredObject:
    written = found.last_modified.timestamp() if found.last_modified else 0.0
    return StoredObject(key, found.size or 0, written, _is_held(found))


def _is_held(found: Object) -> bool:
    """Under a legal hold, or under a retention that has not ended."""
    told = found.metadata or {}
    if told.get("x-amz-object-lock-legal-hold") == "ON":
        return True
    # Some servers give nine digits of a second, which Python does not read.
    until = (told.get("x-amz-object-lock-retain-until-date") or "")[:19]
    return bool(until) and datetime.fromisoformat(until).replace(tzinfo=UTC) > datetime.now(UTC)


def _digest(pieces: Iterator[bytes]) -> bytes:
    hashed = hashlib.sha256()
    for piece in pieces:
        hashed.update(piece)
    return hashed.digest()


def _pieces(answer: Any, left: int) -> Iterator[bytes]:  # noqa: ANN401 - urllib3's response, which the SDK types as its own base
    try:
        with _translated():
            while left > 0:
                piece = answer.read(min(_PIECE, left))
                if not piece:
                    raise Unavailable("El almacén cortó la lectura de un original.", code="store_unavailable")
                left -= len(piece)
                yield piece
    finally:
        answer.close()
        answer.release_conn()


@contextmanager
def _translated(invalid: str = "") -> Iterator[None]:
    """Turn the vendor's errors into ours; `invalid` says what it means here that the server cannot do what it is asked."""
    try:
        yield
    except S3Error as error:
        if error.code in _ABSENT:
            raise NotFound("El objeto no está en el almacén.") from error
        if invalid and error.code in _INVALID:
            raise Misconfigured(invalid.format(code=error.code)) from error
        if error.code in _REFUSED:
            raise Misconfigured(f"El almacén S3 rechaza el acceso ({error.code}); revise cubo y claves.") from error
        raise Unavailable(f"El almacén S3 no pudo atender ({error.code}).", code="store_unavailable") from error
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        raise Unavailable("El almacén S3 no responde.", code="store_unavailable") from error
