"""The two pictures of a page that people look at: one to read on a screen, one for lists."""

import cv2

from indexer.stages.page_image import Pixels, as_pixels, grey_of, has_colour, shrunk

_QUALITY = 72
_THUMBNAIL_QUALITY = 70
_HALF = 0.5
"""Scale from which on every pixel of the page has a part in the view without averaging."""


def views_of(upright: Pixels, view_longest: int, thumbnail_longest: int) -> tuple[bytes, bytes]:
    """Viewing image and thumbnail of the upright page as JPEG, grey unless the page has colour.

    Args:
        upright: the page turned upright, not straightened: boxes of words hold for it.
        view_longest: longer side of the viewing image in pixels, never enlarged.
        thumbnail_longest: longer side of the thumbnail in pixels.
    """
    pixels = upright if has_colour(upright) else grey_of(upright)
    view = _to_look_at(pixels, view_longest)
    return jpeg(view, _QUALITY), jpeg(shrunk(view, thumbnail_longest), _THUMBNAIL_QUALITY)


def _to_look_at(pixels: Pixels, longest: int) -> Pixels:
    """The page with its longer side at most `longest`: down to a half between pixels, in a fifth of the time of averaging."""
    scale = longest / max(pixels.shape)
    if not _HALF <= scale < 1:
        return shrunk(pixels, longest)
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return as_pixels(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR))


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """The picture as a JPEG file of that quality (1-100)."""
    stored = pixels if pixels.ndim == 2 else as_pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    # For arrays checked at the door encoding has no way to fail.
    _, data = cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(data)
