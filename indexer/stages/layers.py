"""The layers of a page at one scale: the print, and the stamps pressed over it."""

import msgspec
import numpy as np

from indexer.stages.ink import Inks, is_inked, take_apart
from indexer.stages.ink_by_tone import pale_ink, without_pale
from indexer.stages.page_image import Pixels, grey_of, scaled, turned
from indexer.stages.paper import levelled
from indexer.stages.rules import without_rules
from indexer.stages.stamp import MOST, Place, places_of

_MOSTLY, _MUCH = 2, 0.2


class Layers(msgspec.Struct, frozen=True):
    """One page taken apart.

    `print_` is grey with white paper: all that is to be read as the body.
    `colour` is the coloured ink (see `Inks`), None on a page without, and
    `stamps` where in it stamps are, in pixels of it. Where `darkest` is not 0
    the page has no colour, and `colour` is what is paler than print, all that
    is darker than `darkest`; then `print_` still shows the stamps.
    """

    print_: Pixels
    colour: Pixels | None = None
    stamps: tuple[Place, ...] = ()
    darkest: int = 0


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
        return Layers(_plain(pixels, scale))
    page = scaled(pixels, scale)
    inks = take_apart(page)
    if inks is None:
        return Layers(_plain(page))
    stamps, other = places_of(inks.colour, dpi * scale)
    if _is_coloured_print(inks, (*stamps, *other)):
        return Layers(_plain(page))
    kept = (*other, *stamps[MOST:])
    return Layers(_restored(inks.print_, page, kept), inks.colour, stamps[:MOST])


def turned_layers(layers: Layers, degrees: int) -> Layers:
    """The layers turned clockwise by a multiple of 90 degrees, the places of stamps with them."""
    if not degrees:
        return layers
    height, width = layers.print_.shape
    colour = None if layers.colour is None else turned(layers.colour, degrees)
    stamps = tuple(_turned_place(place, width, height, degrees) for place in layers.stamps)
    return Layers(turned(layers.print_, degrees), colour, stamps, layers.darkest)


def with_pale_ink(layers: Layers, dpi: float) -> Layers:
    """The layers of a page without colour, with what stamps there are told by their tone (`pale_ink`)."""
    pale = None if layers.colour is not None else pale_ink(layers.print_, dpi)
    return layers if pale is None else Layers(layers.print_, pale.ink, pale.places[:MOST], pale.darkest)


def cleared(level: Pixels, layers: Layers, scale: float, dpi: float) -> Pixels:
    """The page's print without the stamps that were told by tone; as it is where they were told by colour.

    Args:
        level: the print, `scale` times as large as the layers.
        layers: where the stamps are.
        scale: of `level` against the layers.
        dpi: pixels per inch of `level`.
    """
    if not layers.darkest:
        return level
    places = tuple(
        Place(*(round(side * scale) for side in (place.left, place.top, place.width, place.height)))
        for place in layers.stamps
    )
    return without_pale(level, places, layers.darkest, dpi)


def _plain(pixels: Pixels, scale: float = 1.0) -> Pixels:
    """The print of a page whose colours are not told apart, at that scale."""
    level = levelled(scaled(grey_of(pixels), scale))
    return without_rules(level) if pixels.ndim == 2 else without_rules(level, lambda: scaled(pixels, scale))


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
    out, plain = print_.copy(), _plain(page)
    for place in places:
        rows, columns = slice(place.top, place.top + place.height), slice(place.left, place.left + place.width)
        out[rows, columns] = np.minimum(plain[rows, columns], out[rows, columns])
    return out
