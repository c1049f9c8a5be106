"""The typefaces of the papers, found by family among Debian's fonts, and their measures.

All measures scale from one large size, so that a layout holds for any resolution.
"""

from functools import cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/Library/Fonts"),
)
_FILES = {
    "serif": ("LiberationSerif-Regular", "LiberationSerif-Bold", "fonts-liberation"),
    "sans": ("LiberationSans-Regular", "LiberationSans-Bold", "fonts-liberation"),
    "narrow": ("LiberationSansNarrow-Regular", "LiberationSansNarrow-Bold", "fonts-liberation-sans-narrow"),
    "typewriter": ("LiberationMono-Regular", "LiberationMono-Bold", "fonts-liberation"),
    "book": ("DejaVuSerif", "DejaVuSerif-Bold", "fonts-dejavu-core"),
    "wide": ("DejaVuSans", "DejaVuSans-Bold", "fonts-dejavu-core"),
    "matrix": ("DejaVuSansMono", "DejaVuSansMono-Bold", "fonts-dejavu-core"),
}
FAMILIES = tuple(_FILES)
_MEASURE = 100


class FontMissing(RuntimeError):
    """A typeface is not installed; the message names the package that brings it."""


def package_of(family: str) -> str:
    """The package of Debian 13 and Ubuntu 24.04 that brings a family; before, `fonts-liberation` brought the narrow one, too."""
    return _FILES[family][2]


@cache
def font_path(family: str, bold: bool) -> Path:
    """The file of a family.

    Raises:
        FontMissing: it is in none of the usual font folders.
    """
    regular, heavy, package = _FILES[family]
    name = heavy if bold else regular
    for folder in _FOLDERS:
        for path in sorted(folder.rglob(f"{name}.ttf")) if folder.is_dir() else ():
            return path
    raise FontMissing(f"{name}.ttf is not installed: apt-get install {package}")


@cache
def font(family: str, bold: bool, pixels: float) -> ImageFont.FreeTypeFont:
    """The family at a size in pixels per em."""
    return ImageFont.truetype(str(font_path(family, bold)), pixels, layout_engine=ImageFont.Layout.BASIC)


@cache
def advance(family: str, bold: bool, text: str) -> float:
    """How far the pen moves over `text`, in ems."""
    return font(family, bold, _MEASURE).getlength(text) / _MEASURE


@cache
def ink(family: str, bold: bool, text: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink in ems, from the pen's start on the baseline, y down."""
    left, top, right, bottom = font(family, bold, _MEASURE).getbbox(text, anchor="ls")
    return left / _MEASURE, top / _MEASURE, right / _MEASURE, bottom / _MEASURE
