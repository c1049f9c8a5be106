"""Does a text layer say what the picture over it shows? Some of its words are read from the picture and compared.

Where ink lies says nothing of which letters it makes: another page's text, filler and another program's errors all lie
on lines of print. Six words side by side cost the engine a thirtieth of a page; only where they do not bear the layer
out are whole lines read, for layers that place their lines rightly and their words within them only roughly.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

import cv2
import numpy as np
from rapidfuzz import fuzz

from indexer.engines.ocr import ONE_BLOCK, FoundWord, OcrEngine, OcrRequest
from indexer.stages.page_image import Pixels, as_pixels, turned
from schemas.folding import fold, words_in
from schemas.pages import Box, Word

See = Callable[[Box, float], Pixels]
"""The part of the page in a box, grey, at so many pixels to the height of the page."""

_WORDS, _LEAST_WORDS = 6, 4
_LEAST_LETTERS, _LONG, _LONGEST = 3, 5, 9
"""Letters of a word that can be asked for, and of those best asked for: shorter ones are much alike, longer ones cost more."""
_LINES = 6
_HIGH, _GAP, _ACROSS = 32, 20, 2400
"""Pixels: height of a word's box as it is read, white around it, and how wide the sheet of samples may be."""
_FLAT = 24
"""Levels of grey between the darkest and the lightest of a place where nothing is printed."""
_ALIKE, _SURE = 70, 0.6
_ENOUGH_WORDS, _ENOUGH_LINES = 0.65, 0.6
_DPI = 200


