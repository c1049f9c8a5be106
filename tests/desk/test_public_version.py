"""A public version by keyboard: begun from the document, each page confirmed, a place added, the PDF made, and approved by another."""

import io
import re

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from schemas.access import SYSTEM, Role
from service.operations import access

from .browsing import arrived, choose_password, flaws, ingest, ready, sign_in, tab_to
from .office import archive_of, furnished

LINES = (
    "PAGARÉ número 004512 por $25,000.00 a la orden del Instituto de Crédito Educativo",
    "ACREDITADO: ROBERTO LÓPEZ GARCÍA, CURP LOGR900314HSRPRB04, teléfono 662-123-4567.",
    "Debo y pagaré incondicionalmente la cantidad señalada el día de su vencimiento.",
)


@pytest.fixture(scope="module")
def document(site, tmp_path_factory):
    furnished(site)
    path = tmp_path_factory.mktemp("public") / "pagare.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    for page in range(2):
        canvas.setFont("Helvetica", 11)
        for at, line in enumerate(LINES if not page else (*LINES[2:], "Firma: ROBERTO LÓPEZ GARCÍA")):
            canvas.drawString(60, 700 - at * 30, line)
        canvas.showPage()
    canvas.save()
    return ingest(site, path)


@pytest.fixture(scope="module")
def second(site):
    """The head of the portfolio, who approves."""
    with archive_of(site) as archive:
        return access.add_user(archive, SYSTEM, access.NewUser("titular", Role.PORTFOLIO_HEAD, "Titular de Cartera"))


def test_from_the_document_to_an_approved_pdf_by_keyboard(open_page, site, document, second, browser):
    page = open_page(f"/documentos/{document}")
    tab_to(page, "a[href$='/version-publica']", 80)
    page.keyboard.press("Enter")
    arrived(page, "**/version-publica")
    assert flaws(page) == []
    page.set_viewport_size({"width": 1366, "height": 768})
    tab_to(page, "form.stack button")
    page.keyboard.press("Enter")
    arrived(page, re.compile(r"/cartera/versiones-publicas/VP"))
    said = page.locator(".places li").all_inner_texts()
    assert any("ROBERTO LÓPEZ GARCÍA" in one for one in said) and any("LOGR900314HSRPRB04" in one for one in said)
    assert flaws(page) == []
    page.set_viewport_size({"width": 1366, "height": 768})

    before = page.locator("[data-places] rect").count()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.locator("[data-places] rect:focus").wait_for()
    for key in ("ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    placed = page.locator("[data-places] rect:focus")
    assert [placed.get_attribute(name) for name in ("x", "y", "width", "height")] == ["3500", "4740", "3040", "340"]
    page.keyboard.press("c")
    arrived(page, "**pagina=2")
    page.keyboard.press("ArrowLeft")
    arrived(page, "**pagina=1")
    assert page.locator("[data-places] rect").count() == before + 1
    page.keyboard.press("ArrowRight")
    arrived(page, "**pagina=2")
    page.keyboard.press("c")
    page.get_by_role("button", name="Hacer el PDF").wait_for()
    tab_to(page, "button[value=hacer]")
    page.keyboard.press("Enter")
    page.locator("h1 .state.info").wait_for()
    folio = page.url.split("/")[-1].split("?")[0]

    other = browser.new_context(locale="es-MX").new_page()
    sign_in(other, site, "titular", second)
    choose_password(other, second)
    other.goto(f"{site.address}/cartera/versiones-publicas?estado=prepared")
    ready(other)
    other.get_by_role("link", name=folio).click()
    arrived(other, f"**/{folio}")
    assert flaws(other) == []
    tab_to(other, "button[value=autorizar]", 60)
    other.keyboard.press("Enter")
    other.locator("h1 .state.good").wait_for()
    data = other.request.get(f"{site.address}/api/v1/public-versions/{folio}/file.pdf").body()
    other.context.close()
    with pdfium.PdfDocument(io.BytesIO(data)) as pdf:
        texts = [sheet.get_textpage().get_text_bounded() for sheet in pdf]
    assert len(texts) == 3 and "".join(texts[1:]).strip() == "" and "ROBERTO" not in texts[0]


def test_a_place_is_drawn_with_the_pointer_and_one_proposed_is_left_to_be_seen(open_page, site, document, second):
    page = open_page(f"/documentos/{document}/version-publica")
    page.get_by_role("button", name="Empezar").click()
    arrived(page, re.compile(r"/cartera/versiones-publicas/VP"))
    leaf = page.locator("[data-leaf]").bounding_box()
    before = page.locator(".places li").count()
    page.mouse.move(leaf["x"] + leaf["width"] * 0.2, leaf["y"] + leaf["width"] * 0.5)
    page.mouse.down()
    page.mouse.move(leaf["x"] + leaf["width"] * 0.6, leaf["y"] + leaf["width"] * 0.6, steps=4)
    page.mouse.up()
    assert page.locator(".places li").count() == before + 1
    page.locator(".places input[type=checkbox]").first.uncheck()
    page.get_by_role("button", name="Confirmar la página y seguir").click()
    arrived(page, "**pagina=2")
    page.goto(page.url.replace("pagina=2", "pagina=1"))
    ready(page)
    rects = page.locator("[data-places] rect")
    assert rects.count() == before
    assert float(rects.last.get_attribute("width")) == pytest.approx(4000, abs=60)
    page.get_by_label("Donde estén, en todas las páginas").fill("debo y pagaré")
    page.get_by_role("button", name="Suprimir").click()
    page.locator("h2 .state.wait").wait_for()
    assert page.locator("[data-places] rect").count() == before + 1
