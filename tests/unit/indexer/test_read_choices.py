"""The choices made before a page is read: blank, resolution, skew, ink, preparation."""

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.ocr_pages import BLUE, RED, Stamp, are_fonts_there, office_page, pressed, scanned
from benchmarks.office.fonts import font_path
from indexer.stages.blank import is_bare, is_blank
from indexer.stages.ink import is_inked, take_apart
from indexer.stages.letters import find_letters
from indexer.stages.negative import is_negative
from indexer.stages.page_image import PageImage, grey_of, turned
from indexer.stages.paper import levelled
from indexer.stages.prepare import Preparation, choose_preparation, prepared, second_preparation
from indexer.stages.resolution import resolution_of
from indexer.stages.skew import skew_of, steep_skew_of, straightened
from indexer.stages.upright import turn_of

pytestmark = pytest.mark.skipif(not are_fonts_there(), reason="the Liberation and DejaVu fonts are not installed")

_PRINT = (cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2)


def back(show_through=0.0, seed=1):
    """The blank back of a printed sheet, the print showing through mirrored."""
    front = office_page(seed, 200).pixels[:, ::-1].astype(np.float32)
    shown = 255 - cv2.GaussianBlur(255 - front, (0, 0), 1.5) * show_through
    return scanned(office_page(seed, 200).__class__(shown.astype(np.uint8), 200, ()), seed).pixels


@pytest.mark.parametrize("show_through", [0.0, 0.04, 0.08])
def test_a_blank_back_is_blank_even_when_the_front_shows_through(show_through):
    assert is_blank(grey_of(back(show_through)))


def test_edges_holes_and_folds_are_not_writing():
    page = grey_of(back())
    page[:, :14] = 15
    page[-18:] = 60
    for row in (700, 1500):
        cv2.circle(page, (70, row), 24, 30, -1)
    page[1100:1102] = 190
    assert is_blank(page)


@pytest.mark.parametrize("light", [140, 180, 195])
@pytest.mark.parametrize("text", ["7", "foja 12", "pagado"])
def test_a_pencilled_note_is_never_thrown_away(light, text):
    page = grey_of(back(0.06))
    cv2.putText(page, text, (1200, 250), cv2.FONT_HERSHEY_SIMPLEX, 1.4, light, 3, cv2.LINE_AA)
    assert not is_blank(page)


def test_a_printed_page_is_not_blank():
    assert not is_blank(grey_of(scanned(office_page(1, 200), 1).pixels))


@pytest.mark.parametrize(("dpi", "expected"), [(300.0, 300), (200.0, 200), (0.0, 200), (3.0, 200), (9600.0, 200)])
def test_the_files_word_is_taken_when_it_makes_a_sheet_and_judged_from_the_page_when_not(dpi, expected):
    pixels = np.full((2200, 1700), 255, np.uint8)
    assert resolution_of(PageImage(pixels, dpi), 16.0) == expected


def test_the_height_of_letters_tells_the_resolution_of_a_cut_out_piece():
    assert resolution_of(PageImage(np.full((900, 1300), 255, np.uint8)), 23.0) == 300


