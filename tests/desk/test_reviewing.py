"""An archivist files twenty documents by keyboard alone, and takes one back."""

import time

import pytest

from .browsing import file_as_receipt, flaws, ingest, violations

LIMIT = 300
"""Seconds in which twenty documents must be filed."""


@pytest.fixture(scope="module")
def twenty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twenty")
    for number in range(20):
        text = f"Asunto {number}. Se hace constar lo que sigue para los fines que convengan, sin más datos.\n" * 9
        (folder / f"papel {number:02}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def test_twenty_documents_are_filed_by_keyboard(open_page, twenty):
    page = open_page("/recibir?lote=veinte")
    page.locator("[data-drop]").wait_for()
    page.locator("#archivos").set_input_files(twenty)
    page.locator("#recibidos .figures .wait b", has_text="20").wait_for(timeout=120_000)
    page.goto(page.url.split("/recibir")[0] + "/revisar/siguiente")
    assert violations(page) == []

    began = time.monotonic()
    for _ in range(20):
        file_as_receipt(page)
    assert time.monotonic() - began < LIMIT
    assert page.get_by_text("No hay nada por revisar.").is_visible()


def test_the_page_is_within_reach_of_everybody(open_page, site, tmp_path):
    path = tmp_path / "otro.txt"
    path.write_text("Otro papel sin más datos. " * 30)
    page = open_page("/recibir?lote=otro")
    page.locator("[data-drop]").wait_for()
    page.locator("#archivos").set_input_files(path)
    page.locator("#recibidos .figures .wait b").wait_for(timeout=60_000)
    page.goto(f"{site.address}/revisar/siguiente")
    assert flaws(page) == []


def test_enter_in_a_field_of_a_document_saves_the_field_and_decides_nothing_else(open_page, site, tmp_path):
    path = tmp_path / "sin datos.txt"
    path.write_text("Un papel más, sin datos que digan de quién es. " * 30)
    page = open_page(f"/documentos/{ingest(site, path)}")
    page.get_by_role("button", name="Dejar así").first.wait_for()

    page.get_by_label("Título").fill("Papel de prueba")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Papel de prueba").wait_for()
    assert page.get_by_role("button", name="Dejar así").count() == 1, "what was to be decided still is"

    page.get_by_label("Número, CURP o id").fill("9-00000-99")
    page.keyboard.press("Enter")
    assert "No se puede vincular" in page.get_by_role("alert").inner_text()
