"""What a file is and what is on its pages, before any of them is read from its image."""

import math
import time
from collections import Counter
from pathlib import Path

import msgspec
import pypdfium2 as pdfium

from indexer.engines import images
from indexer.engines.barcodes import dark_patches, find_barcodes
from indexer.engines.each_page import Patience, Seen, look_at_each
from indexer.engines.ocr import kept_engine
from indexer.engines.pdf_attached import take_files
from indexer.engines.pdf_open import ListedScans, OpenPdf, is_made_by_its_form, open_noted_page, open_pdf
from indexer.engines.pdf_render import MOST_DPI, check_pictures, draw, draw_mended, page_pixels
from indexer.engines.pdf_text import PageContent, content_of, picture_marks
from indexer.engines.plain_page import storable
from indexer.engines.sniff import IMAGES, MEDIA_TYPES, sniff, why_not_taken
from indexer.engines.text_files import inspect_text_file
from indexer.limits import Limits
from indexer.stages.blank import is_bare, is_blank
from indexer.stages.layer_sample import Agreement, compare_layer
from indexer.stages.page_image import Pixels, grey_of
from indexer.stages.text_layer import INK_DPI, Structure, Verdict, judge_agreement, judge_ink, judge_structure
from schemas.errors import ArchiveError, Corrupt, LimitExceeded, Misconfigured, Unsupported
from schemas.outcomes import SENTENCES, Reason
from schemas.pages import Barcode, Box, Part, Reading
from schemas.work import FileKind, InspectedPage, InspectRequest, InspectResult

TEXT_ENGINE = "pdfium"
_BARCODE_WORDS = 250
_BARCODE_DRAWINGS = 20
_BARCODE_STROKES = 100
"""As many as the sides of so many drawings: the bars or squares of a code, drawn one by one or as one path."""
_BARCODE_DPI = 200
_FAR_DPI = 55
_CODE_AREA = 0.0015
_PARTS = 8
_LETTERHEAD = 4
"""Pages on which the same picture must stand to be taken for a letterhead."""
_POINTS = 72.0


class Look(msgspec.Struct, frozen=True):
    """A page of a PDF as looked at, and for one to be read for its pictures what marks each of them; whether files are pinned to it."""

    page: InspectedPage
    pictures: tuple[int, ...] = ()
    pinned: bool = False


def inspect_file(request: InspectRequest, limits: Limits) -> InspectResult:
    """Look at the file and at each of its pages.

    What is wrong with the file as a whole is a `Reason` code in `problem`, what
    is wrong with a page is in the page; nothing is raised for a bad file.
    """
    until = time.monotonic() + request.seconds if request.seconds else math.inf
    path = Path(request.path)
    if not path.stat().st_size:
        return InspectResult(FileKind.UNKNOWN, MEDIA_TYPES[FileKind.UNKNOWN], problem=str(Reason.EMPTY))
    kind = sniff(path)
    try:
        if kind == FileKind.PDF:
            result = _inspect_pdf(path, request, limits, _patience(request, limits, until))
        elif kind in IMAGES:
            result = _inspect_image(path, kind, request, limits, _patience(request, limits, until))
        elif kind == FileKind.UNKNOWN:
            result = InspectResult(kind, MEDIA_TYPES[kind], problem=str(why_not_taken(path)))
        else:
            result = inspect_text_file(request, kind, limits)
    except ArchiveError as error:
        result = InspectResult(kind, MEDIA_TYPES[kind], problem=error.code, encrypted=error.code == "password_required")
    return result


def _patience(request: InspectRequest, limits: Limits, until: float) -> Patience:
    """A file that had bad pages before is gone through in isolation at once."""
    isolate = limits.isolate_pages or request.bad > 0
    return Patience(limits.page_seconds, limits.bad_pages - request.bad, isolate, until)


def _inspect_pdf(path: Path, request: InspectRequest, limits: Limits, patience: Patience) -> InspectResult:
    with open_pdf(path, request.passwords, limits.pages) as pdf, ListedScans(path, pdf) as scans:
        if is_made_by_its_form(pdf):
            raise Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT)

        def look(page: int) -> bytes:
            return msgspec.msgpack.encode(_look_at_page(pdf, scans, page, request, limits))

        seen = look_at_each(range(request.first, len(pdf.numbers)), look, patience)
        looks = [_look_of(index, found) for index, found in enumerate(seen, request.first)]
        pages = _without_letterheads(looks)
        folder = Path(request.attachments_dir)
        attached = () if request.first else take_files(path, pdf, folder, limits)
        attached += take_files(path, pdf, folder, limits, [look.page.index for look in looks if look.pinned])
        return InspectResult(
            FileKind.PDF,
            MEDIA_TYPES[FileKind.PDF],
            pages=pages,
            attachments=attached,
            title=_title_of(pdf),
            repaired=pdf.repaired,
            encrypted=pdf.encrypted,
            password=pdf.password,
            unseen=len(pdf.numbers) - request.first - len(pages),
            bad=request.bad + _bad(seen),
        ).judged()


