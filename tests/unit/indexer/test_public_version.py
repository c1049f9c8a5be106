"""Burning places into a picture, so that nothing beneath has any part in what comes out."""

import io

import numpy as np
import pytest
from PIL import Image

from indexer.engines.public_version import SQUARE, burn, squares
from schemas.public_versions import BurntPage, Category, Region

BOX = (0.203, 0.305, 0.31, 0.043)
SIZE = (803, 1039)


def page(*boxes, label="1 Nombre"):
    regions = tuple(Region(box, Category.NAME) for box in boxes)
    return BurntPage("", 612.0, regions, tuple(label for _ in boxes), ("Fundamento: LGTAIP 115.",))


def scanned(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    """A picture after JPEG, which is the same for every seed but in the box and what JPEG spreads of it."""
    picture = np.random.default_rng(7).integers(120, 256, shape, dtype=np.uint8)
    x, y, w, h = BOX
    left, top, right, bottom = (
        round(part) for part in (x * SIZE[0], y * SIZE[1], (x + w) * SIZE[0], (y + h) * SIZE[1])
    )
    inside = picture[top:bottom, left:right]
    inside[...] = np.random.default_rng(seed).integers(0, 256, inside.shape, dtype=np.uint8)
    kept = io.BytesIO()
    Image.fromarray(picture).save(kept, "JPEG", quality=72, subsampling=0)
    return np.asarray(Image.open(kept)).copy()


@pytest.mark.parametrize("shape", [(SIZE[1], SIZE[0]), (SIZE[1], SIZE[0], 3)])
def test_what_was_beneath_has_no_part_in_the_picture_not_even_at_the_edge(shape):
    first, second = scanned(1, shape), scanned(2, shape)
    assert (first != second).any()
    assert (burn(first, page(BOX)) == burn(second, page(BOX))).all()


def test_a_place_is_widened_to_whole_squares_and_stays_on_the_page():
    left, top, right, bottom = squares(BOX, SIZE)
    assert left % SQUARE == top % SQUARE == right % SQUARE == bottom % SQUARE == 0
    assert left <= BOX[0] * SIZE[0] and right >= (BOX[0] + BOX[2]) * SIZE[0]
    assert squares((0.9, 0.9, 0.1, 0.1), SIZE)[2:] == SIZE


def test_the_label_is_written_in_white_and_left_out_where_it_cannot_be_read():
    blank = np.full((SIZE[1], SIZE[0]), 255, dtype=np.uint8)
    left, top, right, bottom = squares(BOX, SIZE)
    burnt = burn(blank, page(BOX))[top:bottom, left:right]
    assert burnt.max() > 200 and (burnt == 0).mean() > 0.6
    tiny = (0.5, 0.5, 0.006, 0.006)
    left, top, right, bottom = squares(tiny, SIZE)
    assert burn(blank, page(tiny))[top:bottom, left:right].max() == 0


def test_the_legend_stands_below_the_page_which_keeps_its_place():
    blank = np.full((SIZE[1], SIZE[0]), 255, dtype=np.uint8)
    burnt = burn(blank, page())
    assert burnt.shape[1] == SIZE[0] and burnt.shape[0] > SIZE[1]
    assert (burnt[: SIZE[1]] == 255).all() and (burnt[SIZE[1] :] < 128).any()
