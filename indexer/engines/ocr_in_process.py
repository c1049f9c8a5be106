"""Tesseract inside this process, through the library the `tesserocr` wheel brings along."""

import tesserocr  # type: ignore[import-untyped]  # the wheel has no py.typed

from indexer.engines.ocr import FoundWord, GreyPixels, OcrRequest, check_image
from indexer.engines.ocr_tessdata import tessdata_folder, words_of_tsv
from schemas.errors import LimitExceeded, Misconfigured


class InProcessEngine:
    """One loaded model, reused for every page. The contract is on `OcrEngine`."""

    name = "tesserocr"

    def __init__(self, language: str) -> None:
        folder = tessdata_folder(language)
        try:
            self._api = tesserocr.PyTessBaseAPI(path=str(folder), lang=language, oem=tesserocr.OEM.LSTM_ONLY)
        except RuntimeError as error:
            raise Misconfigured(f"Tesseract no pudo abrir sus datos de «{language}».") from error
        # Notes such as "Empty page!!" belong to nobody's log.
        self._api.SetVariable("debug_file", "/dev/null")
        self.language = language
        self.version = str(tesserocr.tesseract_version()).split()[1]

    def recognise(self, image: GreyPixels, request: OcrRequest) -> tuple[FoundWord, ...]:
        """As promised by `OcrEngine`."""
        check_image(image)
        height, width = image.shape
        self._api.SetPageSegMode(request.segmentation)
        self._api.SetImageBytes(image.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(request.dpi)
        try:
            if not self._api.Recognize(max(1, int(request.timeout_seconds * 1000))):
                raise LimitExceeded("La lectura de la página rebasó el tiempo permitido.")
            return words_of_tsv(self._api.GetTSVText(0))
        finally:
            self._api.Clear()

    def close(self) -> None:
        """Free the model."""
        self._api.End()


def open_engine(language: str) -> InProcessEngine:
    """The engine with its model loaded.

    Raises:
        Misconfigured: the trained data is missing or cannot be read.
    """
    return InProcessEngine(language)
