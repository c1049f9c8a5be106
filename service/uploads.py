"""Arriving files: raw or multipart bodies written to staging while they come, with flat memory.

The event loop only gathers; hashing and writing go on in threads, one piece
behind, so that neither waits for the other.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import msgspec
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from schemas.errors import InvalidInput, TooLarge
from service.archive import Archive
from service.operations.receive import Given, Staged, Staging

PIECE = 1 << 20
MOST_FIELD_BYTES = 8192
MOST_PARTS = 64
GIVEN_FIELDS = frozenset(Given.__struct_fields__) - {"elsewhere"}


class Arrival(msgspec.Struct):
    """A file on its way in: staging is open until `close`, and then the staged file is gone."""

    staging: Staging
    staged: Staged
    fields: dict[str, str]

    def close(self) -> None:
        """Remove the staged file."""
        self.staging.__exit__(None, None, None)


class PieceWriter:
    """Hands what arrives to a `Staging` in pieces of about 1 MiB, at most one of them waiting."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._parts: list[bytes] = []
        self._size = 0
        self._writing: asyncio.Future[None] | None = None

    async def add(self, part: bytes) -> None:
        """Take in what arrived."""
        self._parts.append(part)
        self._size += len(part)
        if self._size >= PIECE:
            await self._send()

    async def done(self) -> None:
        """Write what is left and wait for it."""
        if self._parts:
            await self._send()
        await self._settle()

    async def abandon(self) -> None:
        """Wait for the write under way, whatever becomes of it."""
        with suppress(Exception):
            await self._settle()

    async def _send(self) -> None:
        parts, self._parts, self._size = self._parts, [], 0
        await self._settle()
        self._writing = asyncio.get_running_loop().run_in_executor(None, _write_all, self._staging, parts)

    async def _settle(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing


def _write_all(staging: Staging, parts: list[bytes]) -> None:
    for part in parts if len(parts) < 4 else [b"".join(parts)]:
        staging.write(part)


async def take_raw(archive: Archive, pieces: AsyncIterator[bytes], filename: str) -> Arrival:
    """Stage a body that is the file itself.

    Raises:
        TooLarge: it is beyond the limit.
        Unavailable: the disk is full or broken.
    """
    staging = _open(archive)
    writer = PieceWriter(staging)
    try:
        async for piece in pieces:
            await writer.add(piece)
        await writer.done()
        return Arrival(staging, staging.done(filename), {})
    except BaseException:
        await writer.abandon()
        staging.__exit__(None, None, None)
        raise


def _open(archive: Archive) -> Staging:
    return Staging(archive.settings.staging, archive.settings.max_upload).__enter__()


class MultipartTaker:
    """Takes apart a `multipart/form-data` body: small fields, and one or more files straight to staging.

    Args:
        archive: where files are staged.
        content_type: the request's header, for the boundary.
        most_files: how many files may come.
        check: called with the fields before the first file is taken; may raise.
    """

    def __init__(
        self,
        archive: Archive,
        content_type: str,
        *,
        most_files: int = 1,
        check: Callable[[dict[str, str]], None] | None = None,
    ) -> None:
        _, options = parse_options_header(content_type)
        boundary = options.get("boundary", "")
        if not 0 < len(boundary) <= 200:
            raise InvalidInput("Al cuerpo multipart le falta el separador (boundary).", code="bad_multipart")
        self._archive = archive
        self._parser = PushMultipartParser(boundary, max_segment_count=MOST_PARTS + most_files)
        self._most_files = most_files
        self._check = check
        self._fields: dict[str, str] = {}
        self._value = bytearray()
        self._segment: MultipartSegment | None = None
        self._writer: PieceWriter | None = None
        self._arrivals: list[Arrival] = []

    async def take(self, pieces: AsyncIterator[bytes]) -> list[Arrival]:
        """The files, each with the fields that came before or after it.

        Raises:
            InvalidInput: the body is no multipart, or carries no file or too many.
            TooLarge: a file or a field is beyond its limit.
            Unavailable: the disk is full or broken.
        """
        try:
            async for piece in pieces:
                await self._feed(piece)
            self._parser.close()
        except MultipartError as error:
            await self._abandon()
            raise InvalidInput("El cuerpo multipart está dañado o incompleto.", code="bad_multipart") from error
        except BaseException:
            await self._abandon()
            raise
        if not self._arrivals:
            raise InvalidInput("Falta el archivo (campo 'file').", code="no_file")
        return self._arrivals

    async def _feed(self, piece: bytes) -> None:
        for event in self._parser.parse(piece):
            if isinstance(event, MultipartSegment):
                self._begin(event)
            elif event is None:
                await self._end()
            else:
                await self._data(event)

    def _begin(self, segment: MultipartSegment) -> None:
        self._segment = segment
        self._value.clear()
        if segment.filename is None:
            return
        if len(self._arrivals) == self._most_files:
            raise InvalidInput(f"Se admite un máximo de {self._most_files} archivos por envío.", code="too_many_files")
        if self._check is not None:
            self._check(self._fields)
        staging = _open(self._archive)
        self._arrivals.append(Arrival(staging, Staged(self._archive.settings.staging, "", "", 0), self._fields))
        self._writer = PieceWriter(staging)

    async def _data(self, data: bytearray) -> None:
        if self._writer is not None:
            await self._writer.add(bytes(data))
            return
        self._value += data
        if len(self._value) > MOST_FIELD_BYTES:
            raise TooLarge(f"Un campo rebasa {MOST_FIELD_BYTES} bytes.", code="field_too_large")

    async def _end(self) -> None:
        segment, self._segment = self._segment, None
        if segment is None:
            return
        if self._writer is not None:
            await self._writer.done()
            self._writer = None
            arrival = self._arrivals[-1]
            arrival.staged = arrival.staging.done(base_name(segment.filename or ""))
            if not segment.filename and not arrival.staged.bytes:  # a file input nobody filled in
                self._arrivals.pop().close()
        else:
            self._fields[segment.name or ""] = self._value.decode("utf-8", "replace")

    async def _abandon(self) -> None:
        if self._writer is not None:
            await self._writer.abandon()
        for arrival in self._arrivals:
            arrival.close()


def base_name(filename: str) -> str:
    """What a sender calls the file, without folders and control characters; never used as a path."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable()).strip()[-255:] or "sin-nombre"


def given_of(fields: dict[str, Any]) -> Given:
    """What the sender said of a file, from form fields or query parameters; empty values count as not said.

    Raises:
        InvalidInput: a field is not known, too long or not of its kind.
    """
    plain = {name: value.replace("\0", " ") if isinstance(value, str) else value for name, value in fields.items()}
    said = {name: value for name, value in plain.items() if value not in (None, "")}
    unknown = sorted(set(said) - GIVEN_FIELDS)
    if unknown:
        raise InvalidInput(f"No se conoce el campo '{unknown[0][:64]}'.", code="unknown_field")
    too_long = sorted(name for name, value in said.items() if isinstance(value, str) and len(value) > 300)
    if too_long:
        raise InvalidInput(f"El campo '{too_long[0]}' rebasa 300 caracteres.", code="too_long")
    try:
        return msgspec.convert(said, Given, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidInput("'expected_separators' debe ser un número entero.") from error
