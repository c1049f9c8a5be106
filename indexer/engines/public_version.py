"""The public version of a document as a PDF of pictures: what is removed is painted over in the picture itself.

Nothing of the document but these pictures goes in: no text, no notes, no attachments, no name or date of its file.
A picture of a page is stored in squares of eight pixels, and what was written in a square has left its trace
in all of it: places are widened to whole squares before they are painted, so that no trace is left at their edge.
"""

import math
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw

from indexer.engines.image_pdf import put_pixels
from indexer.engines.pdf_pages import FAILURES
from indexer.engines.pdfa import describe
from indexer.engines.typeface import letters
from indexer.limits import Limits
from indexer.stages.page_image import Pixels, as_pixels
from schemas.errors import Corrupt, LimitExceeded
from schemas.outcomes import SENTENCES, Reason
from schemas.pages import Box
from schemas.public_versions import BurntPage, PublicRequest, PublicResult

SQUARE = 8
"""Pixels on a side of what JPEG codes together."""
_QUALITY = 80
_BLACK, _WHITE, _INK = 0, 255, 20
_LEAST_LETTERS = 11
"""Pixels of height below which a label cannot be read."""
_LEGEND_LETTERS = 0.0115
"""Height of the letters under a page, of its width: about 7 points on letter paper."""


def make_public_version(request: PublicRequest, limits: Limits) -> PublicResult:
    """Write the PDF of the request: what was made before, then each page as one picture with its legend beneath.

    The same request over the same pictures gives the same bytes.

    Raises:
        Corrupt: a PDF made before or a picture cannot be read; `LimitExceeded` with `too_large` beyond the pixels allowed.
    """
    try:
        with pikepdf.new() as target, ExitStack() as stack:
            for path in request.before:
                target.pages.extend(stack.enter_context(pikepdf.open(path)).pages)
            for page in request.pages:
                burnt = burn(_picture(Path(page.image), limits), page)
                width = max(page.width, 72.0)
                put_pixels(target, burnt, (width, width * burnt.shape[0] / burnt.shape[1]), _QUALITY)
            describe(target, request.title, request.language, declare=True)
            target.save(request.output, deterministic_id=True, min_version="1.7")
            return PublicResult(len(target.pages))
    except FAILURES as error:
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error


def burn(pixels: Pixels, page: BurntPage) -> Pixels:
    """The picture with its places painted over and labelled, and the legend on a strip added below it."""
    image = Image.fromarray(pixels)
    pen = ImageDraw.Draw(image)
    areas = [squares(region.box, image.size) for region in page.regions]
    for left, top, right, bottom in areas:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=_ink(image, _BLACK))
    for area, label in zip(areas, page.labels, strict=True):
        _label(pen, image, area, label)
    return _with_legend(image, page.legend)


def squares(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The place in whole squares: left, top, right and bottom in pixels, right and bottom not included."""
    x, y, width, height = box
    left, top = (math.floor(part * whole / SQUARE) * SQUARE for part, whole in zip((x, y), size, strict=True))
    right, bottom = (
        min(whole, math.ceil(part * whole / SQUARE) * SQUARE)
        for part, whole in zip((x + width, y + height), size, strict=True)
    )
    return max(0, left), max(0, top), right, bottom


def _picture(path: Path, limits: Limits) -> Pixels:
    """The pixels of a viewing image, grey or RGB."""
    with Image.open(path, formats=("JPEG", "WEBP", "PNG")) as image:
        if image.width * image.height > limits.pixels:
            raise LimitExceeded("La imagen de la página es demasiado grande.", code="too_large")
        shown = image if image.mode in ("L", "RGB") else image.convert("RGB")
        return as_pixels(np.asarray(shown).copy())


def _ink(image: Image.Image, level: int) -> int | tuple[int, int, int]:
    return level if image.mode == "L" else (level, level, level)


def _label(pen: ImageDraw.ImageDraw, image: Image.Image, area: tuple[int, int, int, int], label: str) -> None:
    """The longest beginning of the label, by its parts, that fits the place: its number and what is removed, or the number."""
    width, height = area[2] - area[0], area[3] - area[1]
    for words in (label, label.split(" ", 1)[0]):
        tall = min(int(height * 0.72), 44)
        while tall >= _LEAST_LETTERS:
            if letters(tall).getlength(words) <= width - 6:
                at = ((area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
                pen.text(at, words, fill=_ink(image, _WHITE), font=letters(tall), anchor="mm")
                return
            tall -= 2


def _with_legend(image: Image.Image, legend: Sequence[str]) -> Pixels:
    tall = max(_LEAST_LETTERS, round(image.width * _LEGEND_LETTERS))
    margin, step = tall, round(tall * 1.45)
    lines = [line for words in legend for line in _wrapped(words, tall, image.width - 4 * margin)]
    sheet = Image.new(image.mode, (image.width, image.height + 2 * margin + step * len(lines)), _ink(image, _WHITE))
    sheet.paste(image, (0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.line((2 * margin, image.height + margin // 2, image.width - 2 * margin, image.height + margin // 2), fill=_ink(image, _INK), width=2)  # fmt: skip
    for at, line in enumerate(lines):
        pen.text((2 * margin, image.height + margin + at * step), line, fill=_ink(image, _INK), font=letters(tall))
    return as_pixels(np.asarray(sheet))


def _wrapped(words: str, tall: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters(tall).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
