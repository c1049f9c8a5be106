"""Read one page from its image: the way from pixels to words with boxes.

blank? → take ink apart → upright → deskew → prepare → read print → read stamps → views

Stamps told by their tone alone come first: only what reads as a stamp of a filing received is taken out of the print.
"""

import time
from typing import NamedTuple

import cv2
import msgspec

from indexer.engines.ocr import OcrEngine, OcrRequest
from indexer.stages.blank import is_blank
from indexer.stages.clinging import parted
from indexer.stages.layers import Layers, cleared, layers_of, turned_layers, with_pale_ink
from indexer.stages.letters import Letters, find_letters
from indexer.stages.lone_vowels import with_lone_vowels
from indexer.stages.negative import is_negative, positive
from indexer.stages.page_image import PageImage, Pixels, checked, grey_of, scaled, turned
from indexer.stages.placing import Frame, placed
from indexer.stages.prepare import (
    SURVEY_LONGEST,
    Preparation,
    choose_preparation,
    prepared,
    second_preparation,
)
from indexer.stages.read_stamps import StampedPage, read_stamps
from indexer.stages.resolution import resolution_of, told_resolution
from indexer.stages.skew import skew_of, steep_skew_of, straightened
from indexer.stages.try_turns import best_turn
from indexer.stages.upright import Turn, turn_of
from indexer.stages.views import views_of
from schemas.pages import Part, Reading, Word, mean_confidence, text_of
from schemas.work import ReadResult

_BAD = 0.75
"""Mean confidence below which a page is read once more."""

_SILENT = 20.0
"""Letters believed to be right below which the body of a page says nothing."""


class ReadOptions(msgspec.Struct, frozen=True):
    """What may be chosen about reading a page.

    Sides in pixels; `timeout_seconds` is for each call of the engine, of which
    there are at most sixteen per page and nearly always one. `retry` allows a
    second reading of a page that read badly. `rotation` is how many degrees
    clockwise the page is to be turned, where that is known; it is not doubted.
    """

    view_longest: int = 2000
    thumbnail_longest: int = 320
    timeout_seconds: float = 120.0
    retry: bool = True
    rotation: int | None = None


DEFAULTS = ReadOptions()


class _Page(NamedTuple):
    """The page on its way: its file's pixels and what is known of them."""

    pixels: Pixels
    dpi: float
    turn: Turn
    skew: float
    layers: Layers
    letters: Letters
    scale: float


def read_page_image(image: PageImage, engine: OcrEngine, options: ReadOptions = DEFAULTS) -> ReadResult:
    """Everything that can be read from the image of one page.

    Boxes are fractions of the page turned upright by `rotation`, before the
    fine turn by `skew`; `view` and `thumbnail` show the page so. A blank page
    has no readings; any other has one of the body first, and one of the stamps
    where there are any.

    Raises:
        InvalidInput: the image has no pixels or not the promised shape.
        LimitExceeded: the engine ran out of the time allowed.
    """
    start = time.perf_counter()
    # Workers are processes, one per core: more threads would only hinder the next page.
    cv2.setNumThreads(1)
    pixels = checked(image).pixels
    if is_blank(grey_of(pixels)):
        return _result(_blank_page(image, options.rotation or 0), (), options, start)
    if is_negative(grey_of(pixels)):
        image = msgspec.structs.replace(image, pixels=positive(pixels))
    page = _surveyed(image, engine, options)
    page, stamps = _told_by_tone(page, engine, options)
    degrees = page.turn.degrees
    body, page = _read_body(page, engine, options)
    if stamps is None or page.turn.degrees != degrees:
        page, stamps = _stamps_upright(page, body, engine, options)
    readings = (body,) if stamps is None else (body, stamps)
    return _result(page._replace(pixels=pixels), readings, options, start)


def _blank_page(image: PageImage, rotation: int) -> _Page:
    nothing = Layers(image.pixels[:1, :1])
    letters = find_letters(grey_of(nothing.print_))
    return _Page(image.pixels, resolution_of(image, 0.0), Turn(rotation, sure=True), 0.0, nothing, letters, 1.0)


def _surveyed(image: PageImage, engine: OcrEngine, options: ReadOptions) -> _Page:
    scale = min(1.0, SURVEY_LONGEST / max(image.width, image.height))
    layers = layers_of(image.pixels, scale, resolution_of(image, 0.0))
    letters = find_letters(layers.print_)
    dpi = resolution_of(image, letters.size / scale)
    turn = turn_of(letters) if options.rotation is None else Turn(options.rotation % 360, sure=True)
    sure = turn.sure
    if turn.degrees in (90, 270) and not sure:
        turn = best_turn(layers.print_, letters, engine, options.timeout_seconds)
    return _set_upright(_Page(image.pixels, dpi, Turn(0, sure=False), 0.0, layers, letters, scale), turn, plain=sure)


def _set_upright(page: _Page, turn: Turn, *, plain: bool = False) -> _Page:
    """The page turned on from how it stands now; `plain` where its letters tell how it lies, as those of a lone stamp askew do not."""
    layers = turned_layers(page.layers, turn.degrees)
    letters = find_letters(layers.print_) if turn.degrees else page.letters
    total = Turn((page.turn.degrees + turn.degrees) % 360, turn.sure)
    skew = skew_of(letters) if plain else steep_skew_of(letters)
    return page._replace(turn=total, skew=skew, layers=layers, letters=letters)


