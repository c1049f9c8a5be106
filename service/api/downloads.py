"""Files as answers: those of the store whole or by range (RFC 9110 section 14), others made for one answer."""

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec
from litestar import Request, Response
from litestar.response import Stream

from schemas.errors import InvalidInput
from service.api.asked import etag_of
from service.archive import Archive
from service.methods import asked_for_head

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PIECE = 1 << 20
PDF, ZIP = "application/pdf", "application/zip"
INLINE_TYPES = frozenset((PDF, "image/jpeg", "image/png", "image/webp", "image/gif"))


ONCE = {"Cache-Control": "private, no-store"}
"""Of what is made for one look and is no answer to another."""


class Sent(msgspec.Struct, frozen=True):
    """What to send: the key in the store, its validator, and how it is to be called and shown."""

    key: str
    bytes: int
    etag: str
    media_type: str
    filename: str = ""
    inline: bool = False


class BeyondFile(InvalidInput):
    """No byte of the range asked for exists; the answer says how many there are (RFC 9110, 15.5.17)."""

    def __init__(self, size: int) -> None:
        super().__init__("El rango pedido está fuera del archivo.", code="bad_range")
        self.headers = {"Content-Range": f"bytes */{size}"}


class Range(msgspec.Struct, frozen=True):
    """The first byte and how many."""

    start: int
    length: int


def range_of(header: str | None, size: int) -> Range | None:
    """The single range a header asks for; None to send all, as for several ranges or another unit.

    Raises:
        BeyondFile: code `bad_range`; no byte of it exists.
    """
    match = _RANGE.fullmatch(header.replace(" ", "")) if header else None
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        start = size - length
    else:
        start = int(first)
        end = min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
        length = end - start + 1
    if start >= size or length <= 0:
        raise BeyondFile(size)
    return Range(start, length)


def wanted_range(request: Request[Any, Any, Any], etag: str) -> str | None:
    """The Range header, unless If-Range names another version of the file."""
    header = request.headers.get("range")
    condition = request.headers.get("if-range")
    return header if condition is None or condition == etag else None


def disposition(filename: str, *, inline: bool) -> str:
    """A Content-Disposition that every browser reads, accents included (RFC 6266)."""
    kind = "inline" if inline else "attachment"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", filename)[:150] or "archivo"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def not_modified(request: Request[Any, Any, Any], etag: str) -> bool:
    """Whether the reader already has this version."""
    known = request.headers.get("if-none-match", "")
    return known == "*" or etag in (tag.strip().removeprefix("W/") for tag in known.split(","))


def versioned(request: Request[Any, Any, Any], found: Any) -> Response[Any]:  # noqa: ANN401 - anything that counts its versions
    """The thing with its version, or word that the reader has this one already."""
    headers = {"ETag": etag_of(found.version)}
    if not_modified(request, headers["ETag"]):
        return Response(None, status_code=304, headers=headers)
    return Response(found, headers=headers)


def tagged(found: Any, status: int | None = None) -> Response[Any]:  # noqa: ANN401 - anything that counts its versions
    """The thing with its version as entity tag; the status is the handler's own unless given."""
    return Response(found, status_code=status, headers={"ETag": etag_of(found.version)})


def send_file(archive: Archive, request: Request[Any, Any, Any], sent: Sent) -> Response[Any]:
    """The file, its range, or word that the reader has it already.

    Raises:
        BeyondFile: code `bad_range`.
        NotFound: the store has lost it.
    """
    headers = {"ETag": sent.etag, "Accept-Ranges": "bytes"}
    if sent.filename:
        headers["Content-Disposition"] = disposition(sent.filename, inline=sent.inline)
    if not_modified(request, sent.etag):
        return Response(b"", status_code=304, headers=headers, media_type=sent.media_type)
    part = range_of(wanted_range(request, sent.etag), sent.bytes)
    start, length = (part.start, part.length) if part else (0, sent.bytes)
    if part:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{sent.bytes}"
    headers["Content-Length"] = str(length)
    status = 206 if part else 200
    if asked_for_head(request):
        return Response(b"", status_code=status, headers=headers, media_type=sent.media_type)
    pieces = archive.objects.read(sent.key, start, length)
    return Stream(pieces, status_code=status, headers=headers, media_type=sent.media_type)


def made_download(archive: Archive, media_type: str, write: Callable[[Path], str]) -> Response[Any]:
    """The file that `write` makes at the path it is given, however large; `write` answers how it is called."""
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        target = Path(folder) / "made"
        name = write(target)
        handle = target.open("rb")  # stays readable when its name is gone, so nothing is left behind
    size = os.fstat(handle.fileno()).st_size
    headers = {"Content-Length": str(size), "Content-Disposition": disposition(name, inline=False)}
    return Stream(_pieces(handle), headers=headers, media_type=media_type)


def announced(name: str, media_type: str) -> Response[Any]:
    """The headers of a download that is not made: its length would be known from the file alone (RFC 9110, 9.3.2)."""
    return Stream(iter(()), headers={"Content-Disposition": disposition(name, inline=False)}, media_type=media_type)


def _pieces(handle: BinaryIO) -> Iterator[bytes]:
    with handle:
        while piece := handle.read(PIECE):
            yield piece
