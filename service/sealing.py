"""Seal secrets that must be read again: authenticated encryption under the key of the settings, or of a file beside the data."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from schemas.errors import Misconfigured
from schemas.settings import Settings

SHORTEST = 32
"""Letters a key of the settings has at least."""


def seal(settings: Settings, secret: bytes) -> bytes:
    """The secret, readable only under the key.

    Raises:
        Misconfigured: the key is too short, or cannot be kept.
    """
    return _fernet(settings).encrypt(secret)


def unseal(settings: Settings, sealed: bytes) -> bytes:
    """What was sealed.

    Raises:
        Misconfigured: it was sealed under another key.
    """
    try:
        return _fernet(settings).decrypt(sealed)
    except InvalidToken as error:
        raise Misconfigured(
            "Lo cifrado no se abre con la llave de LEGAJO_SECRET_KEY: es otra que la de entonces.", code="secret_key"
        ) from error


def _fernet(settings: Settings) -> Fernet:
    given = settings.secret_key or _kept(settings.data / "secret.key")
    if len(given) < SHORTEST:
        raise Misconfigured(f"LEGAJO_SECRET_KEY debe tener al menos {SHORTEST} caracteres.", code="secret_key")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"legajo second factor").derive(given.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _kept(path: Path) -> str:
    """The key in the file, made when there is none; of two processes that make it at once, the first one's stands."""
    try:
        if not path.exists():
            unfinished = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(unfinished, path)
            except FileExistsError:
                pass
            finally:
                unfinished.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise Misconfigured(f"No se puede guardar ni leer la llave {path}.", code="secret_key") from error
