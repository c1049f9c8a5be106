"""Forms of the house as values: what a slip, a cover, a report of differences or an inventory says, before it is set on paper."""

from datetime import date, datetime

import msgspec

from schemas.clocks.calendar import HERE


class Words(msgspec.Struct, frozen=True, tag=True):
    """A paragraph; `heading` sets it as the title of what follows."""

    words: str
    heading: bool = False


class Fields(msgspec.Struct, frozen=True, tag=True):
    """Labels with their values, in two columns of a frame."""

    items: tuple[tuple[str, str], ...]


class Table(msgspec.Struct, frozen=True, tag=True):
    """Rows under headings, which are repeated on each page; `widths` are shares of the page."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


class Signatures(msgspec.Struct, frozen=True, tag=True):
    """Lines to sign on, each with who signs."""

    who: tuple[str, ...]


Part = Words | Fields | Table | Signatures


class Printed(msgspec.Struct, frozen=True):
    """A form: `house` and `unit` head it, `code` is drawn as a barcode beside the title."""

    house: str
    unit: str
    title: str
    parts: tuple[Part, ...]
    code: str = ""
    landscape: bool = False


class Label(msgspec.Struct, frozen=True):
    """A label to stick on: its barcode and up to three lines of text."""

    barcode: str
    lines: tuple[str, ...]
    large: bool = False


def moment(at: datetime) -> str:
    """A moment as printed, in the time of the office."""
    return at.astimezone(HERE).strftime("%d/%m/%Y %H:%M")


def day(value: date | None) -> str:
    """A day as printed."""
    return value.strftime("%d/%m/%Y") if value else ""
