"""The port of character recognition: an image goes in, words come out.

    open_engine(name) -> OcrEngine ── recognise(image, request) -> FoundWords

Back ends: `tesserocr` (Tesseract in this process) and `pytesseract`
(Tesseract as a process of its own for every image). Both read the system's
trained data and return the same words for the same picture within the
differences of the two Tesseract versions.
"""

import functools
from importlib import import_module
from typing import Protocol, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from schemas.errors import InvalidInput, Misconfigured

GreyPixels = NDArray[np.uint8]
"""`(height, width)`, 0 black to 255 white."""

_BACK_ENDS = {
    "tesserocr": "indexer.engines.ocr_in_process",
    "pytesseract": "indexer.engines.ocr_by_process",
}

AUTOMATIC = 3
"""Tesseract's page segmentation for whole pages, without its own search for orientation."""

ONE_BLOCK = 6
"""Tesseract's page segmentation for one block of lines, as a stamp is."""


class OcrRequest(msgspec.Struct, frozen=True):
    """How to read an image.

    `dpi` is pixels per inch of the image given, `segmentation` a Tesseract
    page segmentation mode, `timeout_seconds` of wall time.
    """

    dpi: int = 200
    segmentation: int = AUTOMATIC
    timeout_seconds: float = 120.0


class FoundWord(msgspec.Struct, frozen=True, array_like=True):
    """One word: box in pixels of the image given from its top left, confidence 0-1.

    `block` and `line` count from 0 in reading order over the whole image.
    """

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: int
    block: int


class OcrEngine(Protocol):
    """Reads images in one language, one at a time, on one thread.

    An engine is used from one thread; it holds its model until `close`.
    """

    @property
    def name(self) -> str:
        """The back end's name, as `open_engine` takes it."""

    @property
    def version(self) -> str:
        """The version of Tesseract itself, such as `5.5.4`."""

    @property
    def language(self) -> str:
        """Code of the trained data read with, such as `spa`."""

    def recognise(self, image: GreyPixels, request: OcrRequest) -> tuple[FoundWord, ...]:
        """The words of the image in reading order; empty when there are none.

        Raises:
            LimitExceeded: `timeout_seconds` were not enough.
            InvalidInput: the image is not grey `uint8` or has no pixels.
        """

    def close(self) -> None:
        """Let go of the model; the engine must not be used again. May be repeated."""


def open_engine(name: str = "tesserocr", language: str = "spa") -> OcrEngine:
    """The engine of that name, ready to read.

    Raises:
        Misconfigured: there is no such engine, or the trained data of the
            language cannot be found.
    """
    chosen = _BACK_ENDS.get(name)  # imported late, so that only the engine asked for is paid for
    if chosen is None:
        raise Misconfigured(f"No hay un motor de reconocimiento «{name}»; los hay: {', '.join(_BACK_ENDS)}.")
    return cast(OcrEngine, import_module(chosen).open_engine(language))


@functools.lru_cache(maxsize=2)
def kept_engine(name: str, language: str) -> OcrEngine:
    """The engine of a language, loaded once in the life of a process.

    Raises:
        Misconfigured: as `open_engine`.
    """
    return open_engine(name, language)


def check_image(image: GreyPixels) -> None:
    """Pass for an image every back end takes.

    Raises:
        InvalidInput: not grey `uint8`, or no pixels.
    """
    if image.dtype != np.uint8 or image.ndim != 2 or not image.size:
        raise InvalidInput("La imagen por leer debe ser gris, de 8 bits y con al menos un pixel.")
