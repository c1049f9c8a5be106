"""Office files under a password, made when a test asks for them."""

import base64
import hashlib
import io
import struct
import zipfile
import zlib

import docx
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from odfdo import Document as OdfDocument
from odfdo import Paragraph

from tests.compound_file import compound_file
from tests.old_office import OldLetter, book_stream


def letter_docx(text: str = "Convenio de pago del crédito 1234") -> bytes:
    """A word processor file of one paragraph."""
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def locked_agile(data: bytes, password: str) -> bytes:
    """The file as Office 2010 and later lock it."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(data)))


def locked_standard(data: bytes, password: str) -> bytes:
    """The file as Office 2007 locks it ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9): AES of 128 bits, key by SHA-1."""
    salt, verifier = b"sal de dieciseis", b"comprobante de 1"
    key = _standard_key(password, salt)
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    hashed = hashlib.sha1(verifier).digest().ljust(32, b"\0")
    proof = struct.pack("<I", 16) + salt + _aes(key, verifier) + struct.pack("<I", 20) + _aes(key, hashed)
    padded = data.ljust(-(-len(data) // 16) * 16, b"\0")
    return compound_file(
        {
            "EncryptionInfo": struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + proof,
            "EncryptedPackage": struct.pack("<Q", len(data)) + _aes(key, padded),
        }
    )


def _standard_key(password: str, salt: bytes) -> bytes:
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for turn in range(50_000):
        digest = hashlib.sha1(struct.pack("<I", turn) + digest).digest()
    last = hashlib.sha1(digest + bytes(4)).digest().ljust(64, b"\0")
    return hashlib.sha1(bytes(byte ^ 0x36 for byte in last)).digest()[:16]


def _aes(key: bytes, data: bytes) -> bytes:
    pen = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return pen.update(data) + pen.finalize()


def locked_book(sheets: dict[str, list[list[str | float]]], password: str) -> bytes:
    """An XLS as Excel 97 locks it ([MS-OFFCRYPTO] 2.3.6, [MS-XLS] 2.2.10): RC4 of 128 bits, key by MD5, heads of records in the clear."""
    plain = book_stream(sheets, first=struct.pack("<HHH", 0x2F, 54, 1) + _old_proof(password))
    stream = _old_stream(password, len(plain), 1024)
    locked, at = bytearray(plain), 0
    while at + 4 <= len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        clear = size if kind in (0x0809, 0x2F) else 4 if kind == 0x85 else 0
        for place in range(at + 4 + clear, at + 4 + size):
            locked[place] ^= stream[place]
        at += 4 + size
    return compound_file({"Workbook": bytes(locked)})


def locked_letter(letter: OldLetter, password: str) -> bytes:
    """A DOC as Word 97 locks it ([MS-DOC] 2.2.6.2): both streams but for how it is locked and the beginning of the head."""
    letter.ahead = _old_proof(password)
    return letter.bytes(
        WordDocument=_old_lock(letter.main(flags=0x0100), password, 68),
        **{"0Table": _old_lock(letter.table(), password, len(letter.ahead))},
    )


def _old_lock(data: bytes, password: str, clear: int) -> bytes:
    stream = _old_stream(password, len(data), 512)
    return data[:clear] + bytes(a ^ b for a, b in zip(data[clear:], stream[clear:], strict=False))


_SALT = b"sal de dieciseis"


def _old_proof(password: str) -> bytes:
    verifier = b"comprobante de 1"
    proof = _rc4(_old_key(password, _SALT, 0), verifier + hashlib.md5(verifier).digest())
    return struct.pack("<HH", 1, 1) + _SALT + proof


def _old_stream(password: str, size: int, block: int) -> bytes:
    """What is laid over `size` bytes to lock them, with a key for each so many."""
    keys = (_old_key(password, _SALT, number) for number in range(-(-size // block)))
    return b"".join(_rc4(key, bytes(block)) for key in keys)


def _old_key(password: str, salt: bytes, block: int) -> bytes:
    start = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    middle = hashlib.md5((start + salt) * 16).digest()[:5]
    return hashlib.md5(middle + struct.pack("<I", block)).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


ODF = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
ARGON = "urn:org:documentfoundation:names:experimental:office:manifest:argon2id"


def letter_odt(text: str = "Convenio de pago del crédito 1234") -> bytes:
    """A LibreOffice letter of one paragraph."""
    document, out = OdfDocument("text"), io.BytesIO()
    document.body.clear()
    document.body.append(Paragraph(text))
    document.save(out)
    return out.getvalue()


def locked_member(data: bytes, password: str, cipher: str = "aes256-cbc") -> bytes:
    """An OpenDocument file whose content is locked as LibreOffice did until 24.2: AES in chains, key by PBKDF2."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        packed = _deflated(archive.read("content.xml"))
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password.encode()).digest(), _SALT, 1000, 32)
    pen = Cipher(algorithms.AES(key), modes.CBC(_SALT)).encryptor()
    filling = 16 - len(packed) % 16
    locked = pen.update(packed + bytes(filling - 1) + bytes([filling])) + pen.finalize()
    told = (
        f'<m:encryption-data m:checksum-type="{ODF}#sha256-1k" m:checksum="{_letters(hashlib.sha256(packed[:1024]).digest())}">'
        f'<m:algorithm m:algorithm-name="http://www.w3.org/2001/04/xmlenc#{cipher}" m:initialisation-vector="{_letters(_SALT)}"/>'
        f'<m:key-derivation m:key-derivation-name="PBKDF2" m:key-size="32" m:iteration-count="1000" m:salt="{_letters(_SALT)}"/>'
    )
    return _odf("content.xml", locked, told + _START)


def locked_whole(data: bytes, password: str, kibibytes: int = 64) -> bytes:
    """An OpenDocument file locked in as a whole, as LibreOffice does since 24.8: AES in Galois mode, key by Argon2id."""
    key = hash_secret_raw(hashlib.sha256(password.encode()).digest(), _SALT, 1, 64, 1, 32, Type.ID)
    nonce = b"doce octetos"
    locked = nonce + AESGCM(key).encrypt(nonce, _deflated(data), None)
    told = (
        f'<m:encryption-data><m:algorithm m:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm" m:initialisation-vector="{_letters(nonce)}"/>'
        f'<m:key-derivation m:key-derivation-name="{ARGON}" m:key-size="32" m:salt="{_letters(_SALT)}"'
        f' l:argon2-iterations="1" l:argon2-memory="{kibibytes}" l:argon2-lanes="1"/>'
    )
    return _odf("encrypted-package", locked, told + _START)


_START = '<m:start-key-generation m:start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256"/></m:encryption-data>'


def _odf(name: str, locked: bytes, told: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(name, locked)
        listed = f'<m:file-entry m:full-path="{name}" m:size="1">{told}</m:file-entry>'
        archive.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{ODF}" xmlns:l="{LOEXT}">{listed}</m:manifest>'
        )
    return out.getvalue()


def _deflated(data: bytes) -> bytes:
    pen = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return pen.compress(data) + pen.flush()


def _letters(data: bytes) -> str:
    return base64.b64encode(data).decode()
