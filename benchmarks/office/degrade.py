"""What copying, posting, filing and hurried scanning do to a page (DOMAIN 7.8).

Calibrated so that bare tesseract at its defaults makes roughly 1-6 % character
errors on damaged pages; not so that nothing can be read.
"""

import random

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.office.render import Pixels, grain, tiled

Affine = NDArray[np.float64]
"""2 x 3, from pixels of the clean page to pixels of the damaged page, both upright."""


class Damage(msgspec.Struct, frozen=True):
    """What is wrong with a page; the defaults are nothing at all.

    `skew` is in degrees clockwise; `brightness` a factor; `blur` a deviation in
    pixels at 200 dpi; `noise` a deviation of grey levels; `specks` a share of
    pixels; `show_through`, `fade` and `streak` 0-1; `crop` millimetres lost at
    an edge; `quality` the JPEG quality, 0 for none; `rotation` degrees clockwise.
    """

    skew: float = 0.0
    rotation: int = 0
    brightness: float = 1.0
    contrast: float = 1.0
    blur: float = 0.0
    noise: float = 0.0
    specks: float = 0.0
    quality: int = 0
    show_through: float = 0.0
    fade: float = 0.0
    streak: float = 0.0
    crop: float = 0.0
    fold: bool = False
    holes: bool = False
    staple: bool = False
    yellow: bool = False
    fax_header: bool = False
    foja: bool = False
    initials: bool = False
    underline: bool = False

    def names(self) -> tuple[str, ...]:
        """The defects that a person would name, each as one word."""
        told = {
            "skew": abs(self.skew) > 0.15, "rotated": self.rotation != 0, "dark": self.brightness < 0.93,
            "low_contrast": self.contrast < 0.8, "blur": self.blur > 0.35, "noise": self.noise > 6,
            "specks": self.specks > 0, "jpeg": 0 < self.quality < 60, "show_through": self.show_through > 0,
            "toner_fade": self.fade > 0, "streak": self.streak > 0, "crop": self.crop > 0, "fold": self.fold,
            "punch_holes": self.holes, "staple": self.staple, "yellow": self.yellow, "fax_header": self.fax_header,
            "foja_number": self.foja, "initials": self.initials, "underline": self.underline,
        }  # fmt: skip
        return tuple(name for name, is_there in told.items() if is_there)


def draw_damage(rng: random.Random) -> Damage:
    """What an ordinary bad page has wrong with it: skew, blur and noise always, the rest now and then."""
    return Damage(
        skew=rng.uniform(-2, 2) if rng.random() < 0.85 else 0.0,
        rotation=rng.choice((90, 180, 270)) if rng.random() < 0.02 else 0,
        brightness=rng.uniform(0.85, 1.05),
        contrast=rng.uniform(0.55, 1.0),
        blur=rng.uniform(0.2, 1.1),
        noise=rng.uniform(4, 20),
        specks=rng.uniform(0.0003, 0.004) if rng.random() < 0.3 else 0.0,
        quality=rng.randint(40, 90),
        show_through=rng.uniform(0.05, 0.12) if rng.random() < 0.25 else 0.0,
        fade=rng.uniform(0.3, 0.6) if rng.random() < 0.2 else 0.0,
        streak=rng.uniform(0.2, 0.6) if rng.random() < 0.12 else 0.0,
        crop=rng.uniform(1, 3) if rng.random() < 0.15 else 0.0,
        fold=rng.random() < 0.2,
        holes=rng.random() < 0.25,
        staple=rng.random() < 0.25,
        yellow=rng.random() < 0.25,
        fax_header=rng.random() < 0.06,
        foja=rng.random() < 0.3,
        initials=rng.random() < 0.15,
        underline=rng.random() < 0.08,
    )  # fmt: skip


