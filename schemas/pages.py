"""What is known of one page: its words, where they stand, and how they were read.

Frame of reference for every box here and in the API: fractions of the page as
seen upright, origin top left, x to the right, y down, `(x, y, width, height)`,
each 0-1. Boxes therefore hold for any rendering of the page.
"""

from enum import StrEnum

import msgspec

Box = tuple[float, float, float, float]
"""`(x, y, width, height)` as fractions 0-1 of the upright page, origin top left."""


def turned_box(box: Box, degrees: int) -> Box:
    """The box on the page turned clockwise by 0, 90, 180 or 270 degrees."""
    for _ in range(degrees // 90 % 4):
        x, y, width, height = box
        box = (max(0.0, 1.0 - y - height), x, height, width)
    return box


class Word(msgspec.Struct, frozen=True, array_like=True):
    """One word as read.

    `confidence` is 0-1 (1.0 for words taken from a text layer). `line` and
    `block` number lines and blocks of the page from 0 in reading order.
    """

    text: str
    box: Box
    confidence: float = 1.0
    line: int = 0
    block: int = 0


class Part(StrEnum):
    """Which layer of a page a reading is of, in the order in which the layers of a page stand."""

    TEXT_LAYER = "text_layer"
    BODY = "body"
    STAMP = "stamp"


class Reading(msgspec.Struct, frozen=True):
    """One layer of one page, read once by one engine.

    `text` has lines separated by a newline and blocks by an empty line.
    `parameters` names what the engine was given (resolution, preparation,
    segmentation, time taken), enough to repeat the reading.
    """

    part: Part
    text: str
    words: tuple[Word, ...]
    engine: str
    engine_version: str
    language: str = ""
    confidence: float = 0.0
    parameters: dict[str, str | float | int | bool] = {}


class PageSource(StrEnum):
    """Where the text of a page came from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    BOTH = "both"
    NONE = "none"


class Barcode(msgspec.Struct, frozen=True):
    """A barcode seen on a page. `format` is e.g. `QRCode`, `Code128`, `Code39`, `DataMatrix`."""

    format: str
    text: str
    box: Box


def mean_confidence(words: tuple[Word, ...]) -> float:
    """Mean word confidence weighted by letters, 0-1; 0.0 for a page without words."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return 0.0
    return sum(word.confidence * len(word.text) for word in words) / letters


def text_of(words: tuple[Word, ...]) -> str:
    """The words as running text: lines end in a newline, blocks are parted by an empty line."""
    out: list[str] = []
    previous: Word | None = None
    for word in words:
        if previous is not None:
            if word.block != previous.block:
                out.append("\n\n")
            elif word.line != previous.line:
                out.append("\n")
            else:
                out.append(" ")
        out.append(word.text)
        previous = word
    return "".join(out)
