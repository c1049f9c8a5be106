"""A page read whole: the right words in the right places, however it lay on the glass."""

import cv2
import msgspec
import numpy as np
import pytest

from benchmarks.ocr_pages import BLUE, RED, Stamp, are_fonts_there, office_page, pressed, scanned, skewed
from benchmarks.ocr_truth import recall
from indexer.engines.ocr import FoundWord, open_engine
from indexer.stages.page_image import PageImage
from indexer.stages.read import ReadOptions, read_page_image
from schemas.errors import InvalidInput
from schemas.pages import Part

pytestmark = pytest.mark.skipif(not are_fonts_there(), reason="the Liberation and DejaVu fonts are not installed")


@pytest.fixture(scope="module")
def engine():
    opened = open_engine()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def page():
    return scanned(office_page(2, 200), 2)


def misplaced(drawn, result):
    """Share of the printed words of five letters and more that no box of that word lies upon."""
    height, width = drawn.pixels.shape[:2]
    seen = [(word.text, word.box) for word in result.readings[0].words]
    long = [word for word in drawn.words if len(word.text) > 4 and word.text.isalpha()]
    missing = 0
    for word in long:
        x, y = (word.box[0] + word.box[2]) / 2 / width, (word.box[1] + word.box[3]) / 2 / height
        found = any(
            text == word.text and box[0] < x < box[0] + box[2] and box[1] < y < box[1] + box[3] for text, box in seen
        )
        missing += not found
    return missing / len(long)


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_boxes_land_on_their_words_whichever_way_the_page_lies(engine, page, lies):
    pixels = np.ascontiguousarray(np.rot90(page.pixels, lies // 90))
    result = read_page_image(PageImage(pixels, 200), engine)
    assert result.rotation == lies
    assert misplaced(page, result) < 0.02


@pytest.mark.parametrize("colour", [BLUE, (40, 40, 40)])
@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_a_stamp_alone_and_far_askew_is_read_whichever_way_its_page_lies(engine, colour, lies):
    stamp = Stamp(("JUZGADO CUARTO MERCANTIL", "RECIBIDO 14 OCT 2019", "HORA 09:26"), (), colour, 0.85, 13.0)
    sheet = np.full((2200, 1700, 3), 255, np.uint8)
    pixels = np.ascontiguousarray(np.rot90(pressed(sheet, 200, stamp, (850.0, 900.0)), lies // 90))
    result = read_page_image(PageImage(pixels, 200), engine)
    assert result.rotation == lies
    assert {"MERCANTIL", "RECIBIDO", "2019"} <= {word.text for reading in result.readings for word in reading.words}


@pytest.mark.parametrize("degrees", [-3.0, 2.0])
def test_skew_is_measured_undone_and_boxes_stay_on_the_crooked_page(engine, page, degrees):
    pixels = skewed(page, degrees)
    result = read_page_image(PageImage(pixels, 200), engine)
    assert result.skew == pytest.approx(-degrees, abs=0.15)
    moved = msgspec.structs.replace(page, words=_turned(page, degrees))
    assert misplaced(moved, result) < 0.02


def _turned(page, degrees):
    height, width = page.pixels.shape[:2]
    angle = np.radians(degrees)
    middle = np.array([width / 2, height / 2])
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = [
        (word, matrix @ (np.array([word.box[0] + word.box[2], word.box[1] + word.box[3]]) / 2 - middle))
        for word in page.words
    ]
    return tuple(
        msgspec.structs.replace(word, box=(*(centre + middle), *(centre + middle))) for word, centre in corners
    )


def test_a_coloured_stamp_is_read_by_itself_and_the_print_beneath_it_too(engine):
    stamp = Stamp(
        ("OFICIALÍA DE PARTES", "RECIBIDO 14 MAR 2019", "FOLIO: 45127"), ("45127",), BLUE, 0.7, 8.0, points=14.0
    )
    drawn = scanned(office_page(3, 200, stamp), 3)
    body, read = read_page_image(PageImage(drawn.pixels, 200), engine).readings
    assert (body.part, read.part) == (Part.BODY, Part.STAMP)
    assert {"RECIBIDO", "14", "MAR", "2019", "45127"} <= set(read.text.split())
    printed = [word.text for word in drawn.words if word.text.isalpha()]
    assert sum(word in body.text for word in printed) / len(printed) > 0.97


def test_the_boxes_of_a_stamp_lie_where_it_was_pressed(engine, page):
    stamp = Stamp(("RECIBIDO", "FOLIO 45127", "JUZGADO PRIMERO CIVIL"), (), RED, 0.8, -6.0)
    pixels = pressed(page.pixels, 200, stamp, (900.0, 1950.0))
    reading = read_page_image(PageImage(pixels, 200), engine).readings[-1]
    box = next(word.box for word in reading.words if word.text == "45127")
    height, width = pixels.shape[:2]
    assert abs((box[0] + box[2] / 2) * width - 900) < 120
    assert abs((box[1] + box[3] / 2) * height - 1950) < 40


def test_a_page_all_in_blue_is_print_and_no_stamp(engine):
    black = office_page(4, 200)
    blue = (255 - (255 - black.pixels.astype(np.float32)) * (1 - np.array(BLUE) / 255)).astype(np.uint8)
    readings = read_page_image(PageImage(blue, 200), engine).readings
    printed = [word.text for word in black.words if word.text.isalpha()]
    assert sum(word in readings[0].text for word in printed) / len(printed) > 0.97


class Recorded:
    """An engine that answers each call with the next of the given answers and keeps what it was asked."""

    name, version, language = "recorded", "0", "spa"

    def __init__(self, *answers):
        self.answers, self.images = list(answers), []

    def recognise(self, image, request):
        self.images.append(image)
        return self.answers.pop(0)

    def close(self):
        return None


def words(confidence, count=40):
    return tuple(FoundWord("palabra", 10, 10, 50, 10, confidence, 0, 0) for _ in range(count))


def test_a_bad_reading_is_tried_once_more_and_the_better_kept(page):
    engine = Recorded(words(0.3), words(0.8))
    result = read_page_image(PageImage(page.pixels, 200), engine)
    assert result.confidence == pytest.approx(0.8)
    assert len(engine.images) == 2


def test_a_second_reading_that_is_worse_is_dropped(page):
    engine = Recorded(words(0.6), words(0.55, 3))
    assert read_page_image(PageImage(page.pixels, 200), engine).confidence == pytest.approx(0.6)


def test_a_good_reading_is_not_repeated(page):
    engine = Recorded(words(0.9))
    read_page_image(PageImage(page.pixels, 200), engine)
    assert len(engine.images) == 1


def test_without_leave_to_retry_a_page_is_read_once(page):
    engine = Recorded(words(0.3))
    read_page_image(PageImage(page.pixels, 200), engine, ReadOptions(retry=False))
    assert len(engine.images) == 1


def test_a_blank_page_is_not_given_to_the_engine():
    engine = Recorded()
    result = read_page_image(PageImage(np.full((2200, 1700), 250, np.uint8), 200), engine)
    assert result.blank
    assert result.readings == ()
    assert (result.width, result.height) == (1700, 2200)


def test_views_show_the_page_upright_and_no_larger_than_asked(page):
    pixels = np.ascontiguousarray(np.rot90(page.pixels))
    options = ReadOptions(view_longest=900, thumbnail_longest=100)
    result = read_page_image(PageImage(pixels, 200), Recorded(words(0.9)), options)
    assert (result.width, result.height) == (page.pixels.shape[1], page.pixels.shape[0])
    assert _size(result.view) == (900, 695)
    assert _size(result.thumbnail) == (100, 77)


def _size(jpeg):
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED).shape[:2]


@pytest.mark.parametrize("shape", [(0, 10), (10, 10, 4), (10,)])
def test_pixels_of_another_shape_are_refused(shape):
    with pytest.raises(InvalidInput):
        read_page_image(PageImage(np.zeros(shape, np.uint8)), Recorded())


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (7, 5)])
@pytest.mark.parametrize("light", [0, 128, 255])
def test_the_smallest_pages_are_read_without_a_fault(size, light):
    engine = Recorded((), (), (), (), (), ())
    result = read_page_image(PageImage(np.full((*size, 3), light, np.uint8)), engine)
    assert (result.height, result.width) == size
    assert result.dpi >= 1


@pytest.mark.parametrize("said", [0, 90, 180, 270])
def test_a_rotation_that_was_said_is_not_doubted(page, said):
    engine = Recorded(words(0.1))
    result = read_page_image(PageImage(page.pixels, 200), engine, ReadOptions(rotation=said, retry=False))
    assert result.rotation == said
    assert (result.width > result.height) == bool(said % 180)


def test_white_on_black_is_read_and_shown_as_it_is(engine, page):
    result = read_page_image(PageImage(255 - page.pixels, 200), engine)
    straight = read_page_image(PageImage(page.pixels, 200), engine)
    assert result.readings[0].text == straight.readings[0].text
    assert _mean(result.view) < 100 < _mean(straight.view)


def _mean(jpeg):
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE).mean()


def on_a_table(pixels, seed=3):
    """The sheet as a telephone sees it: lit from one side, on dark wood whose grain has every colour."""
    random = np.random.default_rng(seed)
    height, width = (round(1.35 * side) for side in pixels.shape[:2])
    coarse = random.normal(0, 14, (height // 10, width // 10, 3)).astype(np.float32)
    photo = cv2.resize(coarse, (width, height)) + np.float32((60, 45, 35))
    top, left = (height - pixels.shape[0]) // 2, (width - pixels.shape[1]) // 2
    photo[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    light = np.linspace(1.0, 0.5, width, dtype=np.float32)[None, :, None] * np.float32((1.0, 0.97, 0.9))
    return np.clip(photo * light + random.normal(0, 5, (height, width, 1)), 0, 255).astype(np.uint8)


def test_a_sheet_photographed_on_a_coloured_table_is_read(engine):
    page = office_page(2, 200)
    pixels = page.pixels if page.pixels.ndim == 3 else cv2.cvtColor(page.pixels, cv2.COLOR_GRAY2RGB)
    result = read_page_image(PageImage(on_a_table(pixels)), engine)
    assert recall(page.text, result.readings[0].text) > 0.9
