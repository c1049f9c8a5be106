"""A stamp of a filing received is read until two readings agree on date, time and folio."""

import random
import re

import cv2
import msgspec
import numpy as np
import pytest

from benchmarks.ocr_pages import (
    BLUE,
    RED,
    VIOLET,
    Stamp,
    are_fonts_there,
    office_page,
    pressed,
    received_stamp,
    scanned,
)
from benchmarks.office import stamped_page
from indexer.engines.ocr import FoundWord, open_engine
from indexer.stages.ink import take_apart
from indexer.stages.ink_by_light import ink_by_light
from indexer.stages.page_image import PageImage, grey_of
from indexer.stages.read import read_page_image
from schemas.pages import Part

pytestmark = pytest.mark.skipif(not are_fonts_there(), reason="the Liberation and DejaVu fonts are not installed")

LINES = ("OFICIALÍA DE PARTES COMÚN", "RECIBIDO 14 MAR 2019 10:35 HRS", "FOLIO: 45127 FOJAS: 3")
CENTRE = (850.0, 1000.0)
SMALL_AND_THIN = (3, 4, 6, 8)
HIDDEN_AND_MISREAD = (320, 330, 337)


@pytest.fixture(scope="module")
def page():
    return stamped(VIOLET)


def stamped(colour, alpha=0.7):
    drawn = office_page(3, 200)
    stamp = Stamp(LINES, (), colour, alpha, 4.0, "liberation/LiberationSans-Regular.ttf", 10.0)
    pixels = pressed(drawn.pixels, 200, stamp, CENTRE)
    return scanned(drawn.__class__(pixels, 200, drawn.words, stamp), 3, 60)


class Answers:
    """An engine that finds the body's words at the first call, and at each further one the next of the stamps given."""

    name, version, language = "answers", "0", "spa"

    def __init__(self, *stamps):
        self.left, self.calls = [laid(("texto del documento " * 10,), 0.95), *stamps], 0

    def recognise(self, image, request):
        self.calls += 1
        return self.left.pop(0)

    def close(self):
        return None


def laid(lines, confidence):
    return tuple(
        FoundWord(text, 10 + 40 * at, 10 + 30 * line, 35, 20, confidence, line, 0)
        for line, words in enumerate(lines)
        for at, text in enumerate(words.split())
    )


def stamp_text(page, engine):
    readings = read_page_image(PageImage(page.pixels, 200), engine).readings
    return next((reading for reading in readings if reading.part is Part.STAMP), None)


def with_time(time):
    return (LINES[0], f"RECIBIDO 14 MAR 2019 {time} HRS", LINES[2])


def test_a_stamp_is_read_twice_where_both_readings_say_the_same(page):
    engine = Answers(laid(LINES, 0.95), laid(LINES, 0.9))
    assert stamp_text(page, engine).parameters["readings"] == 2
    assert engine.calls == 3


@pytest.mark.parametrize("seal", [("COTEJADO",), ("ESTADOS UNIDOS MEXICANOS", "JUZGADO PRIMERO MERCANTIL")])
def test_a_seal_that_is_no_received_stamp_is_read_once(page, seal):
    engine = Answers(laid(seal, 0.95))
    assert stamp_text(page, engine).text.split("\n") == list(seal)
    assert engine.calls == 2


def test_a_stamp_is_read_a_third_time_where_the_two_differ_however_sure_they_are(page):
    differing = Answers(laid(LINES, 0.6), laid(with_time("16:35"), 0.95), laid(LINES, 0.7))
    reading = stamp_text(page, differing)
    assert "10:35" in reading.text
    assert (reading.parameters["cut"], differing.calls) == ("filled/18", 4)


def test_a_reading_with_a_time_is_kept_before_one_without(page):
    engine = Answers(laid(with_time("--"), 0.95), laid(with_time("10:35"), 0.5), laid(with_time("10:35"), 0.5))
    reading = stamp_text(page, engine)
    assert "10:35" in reading.text
    assert (reading.parameters["cut"], reading.parameters["readings"]) == ("seen/18", 3)


def test_two_readings_outvote_the_third(page):
    engine = Answers(laid(with_time("16:35"), 0.8), laid(with_time("10:35"), 0.5), laid(with_time("10:35"), 0.5))
    assert "10:35" in stamp_text(page, engine).text


def test_boxes_of_a_later_reading_lie_where_the_stamp_was_pressed(page):
    engine = Answers(laid(with_time("--"), 0.95), laid(LINES, 0.9), laid(LINES, 0.9))
    words = stamp_text(page, engine).words
    assert words
    for word in words:
        assert 0.25 < word.box[0] < 0.75
        assert 0.38 < word.box[1] < 0.53


