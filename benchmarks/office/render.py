"""Paints a set sheet as a picture, and says where its words stand in it."""

import math
import random
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.office.fonts import font, ink
from benchmarks.office.layout import Mark, Sheet
from schemas.pages import Box, Word

Pixels = NDArray[np.uint8]
"""Height x width grey, or height x width x 3 RGB; 255 is paper."""

INKS = {
    "blue": (31, 63, 160),
    "red": (160, 35, 35),
    "violet": (96, 44, 140),
    "black": (30, 30, 34),
    "pencil": (90, 90, 95),
}


class Overlay(msgspec.Struct, frozen=True):
    """Ink laid over the page: `mask` 0-255 is how much of it, its top left at `x`, `y` pixels."""

    mask: Pixels
    x: int
    y: int
    color: tuple[int, int, int]
    strength: float


def to_pixels(image: Image.Image) -> Pixels:
    """The picture as an array of its own."""
    return np.array(image, dtype=np.uint8)


def paint(sheet: Sheet, dpi: int, *, darkness: int = 0) -> Image.Image:
    """The sheet's words, rules and boxes in grey; `darkness` is the value of the ink (0 is black)."""
    scale = dpi / 72
    image = Image.new("L", (round(sheet.width * scale), round(sheet.height * scale)), 255)
    draw = ImageDraw.Draw(image)
    for word in sheet.words:
        face = font(word.family, word.bold, max(4.0, round(word.size * scale * 4) / 4))
        draw.text((word.x * scale, word.y * scale), word.text, fill=darkness, font=face, anchor="ls")
    thin = max(1, round(0.7 * scale))
    for mark in sheet.marks:
        box = [edge * scale for edge in mark.box]
        if mark.kind == "rule":
            draw.line(box, fill=darkness, width=thin)
        elif mark.kind == "box":
            draw.rectangle(box, outline=darkness, width=thin)
        elif mark.kind == "logo":
            _logo(draw, box, thin)
    return image


def _logo(draw: ImageDraw.ImageDraw, box: list[float], thin: int) -> None:
    """A round emblem with an open book, as letterheads have."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    draw.ellipse(box, outline=70, width=3 * thin)
    middle, base = left + width / 2, top + height * 0.7
    for side in (-1, 1):
        far = middle + side * width * 0.3
        draw.polygon(
            [(middle, base), (far, base - height * 0.08), (far, top + height * 0.3), (middle, top + height * 0.38)],
            fill=150 if side < 0 else 110,
        )


def scribble(mark: Mark, dpi: int, rng: random.Random, color: str) -> Overlay:
    """A signature as a pen writes it, in the mark's box."""
    scale = dpi / 72
    left, top, right, bottom = (round(edge * scale) for edge in mark.box)
    width, height = max(8, right - left), max(8, bottom - top)
    waves = [(rng.uniform(1.5, 7), rng.uniform(0, 6.3), rng.uniform(0.1, 0.5)) for _ in range(4)]
    points = []
    for step in range(90):
        t = step / 89
        lift = sum(size * math.sin(speed * t * 6.3 + phase) for speed, phase, size in waves) / 1.6
        sway = 0.07 * math.sin(t * 40 + waves[0][1])
        points.append((width * min(0.98, max(0.02, t * 0.9 + sway + 0.04)), height * (0.5 + 0.42 * lift)))
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    pen = max(2, round(scale * rng.uniform(0.7, 1.3)))
    draw.line(points, fill=255, width=pen, joint="curve")
    draw.line([(0.1 * width, 0.8 * height), (0.9 * width, rng.uniform(0.5, 0.9) * height)], fill=220, width=pen)
    return Overlay(to_pixels(mask), left, top, INKS[color], 0.9)


def lay_over(page: Pixels, overlay: Overlay) -> None:
    """Multiplies the ink into the page in place, as real ink darkens paper and print alike; parts outside are cut."""
    height, width = page.shape[:2]
    top, left = max(0, overlay.y), max(0, overlay.x)
    bottom, right = min(height, overlay.y + overlay.mask.shape[0]), min(width, overlay.x + overlay.mask.shape[1])
    if bottom <= top or right <= left:
        return
    mask = overlay.mask[top - overlay.y : bottom - overlay.y, left - overlay.x : right - overlay.x]
    amount = mask.astype(np.float32) * (overlay.strength / 255)
    region = page[top:bottom, left:right]
    if page.ndim == 2:
        red, green, blue = overlay.color
        tone = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
        region[:] = (region * (1 - amount * (1 - tone))).astype(np.uint8)
        return
    keep = 1 - amount[..., None] * (1 - np.array(overlay.color, dtype=np.float32) / 255)
    region[:] = (region * keep).astype(np.uint8)


def word_boxes(sheet: Sheet) -> tuple[Word, ...]:
    """The sheet's words with the boxes of their ink, fractions of the sheet."""
    words = []
    for item in sheet.words:
        left, top, right, bottom = ink(item.family, item.bold, item.text)
        box: Box = (
            (item.x + left * item.size) / sheet.width,
            (item.y + top * item.size) / sheet.height,
            (right - left) * item.size / sheet.width,
            (bottom - top) * item.size / sheet.height,
        )
        words.append(Word(item.text, box, 1.0, item.line, item.block))
    return tuple(words)


@cache
def grain(seed: int, size: int = 1024) -> NDArray[np.float32]:
    """A tile of noise with mean 0 and deviation 1, drawn once per seed."""
    return np.random.default_rng(seed).standard_normal((size, size), dtype=np.float32)


def tiled(tile: NDArray[np.float32], shape: tuple[int, int], offset: tuple[int, int]) -> NDArray[np.float32]:
    """The tile repeated over `shape`, begun at `offset`."""
    rolled = np.roll(tile, offset, (0, 1))
    down, across = -(-shape[0] // tile.shape[0]), -(-shape[1] // tile.shape[1])
    return np.tile(rolled, (down, across))[: shape[0], : shape[1]]
