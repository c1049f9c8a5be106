"""Prints, stamps, damages and scans the sheets of a document: from setting to picture and truth."""

import random

import msgspec
import numpy as np
from PIL import Image

from benchmarks.office.degrade import Affine, Damage, degrade, move_box
from benchmarks.office.fonts import advance
from benchmarks.office.layout import Mark, PlacedWord, Sheet
from benchmarks.office.render import INKS, Overlay, Pixels, lay_over, paint, scribble, to_pixels, word_boxes
from benchmarks.office.stamp import Stamping, make_stamp
from benchmarks.office.truth import PageTruth, StampTruth
from benchmarks.office.writers import PageImage
from schemas.pages import Word, text_of


class Scan(msgspec.Struct, frozen=True):
    """How a document is scanned: dots per inch, `grey`, `color` or `bilevel`, and the JPEG quality of the file."""

    dpi: int = 200
    color: str = "grey"
    quality: int = 80


def draw_scan(rng: random.Random, *, stamped: bool = False) -> Scan:
    """One of the ways the office's scanners are set; stamped papers are mostly scanned in colour."""
    weights = (2, 7, 1) if stamped else (5, 3, 4)
    color = rng.choices(("grey", "color", "bilevel"), weights)[0]
    dpi = rng.choices((200, 300), (7, 3) if color != "color" else (9, 1))[0]
    return Scan(dpi, color, rng.randint(70, 90))


def _decorated(sheet: Sheet, damage: Damage, rng: random.Random) -> Sheet:
    """The sheet with the printed lines that handling added: a fax header, the number of the foja."""
    if not (damage.fax_header or damage.foja):
        return sheet
    added: list[PlacedWord] = []
    if damage.fax_header:
        text = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/20{rng.randint(10, 24)} {rng.randint(8, 18):02d}:15"
        text += f" FAX 662{rng.randrange(10**6, 10**7)} P.{rng.randint(1, 9):03d}"
        added += _placed(text.split(), 40.0, 17.0, "matrix", -2)
    if damage.foja:
        added += _placed([f"{rng.randint(1, 320):03d}"], sheet.width - 52, 34.0, "wide", -1)
    base = len({word.line for word in added})
    moved = [
        msgspec.structs.replace(word, line=word.line + base, block=word.block + base) for word in sheet.words
    ]  # fmt: skip
    lines = {line: index for index, line in enumerate(sorted({word.line for word in added}))}
    first = [msgspec.structs.replace(word, line=lines[word.line], block=lines[word.line]) for word in added]
    return msgspec.structs.replace(sheet, words=(*first, *moved))


def _placed(tokens: list[str], x: float, y: float, family: str, line: int) -> list[PlacedWord]:
    out = []
    for token in tokens:
        out.append(PlacedWord(token, x, y, 8.0, family, False, line, line))
        x += advance(family, False, token + " ") * 8.0
    return out


def _inked(sheet: Sheet, scan: Scan, damage: Damage, rng: random.Random) -> Pixels:
    """The sheet painted and signed, grey or colour as the scan is."""
    image: Image.Image = paint(sheet, scan.dpi, darkness=rng.choice((0, 10, 25, 40)))
    pixels = to_pixels(image.convert("RGB") if scan.color == "color" else image)
    pen = rng.choice(("blue", "blue", "black"))
    for mark in sheet.marks:
        if mark.kind == "signature" and rng.random() < 0.9:
            lay_over(pixels, scribble(mark, scan.dpi, rng, pen))
    if damage.initials:
        box = (sheet.width - 60, sheet.height * 0.45, sheet.width - 12, sheet.height * 0.45 + 30)
        lay_over(pixels, scribble(_signature(box), scan.dpi, rng, pen))
    if damage.underline:
        _underline(pixels, sheet, scan, pen)
    return pixels


def _signature(box: tuple[float, float, float, float]) -> Mark:
    return Mark("signature", box)


def _underline(pixels: Pixels, sheet: Sheet, scan: Scan, pen: str) -> None:
    """A pen stroke under the first amount of the page."""
    scale = scan.dpi / 72
    for word in sheet.words:
        if word.text.startswith("$"):
            width = round(advance(word.family, word.bold, word.text) * word.size * scale)
            mask = np.full((max(2, scan.dpi // 90), width), 255, dtype=np.uint8)
            lay_over(pixels, Overlay(mask, round(word.x * scale), round((word.y + 2.5) * scale), INKS[pen], 0.85))
            return


def _turned(pixels: Pixels, degrees: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90)) if degrees else pixels


def _moved(words: tuple[Word, ...], turn: Affine, before: tuple[int, int], after: tuple[int, int]) -> tuple[Word, ...]:
    return tuple(msgspec.structs.replace(word, box=move_box(word.box, turn, before, after)) for word in words)


class Printed(msgspec.Struct, frozen=True):
    """A page as delivered, and what is true of it."""

    image: PageImage
    truth: PageTruth


def render_page(
    sheet: Sheet, scan: Scan, damage: Damage, rng: random.Random, *, stamp: Stamping | None = None
) -> Printed:
    """The sheet as a scanner delivers it, with damage and, where given, a stamp."""
    if damage.yellow and scan.color != "color":
        damage = msgspec.structs.replace(damage, yellow=False)
    if not sheet.words:
        damage = msgspec.structs.replace(damage, fax_header=False, foja=False, underline=False, initials=False)
    sheet = _decorated(sheet, damage, rng)
    pixels = _inked(sheet, scan, damage, rng)
    before = (pixels.shape[1], pixels.shape[0])
    stamps: tuple[StampTruth, ...] = ()
    if stamp is not None:
        overlay, told = make_stamp(stamp, before, scan.dpi, rng)
        lay_over(pixels, overlay)
        stamps = (told,)
    pixels, turn = degrade(pixels, damage, rng, scan.dpi)
    if scan.color == "bilevel":
        grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
        pixels = np.where(grey < 165 * min(1.0, damage.brightness), 0, 255).astype(np.uint8)
    after = (pixels.shape[1], pixels.shape[0])
    words = _moved(word_boxes(sheet), turn, before, after)
    stamps = tuple(
        msgspec.structs.replace(
            item, words=_moved(item.words, turn, before, after), box=move_box(item.box, turn, before, after)
        )
        for item in stamps
    )
    defects = damage.names() + (("stamp_over_text",) if stamps else ())
    truth = PageTruth(
        text_of(words), words, "image", after[0], after[1], scan.dpi, damage.rotation, damage.skew, not words,
        sheet.back, scan.color, defects, stamps,
    )  # fmt: skip
    image = PageImage(_turned(pixels, damage.rotation), scan.dpi, scan.color == "bilevel", scan.quality)
    return Printed(image, truth)
