"""The mark on what an auditor is shown: who, when and which look, across the whole page.

It tells where a copy that went astray came from. It is drawn, so whoever can edit pictures can take it away:
it is no lock, and the log has the look besides.
"""

import io

import numpy as np
import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from indexer.engines.pdf_pages import FAILURES
from indexer.engines.typeface import REGULAR, letters, use_typeface
from indexer.limits import Limits
from schemas.errors import Corrupt, LimitExceeded
from schemas.outcomes import SENTENCES, Reason
from schemas.watermarks import MarkedPdf, MarkPdfRequest, MarkPictureRequest
from schemas.work import RenderResult

_SLANT = 30
"""Degrees by which the words across the page rise."""
_STRENGTH = 0.2
"""How dark the words across the page are: what stands beneath stays readable."""
_QUALITY = 82
_INK = 90


def mark_picture(request: MarkPictureRequest, limits: Limits) -> RenderResult:
    """The picture with the mark, of the same size, as JPEG.

    Raises:
        Corrupt: it cannot be read; `LimitExceeded` with `too_large` beyond the pixels allowed.
    """
    try:
        with Image.open(request.path, formats=("JPEG", "WEBP", "PNG")) as image:
            if image.width * image.height > limits.pixels:
                raise LimitExceeded("La imagen de la página es demasiado grande.", code="too_large")
            shown = image.convert("L" if image.mode in ("1", "L") else "RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    marked = _marked(shown, request.words)
    out = io.BytesIO()
    marked.save(out, "JPEG", quality=_QUALITY)
    return RenderResult(out.getvalue(), "image/jpeg", marked.width, marked.height)


def mark_pdf(request: MarkPdfRequest, limits: Limits) -> MarkedPdf:
    """Write the PDF with the mark over every page; text and pictures beneath stay as they are.

    Raises:
        Corrupt: it cannot be read.
    """
    try:
        with pikepdf.open(request.path) as pdf:
            marks: dict[tuple[int, int], pikepdf.Object] = {}
            for page in pdf.pages:
                left, bottom, right, top = (float(one) for one in page.cropbox)
                size = max(1, round(right - left)), max(1, round(top - bottom))
                if size not in marks:
                    marks[size] = _overlay(pdf, size, request.words)
                page.add_overlay(marks[size], pikepdf.Rectangle(left, bottom, right, top))
            pdf.save(request.output, deterministic_id=True)
            return MarkedPdf(len(pdf.pages))
    except FAILURES as error:
        raise Corrupt(SENTENCES[Reason.DAMAGED]) from error


def _marked(image: Image.Image, words: str) -> Image.Image:
    width, height = image.size
    tall = max(11, round(width * 0.018))
    mask = Image.new("L", image.size, 0)
    side = round((width**2 + height**2) ** 0.5) + 1
    across = Image.new("L", (side, side), 0)
    pen, font = ImageDraw.Draw(across), letters(tall)
    step = max(font.getlength(words) + 4 * tall, 1.0)
    for row, y in enumerate(range(0, side, tall * 8)):
        x = -(row % 2) * step / 2
        while x < side:
            pen.text((x, y), words, fill=round(255 * _STRENGTH), font=font)
            x += step
    turned = across.rotate(_SLANT, resample=Image.Resampling.BILINEAR)
    mask.paste(
        turned.crop(((side - width) // 2, (side - height) // 2, (side + width) // 2, (side + height) // 2)), (0, 0)
    )
    ink = Image.new(image.mode, image.size, _INK if image.mode == "L" else (_INK, _INK, _INK))
    return Image.composite(ink, image, mask)


def _overlay(pdf: pikepdf.Pdf, size: tuple[int, int], words: str) -> pikepdf.Object:
    """A page of that size, in points, with the mark alone, as a form that pages of `pdf` share."""
    use_typeface()
    out, (width, height) = io.BytesIO(), size
    canvas = Canvas(out, pagesize=size, invariant=1)
    tall = max(6.0, width * 0.018)
    canvas.setFont(REGULAR, tall)
    canvas.setFillGray(_INK / 255, alpha=_STRENGTH * 1.3)
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(_SLANT)
    half, step = (width**2 + height**2) ** 0.5 / 2, canvas.stringWidth(words, REGULAR, tall) + 4 * tall
    for row, y in enumerate(np.arange(-half, half, tall * 8)):
        for x in np.arange(-half - (row % 2) * step / 2, half, step):
            canvas.drawString(float(x), float(y), words)
    canvas.restoreState()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as made:
        return pdf.copy_foreign(made.pages[0].as_form_xobject())
