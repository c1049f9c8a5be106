"""The dossier before a hearing: found by name, looked at, downloaded as one PDF, and the state of documents for paper."""

import io
import time

import pikepdf
import pypdf
import pytest

from schemas.access import SYSTEM
from service.operations.intake_views import get_receipt
from service.operations.receive import Given, receive, stage_pieces

from .browsing import arrived, flaws, is_too_wide, violations
from .office import CREDIT, HEARING, archive_of, furnished

WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def office(site):
    made = furnished(site)
    with archive_of(site) as archive:
        receipts = [_received(archive, kind) for kind in ("promissory_note", "complaint")]
        until = time.monotonic() + WAIT_SECONDS
        while any(one.outcome is None for receipt in receipts for one in get_receipt(archive, SYSTEM, receipt).results):
            assert time.monotonic() < until, "the documents were not read in time"
            time.sleep(0.2)
    return made


def _pdf(line: str) -> bytes:
    """A page with one line of text."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        pdf.pages[0].obj.Contents = pdf.make_stream(f"BT /F 14 Tf 72 700 Td ({line}) Tj ET".encode())
        pdf.save(buffer)
    return buffer.getvalue()


def _received(archive, kind: str) -> str:
    """A document of that type, handed in for the credit."""
    with stage_pieces(archive, f"{kind}.pdf", [_pdf(f"{kind} numero {CREDIT}")]) as staged:
        return receive(archive, SYSTEM, staged, Given(type=kind, credit=CREDIT, title=kind), channel="test").receipt_id


def test_the_dossier_is_found_by_name_and_downloaded_without_a_mouse(open_page, office):
    page = open_page("/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    arrived(page, "**/deudores")
    page.locator("[name=q]:focus").wait_for()
    page.keyboard.type("lopes garcia roberto")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Roberto López García").press("Enter")
    page.get_by_role("heading", name="Roberto López García").wait_for()

    with page.expect_download() as download:
        page.get_by_role("link", name="Dossier en PDF").press("Enter")
    bound = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes()))

    assert "Roberto" in download.value.suggested_filename
    text = "".join(sheet.extract_text() for sheet in bound.pages)
    assert "Roberto López García" in text and f"complaint numero {CREDIT}" in text
    assert len(bound.outline) > 0, "parts are bookmarked"


def test_the_dossier_shows_what_is_missing_where_originals_are_and_who_looked(open_page, office):
    page = open_page(f"/deudores/{office.debtor}")
    said = page.locator("main").inner_text()

    assert "Falta" in said and "Acuse de recibo" in said
    assert office.originals[0] in said and "H-0142" in said
    assert page.locator("ol.stages [aria-current=step]").inner_text().startswith("Demanda")
    page.reload()
    page.get_by_text("consultó el dossier").first.wait_for()


def test_pieces_are_chosen_for_a_hearing_and_put_in_order_by_keyboard(open_page, office):
    page = open_page(f"/deudores/{office.debtor}/audiencia")
    assert violations(page) == []
    page.get_by_label("Nombre de la lista").fill("Audiencia de las 12")
    for box in page.get_by_role("checkbox").all():
        box.check()
    last = page.get_by_label("Orden de complaint")
    last.focus()
    page.keyboard.press("Alt+ArrowUp")
    assert last.input_value() == "1"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Audiencia de las 12").wait_for()

    assert page.locator("main ol li a").all_inner_texts() == ["complaint", "promissory_note"]
    with page.expect_download() as download:
        page.get_by_role("link", name="Piezas en PDF").press("Enter")
    assert len(pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages) >= 2


def test_a_note_of_supervision_is_written_on_the_page_of_the_lawsuit_and_stands_there(open_page, office):
    page = open_page(f"/juicios/{office.lawsuit}")
    page.get_by_label("Nota").fill("Se pidió al abogado la promoción pendiente.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrived(page, "**#supervision")

    assert "Se pidió al abogado la promoción pendiente." in page.locator("#supervision").inner_text()
    assert violations(page) == []


def test_a_hearing_is_noted_by_keyboard_and_a_wrong_date_is_said_in_words(open_page, office):
    page = open_page(f"/juicios/{office.lawsuit}", width=320, height=640)
    page.get_by_role("link", name="Anotar acuerdo, audiencia, notificación o suspensión").press("Enter")
    arrived(page, "**/anotar")
    form = page.get_by_role("form", name="Acuerdo o audiencia")
    form.get_by_label("Clase").press("d")
    form.get_by_label("Fecha del acuerdo").fill("21 de noviembre de 2026")
    form.get_by_label("Día de la audiencia").fill("el jueves")
    form.get_by_label("Hora de la audiencia").fill("9:30")
    form.get_by_label("Hora de la audiencia").press("Enter")
    page.get_by_role("alert").filter(has_text="no se entiende la fecha «el jueves»").wait_for()
    assert (violations(page), is_too_wide(page)) == ([], False)

    form.get_by_label("Día de la audiencia").fill(f"{HEARING:%d/%m/%Y}")
    form.get_by_label("Día de la audiencia").press("Enter")
    arrived(page, "**#actos")

    noted = page.locator("#actos").inner_text()
    assert "Decreto del 21 nov 2026" in noted and "09:30 h" in noted
    page.goto(page.url.split("/juicios")[0] + "/agenda")
    assert page.locator(f'time[datetime="{HEARING}T09:30"]').count() == 1


def test_dossiers_are_accessible_and_fit_a_narrow_screen(open_page, site, office):
    page = open_page()
    for path in (
        f"/deudores/{office.debtor}",
        f"/juicios/{office.lawsuit}",
        f"/juicios/{office.lawsuit}/anotar",
        f"/deudores/{office.debtor}/estado",
        f"/deudores/{office.debtor}/audiencia",
        "/audiencias",
    ):
        page.goto(site.address + path)
        assert (path, flaws(page)) == (path, [])
