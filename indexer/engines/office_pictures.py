"""Pictures pasted into an office file: scans handed in that way are the paper, and are read as files of their own."""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from indexer.engines.compound import open_compound, stream_of
from indexer.engines.doc_head import MAIN
from indexer.engines.sniff import IMAGES, sniff
from indexer.limits import Limits
from schemas.work import Attachment, FileKind

_MEMBER = re.compile(r"(?:word/media|xl/media|ppt/media|Pictures)/([^/]{1,200})")
_LEAST_BYTES = 20_000
"""Smaller ones are logos and seals: a page as a picture takes more."""
_DIGITS = re.compile(r"(\d+)")
_BLIP = re.compile(rb"[\x1d\x1e\x29\x2a]\xf0")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*")
_BEFORE_PICTURE = (25, 41)
"""Bytes of the record's head and of one or two digests of the picture."""
_PICTURE = re.compile(rb"\\(?:jpeg|png)blip(?![a-z])")
_INSIDE = re.compile(rb"\{[^{}]*\}")
_MOST_INSIDE = 16
_NO_DIGITS = re.compile(rb"\\[a-z]+-?\d* ?|\s+")


class _Found(msgspec.Struct, frozen=True):
    """A picture in the file: its name where it has one, the bytes it takes, and how to have them."""

    name: str
    size: int
    data: Callable[[], bytes]


def take_pictures(path: Path, kind: FileKind, folder: Path, limits: Limits) -> tuple[Attachment, ...]:
    """The larger pictures of the file written to `folder`, in their order, each once, as many as attachments may be."""
    taken: list[Attachment] = []
    seen: set[bytes] = set()
    left = limits.attachment_bytes
    for found in _FINDERS.get(kind, _in_archive)(path, limits):
        left -= found.size
        if found.size < _LEAST_BYTES or left < 0 or len(taken) >= limits.attachments:
            continue
        target = folder / f"picture-{len(taken) + 1:04d}"
        data = found.data()
        digest = hashlib.sha256(data).digest()
        if digest in seen:  # a letterhead
            continue
        seen.add(digest)
        target.write_bytes(data)
        if sniff(target) in IMAGES:
            taken.append(Attachment(str(target), found.name or f"imagen-{len(taken) + 1}"))
    return tuple(taken)


def _in_archive(path: Path, _limits: Limits) -> Iterator[_Found]:
    with zipfile.ZipFile(path) as archive:
        found = [(entry, match[1]) for entry in archive.filelist if (match := _MEMBER.fullmatch(entry.filename))]
        for entry, name in sorted(found, key=lambda item: _number(item[1])):
            yield _Found(name, entry.file_size, partial(archive.read, entry))


def _number(name: str) -> tuple[int, str]:
    match = _DIGITS.search(name)
    return (int(match[1][:9]) if match else 0, name)


def _in_letter(path: Path, limits: Limits) -> Iterator[_Found]:
    """Records that hold a picture ([MS-ODRAW] 2.2.23), wherever they are: what points to them is of no use here."""
    with open_compound(path) as compound:
        streams = [
            stream_of(compound, name, limits.attachment_bytes) for name in ("Data", MAIN) if compound.exists(name)
        ]
    for data in streams:
        end = 0
        for match in _BLIP.finditer(data):
            start = match.start() - 2
            picture = _picture_at(data, start) if start >= end else b""
            if picture:
                end = start + len(picture)
                yield _unnamed(picture)


def _picture_at(data: bytes, start: int) -> bytes:
    end = start + 8 + int.from_bytes(data[start + 4 : start + 8], "little")
    for before in _BEFORE_PICTURE:
        if data.startswith(_MAGIC, start + before) and end <= len(data):
            return data[start + before : end]
    return b""


def _in_rtf(path: Path, _limits: Limits) -> Iterator[_Found]:
    """Pictures written as hexadecimal digits."""
    data = path.read_bytes()
    for match in _PICTURE.finditer(data):
        digits = _NO_DIGITS.sub(b"", _INSIDE.sub(b"", _rest_of_group(data, match.end())))
        if len(digits) % 2 == 0 and digits.isalnum():
            yield _unnamed(bytes.fromhex(digits.decode("ascii")))


def _rest_of_group(data: bytes, start: int) -> bytes:
    """To the brace that ends it, or where there are more braces inside than a picture has."""
    at = start
    for depth in range(_MOST_INSIDE):
        end = data.find(b"}", at)
        if end < 0 or data.count(b"{", start, end) == depth:
            return data[start : max(start, end)]
        at = end + 1
    return b""


def _unnamed(picture: bytes) -> _Found:
    return _Found("", len(picture), lambda: picture)


_FINDERS: dict[FileKind, Callable[[Path, Limits], Iterator[_Found]]] = {
    FileKind.DOC: _in_letter,
    FileKind.RTF: _in_rtf,
}
