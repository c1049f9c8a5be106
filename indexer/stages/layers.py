"""The layers of a page at one scale: the print, and the stamps pressed over it."""

import msgspec
import numpy as np

from indexer.stages.ink import Inks, is_inked, take_apart
from indexer.stages.page_image import Pixels, grey_of, scaled, turned
from indexer.stages.paper import levelled
from indexer.stages.stamp import MOST, Place, places_of

_MOSTLY, _MUCH = 2, 0.2


class Layers(msgspec.Struct, frozen=True):
    """One page taken apart.

    `print_` is grey with white paper: all that is to be read as the body.
    `colour` is the coloured ink (see `Inks`), None on a page without, and
    `stamps` where in it stamps are, in pixels of it.
    """

    print_: Pixels
    colour: Pixels | None = None
    stamps: tuple[Place, ...] = ()


def layers_of(pixels: Pixels, scale: float, dpi: float) -> Layers:
    """The page's layers at `scale` pixels per pixel given.

    Coloured ink that forms no stamp (a page typed in blue, a picture, more
    stamps than are read) stays in the print; strokes too small for a stamp
    (ticks, crossings-out) go.

    Args:
        pixels: the page, grey or RGB.
        scale: of the layers against it.
        dpi: pixels per inch of `pixels`.
    """
    if not is_inked(pixels):
        return Layers(levelled(scaled(grey_of(pixels), scale)))
    page = scaled(pixels, scale)
    inks = take_apart(page)
    if inks is None:
        return Layers(levelled(grey_of(page)))
    stamps, other = places_of(inks.colour, dpi * scale)
    if _is_coloured_print(inks, (*stamps, *other)):
        return Layers(levelled(grey_of(page)))
    kept = (*other, *stamps[MOST:])
    return Layers(_restored(inks.print_, page, kept), inks.colour, stamps[:MOST])


def turned_layers(layers: Layers, degrees: int) -> Layers:
    """The layers turned clockwise by a multiple of 90 degrees, the places of stamps with them."""
    if not degrees:
        return layers
    height, width = layers.print_.shape
    colour = None if layers.colour is None else turned(layers.colour, degrees)
    stamps = tuple(_turned_place(place, width, height, degrees) for place in layers.stamps)
    return Layers(turned(layers.print_, degrees), colour, stamps)


def _is_coloured_print(inks: Inks, places: tuple[Place, ...]) -> bool:
    """Whether the page is printed or typed in colour: hardly any black, and colour over much of the sheet."""
    coloured, black = int((inks.colour < 160).sum()), int((inks.print_ < 128).sum())
    covered = sum(place.width * place.height for place in places) / inks.colour.size
    return coloured > _MOSTLY * black and covered > _MUCH


def _turned_place(place: Place, width: int, height: int, degrees: int) -> Place:
    right, bottom = width - place.left - place.width, height - place.top - place.height
    return {
        90: Place(bottom, place.left, place.height, place.width),
        180: Place(right, bottom, place.width, place.height),
        270: Place(place.top, right, place.height, place.width),
    }[degrees % 360]


def _restored(print_: Pixels, page: Pixels, places: tuple[Place, ...]) -> Pixels:
    if not places:
        return print_
    out, plain = print_.copy(), levelled(grey_of(page))
    for place in places:
        rows, columns = slice(place.top, place.top + place.height), slice(place.left, place.left + place.width)
        out[rows, columns] = np.minimum(plain[rows, columns], out[rows, columns])
    return out