def _bad(seen: list[Seen]) -> int:
    return sum(found.gave_out for found in seen)


def _page_of(index: int, seen: Seen) -> InspectedPage:
    if seen.problem:
        return InspectedPage(index, 0.0, 0.0, problem=seen.problem)
    return msgspec.msgpack.decode(seen.data, type=InspectedPage)


def _look_of(index: int, seen: Seen) -> Look:
    if seen.problem:
        return Look(InspectedPage(index, 0.0, 0.0, problem=seen.problem))
    return msgspec.msgpack.decode(seen.data, type=Look)


def _title_of(pdf: OpenPdf) -> str:
    try:
        return storable(str(pdf.document.get_metadata_value("Title")))[:500].strip()
    except (UnicodeError, ValueError, pdfium.PdfiumError):
        return ""


def _without_letterheads(looks: list[Look]) -> tuple[InspectedPage, ...]:
    """The pages; a page to be read only for pictures that come again and again is read where they come first.

    A coat of arms or logo stands on every sheet of a long file, and reading it once is enough.
    """
    times = Counter(mark for look in looks for mark in set(look.pictures))
    again = {mark for mark, count in times.items() if count >= _LETTERHEAD}
    shown: set[int] = set()
    pages = []
    for look in looks:
        known = bool(look.pictures) and set(look.pictures) <= again & shown
        shown.update(look.pictures)
        settled = known and look.page.why == "image"
        pages.append(msgspec.structs.replace(look.page, needs_reading=False, why="") if settled else look.page)
    return tuple(pages)


def _look_at_page(pdf: OpenPdf, scans: ListedScans, index: int, request: InspectRequest, limits: Limits) -> Look:
    with open_noted_page(pdf, index) as (page, pinned):
        content = content_of(page, limits.words_per_page)
        check_pictures(content, limits.pixels)
        unnamed = 0 if content.words else content.texts  # letters without codes are drawings of letters
        pictures = tuple(spot.box for spot in content.spots)
        structure = Structure(content.words, pictures, content.drawings + unnamed, content.words.texts)
        try:
            verdict, barcodes, blank = _seen_on(page, content, structure, request, limits)
            problem = ""
        except Corrupt as error:
            if not content.words:
                raise
            verdict, barcodes, blank, problem = Verdict(), (), False, error.code  # its words are kept
        if _is_empty(content) and (pdf.repaired or scans.is_lost(index)):
            raise Corrupt("De la página no quedó nada.")  # no blank one: what stood on it is lost
        layer = Reading(Part.TEXT_LAYER, content.words.text(), (), TEXT_ENGINE, "", confidence=1.0)
        looked_at = InspectedPage(
            index,
            content.width,
            content.height,
            reading=layer if content.words else None,
            packed_words=content.words.packed() if content.words else b"",
            needs_reading=verdict.needs_reading,
            why=verdict.why,
            barcodes=barcodes,
            blank=blank,
            problem=problem,
        )
        return Look(looked_at, picture_marks(page) if verdict.why == "image" else (), pinned)


def _is_empty(content: PageContent) -> bool:
    return not (content.words or content.spots or content.drawings or content.texts)


def _seen_on(
    page: pdfium.PdfPage, content: PageContent, structure: Structure, request: InspectRequest, limits: Limits
) -> tuple[Verdict, tuple[Barcode, ...], bool]:
    """Whether the page is to be read, the codes on it, and whether it is empty.

    Raises:
        Corrupt: a picture on it cannot be decoded, and without it the page is not the page.
    """
    verdict = judge_structure(structure)
    if verdict.doubt:
        drawn = draw_mended(page, content, INK_DPI / _POINTS, grey=True).checked()
        verdict = judge_ink(structure, verdict, drawn.pixels)
    if verdict.compare:
        verdict = judge_agreement(verdict, _compared(page, content, request))
    looked_for = request.look_for_barcodes and _may_bear_code(content, verdict)
    barcodes, blank = _barcodes_of(page, content, verdict, limits) if looked_for else ((), _is_empty(content))
    if verdict.why == "image" and barcodes:
        verdict = judge_structure(_besides_codes(structure, barcodes))
    return verdict, barcodes, blank


def _compared(page: pdfium.PdfPage, content: PageContent, request: InspectRequest) -> Agreement:
    """Whether the layer says what the page shows; without an engine it is believed."""

    def see(part: Box, high: float) -> Pixels:
        return draw(page, min(high / content.height, MOST_DPI / _POINTS), grey=True, part=part).pixels

    try:
        return compare_layer(content.words, see, kept_engine(request.engine, request.language))
    except Misconfigured:
        return Agreement.YES
    except LimitExceeded:
        return Agreement.UNCLEAR


