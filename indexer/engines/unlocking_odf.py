"""OpenDocument files under a password, opened with it.

Source: OpenDocument 1.3, part 2, 3.4 (encryption), and what LibreOffice writes since 24.8: the whole file locked in as
one member, the key by Argon2id, AES in Galois/counter mode with its starting value before and its tag behind.
"""

import base64
import hashlib
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexer.engines.xml_parts import Node, part
from indexer.limits import Limits
from schemas.errors import Corrupt, PasswordRequired, TooLarge, Unsupported
from schemas.outcomes import SENTENCES, Reason

_MANIFEST = "META-INF/manifest.xml"
_WHOLE, _CONTENT, _PICTURES = "encrypted-package", "content.xml", "Pictures/"
_MOST_TURNS, _MOST_PASSES, _MOST_KIBIBYTES, _MOST_LANES = 10_000_000, 20, 512 * 1024, 16
_CHECKED, _NONCE = 1024, 12
_EMPTY = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"/>'
)


class _Lock(msgspec.Struct, frozen=True):
    """How a member is locked: `cipher`, `derivation`, `start` and `checksum_type` as the last words of their names."""

    cipher: str
    first: bytes
    derivation: str
    salt: bytes
    size: int
    turns: int
    passes: int
    kibibytes: int
    lanes: int
    start: str
    checksum_type: str
    checksum: bytes


def decrypt_odf(path: Path, passwords: tuple[str, ...], copy: IO[bytes], limits: Limits) -> str:
    """Write the file without its lock to `copy`, as much of it as is read; the password that opened it.

    Raises:
        Corrupt: what is locked in cannot be had.
        PasswordRequired: no password fits.
        TooLarge: it unpacks to more than allowed.
        Unsupported: locked in another way, code `unread_format`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            locks = _locks(part(archive, _MANIFEST))
            kept = _WHOLE if _WHOLE in locks else _CONTENT
            if kept not in locks:
                raise Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT)
            content = _member(archive, kept, limits)
            for password in passwords:
                opened = _opened(content, locks[kept], password)
                if opened is not None:
                    _write(archive, locks, password, _inflated(opened, limits.unpacked_bytes), copy, limits)
                    return password
    except (PasswordRequired, TooLarge, Unsupported, MemoryError):
        raise
    except Exception as error:  # whatever a broken list or member makes the libraries stumble over
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    raise PasswordRequired(SENTENCES[Reason.PASSWORD_REQUIRED])


def _write(
    archive: zipfile.ZipFile, locks: dict[str, _Lock], password: str, content: bytes, copy: IO[bytes], limits: Limits
) -> None:
    """The whole file where it was locked in as such, else one with the same text and pictures."""
    if _WHOLE in locks:
        copy.write(content)
        return
    left = limits.unpacked_bytes - len(content)
    with zipfile.ZipFile(copy, "w") as made:
        made.writestr("mimetype", archive.read("mimetype"))
        made.writestr(_MANIFEST, _EMPTY)
        made.writestr(_CONTENT, content)
        for name, lock in locks.items():
            if name.startswith(_PICTURES) and name in archive.namelist():
                opened = _opened(_member(archive, name, limits), lock, password)
                picture = b"" if opened is None else _inflated(opened, max(0, left))
                left -= len(picture)
                made.writestr(name, picture)


def _member(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > limits.unpacked_bytes:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    return archive.read(entry)


def _locks(manifest: Node) -> dict[str, _Lock]:
    """The members that are locked in a way that is known, by their names."""
    found: dict[str, _Lock] = {}
    for entry in manifest.iterchildren("*"):
        told = {_last(node.tag): _attributes(node) for node in entry.iterdescendants("*")}
        if "encryption-data" in told and "algorithm" in told and "key-derivation" in told:
            lock = _lock(told)
            if lock.cipher in _CIPHERS and lock.derivation in _KEYS and lock.start in _STARTS:
                found[_attributes(entry).get("full-path", "")] = lock
    return found


def _lock(told: dict[str, dict[str, str]]) -> _Lock:
    data, algorithm, key = told["encryption-data"], told["algorithm"], told["key-derivation"]
    return _Lock(
        cipher=_last(algorithm.get("algorithm-name", "")),
        first=base64.b64decode(algorithm.get("initialisation-vector", "")),
        derivation=_last(key.get("key-derivation-name", "")).lower(),
        salt=base64.b64decode(key.get("salt", "")),
        size=int(key.get("key-size", "32")),
        turns=int(key.get("iteration-count", "0")),
        passes=int(key.get("argon2-iterations", "0")),
        kibibytes=int(key.get("argon2-memory", "0")),
        lanes=int(key.get("argon2-lanes", "0")),
        start=_last(told.get("start-key-generation", {}).get("start-key-generation-name", "sha1")).lower(),
        checksum_type=_last(data.get("checksum-type", "")).lower(),
        checksum=base64.b64decode(data.get("checksum", "")),
    )


def _last(name: str) -> str:
    """The last word of a name that is an address or has a namespace."""
    return name.replace("}", "#").replace(":", "#").replace("/", "#").rsplit("#", 1)[-1]


def _attributes(node: Node) -> dict[str, str]:
    return {_last(name): value for name, value in node.attrib.items()}


def _opened(data: bytes, lock: _Lock, password: str) -> bytes | None:
    """What is locked in, still packed; None where the password does not fit."""
    start = hashlib.new(_STARTS[lock.start], password.encode()).digest()
    return _CIPHERS[lock.cipher](data, _KEYS[lock.derivation](start, lock), lock)


def _by_turns(start: bytes, lock: _Lock) -> bytes:
    if not 0 < lock.turns <= _MOST_TURNS:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    return hashlib.pbkdf2_hmac("sha1", start, lock.salt, lock.turns, lock.size)


def _by_memory(start: bytes, lock: _Lock) -> bytes:
    if lock.passes > _MOST_PASSES or lock.kibibytes > _MOST_KIBIBYTES or lock.lanes > _MOST_LANES:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    return hash_secret_raw(start, lock.salt, lock.passes, lock.kibibytes, lock.lanes, lock.size, Type.ID)


def _chained(data: bytes, key: bytes, lock: _Lock) -> bytes | None:
    """By blocks that hang on one another; the last byte says how many are filling."""
    pen = Cipher(algorithms.AES(key), modes.CBC(lock.first)).decryptor()
    plain = pen.update(data) + pen.finalize()
    plain = plain[: len(plain) - plain[-1]] if plain else plain
    digest = hashlib.sha1 if lock.checksum_type.startswith("sha1") or lock.checksum_type == "1k" else hashlib.sha256
    return plain if digest(plain[:_CHECKED]).digest() == lock.checksum else None


def _sealed(data: bytes, key: bytes, _lock: _Lock) -> bytes | None:
    try:
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], None)
    except InvalidTag:
        return None


def _inflated(data: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    out = unpacking.decompress(data, most + 1)
    if len(out) > most:
        raise TooLarge(SENTENCES[Reason.TOO_LARGE])
    return out


_CIPHERS: dict[str, Callable[[bytes, bytes, _Lock], bytes | None]] = {
    **dict.fromkeys(("aes128-cbc", "aes192-cbc", "aes256-cbc"), _chained),
    **dict.fromkeys(("aes128-gcm", "aes192-gcm", "aes256-gcm"), _sealed),
}
_KEYS: dict[str, Callable[[bytes, _Lock], bytes]] = {"pbkdf2": _by_turns, "argon2id": _by_memory}
_STARTS = {"sha1": "sha1", "sha256": "sha256"}
