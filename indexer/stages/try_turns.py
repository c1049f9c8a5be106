"""Which way up a page lies, told by reading a piece of it each way: for the few pages whose letters do not say."""

import numpy as np

from indexer.engines.ocr import ONE_BLOCK, OcrEngine, OcrRequest
from indexer.stages.letters import Letters, find_letters
from indexer.stages.page_image import Pixels, turned
from indexer.stages.skew import steep_skew_of, straightened
from indexer.stages.upright import Turn

_LETTERS_WIDE = 26
_CLEAR = 1.3
_LEAST = 9.0  # what a word of four or five letters read well counts for: dust reads as strokes and short words


def best_turn(level: Pixels, letters: Letters, engine: OcrEngine, timeout_seconds: float) -> Turn:
    """The turn (degrees clockwise) under which a square piece from the middle of the print reads best.

    Four short readings. The page stays as it is when no other way is clearly better.

    Raises:
        LimitExceeded: a reading took longer than `timeout_seconds`.
    """
    piece = _middle(level, letters)
    request = OcrRequest(segmentation=ONE_BLOCK, timeout_seconds=timeout_seconds)
    scores: dict[int, float] = {}
    for degrees in (0, 90, 180, 270):
        found = engine.recognise(_levelled(turned(piece, degrees)), request)
        # Nonsense reads as many short words of middling confidence: what is believed counts, by length.
        scores[degrees] = sum(len(word.text) ** 1.5 * word.confidence for word in found if word.confidence > 0.6)
    best = max(scores, key=lambda degrees: scores[degrees])
    clear = scores[best] > max(_LEAST, _CLEAR * scores[0])
    return Turn(best, sure=True) if best and clear else Turn(0, sure=best == 0 and scores[0] > _LEAST)


def _levelled(piece: Pixels) -> Pixels:
    """A stamp alone on its page may lie so far askew that its lines are read no way up."""
    return straightened(piece, steep_skew_of(find_letters(piece)))


def _middle(level: Pixels, letters: Letters) -> Pixels:
    height, width = level.shape
    half = max(100, round(letters.size * _LETTERS_WIDE))
    if not letters.count:
        return level
    x = int(np.median(letters.left + letters.width / 2))
    y = int(np.median(letters.top + letters.height / 2))
    return np.ascontiguousarray(
        level[max(0, y - half) : min(height, y + half), max(0, x - half) : min(width, x + half)]
    )
