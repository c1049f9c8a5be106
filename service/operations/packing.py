"""Files put into a folder with their checksums, and a folder as a ZIP whose bytes depend on nothing but the files."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from schemas.work import FileKind

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time ZIP entries bear: none of the files' own is evidence, and without it the same files give the same bytes."""

_SUFFIX = {FileKind.JPEG: "jpg", FileKind.TEXT: "txt", FileKind.UNKNOWN: "bin"}


class Packing:
    """Writes files under a folder; `digests` are their SHA-256 in hex by name, `bytes` what they come to."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.digests: dict[str, str] = {}
        self.bytes = 0

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file; OSError when it cannot be written."""
        path, digest, size = self._root / name, hashlib.sha256(), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.digests[name] = digest.hexdigest()
        self.bytes += size

    def take_in(self, name: str, sha256: str) -> bool:
        """Count a file in that is there already; False, and not counted, unless these are the bytes it should have."""
        path = self._root / name
        if not path.is_file():
            return False
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        if digest != sha256:
            return False
        self.digests[name] = digest
        self.bytes += size
        return True

    def checksums(self, name: str) -> None:
        """Write the digests as `sha256sum -c` reads them, without counting that file itself."""
        lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(self.digests.items()))
        (self._root / name).write_text(lines, encoding="utf-8")


class BagInfo(msgspec.Struct, frozen=True):
    """What a bag says of itself: from whom, what it is, when, and the files of its payload with their bytes."""

    source: str
    identifier: str
    day: date
    files: int
    bytes: int


def tag_bag(folder: Path, said: BagInfo) -> None:
    """Make the folder a bag (RFC 8493), its payload and manifest being written."""
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", encoding="utf-8")
    info = (
        f"Source-Organization: {_one_line(said.source)}\n"
        f"External-Identifier: {_one_line(said.identifier)}\n"
        f"Bagging-Date: {said.day.isoformat()}\nPayload-Oxum: {said.bytes}.{said.files}\n"
    )
    (folder / "bag-info.txt").write_text(info, encoding="utf-8")
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    lines = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in tags)
    (folder / "tagmanifest-sha256.txt").write_text(lines, encoding="utf-8")


def _one_line(words: str) -> str:
    return " ".join(words.split())


def suffix_of(kind: str) -> str:
    """How the name of a file of that kind ends."""
    known = FileKind(kind)
    return _SUFFIX.get(known, known.value)


def zip_folder(folder: Path, target: Path, prefix: str = "") -> None:
    """Every file of the folder, in order of their names, as one ZIP."""
    with zipfile.ZipFile(target, "w", allowZip64=True) as out:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(prefix + path.relative_to(folder).as_posix(), EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED if path.suffix in (".json", ".txt") else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, out.open(entry, "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
