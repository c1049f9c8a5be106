"""Text without a layout of its own, set on imaginary letter sheets.

Office files, mails and plain text have no pages until somebody prints them.
Here a page is at most `ROWS` lines of `COLUMNS` characters, as on a typewriter;
the boxes of the words and the picture drawn from them agree.
"""

import functools
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import reportlab
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
_FILE, _ADVANCE = "DejaVuSansMono.ttf", 0.602
"""A typeface of the system, and how wide its letters are for their size."""
_MOST_OF_ROW = 0.8


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
    font = _typeface(max(4.0, min(_CELL * width / _ADVANCE, _ROW * height * _MOST_OF_ROW)))
    for word in words:
        left, top = word.box[0] * width, word.box[1] * height
        pen.text((left, top), word.text, fill=0, font=font)
    return as_pixels(np.asarray(image))


@functools.lru_cache(maxsize=4)
def _typeface(size: float) -> ImageFont.FreeTypeFont:
    """One whose letters are all as wide as a column, else the one that comes with a library: both have accents.

    The one that comes with Pillow has none: of a Spanish page it draws boxes in place of letters.
    """
    try:
        return ImageFont.truetype(_FILE, size)
    except OSError:
        return ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 0.8 * size)


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
