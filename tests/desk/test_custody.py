"""Custody by barcode reader: a reader types its code and presses Enter, and nobody touches the mouse."""

import io

import pypdf
import pytest

from .browsing import arrived, flaws, ready
from .office import LICENCE, furnished


@pytest.fixture(scope="module")
def office(site):
    return furnished(site)


def beep(page, code):
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_two_beeps_move_an_original(open_page, office):
    page = open_page("/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    arrived(page, "**/custodia")

    beep(page, office.originals[3].lower())
    arrived(page, "**/custodia?original=*")
    beep(page, "h-0143")
    arrived(page, "**/custodia?hecho=*")

    assert "box H-0143" in page.locator("[role=status]").inner_text()
    assert page.evaluate("document.activeElement.name") == "codigo", "ready for the next read"


def test_originals_are_lent_and_come_back_by_reader(open_page, office):
    page = open_page("/custodia/prestar")
    page.keyboard.type(LICENCE)
    for _ in range(5):
        page.keyboard.press("Tab")
    beep(page, office.originals[0])
    beep(page, office.originals[1])
    page.get_by_text("Pagaré 2").wait_for()
    page.keyboard.press("Control+Enter")
    arrived(page, "**/custodia/vales/*")
    slip = page.url

    with page.expect_download() as download:
        page.get_by_role("link", name="Vale para firmar").press("Enter")
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    assert office.originals[0] in text and "Rentería" in text

    for code in office.originals[:2]:
        page.goto(slip.rsplit("/vales", 1)[0])
        ready(page)
        beep(page, code)
        arrived(page, "**/custodia?original=*")
        beep(page, "H-0142")
        arrived(page, "**/custodia?hecho=*")
    page.goto(slip)
    assert page.locator("h1 .state").inner_text() == "cerrado"


def test_a_box_is_counted_and_the_difference_named(open_page, office):
    page = open_page("/custodia/arqueo")
    beep(page, "H-0142")
    arrived(page, "**/arqueo?caja=*")
    beep(page, office.originals[0])
    beep(page, "NADIE-1")
    assert "1 de" in page.locator("#avance").inner_text() and "1 que no" in page.locator("#avance").inner_text()
    page.keyboard.press("Control+Enter")
    arrived(page, "**/custodia/arqueos/*")

    said = page.locator("main").inner_text()
    assert "con diferencias" in said and office.originals[2] in said and "NADIE-1" in said


def test_a_refused_loan_comes_back_as_it_was_with_the_reason(open_page, office):
    page = open_page("/custodia/prestar")
    page.keyboard.type("9999999")
    page.get_by_label("Originales").fill(office.originals[0])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "No hay un abogado con la clave" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Originales").input_value() == office.originals[0]


PAGES = ["/custodia", "/custodia/prestar", "/custodia/devolver", "/custodia/arqueo?caja=H-0142", "/custodia/alta",
         "/custodia/lugar", "/custodia/originales", "/custodia/vales", "/custodia/lugares", "/custodia/lugares/H-0142"]  # fmt: skip


def test_pages_of_custody_are_accessible_and_fit_a_narrow_screen(open_page, site, office):
    page = open_page()
    for path in (*PAGES, f"/custodia/originales/{office.originals[0]}"):
        page.goto(site.address + path)
        assert (path, flaws(page)) == (path, [])