def _besides_codes(structure: Structure, barcodes: tuple[Barcode, ...]) -> Structure:
    """The page without the pictures that are nothing but a barcode."""
    rest = tuple(box for box in structure.pictures if not any(_fills(code.box, box) for code in barcodes))
    return msgspec.structs.replace(structure, pictures=rest)


def _fills(inner: Box, outer: Box) -> bool:
    """Whether the inner box lies in the outer one and leaves no room for a line of text beside it."""
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    inside = outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]
    return inside and inner[2] * inner[3] >= 0.35 * outer[2] * outer[3]


def _may_bear_code(content: PageContent, verdict: Verdict) -> bool:
    """Pages full of text are left alone; a code stands on a picture or is drawn line by line."""
    if not content.spots and not _is_drawn_like_a_code(content):
        return False
    return verdict.needs_reading or len(content.words) < _BARCODE_WORDS


def _is_drawn_like_a_code(content: PageContent) -> bool:
    return content.drawings >= _BARCODE_DRAWINGS or content.strokes >= _BARCODE_STROKES


def _barcodes_of(
    page: pdfium.PdfPage, content: PageContent, verdict: Verdict, limits: Limits
) -> tuple[tuple[Barcode, ...], bool]:
    """Codes on the page, and whether it has no ink at all: the back of a separator sheet goes with the sheet.

    Where the text is the page, only its pictures and what looks like a code are drawn.
    """
    if not verdict.needs_reading:
        found = [_barcodes_in(page, part) for part in _parts_to_draw(page, content)]
        return tuple(code for codes in found for code in codes), False
    if content.drawings or not content.spots:
        return _codes_or_blank(draw_mended(page, content, _BARCODE_DPI / _POINTS, grey=True).checked().pixels)
    return _codes_or_blank(page_pixels(page, content, limits.pixels).pixels)


def _codes_or_blank(pixels: Pixels) -> tuple[tuple[Barcode, ...], bool]:
    """A page without ink bears no code, and to see that costs less than to look for one."""
    grey = grey_of(pixels)
    if is_blank(grey):
        return (), is_bare(grey)
    return find_barcodes(pixels), False


def _parts_to_draw(page: pdfium.PdfPage, content: PageContent) -> list[Box]:
    parts = [_widened(spot.box) for spot in content.spots if spot.box[2] * spot.box[3] > _CODE_AREA]
    if _is_drawn_like_a_code(content):
        small = draw(page, _FAR_DPI / _POINTS, grey=True).pixels
        height, width = small.shape
        for top, left, bottom, right in dark_patches(small):
            parts.append((left / width, top / height, (right - left) / width, (bottom - top) / height))
    return parts[:_PARTS]


def _barcodes_in(page: pdfium.PdfPage, part: Box) -> tuple[Barcode, ...]:
    x, y, width, height = part
    codes = find_barcodes(draw(page, _BARCODE_DPI / _POINTS, grey=True, part=part).pixels)
    return tuple(
        Barcode(
            code.format,
            code.text,
            (x + code.box[0] * width, y + code.box[1] * height, code.box[2] * width, code.box[3] * height),
        )
        for code in codes
    )


def _widened(box: Box) -> Box:
    """The box with the white around it that a code needs."""
    x, y, width, height = box
    left, top = max(0.0, x - 0.02), max(0.0, y - 0.02)
    return (left, top, min(1.0, x + width + 0.02) - left, min(1.0, y + height + 0.02) - top)


def _inspect_image(
    path: Path, kind: FileKind, request: InspectRequest, limits: Limits, patience: Patience
) -> InspectResult:
    sizes = images.image_sizes(path, kind, limits.pixels, limits.pages)

    def look(index: int) -> bytes:
        size = sizes[index]
        if size.problem:
            return msgspec.msgpack.encode(InspectedPage(index, 0.0, 0.0, problem=size.problem))
        pixels = images.image_pixels(path, kind, index, limits.pixels).pixels
        codes, blank = _codes_or_blank(pixels) if request.look_for_barcodes else ((), False)
        return msgspec.msgpack.encode(
            InspectedPage(index, size.width, size.height, needs_reading=True, why="image", barcodes=codes, blank=blank)
        )

    seen = look_at_each(range(request.first, len(sizes)), look, patience)
    pages = tuple(_page_of(index, found) for index, found in enumerate(seen, request.first))
    usable = any(not page.problem for page in pages)
    cut = usable and not request.first and images.is_cut_short(path, kind)
    unseen = len(sizes) - request.first - len(pages)
    bad = request.bad + _bad(seen)
    return InspectResult(kind, MEDIA_TYPES[kind], pages=pages, repaired=cut, unseen=unseen, bad=bad).judged()
