"""Forms of TIFF that the library at hand reads wrongly or not at all, and what the sound ones mean.

A file in such a form is not damaged: whoever sent it is told to save it in another.
"""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, TiffImagePlugin

from indexer.stages.page_image import Pixels, as_pixels

_BITS, _COMPRESSION, _PHOTOMETRIC, _COLOUR_MAP, _PLANES, _SAMPLES = 258, 259, 262, 320, 284, 339
_WHITE_IS_NOUGHT, _SEPARATE, _SIGNED = 0, 2, 2
_READ = {1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946}
"""Compressions that every build of the library reads."""
_SHORT = 256


def is_unknown(error: BaseException) -> bool:
    """Whether the library says that it does not know a depth, arrangement or compression, and not that the file is broken."""
    if isinstance(error, SyntaxError):
        return "pixel mode" in str(error) or isinstance(error.__cause__, KeyError)
    return isinstance(error, KeyError)


def begins_unknown(path: Path) -> bool:
    """Whether the first page of a file that cannot be opened is in such a form."""
    try:
        with path.open("rb") as file, TiffImagePlugin.TiffImageFile(file):
            return False
    except Exception as error:  # noqa: BLE001 - only whether it is the one is asked
        return is_unknown(error) and _states_pixels(path)


def _states_pixels(path: Path) -> bool:
    """Whether its first page says how large it is: one that was written over seldom does."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            tags = TiffImagePlugin.ImageFileDirectory_v2(head)
            file.seek(tags.next)
            tags.load(file)
        wide, high, offsets = tags.get(256, 0), tags.get(257, 0), tags.get(273) or tags.get(324) or ()
        return bool(wide and high and offsets) and max(offsets) < path.stat().st_size
    except Exception:  # noqa: BLE001 - whatever the bytes make it stumble over
        return False


def is_misread(image: Image.Image) -> bool:
    """Whether the library would take its bytes for other pixels: planes of 16 bits apart, greys below nought."""
    bits = _first(image, _BITS, 1)
    apart = _first(image, _PLANES, 1) == _SEPARATE and bits > 8 and len(image.getbands()) > 1
    return apart or (_first(image, _SAMPLES, 1) == _SIGNED and bits in (8, 16))


def is_doubtful(image: Image.Image) -> bool:
    """Whether its compression is one that not every build reads, so that a failure says nothing of the file."""
    return _first(image, _COMPRESSION, 1) not in _READ


def with_colours(image: Image.Image) -> Image.Image:
    """The loaded picture with its palette as meant: some programs write its colours in 8 bits instead of 16, which is black."""
    colours = _tags(image).get(_COLOUR_MAP, ())
    if image.mode == "P" and colours and 0 < max(colours) < _SHORT:
        count = len(colours) // 3
        image.putpalette([colours[plane * count + at] for at in range(count) for plane in range(3)])
    return image


def as_photographed(image: Image.Image, grey: Pixels) -> Pixels:
    """Grey of more than 8 bits as it is meant: where nought is white the library does not turn it round."""
    return as_pixels(255 - grey) if _first(image, _PHOTOMETRIC, 1) == _WHITE_IS_NOUGHT else grey


def _first(image: Image.Image, tag: int, default: int) -> int:
    value = _tags(image).get(tag, default)
    found = np.atleast_1d(np.asarray(value)).ravel()
    return int(found[0]) if found.size else default


def _tags(image: Image.Image) -> Any:  # noqa: ANN401 - the library does not say what it holds
    return getattr(image, "tag_v2", {})
