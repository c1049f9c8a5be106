"""The paper taken out of the picture: light and stain levelled, so that what is left is ink."""

import cv2
import numpy as np

from indexer.stages.page_image import Pixels, as_pixels

_COARSE = 8
_REACH = 7
_SMOOTH = 15
_DARKEST_PAPER = 0.55


def levelled(grey: Pixels) -> Pixels:
    """The page with its paper at 255 wherever it was, ink keeping its share of the light.

    The paper is the brightest seen within some fifty pixels. Where that is
    darker than about half the page's own paper it is a picture or a black
    edge, not paper, and stays dark.
    """
    return as_pixels(cv2.divide(grey, paper_of(grey), scale=255))


def paper_of(grey: Pixels) -> Pixels:
    """What the page would look like without ink, same shape; never 0."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // _COARSE), max(1, height // _COARSE)), interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(small, np.ones((_REACH, _REACH), np.uint8))
    smooth = cv2.medianBlur(bright, _SMOOTH)
    floor = max(1, int(np.median(smooth) * _DARKEST_PAPER))
    return as_pixels(cv2.resize(np.maximum(smooth, floor), (width, height), interpolation=cv2.INTER_LINEAR))


def two_level(grey: Pixels) -> tuple[Pixels, int]:
    """Black and white by Otsu's threshold over the whole page, and that threshold."""
    threshold, pixels = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return as_pixels(pixels), int(threshold)
