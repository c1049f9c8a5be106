"""An archivist files twenty documents by keyboard alone, and takes one back."""

import time

import pytest

from schemas.access import SYSTEM
from service.operations import registry
from service.operations.importing import import_table

from .browsing import arrived, file_as_receipt, flaws, ingest, violations
from .office import archive_of

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


NOTE = """PAGARÉ No. {number}
BUENO POR $25,000.00

Debo y pagaré incondicionalmente por este pagaré a la orden del Instituto de Becas y Crédito Educativo del Estado de Sonora,
en Hermosillo, Sonora, el día 15 de mayo de 2024, la cantidad de $25,000.00 (VEINTICINCO MIL PESOS 00/100 M.N.),
valor recibido a mi entera satisfacción. Crédito número {credit}.

Hermosillo, Sonora, a 15 de mayo de 2021.

EL SUSCRIPTOR: MARTHA LÓPEZ BÓRQUEZ    CURP LOBM900314MSRPRR03
"""


def test_pagares_that_the_machine_filed_are_registered_by_keyboard(open_page, site, tmp_path):
    with archive_of(site) as archive:
        for kind, text in (
            ("debtors", "curp,full_name\nLOBM900314MSRPRR03,Martha López Bórquez\n"),
            ("credits", "number,debtor_curp\n1-88888-21,LOBM900314MSRPRR03\n"),
        ):
            (tmp_path / f"{kind}.csv").write_text(text)
            assert import_table(archive, SYSTEM, tmp_path / f"{kind}.csv", kind).errors == ()
    for number in ("000771", "000772"):
        path = tmp_path / f"pagare {number}.txt"
        path.write_text(NOTE.format(number=number, credit="1-88888-21"))
        ingest(site, path)
    page = open_page("/colas/unregistered")
    page.get_by_role("link", name="Confirmar y registrar").first.click()
    arrived(page, "**/pagares/*")
    assert flaws(page) == []

    for left in (1, 0):
        page.keyboard.press("Enter")
        arrived(page, "**/pagares/*hecho=*" if left else "**/colas/unregistered")
    with archive_of(site) as archive:
        found = registry.listing(archive, SYSTEM, "promissory-notes", filters={"credit": "1-88888-21"}).items
        assert sorted(note.number for note in found) == ["000771", "000772"]
    page.go_back()