@pytest.mark.parametrize("lies", [90, 180, 270])
def test_a_stamp_is_cut_from_a_page_lying_on_its_side_or_head(lies):
    drawn = stamped(BLUE)
    pixels = np.ascontiguousarray(np.rot90(drawn.pixels, lies // 90))
    engine = open_engine()
    reading = stamp_text(msgspec.structs.replace(drawn, pixels=pixels), engine)
    engine.close()
    assert {"RECIBIDO", "14", "MAR", "2019", "10:35", "45127"} <= set(reading.text.split())
    assert not reading.parameters["cut"].startswith("colour")


def pressed_ink():
    """How much ink the stamp leaves on each pixel of the page, 0-1."""
    white = np.full((2200, 1700, 3), 255, np.uint8)
    alone = pressed(white, 200, stamped(VIOLET).stamp, CENTRE)
    taken = 255 - grey_of(alone).astype(np.float32)
    return taken / taken.max()


@pytest.mark.parametrize("colour", [BLUE, RED, VIOLET])
def test_ink_told_by_light_is_nearer_to_what_was_pressed_than_by_colour_alone(colour):
    rows, columns = slice(800, 1200), slice(450, 1250)
    piece = stamped(colour).pixels[rows, columns]
    truth = pressed_ink()[rows, columns]
    near = cv2.dilate(truth, np.ones((5, 5), np.uint8)) > 0.5

    def error(ink):
        return float(np.abs((255 - ink.astype(np.float32)) / 255 - truth)[near].mean())

    by_light, by_colour = ink_by_light(piece).seen, take_apart(piece).colour
    assert error(by_light) < 0.75 * error(by_colour)


def test_ink_that_print_hides_is_thought_from_what_lies_around_it():
    rows, columns = slice(800, 1200), slice(450, 1250)
    drawn = stamped(BLUE)
    truth = pressed_ink()[rows, columns]
    hidden = np.zeros(truth.shape, bool)
    hidden[::14] = hidden[1::14] = True
    piece = drawn.pixels[rows, columns].copy()
    piece[hidden] = 20
    ink = ink_by_light(piece)
    crossed = hidden & (truth > 0.9)
    lack = {name: float(getattr(ink, name)[crossed].mean()) for name in ("seen", "between", "filled")}
    assert lack["filled"] < lack["between"] < lack["seen"]
    assert lack["filled"] < 0.75 * lack["seen"]


def test_print_without_ink_is_no_ink():
    piece = stamped(RED).pixels[700:1200, 300:1400]
    truth = pressed_ink()[700:1200, 300:1400]
    far = cv2.dilate(truth, np.ones((15, 15), np.uint8)) < 0.02
    assert float((ink_by_light(piece).filled[far] < 200).mean()) < 0.005


def test_a_piece_without_ink_has_none():
    assert ink_by_light(office_page(3, 200).pixels[:400, :400]) is None


def test_a_date_in_an_ink_of_its_own_is_read_with_the_stamp_around_it():
    drawn = office_page(3, 200)
    around = Stamp(("JUZGADO PRIMERO MERCANTIL", "", "HERMOSILLO SONORA"), (), BLUE, 0.8, 0.0, points=13.0, frame=False)
    date = Stamp(("RECIBIDO 14 MAR 2019",), (), RED, 0.8, 0.0, points=13.0, frame=False)
    pixels = pressed(pressed(drawn.pixels, 200, around, CENTRE), 200, date, CENTRE)
    engine = open_engine()
    reading = stamp_text(scanned(drawn.__class__(pixels, 200, drawn.words), 3), engine)
    engine.close()
    assert {"JUZGADO", "RECIBIDO", "2019"} <= set(reading.text.split())
    assert reading.parameters["cut"].startswith("colour")


@pytest.mark.parametrize("seed", SMALL_AND_THIN)
def test_small_letters_in_violet_over_print_at_200_dpi_give_date_time_and_folio(seed):
    rng = random.Random(seed)
    stamp = received_stamp(rng, VIOLET, 0.65, rng.uniform(-12, 12))
    stamp = msgspec.structs.replace(stamp, points=10.5, font="liberation/LiberationSans-Regular.ttf")
    engine = open_engine()
    text = stamp_text(scanned(office_page(seed, 200, stamp), seed, 70), engine).text
    engine.close()
    assert all(word in text for word in stamp.wanted)


@pytest.mark.parametrize("seed", HIDDEN_AND_MISREAD)
def test_digits_that_black_print_hides_in_part_are_read(seed):
    image, truth, _ = stamped_page(seed, dpi=300)
    engine = open_engine()
    text = stamp_text(msgspec.structs.replace(office_page(seed, 200), pixels=np.asarray(image)), engine).text
    engine.close()
    assert all(number in text.split() for number in re.findall(r"\d[\d:/]{3,}", truth.stamps[0].text))
