"""What is asked of the child that marks what an auditor is shown (marca de agua), and what it answers."""

from datetime import datetime

import msgspec

from schemas.printed import moment


class MarkPictureRequest(msgspec.Struct, frozen=True):
    """Mark the picture of a page at `path` with the words."""

    path: str
    words: str


class MarkPdfRequest(msgspec.Struct, frozen=True):
    """Mark every page of the PDF at `path`, one of ours, and write it to `output`."""

    path: str
    output: str
    words: str


class MarkedPdf(msgspec.Struct, frozen=True):
    """How many pages were marked."""

    pages: int


def mark_words(name: str, at: datetime, sequence: int | None = None) -> str:
    """Who looks, when in the time of the office, and the number of the look in the log; a miniature is no look of its own."""
    return f"{name} · {moment(at)}" + (f" · consulta {sequence}" if sequence is not None else "")
