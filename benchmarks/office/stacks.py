"""Stacks: several documents scanned in one go, with separator or cover sheets between them."""

import random
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from benchmarks.office.degrade import Damage, degrade, draw_damage
from benchmarks.office.deliver import scan_pages
from benchmarks.office.documents import Draft, Kind, draw_case, draw_document
from benchmarks.office.layout import PAPERS, Sheet
from benchmarks.office.pages import Scan, render_page
from benchmarks.office.portfolio import Portfolio
from benchmarks.office.render import to_pixels
from benchmarks.office.truth import FileTruth, StackTruth
from benchmarks.office.writers import PageImage, add_image_page
from indexer.engines.coversheet import Titled, make_coversheets
from schemas.coversheet import CoverSheet

SHEETS = ("separator", "cover", "separator_duplex")
"""Bare separator sheets, cover sheets that say what follows, separator sheets scanned on both sides."""


def _cover(draft: Draft) -> CoverSheet:
    credits = draft.belongs_to.credits
    return CoverSheet(
        draft.kind.label, credits[0] if credits else "", draft.belongs_to.lawsuit, f"C-{len(draft.sheets):02d}"
    )  # fmt: skip


def _printed_sheet(cover: CoverSheet, dpi: int) -> Image.Image:
    """The sheet as it comes out of the printer."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        make_coversheets([Titled(cover)], path)
        with pypdfium2.PdfDocument(path) as pdf:
            image: Image.Image = pdf[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            return image


def _scanned_sheet(cover: CoverSheet, scan: Scan, damage: Damage, rng: random.Random) -> PageImage:
    pixels, _ = degrade(to_pixels(_printed_sheet(cover, scan.dpi)), damage, rng, scan.dpi)
    if scan.color == "bilevel":
        pixels = np.where(pixels < 150, 0, 255).astype(np.uint8)
    return PageImage(pixels, scan.dpi, scan.color == "bilevel", scan.quality)


def _blank_back(scan: Scan, damage: Damage, rng: random.Random) -> PageImage:
    width, height = PAPERS["letter"]
    return render_page(Sheet(width, height, (), (), True), scan, damage, rng).image


class _Stack:
    """Gathers the pages of a stack and what is true of them."""

    def __init__(self, file: str, rng: random.Random, *, degraded: bool) -> None:
        self.file, self.rng, self.degraded = file, rng, degraded
        self.scan = Scan(200, rng.choice(("grey", "bilevel")), 75)
        self.images: list[PageImage] = []
        self.parts: list[FileTruth] = []
        self.first_pages: list[int] = []
        self.separators: list[int] = []

    def _damage(self) -> Damage:
        """Damage as on other pages, but nothing turned: a stack goes through the feeder one way round."""
        damage = draw_damage(self.rng) if self.degraded else Damage()
        return msgspec.structs.replace(damage, rotation=0, fax_header=False, foja=False)

    def lay_between(self, cover: CoverSheet, *, duplex: bool) -> None:
        self.separators.append(len(self.images))
        self.images.append(_scanned_sheet(cover, self.scan, self._damage(), self.rng))
        if duplex:
            self.separators.append(len(self.images))
            self.images.append(_blank_back(self.scan, self._damage(), self.rng))

    def add(self, draft: Draft) -> None:
        printed = scan_pages(self.rng, draft, self.scan, degraded=self.degraded)
        self.first_pages.append(len(self.images))
        self.images += [page.image for page in printed]
        condition = "degraded" if self.degraded else "clean"
        self.parts.append(FileTruth(
            self.file, draft.kind.label, draft.variant, condition, draft.fields, draft.belongs_to, draft.errors,
            tuple(page.truth for page in printed), draft.kind.negative,
        ))  # fmt: skip

    def write(self, path: Path) -> None:
        buffer = BytesIO()
        with pikepdf.new() as pdf:
            for page in self.images:
                add_image_page(pdf, page)
            pdf.save(buffer, deterministic_id=True)
        path.write_bytes(buffer.getvalue())


def make_stack(
    path: Path, rng: random.Random, portfolio: Portfolio, kinds: tuple[Kind, ...], *, degraded: bool
) -> StackTruth:
    """Writes a stack of 3-5 documents with sheets before each, and tells where they begin."""
    sheets = rng.choice(SHEETS)
    stack = _Stack(f"stacks/{path.name}", rng, degraded=degraded)
    for _ in range(rng.randint(3, 5)):
        kind = rng.choice(kinds)
        draft = draw_document(rng, kind, draw_case(rng, portfolio, kind))
        cover = _cover(draft) if sheets == "cover" else CoverSheet()
        stack.lay_between(cover, duplex=sheets == "separator_duplex")
        stack.add(draft)
    stack.write(path)
    return StackTruth(
        stack.file, tuple(stack.parts), tuple(stack.first_pages), tuple(stack.separators), sheets
    )  # fmt: skip
