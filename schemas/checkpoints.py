"""A checkpoint (constancia de la bitácora): size and root of the log, signed, as text.

The form is that of C2SP tlog-checkpoint and signed-note: origin, size, base64 of
the root, an empty line, and a line for each signature. What is signed is the text
up to the empty line. Keys are written `name+hash+base64(0x01 ‖ key)`; Ed25519.
"""

import base64
import binascii
import hashlib
import re

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from schemas.errors import InvalidInput
from schemas.log_names import is_name

_ED25519 = b"\x01"
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
MOST_BYTES = 100_000


class Checkpoint(msgspec.Struct, frozen=True):
    """How long the log was and what its root was. `origin` names the log."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def public_key(name: str, key: Ed25519PublicKey) -> str:
    """The key as text that a verifier is handed."""
    raw = _ED25519 + key.public_bytes_raw()
    return f"{name}+{_key_hash(name, raw).hex()}+{base64.b64encode(raw).decode()}"


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note of the checkpoint, under the name of its origin.

    Raises:
        InvalidInput: the origin has blanks or a plus sign.
    """
    name, text = checkpoint.origin, checkpoint.text()
    if not is_name(name):
        raise InvalidInput("El nombre de la bitácora no lleva espacios ni «+».", code="bad_origin")
    mark = _key_hash(name, _ED25519 + key.public_key().public_bytes_raw())
    signature = base64.b64encode(mark + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def parse(note: str) -> Checkpoint:
    """The checkpoint of a signed note; the signature is not looked at.

    Raises:
        InvalidInput: code `bad_checkpoint`.
    """
    lines = note.split("\n\n", 1)[0].split("\n")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (IndexError, binascii.Error, ValueError) as error:
        raise _bad() from error
    if len(note) > MOST_BYTES or not lines[0] or not _SIZE.fullmatch(lines[1]) or len(root) != 32:
        raise _bad()
    return Checkpoint(lines[0], int(lines[1]), root)


def is_signed_by(note: str, key_text: str) -> bool:
    """Whether one of the note's signatures is of the key.

    Raises:
        InvalidInput: what is given is no key. Code `bad_key`.
    """
    name, mark, key = _parsed_key(key_text.strip())
    text, _, signatures = note.rpartition("\n\n")
    for line in signatures.splitlines()[:20]:
        parts = line.split(" ")
        if len(parts) != 3 or parts[:2] != ["—", name]:
            continue
        try:
            found = base64.b64decode(parts[2], validate=True)
            key.verify(found[4:], f"{text}\n".encode())
        except (binascii.Error, ValueError, InvalidSignature):
            continue
        return found[:4] == mark
    return False


def _parsed_key(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    parts = text.split("+", 2)
    try:
        name, mark, raw = parts[0], bytes.fromhex(parts[1]), base64.b64decode(parts[2], validate=True)
        if raw[:1] != _ED25519 or mark != _key_hash(name, raw):
            raise ValueError
        return name, mark, Ed25519PublicKey.from_public_bytes(raw[1:])
    except (IndexError, binascii.Error, ValueError) as error:
        raise InvalidInput("La clave pública no se entiende.", code="bad_key") from error


def _key_hash(name: str, raw: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]


def _bad() -> InvalidInput:
    return InvalidInput("El archivo no es una constancia de la bitácora.", code="bad_checkpoint")