@pytest.mark.parametrize("degrees", [-5.0, -0.7, 0.0, 1.3, 4.0])
def test_skew_is_found_to_a_tenth_of_a_degree(degrees):
    level = levelled(grey_of(scanned(office_page(5, 200), 5).pixels))
    assert skew_of(find_letters(straightened(level, degrees))) == pytest.approx(-degrees, abs=0.1)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_letters_tell_which_way_up_a_page_lies(seed, lies):
    level = levelled(grey_of(scanned(office_page(seed, 200), seed).pixels))
    turn = turn_of(find_letters(turned(level, lies)))
    assert ((turn.degrees + lies) % 360, turn.sure) == (0, True)


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_commas_and_points_tell_which_way_up_a_table_of_sums_lies(lies):
    page = np.full((1700, 1200), 255, np.uint8)
    for row in range(20):
        cv2.putText(page, f"{row * 7 % 10},{row * 53 % 900 + 100}.{row % 90 + 10}", (60, 100 + 75 * row), *_PRINT)
        cv2.putText(page, f"{row * 3 % 10},808.69", (640, 100 + 75 * row), *_PRINT)
        cv2.rectangle(page, (40, 50 + 75 * row), (1150, 125 + 75 * row), 0, 2)
    turn = turn_of(find_letters(turned(page, lies)))
    assert ((turn.degrees + lies) % 360, turn.sure) == (0, True)


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
@pytest.mark.parametrize("font", ["sans", "serif", "typewriter"])
@pytest.mark.parametrize(
    "lines",
    [
        ("CÓDIGO CIVIL DE LA FEDERACIÓN ARTÍCULO SÉPTIMO", "RESOLUCIÓN DEFINITIVA JUÁREZ GARCÍA MARTÍNEZ LÓPEZ"),
        ('"CONSTRUCTORA DEL NORTE" SA DE CV    EXPEDIENTE 123', '"TRANSPORTES CHIHUAHUA" SC    EXPEDIENTE 889'),
    ],
)
def test_accents_and_quotation_marks_of_capitals_are_no_full_stops_on_their_heads(lines, font, lies):
    sheet = Image.new("L", (1700, 2200), 255)
    face = ImageFont.truetype(str(font_path(font, False)), 28)
    for row in range(30):
        ImageDraw.Draw(sheet).text((120, 100 + 60 * row), lines[row % 2], fill=0, font=face)
    turn = turn_of(find_letters(turned(np.asarray(sheet), lies)))
    assert not turn.sure or (turn.degrees + lies) % 360 == 0


@pytest.mark.parametrize("askew", [-24.0, -13.0, 16.0, 27.0])
def test_a_few_lines_alone_on_a_page_are_levelled_however_far_askew(askew):
    page = np.full((1200, 1200), 255, np.uint8)
    for row, line in enumerate(("JUZGADO CUARTO MERCANTIL", "OFICIALIA DE PARTES", "RECIBIDO 14 OCT 2019")):
        cv2.putText(page, line, (250, 550 + 60 * row), *_PRINT)
    assert steep_skew_of(find_letters(straightened(page, askew))) == pytest.approx(-askew, abs=1.0)


def test_a_full_page_is_not_turned_further_than_a_scanner_lays_it_askew():
    letters = find_letters(levelled(grey_of(scanned(office_page(5, 200), 5).pixels)))
    assert steep_skew_of(letters) == skew_of(letters)


def test_capitals_alone_leave_doubt():
    page = np.full((1200, 1200), 255, np.uint8)
    for row in range(10):
        cv2.putText(page, "EXPEDIENTE DE CREDITO", (60, 100 + 100 * row), cv2.FONT_HERSHEY_DUPLEX, 1.5, 0, 2)
    assert not turn_of(find_letters(page)).sure


@pytest.mark.parametrize("colour", [BLUE, RED])
@pytest.mark.parametrize("alpha", [0.5, 0.9])
def test_taking_ink_apart_clears_the_print_of_the_stamp(colour, alpha):
    clean = office_page(6, 200).pixels
    stamped = pressed(clean, 200, Stamp(("RECIBIDO", "FOLIO 123"), (), colour, alpha, 5.0), (850.0, 1000.0))
    inks = take_apart(stamped)
    plain = grey_of(clean)
    assert is_inked(stamped)
    assert float((inks.print_[plain > 250] < 200).mean()) < 0.0005
    assert float((inks.print_[plain < 40] > 150).mean()) < 0.005


def test_brown_paper_is_not_ink():
    drawn = office_page(6, 200).pixels.astype(np.float32)
    assert not is_inked((drawn * np.array([0.85, 0.75, 0.58])).astype(np.uint8))