def _show_through(page: Pixels, amount: float) -> Pixels:
    """The other side of the sheet, mirrored and faint; the page itself stands in for it, turned about."""
    other = cv2.GaussianBlur(np.ascontiguousarray(page[:, ::-1]), (0, 0), 1.6)
    other = np.roll(other, page.shape[0] // 17, axis=0)
    faded = cv2.convertScaleAbs(other, alpha=amount, beta=255 * (1 - amount))
    return np.asarray(cv2.multiply(page, faded, scale=1 / 255), dtype=np.uint8)


def _fade(page: Pixels, amount: float, rng: random.Random) -> None:
    """A strip where the toner ran out, in place."""
    height = page.shape[0]
    top = rng.randrange(height // 2)
    depth = rng.randint(height // 12, height // 5)
    strip = page[top : top + depth]
    ramp = (amount * np.sin(np.linspace(0, np.pi, strip.shape[0]))).astype(np.float32)
    ramp = ramp.reshape((-1,) + (1,) * (page.ndim - 1))
    strip[:] = (strip + (255 - strip.astype(np.float32)) * ramp).astype(np.uint8)


def _folds_and_holes(page: Pixels, damage: Damage, rng: random.Random, dpi: int) -> None:
    height, width = page.shape[:2]
    shade = (150,) * 3 if page.ndim == 3 else 150
    dark = (45,) * 3 if page.ndim == 3 else 45
    if damage.fold:
        y = round(height * rng.choice((1 / 3, 1 / 2, 2 / 3)))
        cv2.line(page, (0, y), (width, y + rng.randint(-8, 8)), shade, max(1, dpi // 150), cv2.LINE_AA)
    if damage.holes:
        for y in (0.36, 0.64):
            centre = (round(0.42 * dpi), round(height * y))
            cv2.circle(page, centre, round(0.11 * dpi), dark, -1, cv2.LINE_AA)
    if damage.staple:
        x, y = round(0.35 * dpi), round(0.4 * dpi)
        end = (x + round(0.3 * dpi), y - round(0.2 * dpi))
        cv2.line(page, (x, y), end, shade, max(2, dpi // 80), cv2.LINE_AA)
    if damage.streak:
        x = rng.randrange(width // 10, width)
        part = page[:, x : x + max(2, dpi // 100)]
        part[:] = (part * (1 - damage.streak)).astype(np.uint8)


def _geometry(page: Pixels, damage: Damage, rng: random.Random, dpi: int) -> tuple[Pixels, Affine]:
    height, width = page.shape[:2]
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -damage.skew, 1.0), dtype=np.float64)
    lost = round(damage.crop / 25.4 * dpi)
    size = (width, height)
    if lost:
        side = rng.randrange(4)
        turn[0, 2] -= lost if side == 0 else 0
        turn[1, 2] -= lost if side == 1 else 0
        size = (width - lost * (side % 2 == 0), height - lost * (side % 2 == 1))
    if not damage.skew and not lost:
        return page, turn
    edge = rng.choice((255, 255, 235))
    moved = cv2.warpAffine(
        page, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(edge, edge, edge)
    )
    return np.asarray(moved, dtype=np.uint8), turn


def _tone(page: Pixels, damage: Damage) -> Pixels:
    """Brightness, contrast and the yellow of old paper, by one look-up per channel."""
    levels = np.arange(256, dtype=np.float32)
    paper = 255 * min(1.0, damage.brightness)
    black = 255 * (1 - damage.contrast) * 0.62
    table = (black + (paper - black) * levels / 255).clip(0, 255)
    if page.ndim == 2:
        return np.asarray(cv2.LUT(page, table.astype(np.uint8)), dtype=np.uint8)
    tint = (1.0, 0.96, 0.82) if damage.yellow else (1.0, 0.995, 0.98)
    tables = np.stack([(table * part) for part in tint], axis=-1).astype(np.uint8)
    return np.asarray(cv2.LUT(page, tables.reshape(1, 256, 3)), dtype=np.uint8)


def _noise(page: Pixels, damage: Damage, rng: random.Random) -> Pixels:
    shape = (page.shape[0], page.shape[1])
    offset = (rng.randrange(1024), rng.randrange(1024))
    if damage.noise:
        tile = grain(2) * np.float32(damage.noise)
        tile8 = tiled(np.asarray(tile, dtype=np.float32), shape, offset).astype(np.int16)
        if page.ndim == 3:
            tile8 = np.repeat(tile8[..., None], 3, axis=2)
        page = np.asarray(cv2.add(page, tile8, dtype=cv2.CV_8U), dtype=np.uint8)
    if damage.specks:
        dots = np.random.default_rng(rng.getrandbits(32))
        count = round(damage.specks * shape[0] * shape[1])
        rows, columns = dots.integers(0, shape[0], count), dots.integers(0, shape[1], count)
        page[rows[::2], columns[::2]] = 30
        page[rows[1::2], columns[1::2]] = 250
    return page


def _jpeg(page: Pixels, quality: int) -> Pixels:
    flag = cv2.IMREAD_COLOR if page.ndim == 3 else cv2.IMREAD_GRAYSCALE
    done, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("the page cannot be written as JPEG")
    return np.asarray(cv2.imdecode(data, flag), dtype=np.uint8)


def degrade(page: Pixels, damage: Damage, rng: random.Random, dpi: int) -> tuple[Pixels, Affine]:
    """The damaged page, still upright, and where each point of the clean page went.

    Rotation by right angles is the last thing that happens to a page and is left to the caller.
    """
    page = page.copy()
    if damage.show_through:
        page = _show_through(page, damage.show_through)
    if damage.fade:
        _fade(page, damage.fade, rng)
    _folds_and_holes(page, damage, rng, dpi)
    page, turn = _geometry(page, damage, rng, dpi)
    if damage.blur:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), damage.blur * dpi / 200), dtype=np.uint8)
    page = _tone(page, damage)
    page = _noise(page, damage, rng)
    if damage.quality:
        page = _jpeg(page, damage.quality)
    return page, turn


def move_box(
    box: tuple[float, float, float, float], turn: Affine, before: tuple[int, int], after: tuple[int, int]
) -> tuple[float, float, float, float]:
    """A box in fractions of the page before, as fractions of the page after (sizes in pixels, width first), cut at its edges."""
    x, y, width, height = box[0] * before[0], box[1] * before[1], box[2] * before[0], box[3] * before[1]
    corners = np.array([(cx, cy, 1.0) for cx in (x, x + width) for cy in (y, y + height)])
    moved = corners @ turn.T
    low = np.maximum(moved.min(axis=0), 0)
    high = np.minimum(moved.max(axis=0), after)
    low = np.minimum(low, high)
    return (
        float(low[0] / after[0]), float(low[1] / after[1]),
        float((high[0] - low[0]) / after[0]), float((high[1] - low[1]) / after[1]),
    )  # fmt: skip
