"""Tesseract as a process for every image, through `pytesseract` and the system's `tesseract`."""

import os
import tempfile
from pathlib import Path

import cv2
import pytesseract  # type: ignore[import-untyped]  # ships no types

from indexer.engines.ocr import FoundWord, GreyPixels, OcrRequest, check_image
from indexer.engines.ocr_tessdata import tessdata_folder, words_of_tsv
from schemas.errors import Corrupt, LimitExceeded, Misconfigured


class ByProcessEngine:
    """A new process per image; nothing is kept between two. The contract is on `OcrEngine`."""

    name = "pytesseract"

    def __init__(self, language: str) -> None:
        self._folder = tessdata_folder(language)
        try:
            self.version = str(pytesseract.get_tesseract_version())
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise Misconfigured("No se encontró el programa tesseract.") from error
        # Several threads of one Tesseract hinder each other and make a page ten times slower.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        self.language = language

    def recognise(self, image: GreyPixels, request: OcrRequest) -> tuple[FoundWord, ...]:
        """As promised by `OcrEngine`."""
        check_image(image)
        options = f'--oem 1 --psm {request.segmentation} --dpi {request.dpi} --tessdata-dir "{self._folder}"'
        with tempfile.TemporaryDirectory(prefix="legajo-ocr-") as folder:
            # PGM is written in milliseconds; PNG of a 300 dpi page takes a second.
            path = Path(folder) / "page.pgm"
            cv2.imwrite(str(path), image)
            try:
                table = pytesseract.image_to_data(
                    str(path), lang=self.language, config=options, timeout=request.timeout_seconds
                )
            except pytesseract.TesseractNotFoundError as error:
                raise Misconfigured("No se encontró el programa tesseract.") from error
            except pytesseract.TesseractError as error:
                raise Corrupt("Tesseract no pudo leer la imagen de la página.") from error
            except RuntimeError as error:
                raise LimitExceeded("La lectura de la página rebasó el tiempo permitido.") from error
        return words_of_tsv(str(table))

    def close(self) -> None:
        """Nothing is held."""


def open_engine(language: str) -> ByProcessEngine:
    """The engine, its program and data found.

    Raises:
        Misconfigured: the program or the trained data is missing.
    """
    return ByProcessEngine(language)
