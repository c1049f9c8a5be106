"""Pictures as pages of a PDF, their bytes taken over as they are wherever a PDF can hold them.

JPEG goes in as it is, Group 4 and single-strip JPEG out of TIFF too, and the
data of PNG without transparency. Other black-and-white pictures become Group 4
and other lossless ones Flate, both without loss. HEIC and WebP, lossy
themselves and unknown to PDF, become JPEG of high quality.
"""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageFile

from indexer.engines.group4 import NotJoined, join_strips
from indexer.engines.images import FORMATS, image_pixels, points_of, seek_page
from indexer.stages.page_image import Pixels
from schemas.errors import Corrupt, NotFound
from schemas.outcomes import SENTENCES, Reason
from schemas.work import FileKind

_FAILURES = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, ArithmeticError, RuntimeError,
    NotImplementedError, AttributeError, struct.error, zlib.error, NotJoined,
)  # fmt: skip
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_LOSSY = {FileKind.HEIC, FileKind.WEBP, FileKind.JPEG, FileKind.JP2, FileKind.AVIF}
_QUALITY = 92
_MOST_POINTS = 14_400.0
_MOST_CHUNKS = 100_000
_PNG_GREY, _PNG_RGB, _PNG_PALETTE = 0, 2, 3
_ORIENTATION = 0x0112


class Picture(msgspec.Struct, frozen=True):
    """A picture as a PDF image: its coded bytes and how they are coded; `orientation` as EXIF has it, 1 for upright.

    `cmyk` says that its colours are not those of a screen.
    """

    data: bytes
    width: int
    height: int
    entries: dict[str, pikepdf.Object | int | bool]
    orientation: int = 1
    cmyk: bool = False


class ImageFileSource:
    """An image file opened to have its pages put into PDFs. Use as a context manager.

    Raises:
        Corrupt: it cannot be opened.
    """

    def __init__(self, path: Path, kind: FileKind, most_pixels: int) -> None:
        self._path, self._kind, self._most = path, kind, most_pixels
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            self._image = Image.open(path, formats=FORMATS[kind])
        except _FAILURES as error:
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error

    def __enter__(self) -> "ImageFileSource":
        return self

    def __exit__(self, *_: object) -> None:
        self._image.close()

    def put_page(self, page: int, target: pikepdf.Pdf, rotation: int) -> tuple[pikepdf.Page, Picture]:
        """Append picture `page` (from 0) to the target as a page of its size, turned clockwise by `rotation`.

        Raises:
            NotFound: the file has no such picture.
            Corrupt: nothing of it can be decoded; `LimitExceeded` beyond the pixels allowed.
        """
        try:
            seek_page(self._image, self._kind, self._path, page)
        except EOFError as error:
            raise NotFound("El archivo no tiene esa página.") from error
        except _FAILURES as error:
            raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
        width, height = points_of(self._image)
        shrink = min(1.0, _MOST_POINTS / max(width, height))
        size = (max(round(width * shrink, 2), 1.0), max(round(height * shrink, 2), 1.0))
        picture = self._lifted() or self._coded(page)
        return _page(target, picture, size, rotation), picture

    def _lifted(self) -> Picture | None:
        """The picture with its own bytes, where a PDF can hold them as they are; None elsewhere."""
        try:
            if self._kind != FileKind.TIFF and self._image.tell():
                return None  # the bytes of the file are those of its first picture
            if self._kind == FileKind.JPEG:
                return _whole_jpeg(self._image, self._path)
            if self._kind == FileKind.TIFF:
                return _tiff_strip(self._image, self._path)
            if self._kind == FileKind.PNG:
                return _png_data(self._path)
        except _FAILURES:
            return None
        return None

    def _coded(self, page: int) -> Picture:
        if self._image.mode == "1" and self._image.width * self._image.height <= self._most:
            try:
                return _group4(self._image)
            except _FAILURES as error:
                raise Corrupt(SENTENCES[Reason.DAMAGED]) from error
        pixels = image_pixels(self._path, self._kind, page, self._most).pixels
        return _jpeg(pixels) if self._kind in _LOSSY else _flate(pixels)


def put_pixels(target: pikepdf.Pdf, pixels: Pixels, size: tuple[float, float], quality: int) -> pikepdf.Page:
    """Append pixels as a page of that size in points, coded anew as JPEG of that quality (1-100)."""
    return _page(target, _jpeg(pixels, quality), size, 0)


