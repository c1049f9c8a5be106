import unicodedata

import numpy as np
import pytest

from indexer.stages.language import is_garbled
from indexer.stages.layer_sample import Agreement
from indexer.stages.text_layer import Structure, judge_agreement, judge_ink, judge_structure
from schemas.pages import Word
from tests.foreign import SPANISH, misread

SCAN = (0.0, 0.0, 1.0, 1.0)


def lines(count, text=SPANISH):
    """Lines of words over the page from a tenth down, eight words to a line."""
    pieces = text.split()
    place = [(line, column) for line in range(count) for column in range(8)]
    return tuple(
        Word(pieces[(8 * line + column) % len(pieces)], (0.1 + 0.1 * column, 0.1 + 0.02 * line, 0.09, 0.012))
        for line, column in place
    )


def ink(rows):
    """A page of 396 x 306 pixels with letters of ink on these lines of `lines`."""
    page = np.full((396, 306), 255, np.uint8)
    for line in rows:
        top = round((0.1 + 0.02 * line) * 396)
        page[top : top + 3, 30:270:2] = 60
    return page


def settled(structure, drawn):
    first = judge_structure(structure)
    assert first.doubt
    verdict = judge_ink(structure, first, drawn)
    return judge_agreement(verdict, Agreement.YES) if verdict.compare else verdict


def test_a_page_of_text_is_not_read_again():
    assert judge_structure(Structure(lines(30))).needs_reading is False


def test_an_empty_page_needs_nothing():
    assert judge_structure(Structure(())).needs_reading is False


def test_a_scan_without_text_is_read():
    assert judge_structure(Structure((), (SCAN,))).why == "no_text"


def test_a_stamp_line_over_a_scan_is_not_the_page():
    assert judge_structure(Structure(lines(1), (SCAN,))).why == "stamp_only"


def test_several_stamp_lines_over_a_full_scan_are_not_the_page():
    assert settled(Structure(lines(3), (SCAN,)), ink(range(35))).why == "stamp_only"


def test_a_text_layer_that_lies_on_the_ink_of_the_scan_is_the_page():
    assert settled(Structure(lines(35), (SCAN,)), ink(range(35))).needs_reading is False


def test_a_bad_reading_that_lies_on_the_ink_of_the_scan_is_not_the_page():
    assert settled(Structure(lines(35, misread(SPANISH, 4)), (SCAN,)), ink(range(35))).why == "bad_text"


def test_a_reading_with_some_letters_wrong_is_the_page():
    assert settled(Structure(lines(35, misread(SPANISH, 15)), (SCAN,)), ink(range(35))).needs_reading is False


LAW = (
    "El número de crédito y el código de la institución constan así en la resolución según el artículo tercero, "
    "también la notificación de la señora se hizo al tercer día de su publicación y la liquidación a los diez días "
)


@pytest.mark.parametrize(
    "reading",
    [
        LAW.translate(str.maketrans("áéíóúñ", "aeioun")),
        LAW.translate(str.maketrans("áéíóúñ", "aei6un")),
        LAW.translate(str.maketrans("áéíóú", "àèìòù")),
        LAW.encode().decode("latin-1"),
    ],
)
def test_a_reading_without_the_accents_of_spanish_is_not_the_page(reading):
    assert settled(Structure(lines(35, reading), (SCAN,)), ink(range(35))).why == "bad_text"


@pytest.mark.parametrize(
    "reading",
    [
        LAW,
        unicodedata.normalize("NFD", LAW),
        LAW.replace("ción", "cion", 2),
        LAW.upper().translate(str.maketrans("ÁÉÍÓÚÑ", "AEIOUN")),
        "The decision on the version of this mission was a suspicion of coercion and the provision says so by numero ",
    ],
)
def test_a_reading_with_the_accents_of_its_page_is_the_page(reading):
    assert settled(Structure(lines(35, reading), (SCAN,)), ink(range(35))).needs_reading is False


def test_a_page_that_was_never_paper_is_believed_without_accents():
    assert judge_structure(Structure(lines(35, LAW.replace("ó", "o")))).needs_reading is False


def test_a_picture_that_may_hold_a_line_is_read_though_the_rest_is_text():
    assert judge_structure(Structure(lines(20), ((0.1, 0.8, 0.8, 0.05),))).why == "image"


def test_a_small_logo_is_not_read():
    assert judge_structure(Structure(lines(20), ((0.05, 0.02, 0.08, 0.06),))).needs_reading is False


def test_letters_drawn_as_outlines_are_read():
    assert settled(Structure((), (), drawings=500), ink(range(20))).why == "ink_without_text"


def test_a_page_of_ruled_lines_alone_is_not_read():
    page = np.full((396, 306), 255, np.uint8)
    page[100:300:20, 30:270] = 0
    assert settled(Structure((), (), drawings=20), page).needs_reading is False


@pytest.mark.parametrize(
    "text",
    [
        SPANISH * 3,
        "The quick brown fox jumps over the lazy dog while seven wizards watch from afar " * 3,
        "Министерство внутренних дел Российской Федерации сообщает о новых правилах " * 3,
        "الداخلية وزارة الخارجية والتعاون الدولي تعلن عن القواعد الجديدة " * 3,
        "JUZGADO SEGUNDO DE LO CIVIL EXPEDIENTE 1234/2010 ACTOR BANCO S.A. DEMANDADO JUAN PÉREZ " * 3,
        "Total 1,234.56 987.00 12/05/2010 31,000.00 " * 10,
        "Sí",
    ],
)
def test_real_texts_are_let_through(text):
    assert not is_garbled(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr((ord(c) - 97 + 3) % 26 + 97) if c.isascii() and c.islower() else c for c in SPANISH * 3),
        "\ue001\ue002\ue003 \ue004\ue005 " * 20,
        "(cid:12)(cid:45)(cid:7) " * 30,
        ". , ' ; | ~ - _ : ! i l . , " * 10,
        "\ufffd\ufffd\ufffd hola " * 20,
    ],
)
def test_garbage_is_found_out(text):
    assert is_garbled(text.split())


@pytest.mark.parametrize(
    ("agreement", "rows", "why"),
    [
        (Agreement.YES, range(35), ""),
        (Agreement.NO, range(35), "bad_text"),
        (Agreement.UNCLEAR, range(35), "stamp_only"),
        (Agreement.NO, (), "bad_text"),
    ],
)
def test_what_the_scan_says_decides_over_words_that_lie_on_it(agreement, rows, why):
    first = judge_structure(Structure(lines(35), (SCAN,)))
    verdict = judge_ink(Structure(lines(35), (SCAN,)), first, ink(rows))
    assert verdict.compare and judge_agreement(verdict, agreement).why == why


def test_a_stamp_of_several_lines_that_the_scan_bears_out_does_not_make_up_for_reading_it():
    structure = Structure(lines(3), (SCAN,))
    verdict = judge_ink(structure, judge_structure(structure), ink(range(35)))
    assert judge_agreement(verdict, Agreement.YES).why == "stamp_only"


def test_words_on_a_scan_in_strips_are_compared_with_it():
    strips = tuple((0.0, 0.005 * at, 1.0, 0.005) for at in range(200))
    structure = Structure(lines(35), strips)
    assert judge_ink(structure, judge_structure(structure), ink(range(35))).compare
