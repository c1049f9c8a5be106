"""The letters that everything we draw is set in (Bitstream Vera, as in bound dossiers): they have every sign of Spanish."""

from functools import lru_cache
from pathlib import Path

import reportlab
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "LegajoRegular", "LegajoBold"
_FOLDER = Path(reportlab.__file__).parent / "fonts"


def use_typeface() -> None:
    """Have the letters at hand for ReportLab, as `REGULAR` and `BOLD`, embedded."""
    if REGULAR not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(REGULAR, str(_FOLDER / "Vera.ttf")))
        pdfmetrics.registerFont(TTFont(BOLD, str(_FOLDER / "VeraBd.ttf")))


@lru_cache(maxsize=32)
def letters(tall: float) -> ImageFont.FreeTypeFont:
    """The regular letters for a picture, so many pixels tall."""
    return ImageFont.truetype(str(_FOLDER / "Vera.ttf"), tall)
