"""How many pixels per inch a page has, when the file does not say or cannot be believed."""

from indexer.stages.page_image import PageImage

LOWEST, HIGHEST = 60.0, 1300.0
"""Pixels per inch outside of which no scanner's word is believed."""

_SMALLEST_SHEET, _LARGEST_SHEET = 1.5, 60.0
_USUAL = (100, 120, 150, 200, 240, 300, 400, 600)
_SHEETS = ((8.5, 11.0), (8.5, 13.4), (8.5, 14.0), (8.27, 11.69), (5.5, 8.5), (5.83, 8.27))
_SHEET_TOLERANCE = 0.015
_LETTER_INCH = 0.078
_TOO_FAR = 1.7
_LOWEST_TOLD, _HIGHEST_TOLD = 120, 400


def resolution_of(image: PageImage, letter_pixels: float) -> float:
    """Pixels per inch: the file's word when it is believable, else judged by the sheet and the print.

    Args:
        image: the page as the file has it.
        letter_pixels: usual height of letters in pixels of the image, 0 when
            not known. Print of ten to eleven points stands 0.078 inch high on
            average.
    """
    if is_believable(image):
        return image.dpi
    guess = letter_pixels / _LETTER_INCH if letter_pixels else 0.0
    sheets = [dpi for dpi in _USUAL if _is_sheet(image, dpi)]
    if sheets and not guess:
        return float(sheets[-1] if len(sheets) == 1 else sheets[0])
    if guess:
        nearest = float(min(sheets or _USUAL, key=lambda dpi: abs(dpi / guess - 1)))
        return nearest if 1 / _TOO_FAR < nearest / guess < _TOO_FAR else round(guess)
    # Nothing printed and no sheet we know: a letter page is the best there is to assume.
    return max(1.0, round(max(image.width, image.height) / 11.0, 1))


def is_believable(image: PageImage) -> bool:
    """Whether the resolution the file states makes a sheet of paper out of the image."""
    if not LOWEST <= image.dpi <= HIGHEST:
        return False
    return image.width / image.dpi <= _LARGEST_SHEET and max(image.width, image.height) / image.dpi >= _SMALLEST_SHEET


def _is_sheet(image: PageImage, dpi: int) -> bool:
    short, long = sorted((image.width / dpi, image.height / dpi))
    return any(
        abs(short / one - 1) < _SHEET_TOLERANCE and abs(long / other - 1) < _SHEET_TOLERANCE for one, other in _SHEETS
    )


def told_resolution(letter_pixels: float) -> int:
    """The pixels per inch at which letters of this height would be ordinary print; 300 when it is not known.

    The engine tells columns and gaps between words apart by it, so it must go
    with the letters and not with the sheet. Measured: told 200 for letters of
    21 pixels, columns run into each other (mean character errors on old print
    9.4 %, against 6.8 % so); told 300 for letters of 14 pixels, typewritten
    words break in two.
    """
    return round(min(_HIGHEST_TOLD, max(_LOWEST_TOLD, letter_pixels / _LETTER_INCH))) if letter_pixels else 300