class Agreement(Enum):
    """What the picture says to the layer; `UNCLEAR` where it cannot be read either."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class _Place(NamedTuple):
    """A part of the page and the words that the layer has in it."""

    box: Box
    words: tuple[str, ...]


class _Answer(NamedTuple):
    """Of the words asked for: how many there were, how many were read, how many the picture contradicts."""

    asked: int
    agreed: int
    denied: int


def compare_layer(words: Sequence[Word], see: See, engine: OcrEngine) -> Agreement:
    """Whether words of the layer are read where it says they stand.

    Only words are asked for that the engine could read: of Latin letters and figures, long enough to be told from
    others. A layer that hardly has any is believed.

    Args:
        words: of the layer, in reading order.
        see: shows a part of the page.
        engine: reads it, for some seconds at most.

    Raises:
        LimitExceeded: the engine ran out of the time allowed.
    """
    chosen = _chosen(words)
    if len(chosen) < _LEAST_WORDS:
        return Agreement.YES
    upright = sum(word.box[2] >= word.box[3] for word in chosen) * 2 >= len(chosen)
    answers = []
    for degrees in (0, 180) if upright else (90, 270):
        answer = _asked([_Place(word.box, (_plain(word.text),)) for word in chosen], see, engine, degrees)
        if answer.agreed >= _ENOUGH_WORDS * answer.asked:
            return Agreement.YES
        answers.append(answer)
    if not upright:
        return _judged(max(answers, key=lambda answer: answer.agreed))
    return _judged(_asked(_lines_of(words, chosen), see, engine, 0))


def _judged(answer: _Answer) -> Agreement:
    if answer.agreed >= _ENOUGH_LINES * answer.asked:
        return Agreement.YES
    return Agreement.NO if 2 * answer.denied >= answer.asked - answer.agreed else Agreement.UNCLEAR


def _chosen(words: Sequence[Word]) -> list[Word]:
    """Some long words from all over the page."""
    readable = [word for word in words if _may_be_asked(word)]
    long = [word for word in readable if _LONG <= len(_plain(word.text)) <= _LONGEST]
    if len(long) < _LEAST_WORDS:
        long = readable
    step = max(1.0, len(long) / _WORDS)
    return [long[int(at * step)] for at in range(min(_WORDS, len(long)))]


def _may_be_asked(word: Word) -> bool:
    plain = _plain(word.text)
    return len(plain) >= _LEAST_LETTERS and plain.isascii() and word.box[2] > 0 and word.box[3] > 0


def _plain(text: str) -> str:
    return "".join(words_in(fold(text)))


def _lines_of(words: Sequence[Word], chosen: Sequence[Word]) -> list[_Place]:
    """The whole lines in which some of the chosen words stand."""
    wanted = list(dict.fromkeys(word.line for word in chosen))
    places = []
    for line in wanted[:: max(1, len(wanted) // _LINES)][:_LINES]:
        there = [word for word in words if word.line == line]
        left, top = min(word.box[0] for word in there), min(word.box[1] for word in there)
        right = max(word.box[0] + word.box[2] for word in there)
        bottom = max(word.box[1] + word.box[3] for word in there)
        asked = tuple(_plain(word.text) for word in there if _may_be_asked(word))
        places.append(_Place((left, top, right - left, bottom - top), asked))
    return places


def _asked(places: Sequence[_Place], see: See, engine: OcrEngine, degrees: int) -> _Answer:
    pieces = [_piece(place.box, see, degrees) for place in places]
    flat = [int(np.ptp(piece)) < _FLAT for piece in pieces]
    sheet, spots = _sheet_of(pieces)
    found = [] if all(flat) else engine.recognise(sheet, OcrRequest(_DPI, ONE_BLOCK, timeout_seconds=4.0))
    asked = agreed = denied = 0
    for place, spot, empty in zip(places, spots, flat, strict=True):
        there = [word for word in found if _stands_in(word, spot)]
        alike = sum(_is_among(word, there) for word in place.words)
        asked, agreed = asked + len(place.words), agreed + alike
        if empty or _is_sure(there):
            denied += len(place.words) - alike
    return _Answer(asked, agreed, denied)


def _piece(box: Box, see: See, degrees: int) -> Pixels:
    """The place and a little around it, turned so that its words stand upright."""
    x, y, width, height = box
    high = min(width, height)
    left, top = max(0.0, x - 0.25 * high), max(0.0, y - 0.15 * high)
    right, bottom = min(1.0, x + width + 0.25 * high), min(1.0, y + height + 0.15 * high)
    seen = see((left, top, right - left, bottom - top), _HIGH / max(height, 0.004))
    return turned(seen, degrees)


def _sheet_of(pieces: Sequence[Pixels]) -> tuple[Pixels, list[Box]]:
    """The pieces on white in rows as high as one line, and where each is: left, top, width, height in pixels."""
    spots: list[Box] = []
    shown = []
    x = y = _GAP
    for piece in pieces:
        scale = _HIGH / piece.shape[0]
        wide = min(_ACROSS - 2 * _GAP, max(1, round(piece.shape[1] * scale)))
        if x + wide + _GAP > _ACROSS:
            x, y = _GAP, y + _HIGH + _GAP
        shown.append(as_pixels(cv2.resize(piece, (wide, _HIGH), interpolation=cv2.INTER_AREA)))
        spots.append((x, y, wide, _HIGH))
        x += wide + _GAP
    across = max(left + wide for left, _, wide, _ in spots) + _GAP
    sheet = np.full((y + _HIGH + _GAP, int(across)), 255, dtype=np.uint8)
    for (left, top, wide, high), piece in zip(spots, shown, strict=True):
        lightest = max(1, int(np.percentile(piece, 90)))
        level = cv2.convertScaleAbs(piece, alpha=255 / lightest)
        sheet[int(top) : int(top + high), int(left) : int(left + wide)] = level
    return as_pixels(sheet), spots


def _stands_in(word: FoundWord, spot: Box) -> bool:
    x, y = word.left + word.width / 2, word.top + word.height / 2
    return spot[0] - _GAP / 2 <= x <= spot[0] + spot[2] + _GAP / 2 and spot[1] <= y <= spot[1] + spot[3]


def _is_among(asked: str, there: Sequence[FoundWord]) -> bool:
    texts = [_plain(word.text) for word in there]
    return any(fuzz.ratio(asked, text) >= _ALIKE for text in texts) or fuzz.ratio(asked, "".join(texts)) >= _ALIKE


def _is_sure(there: Sequence[FoundWord]) -> bool:
    """Whether the engine is sure of what it read."""
    letters = sum(len(word.text) for word in there)
    return letters >= _LEAST_LETTERS and sum(word.confidence * len(word.text) for word in there) >= _SURE * letters
