"""Words as the engine found them, set down where they stand on the upright page."""

import msgspec

from indexer.engines.ocr import FoundWord
from indexer.stages.skew import before_turn
from schemas.pages import Box, Word


class Frame(msgspec.Struct, frozen=True):
    """How an image that was read lies on the page.

    `width` and `height` are of the image read, in its pixels, which was turned
    by `skew` degrees clockwise about its middle. Before that it was the
    rectangle of the page that begins at `left`, `top` (pixels of the layer)
    enlarged by `scale`; the whole layer is `page` wide and high.
    """

    width: int
    height: int
    skew: float
    page: tuple[float, float]
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0


def placed(found: tuple[FoundWord, ...], frame: Frame, first_line: int = 0, first_block: int = 0) -> tuple[Word, ...]:
    """The words with boxes as fractions of the upright page, lines and blocks counted on from those given."""
    return tuple(
        Word(
            word.text,
            _fractions(word, frame),
            round(word.confidence, 4),
            word.line + first_line,
            word.block + first_block,
        )
        for word in found
    )


def _fractions(word: FoundWord, frame: Frame) -> Box:
    box = (float(word.left), float(word.top), float(word.width), float(word.height))
    left, top, width, height = before_turn(box, (frame.width, frame.height), frame.skew)
    x, y = (left / frame.scale + frame.left) / frame.page[0], (top / frame.scale + frame.top) / frame.page[1]
    right, bottom = x + width / frame.scale / frame.page[0], y + height / frame.scale / frame.page[1]
    x, y = _within(x), _within(y)
    return (x, y, round(_within(right) - x, 6), round(_within(bottom) - y, 6))


def _within(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 6)
