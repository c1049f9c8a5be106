"""Image files as pages: how many, how large, and their pixels upright by their own marks.

A picture larger than allowed is refused by its header, before anything is
decoded. A file cut short gives the part that is there.
"""

import contextlib
import io
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from indexer.engines import tiff_forms
from indexer.stages.page_image import PageImage, Pixels, as_pixels
from schemas.errors import ArchiveError, Corrupt, LimitExceeded, TooLarge, Unsupported
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
_IN_FILES = ("JPEG", "JPEG2000", "PNG", "TIFF", "WEBP", "BMP", "GIF")
"""What is found inside other files."""
MOST_PIXELS = 40_000_000
"""Handed on at most; larger pictures are shrunk by whole numbers."""
_JPEG_MODES = {"L": cv2.IMREAD_GRAYSCALE, "RGB": cv2.IMREAD_COLOR_RGB}
_ORIENTATION = 0x0112
_END_OF_JPEG, _TAIL = b"\xff\xd9", 1024
_SUBFILE_TYPE = 254
_SAME_SHAPE = 0.04
_MOST_FRAMES, _DAMAGED, _UNREAD = 100_000, -1, -2
_MOST_PICTURES = 20
"""Pictures of a file that are pages; more are a moving picture, of which the first is read."""
_UNEVEN, _FAX = 1.05, 2.2
_SCALES = (1.0, 255.0, 1023.0, 4095.0, 16383.0, 65535.0, 4294967295.0)
"""White of numbers between nought and one, and of 8, 10, 12, 14, 16 and 32 bits."""
_PALE = 248
"""Lighter than this everywhere is an empty sheet."""
_PAPER = 11.0
"""Inches of the longer side where a file does not state a resolution: a letter sheet."""
_FAILURES = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, ArithmeticError)
_FAILURES_ALL = (*_FAILURES, RuntimeError, NotImplementedError, AttributeError)


_PROBLEMS = {_DAMAGED: str(Reason.DAMAGED), _UNREAD: str(Reason.UNREAD_FORMAT)}


class ImageSize(msgspec.Struct, frozen=True):
    """One picture of a file, upright: size in points of 1/72 inch; `problem` is a code when it cannot be opened."""

    width: float = 0.0
    height: float = 0.0
    problem: str = ""


def image_sizes(path: Path, kind: FileKind, most_pixels: int, most_pages: int) -> list[ImageSize]:
    """The pages of the file: every page of a TIFF, every picture of a file of few.

    Of a moving picture the first is a page, and all the others are one that is not read.

    Raises:
        Corrupt: not even the first can be opened.
        Unsupported: code `unread_format`; the first is in a form that is not read.
        TooLarge: more than `most_pages`.
    """
    sizes: list[ImageSize] = []
    with _opened(path, kind) as image:
        pages = tiff_pages(image) if kind == FileKind.TIFF else _pictures(image)
        try:
            for frame in pages:
                if len(sizes) >= most_pages:
                    raise TooLarge(f"El archivo tiene más de {most_pages} páginas.")
                sizes.append(_size_of(image, most_pixels) if frame >= 0 else ImageSize(problem=_PROBLEMS[frame]))
        except _FAILURES_ALL:
            sizes.append(ImageSize(problem="damaged"))
    return sizes


def _pictures(image: Image.Image) -> Iterator[int]:
    """The pictures of a file that are pages, each the one the image stands at while it is handed out, `_UNREAD` for the rest.

    Beside a photograph telephones keep smaller ones of how deep or light it is, which are none. Programs that turn or
    shrink a photograph drop them and leave the list of them as it was: what it tells of and is not there was no page either.
    """
    size, count = image.size, int(getattr(image, "n_frames", 1))
    if count > _MOST_PICTURES:
        yield from (0, _UNREAD)
        return
    for frame in range(count):
        try:
            image.seek(frame)
        except _FAILURES_ALL:
            if image.format == "MPO":
                return
            raise
        if image.format == "MPO" and image.size != size:
            return
        yield frame


def tiff_pages(image: Image.Image) -> Iterator[int]:
    """The pictures of a TIFF that are pages, by number; each is the one the image stands at while it is handed out.

    The same page made smaller, for a quick look at it, is none. A page that is not understood is `_DAMAGED`, or `_UNREAD`
    where only its form is not known, and those
    after it follow, for the file tells where they are before it tells what they are.

    Raises:
        OSError: or another of `_FAILURES_ALL`; where the next page is cannot be read.
    """
    page: tuple[int, int] | None = None
    for frame in range(_MOST_FRAMES):
        try:
            image.seek(frame)
        except EOFError:
            return
        except _FAILURES_ALL as error:
            if image.tell() != frame:
                raise
            yield _UNREAD if tiff_forms.is_unknown(error) else _DAMAGED
            continue
        if page is None or not _is_preview(image, page):
            page = image.size
            yield frame


