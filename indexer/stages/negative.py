"""White on black: photostats and prints from microfilm, whose writing is the light and not the dark."""

import cv2
import numpy as np

from indexer.stages.page_image import Pixels, as_pixels, shrunk_whole

_LONGEST = 1200
_DARK = 100
"""Mean grey above which no page is looked at: costs nothing for ordinary paper."""
_LEAST, _MOST = 0.002, 0.35
"""Share of the page that writing covers."""
_STROKE = 13
"""Pixels of the shrunk page: no stroke is as thick, a ticket on a black scanner bed is."""
_THICK = 0.2


def is_negative(grey: Pixels) -> bool:
    """Whether the page is dark all over but for thin light strokes.

    A sheet photographed on a dark table is not: its light is of one piece.
    """
    if cv2.mean(grey)[0] >= _DARK:
        return False
    small = shrunk_whole(grey, round(max(grey.shape) / _LONGEST))
    light = as_pixels(cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1])
    written = float(np.count_nonzero(light)) / light.size
    if not _LEAST <= written <= _MOST or _middle_of(small, light) < _DARK / 4:
        return False
    thick = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((_STROKE, _STROKE), dtype=np.uint8))
    return float(np.count_nonzero(thick)) < _THICK * written * light.size


def _middle_of(grey: Pixels, light: Pixels) -> float:
    """The grey halfway between the light and the dark; the threshold itself is no measure where there are but two greys."""
    return (cv2.mean(grey, mask=light)[0] + cv2.mean(grey, mask=cv2.bitwise_not(light))[0]) / 2


def positive(pixels: Pixels) -> Pixels:
    """The page, grey or RGB, with light and dark changed about."""
    return as_pixels(255 - pixels)