def test_small_letters_are_enlarged_and_large_ones_made_smaller():
    level = grey_of(office_page(7, 200).pixels)
    small = cv2.resize(level, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    large = cv2.resize(level, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC)
    assert choose_preparation(small, find_letters(small), 1.0).scale > 1.5
    assert choose_preparation(large, find_letters(large), 1.0).scale < 0.7


def test_specks_are_taken_away_only_where_there_are_many():
    level = grey_of(office_page(8, 200).pixels)
    specked = level.copy()
    noise = np.random.default_rng(1)
    specked[noise.integers(0, level.shape[0], 40_000), noise.integers(0, level.shape[1], 40_000)] = 0
    choice = choose_preparation(specked, find_letters(specked), 1.0)
    assert "median" in choice.name
    assert (prepared(specked, choice) < 100).sum() < 1.1 * (level < 100).sum()
    assert "median" not in choose_preparation(level, find_letters(level), 1.0).name


def test_the_second_try_differs_from_the_first():
    level = grey_of(office_page(7, 200).pixels)
    letters = find_letters(level)
    first = choose_preparation(level, letters, 1.0)
    second = second_preparation(first, level, letters, 1.0)
    assert second.name != first.name
    assert second.scale != first.scale


def test_the_second_try_of_a_large_page_has_no_more_pixels_than_a_first_may_have():
    level = grey_of(office_page(7, 200).pixels)
    letters = find_letters(level)
    scale = 3.0
    second = second_preparation(Preparation(scale), level, msgspec.structs.replace(letters, size=4.0), scale)
    assert level.size * second.scale**2 <= level.size * scale**2 * 1.001
    assert second.name != Preparation(scale).name


def test_the_grain_of_paper_is_never_taken_for_letters_nor_handed_to_the_engine():
    rng = np.random.default_rng(7)
    grainy = np.clip(rng.normal(240, 4, (2200, 1700)), 0, 255).astype(np.uint8)
    cv2.putText(grainy, "175", (1450, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 40, 3)
    level = levelled(grainy)
    letters = find_letters(level)
    assert letters.count <= 3 and letters.specks < 100
    out = prepared(level, choose_preparation(level, letters, 1.0))
    assert 0 < np.count_nonzero(out < 255) < 0.002 * out.size


def test_a_page_without_a_single_letter_stands_as_it_is():
    assert turn_of(find_letters(np.full((800, 600), 255, np.uint8))).degrees == 0


def test_white_on_black_is_writing_and_a_black_page_is_none():
    level = grey_of(office_page(9, 150).pixels)
    assert is_negative(255 - level) and not is_blank(255 - level)
    assert not is_negative(level)
    assert is_blank(np.full_like(level, 6))


@pytest.mark.parametrize("dpi", [100, 150])
def test_white_on_black_of_two_greys_alone_is_writing(dpi):
    level = np.where(grey_of(office_page(9, dpi).pixels) < 128, np.uint8(255), np.uint8(0))
    assert is_negative(level) and not is_blank(level)


@pytest.mark.parametrize("bed", [0, 20])
@pytest.mark.parametrize("share", [0.5, 0.7])
def test_a_small_sheet_on_a_black_bed_is_not_blank(bed, share):
    page = grey_of(office_page(9, 150).pixels).copy()
    edge = round(page.shape[0] * (1 - share))
    page[edge:] = bed
    assert not is_blank(page)
    page[:edge] = 255
    assert is_blank(page)


def test_a_sheet_on_a_dark_table_is_no_negative():
    table = np.full((2200, 1700), 30, np.uint8)
    table[300:900, 300:1100] = grey_of(office_page(9, 100).pixels)[:600, :800]
    assert not is_negative(table)


def test_a_photograph_is_not_bare_as_the_back_of_a_sheet_is():
    shades = np.linspace(20, 240, 1700, dtype=np.float32)[None, :].repeat(2200, 0)
    assert is_blank(shades.astype(np.uint8)) and not is_bare(shades.astype(np.uint8))
    assert is_bare(grey_of(back()))


def test_broad_black_bars_do_not_hide_the_writing_beside_them():
    level = np.full((2200, 1700), 255, np.uint8)
    for left in range(100, 1600, 150):
        level[120:1300, left : left + 90] = 0
    assert (level == 0).mean() > 0.25
    cv2.putText(level, "PATCH T", (300, 1800), cv2.FONT_HERSHEY_SIMPLEX, 3.0, 0, 6)
    assert not is_blank(level)