def seek_page(image: Image.Image, kind: FileKind, path: Path, page: int) -> None:
    """Stand at page `page` of the file at `path`, which the image was opened from.

    Raises:
        EOFError: there is no such page.
        OSError: the file is damaged from there on.
    """
    frame = page
    if page and kind == FileKind.TIFF:
        status = path.stat()
        frames = _page_frames(path, status.st_size, status.st_mtime_ns)
        if page >= len(frames):
            raise EOFError
        frame = frames[page]
    if frame < 0:
        raise OSError
    image.seek(frame)


@lru_cache(maxsize=8)
def _page_frames(path: Path, size: int, modified: int) -> tuple[int, ...]:
    """The pictures of a TIFF that are pages, `_DAMAGED` for one that is not understood, and the last where what follows is lost.

    Known for the files looked at last: to find a page every picture before it is gone through.
    """
    frames: list[int] = []
    with _opened(path, FileKind.TIFF) as image:
        try:
            frames.extend(tiff_pages(image))
        except _FAILURES_ALL:
            frames.append(_DAMAGED)
    return tuple(frames)


def _is_preview(image: Image.Image, page: tuple[int, int]) -> bool:
    """Whether the picture says it is a smaller one of another, and has the shape of the page before it."""
    marked = int(image.tag_v2.get(_SUBFILE_TYPE, 0)) & 1  # type: ignore[attr-defined]  # a TIFF image has it
    across, down = image.width / page[0], image.height / page[1]
    return bool(marked) and across < 1 and abs(across / max(down, 1e-9) - 1) < _SAME_SHAPE


