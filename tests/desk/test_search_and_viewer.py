"""Search and viewer in the browser: found through an error, lit at the right place, by keyboard alone."""

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from .browsing import arrived, flaws, ingest, violations

SIZE = (1275, 1650)
PLACE = (300, 620)
NAME = "BOJORQUEZ"


@pytest.fixture(scope="module")
def scan(site, tmp_path_factory):
    """The id of a scan of three pages whose second bears the name, and the name's box on it in fractions."""
    font = ImageFont.load_default(size=34)
    pages = [Image.new("L", SIZE, 255) for _ in range(3)]
    for number, page in enumerate(pages, 1):
        pen = ImageDraw.Draw(page)
        for line in range(6):
            pen.text(
                (150, 150 + 60 * line), f"Cuaderno principal, hoja {number}, renglon {line + 1} del escrito", 0, font
            )
    box = ImageDraw.Draw(pages[1])
    box.text(PLACE, f"{NAME} ARMENTA comparece en autos", 0, font)
    left, top, right, bottom = box.textbbox(PLACE, NAME, font)
    path = tmp_path_factory.mktemp("scan") / "escrito.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=150)
    return ingest(site, path), (left / SIZE[0], top / SIZE[1], right / SIZE[0], bottom / SIZE[1])


def test_a_name_with_an_error_is_found_and_lit_at_its_place_by_keyboard(open_page, scan):
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("bojorques")
    page.keyboard.press("Enter")
    arrived(page, "**/buscar?q=bojorques")
    page.locator("[data-hit]").first.wait_for(timeout=15_000)
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    arrived(page, f"**/documentos/{scan[0]}?pagina=2&q=bojorques")

    page.locator(".leaf img").evaluate("image => image.decode()")  # the leaf has its size only then
    place = page.locator(".lit rect").first.bounding_box()
    leaf = page.locator(".leaf img").bounding_box()

    seen = (
        (place["x"] - leaf["x"]) / leaf["width"], (place["y"] - leaf["y"]) / leaf["height"],
        (place["x"] + place["width"] - leaf["x"]) / leaf["width"],
        (place["y"] + place["height"] - leaf["y"]) / leaf["height"],
    )  # fmt: skip
    assert seen == pytest.approx(scan[1], abs=0.012)


def test_answers_as_one_types_never_lag_behind_the_query(open_page, scan):
    page = open_page("/buscar")
    page.route("**/buscar/resultados?q=cua&*", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.keyboard.type("cua", delay=60)
    page.wait_for_timeout(120)
    page.keyboard.type("xyzwq")
    page.get_by_text("Nada de lo que usted puede ver").wait_for()
    page.wait_for_timeout(900)

    assert page.locator("[data-hit]").count() == 0
    assert page.url.endswith("q=cuaxyzwq")


def test_pages_turn_and_hits_are_stepped_through_by_keys(open_page, scan):
    page = open_page(f"/documentos/{scan[0]}?q=bojorquez")
    page.locator("[data-page-hits] a").wait_for()
    page.keyboard.press("n")
    page.locator("[data-sheet='2'] .lit rect.now").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator("[data-sheet='3']").wait_for()
    assert "pagina=3" in page.url and page.locator("[data-strip] [aria-current]").get_attribute("data-page") == "3"
    page.keyboard.press("Home")
    page.locator("[data-sheet='1']").wait_for()


def test_pages_are_picked_by_keyboard_and_taken_away_with_their_folios(open_page, scan, tmp_path):
    page = open_page(f"/documentos/{scan[0]}?pagina=3")
    page.locator("[data-strip] input:not([name])").first.wait_for(state="attached")
    page.keyboard.press("x")
    page.locator("[data-written]").focus()
    page.keyboard.type(", 1")
    assert page.locator("[data-strip] input:checked").count() == 2
    assert page.locator("[data-picked]").inner_text() == "2 páginas" and violations(page) == []
    with page.expect_download() as told:
        page.keyboard.press("Enter")
    told.value.save_as(tmp_path / "hojas.pdf")

    assert PdfReader(tmp_path / "hojas.pdf").page_labels == ["1", "3"]


def test_words_of_a_scan_can_be_selected_where_they_stand(open_page, scan):
    page = open_page(f"/documentos/{scan[0]}?pagina=2")
    word = page.locator(".words span", has_text=NAME).first
    word.wait_for(state="attached")

    leaf, box = page.locator(".leaf img").bounding_box(), word.bounding_box()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.words'))")

    assert (box["x"] - leaf["x"]) / leaf["width"] == pytest.approx(scan[1][0], abs=0.01)
    assert f"{NAME} ARMENTA comparece" in page.evaluate("getSelection().toString()")


def test_results_and_viewer_are_accessible_and_fit_a_narrow_screen(open_page, site, scan):
    page = open_page()
    for path in ("/buscar?q=cuaderno&tipo=unclassified", f"/documentos/{scan[0]}?pagina=2&q=bojorquez"):
        page.goto(site.address + path)
        page.wait_for_load_state("networkidle")
        assert (path, flaws(page)) == (path, [])


@pytest.fixture(scope="module")
def locked(site, tmp_path_factory):
    """The id of a file that asks for a password: a document without pages."""
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    writer.encrypt("secreta")
    path = tmp_path_factory.mktemp("locked") / "con clave.pdf"
    writer.write(path)
    return ingest(site, path)


def test_a_document_without_pages_stands_beside_what_is_known_of_it(open_page, locked):
    page = open_page(f"/documentos/{locked}")

    said, known = (page.locator(f".document > {part}").bounding_box() for part in (".view", ".about"))
    assert said["width"] > known["width"] > 300 and said["y"] == known["y"]
    assert page.locator("[role=toolbar]").count() == 0
    assert page.get_by_label("Contraseña del archivo").is_visible()