def upright_matrix(orientation: int, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """How a stored picture (the unit square) is laid on its upright page of the given size, by its EXIF mark."""
    return {
        2: (-width, 0, 0, height, width, 0),
        3: (-width, 0, 0, -height, width, height),
        4: (width, 0, 0, -height, 0, height),
        5: (0, -height, -width, 0, width, height),
        6: (0, -height, width, 0, 0, height),
        7: (0, height, width, 0, 0, 0),
        8: (0, height, -width, 0, width, 0),
    }.get(orientation, (width, 0, 0, height, 0, 0))


def _page(pdf: pikepdf.Pdf, picture: Picture, size: tuple[float, float], rotation: int) -> pikepdf.Page:
    stream = pdf.make_stream(
        picture.data,
        Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height),
    )
    for key, value in picture.entries.items():
        stream[key] = value
    shown, turn = _turned(size, rotation)
    laid = upright_matrix(picture.orientation, *size)
    content = f"q {_written(turn)} cm {_written(laid)} cm /Im0 Do Q".encode()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, *shown],
        Resources=Dictionary(XObject=Dictionary(Im0=stream)),
        Contents=Array([pdf.make_stream(content)]),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def _turned(size: tuple[float, float], rotation: int) -> tuple[tuple[float, float], tuple[float, ...]]:
    """Size of the page turned clockwise and the matrix that turns what is on it."""
    width, height = size
    if rotation % 360 == 90:
        return (height, width), (0, -1, 1, 0, 0, width)
    if rotation % 360 == 180:
        return size, (-1, 0, 0, -1, width, height)
    if rotation % 360 == 270:
        return (height, width), (0, 1, -1, 0, height, 0)
    return size, (1, 0, 0, 1, 0, 0)


def _written(matrix: tuple[float, ...]) -> str:
    return " ".join(f"{value:.4f}" for value in matrix)


def _whole_jpeg(image: Image.Image, path: Path) -> Picture | None:
    spaces = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
    if image.mode not in spaces:
        return None
    entries: dict[str, pikepdf.Object | int | bool] = {
        "/Filter": Name.DCTDecode,
        "/ColorSpace": spaces[image.mode],
        "/BitsPerComponent": 8,
    }
    if image.mode == "CMYK" and "adobe" in image.info:
        entries["/Decode"] = Array([1, 0] * 4)  # Adobe stores such pictures inverted
    turn = int(image.getexif().get(_ORIENTATION, 1))
    return Picture(path.read_bytes(), *image.size, entries, turn if 1 <= turn <= 8 else 1, image.mode == "CMYK")


def _tiff_strip(image: Image.Image, path: Path) -> Picture | None:
    """JPEG data that the file holds in one piece, or Group 4 data in one or several."""
    tags = image.tag_v2  # type: ignore[attr-defined]  # a TIFF image has it
    compression, offsets = tags.get(259), tags.get(273)
    if compression not in (4, 7) or not offsets or (compression == 7 and len(offsets) != 1):
        return None
    width, height, turn = int(tags[256]), int(tags[257]), int(tags.get(274, 1))
    turn = turn if 1 <= turn <= 8 else 1
    strips = _strips(path, offsets, tags.get(279))
    if compression == 7:
        return _tiff_jpeg(tags, strips[0], (width, height), turn)
    if tags.get(266, 1) == 2:
        strips = [strip.translate(_REVERSED) for strip in strips]
    if len(strips) > 1 and tags.get(293, 0):
        return None  # lines may be written without coding, which is not looked for
    data = strips[0] if len(strips) == 1 else join_strips(strips, width)
    parms = Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=tags.get(262, 0) == 1)
    return Picture(data, width, height, _bilevel(parms), turn)


def _strips(path: Path, offsets: Sequence[int], counts: Sequence[int]) -> list[bytes]:
    strips = []
    with path.open("rb") as file:
        for offset, count in zip(offsets, counts, strict=True):
            file.seek(offset)
            strips.append(file.read(count))
            if len(strips[-1]) != count:
                raise ValueError("the strip is cut off")
    return strips


