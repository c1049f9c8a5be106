"""A backup as values: what one mark of it holds.

A backup is a place for objects (a folder, a bucket) with three kinds of keys:

    originals/…, derived/…          the objects, under the keys they have in the archive
    rows/TABLE/SHA256.jsonl.gz      rows, one JSON object a line, in the order of their primary key
    marks/TIME-ID.json              one `Mark`: which of those belong together

Nothing is ever overwritten, so that each mark stays what it was; a mark is written last,
so that a backup that was cut short is none.
"""

import contextlib
from datetime import UTC, datetime, timedelta

import msgspec

FORMAT = 1
"""Grows when a program that knows only the form before could not read a mark."""

KINDS = ("text", "integer", "number", "boolean", "moment", "date", "bytes", "json")
"""What a column may hold. In a line of rows a moment is ISO 8601 in UTC, a date ISO 8601, bytes are base64;
a column that holds nothing is left out, so that `null` is only ever the null of a `json` column."""

_MOMENT = "%Y%m%dt%H%M%S"


class Column(msgspec.Struct, frozen=True):
    """A column and which of `KINDS` it holds."""

    name: str
    kind: str


class Chunk(msgspec.Struct, frozen=True):
    """Rows that are kept together: SHA-256 of the packed bytes, number of rows, packed bytes."""

    sha256: str
    rows: int
    bytes: int


class TableCopy(msgspec.Struct, frozen=True):
    """One table as of the mark; tables stand in an order in which each follows those it refers to."""

    name: str
    columns: tuple[Column, ...]
    chunks: tuple[Chunk, ...]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The archive as of one moment (marca de respaldo).

    Every receipt acknowledged before `made_at` is in it. `revision` is the form of the tables,
    `events` and `root` length and Merkle root (hex) of the log. `damaged` are keys of objects whose bytes
    were no longer what they should be, or that were gone, when they were to be copied.
    """

    id: str
    format: int
    made_at: datetime
    revision: str
    events: int
    root: str
    objects: int
    tables: tuple[TableCopy, ...]
    damaged: tuple[str, ...] = ()

    def chunks_of(self, table: str) -> tuple[Chunk, ...]:
        """The chunks of one table; none for a table that the mark does not have."""
        return next((copy.chunks for copy in self.tables if copy.name == table), ())


class KeptObject(msgspec.Struct, frozen=True):
    """What a line of `stored_objects` says of an object."""

    key: str
    sha256: str
    bytes: int


def chunk_key(table: str, sha256: str) -> str:
    """Where a chunk is kept."""
    return f"rows/{table}/{sha256}.jsonl.gz"


def mark_key(mark: Mark, newest: str = "") -> str:
    """Where a mark is kept; keys sort as the marks were made.

    Args:
        mark: the mark.
        newest: the name of the last one before it. Where the clock has gone back since, the key bears the second after
            that one's; `made_at` is what the clock said.
    """
    moment = mark.made_at
    with contextlib.suppress(ValueError, OverflowError):  # a name that tells no time
        before = datetime.strptime(newest.partition("-")[0], _MOMENT).replace(tzinfo=UTC)
        moment = max(moment, before + timedelta(seconds=1))
    return f"marks/{moment:{_MOMENT}}-{mark.id}.json"
