"""Writes pages as files, the same bytes for the same pages: no dates, no drawn identifiers."""

import io
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.office.fonts import font_path
from benchmarks.office.layout import Sheet
from benchmarks.office.render import Pixels

LayerLine = tuple[float, float, float, str]
"""`x, y, size, text` in points from the bottom left of the page, drawn with Helvetica."""


class PageImage(msgspec.Struct, frozen=True):
    """A page as it is delivered. `bilevel` pages hold only 0 and 255 and are stored in black and white (G4)."""

    pixels: Pixels
    dpi: int
    bilevel: bool = False
    quality: int = 75
    layer: tuple[LayerLine, ...] = ()


def _picture(page: PageImage) -> Image.Image:
    image = Image.fromarray(page.pixels)
    return image.convert("1", dither=Image.Dither.NONE) if page.bilevel else image


def write_tiff(path: Path, pages: list[PageImage]) -> None:
    """One TIFF of all pages: G4 for black and white, JPEG for grey and colour."""
    first, *rest = pages
    others = []
    for page in rest:
        image = _picture(page)
        image.encoderinfo = _tiff_options(page)
        others.append(image)
    _picture(first).save(path, format="TIFF", save_all=True, append_images=others, **_tiff_options(first))


def _tiff_options(page: PageImage) -> dict[str, Any]:
    options: dict[str, Any] = {"compression": "group4" if page.bilevel else "jpeg", "dpi": (page.dpi, page.dpi)}
    if not page.bilevel:
        options["quality"] = page.quality
    return options


def write_jpeg(path: Path, page: PageImage) -> None:
    """One JPEG; black and white pages are stored as grey."""
    Image.fromarray(page.pixels).save(path, format="JPEG", quality=page.quality, dpi=(page.dpi, page.dpi))


def _g4(page: PageImage) -> bytes:
    """The page as one strip of CCITT group 4, without its TIFF envelope."""
    buffer = io.BytesIO()
    image = _picture(page)
    image.save(buffer, format="TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(buffer.getvalue())) as tiff:
        offsets, counts = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
        inverted = tiff.tag_v2[262] == 1  # type: ignore[attr-defined]
    if len(offsets) != 1 or not inverted:
        raise ValueError("the G4 page is not one strip of black on white")
    return buffer.getvalue()[offsets[0] : offsets[0] + counts[0]]


def _image_stream(pdf: pikepdf.Pdf, page: PageImage) -> pikepdf.Stream:
    height, width = page.pixels.shape[:2]
    common = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": width, "/Height": height}
    if page.bilevel:
        stream = pikepdf.Stream(pdf, _g4(page))
        parameters = pikepdf.Dictionary({"/K": -1, "/Columns": width, "/Rows": height, "/BlackIs1": True})
        common |= {"/Filter": pikepdf.Name.CCITTFaxDecode, "/DecodeParms": parameters, "/BitsPerComponent": 1}
    else:
        buffer = io.BytesIO()
        Image.fromarray(page.pixels).save(buffer, format="JPEG", quality=page.quality)
        stream = pikepdf.Stream(pdf, buffer.getvalue())
        common |= {"/Filter": pikepdf.Name.DCTDecode, "/BitsPerComponent": 8}
    grey = page.pixels.ndim == 2
    common["/ColorSpace"] = pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB
    for key, value in common.items():
        stream[key] = value
    return stream


def _layer(lines: tuple[LayerLine, ...]) -> bytes:
    out = []
    for x, y, size, text in lines:
        shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        out.append(b"BT 0.12 0.25 0.63 rg /F1 %.2f Tf %.2f %.2f Td (%s) Tj ET\n" % (size, x, y, shown))
    return b"".join(out)


def add_image_page(pdf: pikepdf.Pdf, page: PageImage) -> None:
    """Adds a page that shows the picture at its size, with its `layer` of born-digital text over it."""
    height, width = page.pixels.shape[:2]
    wide, high = width * 72 / page.dpi, height * 72 / page.dpi
    resources = pikepdf.Dictionary({"/XObject": pikepdf.Dictionary({"/Im0": _image_stream(pdf, page)})})
    content = b"q %.3f 0 0 %.3f 0 0 cm /Im0 Do Q\n" % (wide, high)
    if page.layer:
        face = {
            "/Type": pikepdf.Name.Font, "/Subtype": pikepdf.Name.Type1, "/BaseFont": pikepdf.Name.Helvetica,
            "/Encoding": pikepdf.Name.WinAnsiEncoding,
        }  # fmt: skip
        resources["/Font"] = pikepdf.Dictionary({"/F1": pikepdf.Dictionary(face)})
        content += _layer(page.layer)
    pdf.add_blank_page(page_size=(round(wide, 3), round(high, 3)))
    target = pdf.pages[-1]
    target.obj["/Resources"] = resources
    target.obj["/Contents"] = pikepdf.Stream(pdf, content)


def write_pdf(path: Path, pages: list[PageImage]) -> None:
    """One PDF of page pictures."""
    with pikepdf.new() as pdf:
        for page in pages:
            add_image_page(pdf, page)
        pdf.save(path, deterministic_id=True)


def write_born_digital(path: Path, sheets: tuple[Sheet, ...]) -> None:
    """One PDF with a text layer and no pictures, as a word processor would export it."""
    canvas = Canvas(str(path), invariant=1)
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        for mark in sheet.marks:
            left, top, right, bottom = mark.box
            if mark.kind == "rule":
                canvas.line(left, sheet.height - top, right, sheet.height - bottom)
            elif mark.kind == "box":
                canvas.rect(left, sheet.height - bottom, right - left, bottom - top)
        for word in sheet.words:
            name = f"{word.family}-{'bold' if word.bold else 'regular'}"
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(font_path(word.family, word.bold))))
            canvas.setFont(name, word.size)
            canvas.drawString(word.x, sheet.height - word.y, word.text)
        canvas.showPage()
    canvas.save()