def _tiff_jpeg(tags: dict[int, object], data: bytes, size: tuple[int, int], turn: int) -> Picture | None:
    tables, photometric, samples = tags.get(347, b""), tags.get(262), tags.get(277, 1)
    if photometric not in (1, 2, 6) or samples not in (1, 3) or not isinstance(tables, bytes):
        return None
    if tables:
        data = tables[:-2] + data[2:]  # the tables end, and the data begins, with a marker of its own
    entries: dict[str, pikepdf.Object | int | bool] = {
        "/Filter": Name.DCTDecode,
        "/ColorSpace": Name.DeviceGray if samples == 1 else Name.DeviceRGB,
        "/BitsPerComponent": 8,
    }
    if samples == 3:
        entries["/DecodeParms"] = Dictionary(ColorTransform=1 if photometric == 6 else 0)
    return Picture(data, *size, entries, turn)


def _png_data(path: Path) -> Picture | None:
    """The compressed data of a PNG that has no transparency and is not interlaced."""
    data = path.read_bytes()
    at, header, palette, idat = 8, b"", b"", []
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return None
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IHDR":
            header = body
        elif kind == b"PLTE":
            palette = body
        elif kind == b"IDAT":
            idat.append(body)
        elif kind in (b"tRNS", b"eXIf"):
            return None
        elif kind == b"IEND":
            return _png_picture(header, palette, b"".join(idat))
    return None


def _png_picture(header: bytes, palette: bytes, data: bytes) -> Picture | None:
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if colour not in (_PNG_GREY, _PNG_RGB, _PNG_PALETTE) or interlaced or depth > 8:
        return None
    space: pikepdf.Object = Name.DeviceRGB if colour == _PNG_RGB else Name.DeviceGray
    if colour == _PNG_PALETTE:
        space = Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)])
    colours = 3 if colour == _PNG_RGB else 1
    return Picture(data, width, height, _predicted(space, colours, width, depth))


def _predicted(
    space: pikepdf.Object, colours: int, width: int, depth: int = 8
) -> dict[str, pikepdf.Object | int | bool]:
    return {
        "/Filter": Name.FlateDecode,
        "/ColorSpace": space,
        "/BitsPerComponent": depth,
        "/DecodeParms": Dictionary(Predictor=15, Colors=colours, BitsPerComponent=depth, Columns=width),
    }


def _bilevel(parms: Dictionary) -> dict[str, pikepdf.Object | int | bool]:
    return {
        "/Filter": Name.CCITTFaxDecode,
        "/ColorSpace": Name.DeviceGray,
        "/BitsPerComponent": 1,
        "/DecodeParms": parms,
    }


def _group4(image: Image.Image) -> Picture:
    """A black-and-white picture coded anew, without loss; TIFF is turned upright by the decoder itself."""
    buffer = io.BytesIO()
    image.load()
    image.save(buffer, "TIFF", compression="group4", strip_size=1 << 31)
    with Image.open(io.BytesIO(buffer.getvalue()), formats=("TIFF",)) as coded:
        tags = coded.tag_v2  # type: ignore[attr-defined]  # a TIFF image has it
        start, length = tags[273][0], tags[279][0]
        parms = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=tags.get(262, 0) == 1)
    return Picture(buffer.getvalue()[start : start + length], image.width, image.height, _bilevel(parms))


def _jpeg(pixels: Pixels, quality: int = _QUALITY) -> Picture:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality, subsampling=0)
    grey = pixels.ndim == 2
    entries: dict[str, pikepdf.Object | int | bool] = {
        "/Filter": Name.DCTDecode,
        "/ColorSpace": Name.DeviceGray if grey else Name.DeviceRGB,
        "/BitsPerComponent": 8,
    }
    return Picture(buffer.getvalue(), pixels.shape[1], pixels.shape[0], entries)


def _flate(pixels: Pixels) -> Picture:
    """Each row as its difference from the one above, which deflates far better than the row."""
    height, width = pixels.shape[:2]
    rows = np.ascontiguousarray(pixels).reshape(height, -1)
    coded = np.empty((height, rows.shape[1] + 1), dtype=np.uint8)
    coded[:, 0] = 2
    coded[0, 1:] = rows[0]
    coded[1:, 1:] = rows[1:] - rows[:-1]
    colours, space = (1, Name.DeviceGray) if pixels.ndim == 2 else (3, Name.DeviceRGB)
    return Picture(zlib.compress(coded.tobytes(), 6), width, height, _predicted(space, colours, width))
