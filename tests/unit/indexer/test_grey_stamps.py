"""A stamp over the print of a page scanned in grey is told by its tone: its ink is paler than toner."""

from collections import Counter

import cv2
import numpy as np
import pytest

from benchmarks.ocr_pages import BLUE, VIOLET, Stamp, are_fonts_there, office_page, pressed, scanned
from indexer.engines.ocr import FoundWord, open_engine
from indexer.stages.page_image import PageImage, grey_of
from indexer.stages.read import read_page_image
from schemas.pages import Part

pytestmark = pytest.mark.skipif(not are_fonts_there(), reason="the Liberation and DejaVu fonts are not installed")

LINES = ("OFICIALÍA DE PARTES COMÚN", "RECIBIDO 14 MAR 2019 10:35 HRS", "FOLIO: 45127 FOJAS: 3")
CENTRE = (850.0, 1000.0)


@pytest.fixture(scope="module")
def engine():
    opened = open_engine()
    yield opened
    opened.close()


def page(colour=None, alpha=0.7):
    """An office page in grey, stamped where a colour is given."""
    drawn = office_page(3, 200)
    stamp = colour and Stamp(LINES, (), colour, alpha, 4.0, "liberation/LiberationSans-Bold.ttf", 13.0)
    pixels = drawn.pixels if stamp is None else pressed(drawn.pixels, 200, stamp, CENTRE)
    return PageImage(grey_of(scanned(drawn.__class__(pixels, 200, drawn.words, stamp), 3, 80).pixels), 200.0)


def words_of(result, part):
    return Counter(word.text for reading in result.readings if reading.part is part for word in reading.words)


@pytest.mark.parametrize("colour", [BLUE, VIOLET])
def test_the_stamp_is_read_by_itself_and_the_print_as_if_it_were_not_there(engine, colour):
    plain, stamped = read_page_image(page(), engine), read_page_image(page(colour), engine)
    said = " ".join(words_of(stamped, Part.STAMP))
    assert "RECIBIDO" in said
    assert "45127" in said
    body, bare = words_of(stamped, Part.BODY), words_of(plain, Part.BODY)
    assert (body & bare).total() >= 0.98 * bare.total()
    assert "RECIBIDO" not in body


def test_a_page_without_a_stamp_has_none(engine):
    assert [reading.part for reading in read_page_image(page(), engine).readings] == [Part.BODY]


def test_a_page_whose_own_print_is_pale_keeps_it(engine):
    grey = page().pixels
    pale = PageImage(np.asarray(cv2.addWeighted(grey, 0.5, np.full_like(grey, 255), 0.5, 0), np.uint8), 200.0)
    assert (
        words_of(read_page_image(pale, engine), Part.BODY).total()
        >= 0.95 * words_of(read_page_image(page(), engine), Part.BODY).total()
    )


class Answers:
    """An engine that answers each call with the next of what is given, and keeps the images it was shown."""

    name, version, language = "answers", "0", "spa"

    def __init__(self, *lines):
        self.left, self.shown = list(lines), []

    def recognise(self, image, request):
        self.shown.append(image)
        texts = self.left.pop(0).split()
        return tuple(FoundWord(text, 10 + 60 * at, 10, 50, 20, 0.95, 0, 0) for at, text in enumerate(texts))

    def close(self):
        return None


def test_only_what_reads_as_a_stamp_of_a_filing_is_taken_out_of_the_print():
    note, stamp, body = "esta nota se escribió a lápiz", " ".join(LINES), "texto del documento " * 10
    noted, received = Answers(note, body), Answers(stamp, stamp, body)
    for answers in (noted, received):
        read_page_image(page(BLUE), answers)
    assert (noted.shown[-1] < 200).sum() > 1.02 * (received.shown[-1] < 200).sum()
