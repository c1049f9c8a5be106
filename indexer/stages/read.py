"""Read one page from its image: the way from pixels to words with boxes."""

import time

import msgspec

from indexer.engines.ocr import FoundWord, OcrEngine, OcrRequest
from indexer.stages.page_image import PageImage, checked, grey_of
from indexer.stages.views import views_of
from schemas.pages import Part, Reading, Word, mean_confidence, text_of
from schemas.work import ReadResult


class ReadOptions(msgspec.Struct, frozen=True):
    """What may be chosen about reading a page.

    Sides in pixels; `timeout_seconds` is for each call of the engine, of
    which there are at most a handful per page.
    """

    view_longest: int = 2000
    thumbnail_longest: int = 320
    timeout_seconds: float = 120.0


def read_page_image(image: PageImage, engine: OcrEngine, options: ReadOptions = ReadOptions()) -> ReadResult:  # noqa: B008 - frozen
    """Everything that can be read from the image of one page.

    Boxes are fractions of the page turned upright by `rotation`, before the
    fine turn by `skew`; `view` and `thumbnail` show the page so.

    Raises:
        InvalidInput: the image has no pixels or not the promised shape.
        LimitExceeded: the engine ran out of the time allowed.
    """
    start = time.perf_counter()
    pixels = checked(image).pixels
    dpi = round(image.dpi) or 200
    found = engine.recognise(grey_of(pixels), OcrRequest(dpi=dpi, timeout_seconds=options.timeout_seconds))
    words = tuple(_word(word, image.width, image.height) for word in found)
    reading = Reading(
        part=Part.BODY,
        text=text_of(words),
        words=words,
        engine=engine.name,
        engine_version=engine.version,
        language=engine.language,
        confidence=mean_confidence(words),
    )
    view, thumbnail = views_of(pixels, options.view_longest, options.thumbnail_longest)
    return ReadResult(
        readings=(reading,),
        blank=False,
        rotation=0,
        skew=0.0,
        dpi=dpi,
        width=image.width,
        height=image.height,
        confidence=reading.confidence,
        view=view,
        thumbnail=thumbnail,
        milliseconds=round((time.perf_counter() - start) * 1000),
    )


def _word(word: FoundWord, width: int, height: int) -> Word:
    box = (word.left / width, word.top / height, word.width / width, word.height / height)
    return Word(word.text, box, word.confidence, word.line, word.block)