def image_pixels(path: Path, kind: FileKind, page: int, most_pixels: int) -> PageImage:
    """The pixels of page `page`, turned by EXIF, transparency over white.

    Raises:
        Corrupt: nothing of it can be decoded.
        LimitExceeded: code `too_large`; more than `most_pixels`.
        Unsupported: code `unread_format`; it is in a form that is not read.
    """
    with _opened(path, kind) as image:
        try:
            seek_page(image, kind, path, page)
            if image.width * image.height > most_pixels:
                raise LimitExceeded(SENTENCES[Reason.TOO_LARGE], code=Reason.TOO_LARGE)
            width, height = points_of(image) if resolution_of(image)[0] else (0.0, 0.0)
            if image.format in FORMATS[FileKind.JPEG] and image.width * image.height > MOST_PIXELS:
                image.draft(None, (image.width // 2, image.height // 2))
            if kind == FileKind.TIFF and tiff_forms.is_misread(image):
                raise _unread()
            decoded = None if page else _plain_jpeg(path, kind, image)
            pixels = _shrunk(_upright(image) if decoded is None else decoded)
        except _FAILURES_ALL as error:
            if kind == FileKind.TIFF and tiff_forms.is_doubtful(image):
                raise _unread() from error
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
    return _squared(pixels, width, height)


def _unread() -> ArchiveError:
    return Unsupported(SENTENCES[Reason.UNREAD_FORMAT], code=Reason.UNREAD_FORMAT)


def picture_in(data: bytes, most_pixels: int) -> Pixels:
    """The whole picture that these bytes are, of whatever format by their beginning; not turned by its own mark.

    Raises:
        Corrupt: they are none, or not all of one.
        LimitExceeded: code `too_large`; more than `most_pixels`.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_IN_FILES) as image:
                if image.width * image.height > most_pixels:
                    raise LimitExceeded(SENTENCES[Reason.TOO_LARGE], code=Reason.TOO_LARGE)
                image.load()
                return _flat(image)
        except _FAILURES_ALL as error:
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error


def _squared(pixels: Pixels, width: float, height: float) -> PageImage:
    """The page of that size in points with as many pixels to the inch down as across: faxes have half or twice as many."""
    if not width:
        return PageImage(pixels)
    across, down = pixels.shape[1] * 72 / width, pixels.shape[0] * 72 / height
    most = max(across, down)
    if most >= _UNEVEN * min(across, down):
        size = (round(width * most / 72), round(height * most / 72))
        pixels = _shrunk(as_pixels(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)))
    return PageImage(pixels, pixels.shape[1] * 72 / width)


def _upright(image: Image.Image) -> Pixels:
    image.load()
    if image.format != "TIFF":  # a TIFF is set upright as it is loaded
        ImageOps.exif_transpose(image, in_place=True)
    return _flat(tiff_forms.with_colours(image))


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


def resolution_of(image: Image.Image) -> tuple[float, float]:
    """Pixels per inch across and down as the file states them, of the picture as stored.

    Both are 0 when it does not, or when what it states cannot be: a fax has twice as many one way as the other, nothing has more.
    """
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    fits = min(across, down) >= 70 and max(across, down) <= 2400 and max(across, down) < _FAX * min(across, down)
    return (across, down) if fits else (0.0, 0.0)


def points_of(image: Image.Image) -> tuple[float, float]:
    """Width and height of the upright page in points of 1/72 inch; a letter sheet's where no resolution is stated."""
    turned = _lies(image)
    across, down = resolution_of(image)
    if not across:
        across = down = max(image.size) / _PAPER
    if turned:
        across, down = down, across
    width, height = image.size[::-1] if turned and image.format != "TIFF" else image.size  # a TIFF's is upright already
    return width * 72 / across, height * 72 / down


def _lies(image: Image.Image) -> bool:
    """Whether the picture as stored is turned by a quarter, so that its width is the height of the page."""
    try:
        return image.getexif().get(_ORIENTATION, 1) in range(5, 9)
    except _FAILURES_ALL:
        return False


@contextlib.contextmanager
def _opened(path: Path, kind: FileKind, *, whole: bool = False) -> Iterator[Image.Image]:
    ImageFile.LOAD_TRUNCATED_IMAGES = not whole
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd about a file is told by what becomes of it
        with path.open("rb") as file:  # by its name Pillow maps a plain TIFF into memory, and one stored lying wrongly
            try:
                image = Image.open(file, formats=FORMATS[kind])
            except _FAILURES_ALL as error:
                if kind == FileKind.TIFF and tiff_forms.begins_unknown(path):
                    raise _unread() from error
                raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
            with image:
                yield image


def _size_of(image: Image.Image, most_pixels: int) -> ImageSize:
    if image.width * image.height > most_pixels:
        return ImageSize(problem=str(Reason.TOO_LARGE))
    return ImageSize(*points_of(image))


def _flat(image: Image.Image) -> Pixels:
    """Grey or RGB pixels whatever the mode, transparency over white."""
    if image.mode in {"1", "L", "RGB"}:
        return as_pixels(np.asarray(image.convert("L") if image.mode == "1" else image))
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        grey = _by_scale(np.nan_to_num(_unsigned(np.asarray(image)).astype(np.float32)))
        return tiff_forms.as_photographed(image, grey)
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        return _laid(image.convert("RGBA"))
    return as_pixels(np.asarray(image.convert("RGB")))


def _laid(image: Image.Image) -> Pixels:
    """The picture over white, or over black where it is drawn in white and nothing of it were seen."""
    over_white = np.asarray(Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB"))
    covers = np.asarray(image.getchannel("A"))
    if covers.min() == covers.max() or over_white.min() < _PALE:
        return as_pixels(over_white)
    black = Image.new("RGBA", image.size, "black")
    return as_pixels(np.asarray(Image.alpha_composite(black, image).convert("RGB")))


def _unsigned(values: np.ndarray[tuple[int, ...], np.dtype[Any]]) -> np.ndarray[tuple[int, ...], np.dtype[Any]]:
    """Greys of 32 bits as the file means them: the library takes the lighter half for less than nought."""
    lighter = values.dtype == np.int32 and int(np.min(values, initial=0)) < 0
    return values.view(np.uint32) if lighter else values


def _by_scale(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Pixels:
    """Grey of numbers that do not say what is white: the least of the usual scales that holds them all."""
    top = float(np.max(values, initial=0.0))
    white = next((scale for scale in _SCALES if top <= scale), top)
    return as_pixels(np.clip(values * (255.0 / white), 0, 255))


def _shrunk(pixels: Pixels) -> Pixels:
    factor = int(np.ceil((pixels.shape[0] * pixels.shape[1] / MOST_PIXELS) ** 0.5))
    if factor <= 1:
        return pixels
    size = (max(1, pixels.shape[1] // factor), max(1, pixels.shape[0] // factor))
    return as_pixels(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
