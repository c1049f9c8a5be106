"""Received stamps: rubber stamps of courts and offices, turned a little and unevenly inked (DOMAIN 7.4)."""

import math
import random
from datetime import date

import msgspec
from PIL import Image, ImageDraw

from benchmarks.office import days
from benchmarks.office.fonts import advance, font, ink
from benchmarks.office.render import INKS, Overlay, grain, tiled, to_pixels
from benchmarks.office.truth import FieldValue, StampTruth
from schemas.pages import Box, Word


class StampText(msgspec.Struct, frozen=True):
    """What a stamp says, line by line, and the fields in it."""

    lines: tuple[str, ...]
    fields: dict[str, FieldValue]


class StampLook(msgspec.Struct, frozen=True):
    """How it is put on: middle as fractions of the page, width in points, degrees clockwise, ink and its strength 0-1."""

    x: float
    y: float
    width: float
    angle: float
    color: str
    strength: float
    frame: str


class Stamping(msgspec.Struct, frozen=True):
    """A stamp about to be put on a page."""

    text: StampText
    look: StampLook


def draw_stamp_text(rng: random.Random, day: date, folio: str, city: str) -> StampText:
    """One of the office's usual stamps for something received that day."""
    time = f"{rng.randint(8, 14):02d}:{rng.randrange(60):02d}"
    sheets, copies, notes = rng.randint(4, 14), rng.randint(1, 3), rng.randint(1, 4)
    fields: dict[str, FieldValue] = {
        "stamp_date": day.isoformat(), "stamp_time": time, "stamp_folio": folio, "stamp_sheets": sheets,
        "stamp_copies": copies,
    }  # fmt: skip
    shape = rng.randrange(3)
    if shape == 0:
        lines: tuple[str, ...] = (
            "OFICIALÍA DE PARTES COMÚN", "PODER JUDICIAL DEL ESTADO DE SONORA",
            f"RECIBIDO {days.stamp(day)} {time} HRS", f"FOLIO: {folio} FOJAS: {sheets} COPIAS: {copies}",
            f"ANEXOS: {notes} PAGARÉ(S) EN ORIGINAL, {copies} TRASLADO(S)",
        )  # fmt: skip
    elif shape == 1:
        lines = (
            "PODER JUDICIAL DEL ESTADO", f"OFICIALÍA DE PARTES {city.upper()}, SONORA", "RECIBIDO",
            f"{days.stamp(day)} {time} HRS", f"FOLIO: {folio}", f"FOJAS: {sheets} COPIAS: {copies} ANEXOS: {notes}",
        )  # fmt: skip
    else:
        lines = (
            "RECIBIDO", f"{days.slashed(day)} {time}", f"FOLIO: {folio}", f"FOJAS: {sheets} COPIAS: {copies}",
            "OFICIALÍA DE PARTES",
        )  # fmt: skip
    return StampText(lines, fields)


def draw_look(rng: random.Random) -> StampLook:
    """Where and how a hurried clerk stamps: upper half, -12 to +12 degrees, blue, red or violet."""
    return StampLook(
        rng.uniform(0.34, 0.68), rng.uniform(0.14, 0.5), rng.uniform(195, 265), rng.uniform(-12, 12),
        rng.choices(("blue", "red", "violet"), (6, 3, 2))[0], rng.uniform(0.55, 0.9),
        rng.choice(("single", "double", "none", "round")),
    )  # fmt: skip


def _lines_image(text: StampText, look: StampLook, dpi: int) -> tuple[Image.Image, list[tuple[str, int, list[float]]]]:
    """The stamp before turning, and its words with line and box in pixels."""
    scale = dpi / 72
    width = look.width * scale
    longest = max(advance("sans", True, line) for line in text.lines)
    size = max(6, min(round(width * 0.9 / longest), round(15 * scale)))
    height = round(size * 1.4 * (len(text.lines) + 1))
    image = Image.new("L", (round(width), height), 0)
    draw = ImageDraw.Draw(image)
    face, words = font("sans", True, size), []
    for number, line in enumerate(text.lines):
        x = (width - advance("sans", True, line) * size) / 2
        y = size * 1.4 * (number + 1) + size * 0.3
        for token in line.split():
            draw.text((x, y), token, fill=255, font=face, anchor="ls")
            left, top, right, bottom = (edge * size for edge in ink("sans", True, token))
            words.append((token, number, [x + left, y + top, x + right, y + bottom]))
            x += advance("sans", True, token + " ") * size
    thin = max(2, round(1.2 * scale))
    edges = (1, 1, round(width) - 2, height - 2)
    if look.frame in ("single", "double"):
        draw.rectangle(edges, outline=255, width=thin)
    if look.frame == "double":
        draw.rectangle(
            (4 * thin, 4 * thin, edges[2] - 4 * thin, edges[3] - 4 * thin), outline=255, width=max(1, thin // 2)
        )
    if look.frame == "round":
        draw.rounded_rectangle(edges, radius=height // 4, outline=255, width=thin)
    return image, words


def _turn_words(
    words: list[tuple[str, int, list[float]]],
    flat: tuple[int, int],
    middle: tuple[float, float],
    angle: float,
    page: tuple[int, int],
) -> tuple[Word, ...]:
    """The words of a stamp of size `flat` turned about its middle, which stands at `middle` on the page."""
    placed = []
    for token, line, box in words:
        corners = [(cx - flat[0] / 2, cy - flat[1] / 2) for cx in box[::2] for cy in box[1::2]]
        xs = [cx * math.cos(angle) - cy * math.sin(angle) + middle[0] for cx, cy in corners]
        ys = [cx * math.sin(angle) + cy * math.cos(angle) + middle[1] for cx, cy in corners]
        fraction: Box = (
            min(xs) / page[0], min(ys) / page[1], (max(xs) - min(xs)) / page[0], (max(ys) - min(ys)) / page[1],
        )  # fmt: skip
        placed.append(Word(token, fraction, 1.0, line, 0))
    return tuple(placed)


def make_stamp(stamping: Stamping, page: tuple[int, int], dpi: int, rng: random.Random) -> tuple[Overlay, StampTruth]:
    """The stamp's ink for a page of `page` = (width, height) pixels, and what is true of it there."""
    text, look = stamping.text, stamping.look
    flat, words = _lines_image(text, look, dpi)
    turned = flat.rotate(-look.angle, Image.Resampling.BICUBIC, expand=True)
    x, y = round(page[0] * look.x - turned.width / 2), round(page[1] * look.y - turned.height / 2)
    mask = to_pixels(turned)
    noise = tiled(grain(1), (mask.shape[0], mask.shape[1]), (rng.randrange(1024), rng.randrange(1024)))
    worn = mask * (1 - 0.22 * abs(noise).clip(0, 2.4))
    mask = worn.clip(0, 255).astype("uint8")
    placed = _turn_words(
        words, flat.size, (x + turned.width / 2, y + turned.height / 2), math.radians(look.angle), page
    )
    whole: Box = (x / page[0], y / page[1], turned.width / page[0], turned.height / page[1])
    overlay = Overlay(mask, x, y, INKS[look.color], look.strength)
    truth = StampTruth("\n".join(text.lines), placed, whole, look.angle, look.color, text.fields)
    return overlay, truth
