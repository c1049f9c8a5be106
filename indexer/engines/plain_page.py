"""Text without a layout of its own, set on imaginary letter sheets.

Office files, mails and plain text have no pages until somebody prints them.
Here a page is at most `ROWS` lines of `COLUMNS` characters, as on a typewriter;
the boxes of the words and the picture drawn from them agree.
"""

import textwrap
from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from indexer.stages.page_image import Pixels, as_pixels
from schemas.pages import Box, Part, Reading, Word, text_of
from schemas.work import InspectedPage

WIDTH, HEIGHT = 612.0, 792.0
COLUMNS, ROWS = 92, 60
_LEFT, _TOP, _RIGHT, _BOTTOM = 0.08, 0.07, 0.92, 0.94
_CELL = (_RIGHT - _LEFT) / COLUMNS
_ROW = (_BOTTOM - _TOP) / ROWS
_TALL = 0.75
"""Share of a row that letters take."""


def set_pages(texts: Iterable[str], engine: str, most_pages: int) -> tuple[InspectedPage, ...]:
    """Each text on pages of its own, a form feed begins a new one; at most `most_pages`. Texts without words give none."""
    pages: list[InspectedPage] = []
    for text in texts:
        for sheet in storable(text).split("\f"):
            rows = _rows_of(sheet)
            for start in range(0, len(rows), ROWS):
                words = _words_of(rows[start : start + ROWS])
                if words and len(pages) < most_pages:
                    reading = Reading(Part.TEXT_LAYER, text_of(words), words, engine, "", confidence=1.0)
                    pages.append(InspectedPage(len(pages), WIDTH, HEIGHT, reading=reading))
    return tuple(pages)


def storable(text: str) -> str:
    """The text without what UTF-8 cannot hold: halves of characters, as broken headers leave them, and zeros."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def draw_words(words: Sequence[Word], longest: int) -> Pixels:
    """The words on a white letter sheet in grey, the longer side `longest` pixels."""
    width, height = round(longest * WIDTH / HEIGHT), longest
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(4.0, 0.9 * _ROW * height * _TALL))
    for word in words:
        left, top = word.box[0] * width, word.box[1] * height
        pen.text((left, top), word.text, fill=0, font=font)
    return as_pixels(np.asarray(image))


def _rows_of(text: str) -> list[tuple[str, bool]]:
    """Lines as they fit, each with whether an empty line stood before it."""
    rows: list[tuple[str, bool]] = []
    gap = False
    for line in text.splitlines():
        flat = line.expandtabs(4).rstrip()
        if not flat.strip():
            gap = True
            continue
        for piece in textwrap.wrap(flat, COLUMNS) or []:
            rows.append((piece, gap))
            gap = False
    return rows


def _words_of(rows: Sequence[tuple[str, bool]]) -> tuple[Word, ...]:
    words: list[Word] = []
    block = 0
    for number, (row, gap) in enumerate(rows):
        block += bool(gap and words)
        column = 0
        for piece in row.split():
            column = row.index(piece, column)
            words.append(Word(piece, _box(number, column, len(piece)), 1.0, number, block))
            column += len(piece)
    return tuple(words)


def _box(row: int, column: int, length: int) -> Box:
    return (_LEFT + column * _CELL, _TOP + row * _ROW, length * _CELL, _ROW * _TALL)
