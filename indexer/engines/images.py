"""Image files as pages: how many, how large, and their pixels upright by their own marks.

A picture larger than allowed is refused by its header, before anything is
decoded. A file cut short gives the part that is there.
"""

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from indexer.stages.page_image import PageImage, Pixels, as_pixels
from schemas.errors import Corrupt, LimitExceeded, TooLarge
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own bound is checked before anything is decoded

FORMATS: dict[FileKind, tuple[str, ...]] = {
    FileKind.TIFF: ("TIFF",),
    FileKind.JPEG: ("JPEG", "MPO"),
    FileKind.PNG: ("PNG",),
    FileKind.BMP: ("BMP",),
    FileKind.GIF: ("GIF",),
    FileKind.WEBP: ("WEBP",),
    FileKind.HEIC: ("HEIF",),
    FileKind.JP2: ("JPEG2000",),
    FileKind.AVIF: ("AVIF",),
}
MOST_PIXELS = 40_000_000
"""Handed on at most; larger pictures are shrunk by whole numbers."""
_JPEG_MODES = {"L": cv2.IMREAD_GRAYSCALE, "RGB": cv2.IMREAD_COLOR_RGB}
_ORIENTATION = 0x0112
_END_OF_JPEG, _TAIL = b"\xff\xd9", 1024
_PAPER = 11.0
"""Inches of the longer side where a file does not state a resolution: a letter sheet."""
_FAILURES = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, ArithmeticError)
_FAILURES_ALL = (*_FAILURES, RuntimeError, NotImplementedError, AttributeError)


class ImageSize(msgspec.Struct, frozen=True):
    """One picture of a file, upright: size in points of 1/72 inch; `problem` is a code when it cannot be opened."""

    width: float = 0.0
    height: float = 0.0
    problem: str = ""


def image_sizes(path: Path, kind: FileKind, most_pixels: int, most_pages: int) -> list[ImageSize]:
    """The pictures of the file. Only TIFF has pages; of moving pictures the first is the page.

    Raises:
        Corrupt: not even the first can be opened.
        TooLarge: more than `most_pages`.
    """
    sizes: list[ImageSize] = []
    with _opened(path, kind) as image:
        while True:
            sizes.append(_size_of(image, most_pixels))
            if kind != FileKind.TIFF:
                return sizes
            if len(sizes) >= most_pages:
                raise TooLarge(f"El archivo tiene más de {most_pages} páginas.")
            try:
                image.seek(len(sizes))
            except EOFError:
                return sizes
            except _FAILURES_ALL:
                return [*sizes, ImageSize(problem="damaged")]


def image_pixels(path: Path, kind: FileKind, page: int, most_pixels: int) -> PageImage:
    """The pixels of page `page`, turned by EXIF, transparency over white.

    Raises:
        Corrupt: nothing of it can be decoded.
        LimitExceeded: code `too_large`; more than `most_pixels`.
    """
    with _opened(path, kind) as image:
        try:
            if page:
                image.seek(page)
            if image.width * image.height > most_pixels:
                raise LimitExceeded(SENTENCES[Reason.TOO_LARGE], code=Reason.TOO_LARGE)
            if image.format in FORMATS[FileKind.JPEG] and image.width * image.height > MOST_PIXELS:
                image.draft(None, (image.width // 2, image.height // 2))
            dpi, longest = resolution_of(image), max(image.size)
            decoded = _plain_jpeg(path, kind, image)
            pixels = _shrunk(_upright(image) if decoded is None else decoded)
        except _FAILURES_ALL as error:
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    return PageImage(pixels, dpi * max(pixels.shape[:2]) / longest)


def _upright(image: Image.Image) -> Pixels:
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    return _flat(image)


def _plain_jpeg(path: Path, kind: FileKind, image: Image.Image) -> Pixels | None:
    """The pixels of a whole JPEG, grey or RGB, that need no turning: the same as Pillow's in half the time; else None."""
    flags = _JPEG_MODES.get(image.mode)
    if kind != FileKind.JPEG or flags is None or image.width * image.height > MOST_PIXELS:
        return None
    if image.getexif().get(_ORIENTATION, 1) != 1 or _END_OF_JPEG not in _tail(path):
        return None
    try:
        pixels = cv2.imdecode(np.fromfile(path, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return as_pixels(pixels) if pixels is not None and pixels.shape[1::-1] == image.size else None


def is_cut_short(path: Path, kind: FileKind) -> bool:
    """Whether the first picture ends before it should."""
    if kind == FileKind.JPEG and _END_OF_JPEG in _tail(path):
        return False  # spares decoding it once more
    with _opened(path, kind, whole=True) as image:
        try:
            image.load()
        except _FAILURES_ALL:
            return True
    return False


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return file.read()


def resolution_of(image: Image.Image) -> float:
    """Pixels per inch as the file states it; 0 when it does not, or when what it states cannot be."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    return across if 70 <= across <= 2400 and 0.8 < across / max(down, 1.0) < 1.25 else 0.0


@contextlib.contextmanager
def _opened(path: Path, kind: FileKind, *, whole: bool = False) -> Iterator[Image.Image]:
    ImageFile.LOAD_TRUNCATED_IMAGES = not whole
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd about a file is told by what becomes of it
        try:
            image = Image.open(path, formats=FORMATS[kind])
        except _FAILURES_ALL as error:
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
        with image:
            yield image


def _size_of(image: Image.Image, most_pixels: int) -> ImageSize:
    width, height = image.size
    if width * height > most_pixels:
        return ImageSize(problem=str(Reason.TOO_LARGE))
    try:
        turned = image.getexif().get(_ORIENTATION, 1) in range(5, 9)
    except _FAILURES_ALL:
        turned = False
    dpi = resolution_of(image) or max(max(width, height) / _PAPER, 72.0)
    points = (width * 72 / dpi, height * 72 / dpi)
    return ImageSize(*(points[::-1] if turned else points))


def _flat(image: Image.Image) -> Pixels:
    """Grey or RGB pixels whatever the mode, transparency over white."""
    if image.mode in {"1", "L", "RGB"}:
        return as_pixels(np.asarray(image.convert("L") if image.mode == "1" else image))
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        return _sixteen_bit(np.asarray(image, dtype=np.float32))
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return as_pixels(np.asarray(Image.alpha_composite(white, seen).convert("RGB")))
    return as_pixels(np.asarray(image.convert("RGB")))


def _sixteen_bit(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Pixels:
    top = float(np.max(values, initial=0.0))
    return as_pixels(np.clip(values * (255.0 / (65535.0 if top > 255 else 255.0)), 0, 255))


def _shrunk(pixels: Pixels) -> Pixels:
    factor = int(np.ceil((pixels.shape[0] * pixels.shape[1] / MOST_PIXELS) ** 0.5))
    if factor <= 1:
        return pixels
    size = (max(1, pixels.shape[1] // factor), max(1, pixels.shape[0] // factor))
    return as_pixels(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
