"""Delivers a drafted document as a file: scanned, born digital, or a scan with a printed line over it (hybrid)."""

import random
from pathlib import Path

import msgspec

from benchmarks.office.degrade import Damage, draw_damage
from benchmarks.office.documents import Draft
from benchmarks.office.layout import Sheet
from benchmarks.office.pages import Printed, Scan, draw_scan, render_page
from benchmarks.office.render import word_boxes
from benchmarks.office.stamp import Stamping, draw_look
from benchmarks.office.truth import FileTruth, PageTruth
from benchmarks.office.writers import LayerLine, PageImage, write_born_digital, write_jpeg, write_pdf, write_tiff
from schemas.pages import Word, text_of

SUFFIXES = {"pdf": "pdf", "tiff": "tif", "jpg": "jpg"}


class Manner(msgspec.Struct, frozen=True):
    """How a document is delivered: file format, `scan`, `born_digital` or `hybrid`, and whether it is damaged."""

    format: str
    support: str
    degraded: bool


def draw_manner(
    rng: random.Random, draft: Draft, formats: tuple[str, ...], degraded: float, *, hybrid: bool = False
) -> Manner:
    """A way of delivery; `hybrid` asks for a PDF with a text layer over the scan, if PDF is allowed at all.

    Of the other PDFs one in six is born digital and one in six hybrid. JPEG
    takes single pages only: a document of several pages where nothing else is
    allowed is delivered as PDF.
    """
    if hybrid and "pdf" in formats:
        return Manner("pdf", "hybrid", rng.random() < degraded)
    fitting = [name for name in formats if name != "jpg" or len(draft.sheets) == 1] or ["pdf"]
    chosen = rng.choice(fitting)
    support = "scan"
    if chosen == "pdf":
        allowed = (4, 0 if draft.stamp else 1, 1)
        support = rng.choices(("scan", "born_digital", "hybrid"), allowed)[0]
    return Manner(chosen, support, support != "born_digital" and rng.random() < degraded)


def scan_pages(rng: random.Random, draft: Draft, scan: Scan, *, degraded: bool) -> list[Printed]:
    """The sheets of the draft through the scanner, all with the same settings, each with damage of its own."""
    printed = []
    for index, sheet in enumerate(draft.sheets):
        damage = draw_damage(rng) if degraded else Damage()
        stamping = Stamping(draft.stamp, draw_look(rng)) if draft.stamp and index == 0 else None
        page = render_page(sheet, scan, damage, rng, stamp=stamping)
        printed.append(page)
    return printed


def with_layer(page: Printed, text: str) -> Printed:
    """The scanned page with one born-digital line across its foot, as document systems print over scans."""
    height, width = page.image.pixels.shape[:2]
    wide, high = width * 72 / page.image.dpi, height * 72 / page.image.dpi
    size, x, y = 7.5, wide * 0.08, 14.0
    words, pen = [], x
    for token in text.split():
        span = len(token) * size * 0.52
        words.append(Word(token, (pen / wide, (high - y - size * 0.72) / high, span / wide, size * 0.72 / high)))
        pen += span + size * 0.28
    line: LayerLine = (x, y, size, text)
    truth = msgspec.structs.replace(page.truth, source="hybrid", layer_text=text, layer_words=tuple(words))
    return Printed(msgspec.structs.replace(page.image, layer=(line,)), truth)


def _digital_truth(sheet: Sheet) -> PageTruth:
    words = word_boxes(sheet)
    return PageTruth(
        text_of(words), words, "text_layer", round(sheet.width), round(sheet.height), 72, blank=not words,
        back=sheet.back,
    )  # fmt: skip


def _write(path: Path, images: list[PageImage], form: str) -> None:
    if form == "tiff":
        write_tiff(path, images)
    elif form == "jpg":
        write_jpeg(path, images[0])
    else:
        write_pdf(path, images)


def deliver(rng: random.Random, draft: Draft, manner: Manner, path: Path, *, scan: Scan | None = None) -> FileTruth:
    """Writes the document to `path` (its suffix is the caller's) and tells what is true of it; `file` is left to name."""
    if manner.support == "born_digital":
        write_born_digital(path, draft.sheets)
        pages = tuple(_digital_truth(sheet) for sheet in draft.sheets)
    else:
        settings = scan or draw_scan(rng, stamped=draft.stamp is not None)
        printed = scan_pages(rng, draft, settings, degraded=manner.degraded)
        if manner.support == "hybrid":
            printed = [with_layer(page, draft.layer) for page in printed]
        _write(path, [page.image for page in printed], manner.format)
        pages = tuple(page.truth for page in printed)
    condition = "degraded" if manner.degraded else "clean"
    return FileTruth(
        f"files/{path.name}", draft.kind.label, draft.variant, condition, draft.fields, draft.belongs_to, draft.errors,
        pages, draft.kind.negative,
    )  # fmt: skip