def _told_by_tone(page: _Page, engine: OcrEngine, options: ReadOptions) -> tuple[_Page, Reading | None]:
    """The page with a stamp that is paler than print taken out of it, and what that says; as it was where none is."""
    dpi = page.dpi * page.scale
    layers = with_pale_ink(page.layers, dpi)
    if not layers.darkest:
        return page, None
    stamped = page._replace(layers=layers)
    reading, received = _read_stamps(stamped, engine, options)
    if not received:
        return page, None
    return stamped._replace(
        layers=msgspec.structs.replace(layers, print_=cleared(layers.print_, layers, 1, dpi))
    ), reading


def _read_body(page: _Page, engine: OcrEngine, options: ReadOptions) -> tuple[Reading, _Page]:
    first = choose_preparation(page.layers.print_, page.letters, page.scale)
    if page.layers.stamps and not page.layers.darkest and is_blank(page.layers.print_):
        # All its ink was that of stamps and is taken out. On the grain of bare paper the engine can search for minutes.
        return _reading(Part.BODY, (), engine, {"preparation": "no ink left"}), page
    reading = _body(page, first, engine, options)
    if not options.retry or reading.confidence >= _BAD or not page.letters.size:
        return reading, page
    if not page.turn.sure:
        turn = best_turn(page.layers.print_, page.letters, engine, options.timeout_seconds)
        if turn.degrees:
            page = _set_upright(page, turn)
            return _body(page, first, engine, options), page
    second = second_preparation(first, page.layers.print_, page.letters, first.scale / page.scale)
    again = _body(page, second, engine, options)
    return (again if _worth(again) > _worth(reading) else reading), page


def _worth(reading: Reading) -> float:
    """Letters believed to be right."""
    return sum(word.confidence * len(word.text) for word in reading.words if word.confidence > 0.5)


def _body(page: _Page, preparation: Preparation, engine: OcrEngine, options: ReadOptions) -> Reading:
    start = time.perf_counter()
    level = page.layers.print_
    if abs(preparation.scale - page.scale) > 0.01 * page.scale:
        level = turned(layers_of(page.pixels, preparation.scale, page.dpi).print_, page.turn.degrees)
        level = cleared(level, page.layers, preparation.scale / page.scale, page.dpi * preparation.scale)
    pixels = prepared(straightened(level, page.skew), preparation)
    letter = page.letters.size * preparation.scale / page.scale
    told = told_resolution(letter)
    found = engine.recognise(pixels, OcrRequest(dpi=told, timeout_seconds=options.timeout_seconds))
    height, width = pixels.shape
    words = placed(with_lone_vowels(parted(found, pixels)), Frame(width, height, page.skew, (width, height)))
    parameters: dict[str, str | float | int | bool] = {
        "preparation": preparation.name,
        "dpi": round(page.dpi * preparation.scale),
        "told_dpi": told,
        "scale": round(preparation.scale, 4),
        "segmentation": OcrRequest().segmentation,
        "letter_pixels": round(letter, 1),
        "milliseconds": round((time.perf_counter() - start) * 1000),
    }
    return _reading(Part.BODY, words, engine, parameters)


def _read_stamps(page: _Page, engine: OcrEngine, options: ReadOptions) -> tuple[Reading | None, bool]:
    """What the stamps say, each stamp a block of its own, None where nothing can be read; whether one is of a filing received."""
    start = time.perf_counter()
    stamped = StampedPage(page.pixels, page.dpi, page.turn.degrees, page.scale, page.layers)
    words, parameters, received = read_stamps(stamped, engine, options.timeout_seconds)
    spent = round((time.perf_counter() - start) * 1000)
    return _reading(Part.STAMP, words, engine, {**parameters, "milliseconds": spent}) if words else None, received


def _stamps_upright(
    page: _Page, body: Reading, engine: OcrEngine, options: ReadOptions
) -> tuple[_Page, Reading | None]:
    """What the stamps say; on a page that says nothing else, they tell which way up it lies where they read badly."""
    stamps = _read_stamps(page, engine, options)[0]
    silent = page.layers.stamps and not page.turn.sure and _worth(body) < _SILENT
    if not options.retry or not silent or (stamps is not None and stamps.confidence >= _BAD):
        return page, stamps
    seen = turned(scaled(grey_of(page.pixels), page.scale), page.turn.degrees)
    turn = best_turn(seen, find_letters(seen), engine, options.timeout_seconds)
    if not turn.degrees:
        return page, stamps
    page = _set_upright(page, turn)
    return page, _read_stamps(page, engine, options)[0]


def _reading(
    part: Part, words: tuple[Word, ...], engine: OcrEngine, parameters: dict[str, str | float | int | bool]
) -> Reading:
    return Reading(
        part=part,
        text=text_of(words),
        words=words,
        engine=engine.name,
        engine_version=engine.version,
        language=engine.language,
        confidence=mean_confidence(words),
        parameters=parameters,
    )


def _result(page: _Page, readings: tuple[Reading, ...], options: ReadOptions, start: float) -> ReadResult:
    upright = turned(page.pixels, page.turn.degrees)
    view, thumbnail = views_of(upright, options.view_longest, options.thumbnail_longest)
    return ReadResult(
        readings=readings,
        blank=not readings,
        rotation=page.turn.degrees,
        skew=page.skew,
        dpi=round(page.dpi),
        width=upright.shape[1],
        height=upright.shape[0],
        confidence=readings[0].confidence if readings else 0.0,
        view=view,
        thumbnail=thumbnail,
        milliseconds=round((time.perf_counter() - start) * 1000),
    )
