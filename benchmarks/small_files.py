"""Small files made on the spot, for what needs many and does not care what they say."""

import io

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"


def text_page(words: str) -> bytes:
    """A PDF of one page with a text layer."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(612, 792), invariant=1)
    for line in range(12):
        sheet.drawString(72, 720 - 20 * line, f"{words} Renglón {line}.")
    sheet.save()
    return out.getvalue()


def image_page(words: str) -> bytes:
    """A scanned page as PNG: grey, 200 dpi."""
    page = Image.new("L", (1700, 2200), 245)
    pen = ImageDraw.Draw(page)
    for line in range(6):
        pen.text((180, 200 + 70 * line), f"{words}", fill=30, font=ImageFont.truetype(FONT, 38))
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()
