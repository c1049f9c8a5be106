"""What holds on every page: WCAG 2.2 AA in light and dark, narrow screens, keys, no other host."""

import pytest

from .browsing import arrived, choose_password, flaws, ingest, ready, serving, sign_in, violations, watched

PAGES = [
    "/",
    "/buscar",
    "/buscar?q=nada",
    "/deudores",
    "/deudores?q=nadie",
    "/colas/lapse",
    "/colas/unregistered",
    "/resumen",
    "/recados",
    "/agenda",
    "/cartera/tablero",
    "/cartera/tablero/detalle?cifra=lawsuits",
    "/cartera/asignaciones",
    "/cartera/espejo",
    "/cartera/contratos",
    "/cartera/contratos/nuevo",
    "/cartera/obligaciones",
    "/cartera/comisiones",
    "/cartera/comisiones/nuevo",
    "/cartera/versiones-publicas",
    "/cartera/reservas",
    "/cartera/reservas/nueva",
    "/cartera/encuadernaciones",
    "/cartera/solicitudes",
    "/acuse",
    "/recibir",
    "/lotes",
    "/calidad",
    "/revisar",
    "/administracion/sin-texto",
    "/administracion/datos",
    "/privacidad",
    "/privacidad/integral",
    "/recibir/caratulas",
    "/contrasena",
    "/cuenta",
    "/diseno",
    "/no-existe",
]


@pytest.fixture(scope="module")
def tab(site, browser, admin_state):
    """One page of the administrator's that goes from address to address, as a person's does."""
    context = browser.new_context(locale="es-MX", storage_state=admin_state)
    seen = watched(context, site)
    yield context.new_page()
    context.close()
    assert seen == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_in_light_and_dark_and_fits_a_narrow_screen(tab, site, path):
    tab.goto(site.address + path)
    ready(tab)
    assert flaws(tab) == []


@pytest.fixture(scope="module")
def comparing(site, tmp_path_factory):
    """The page that asks what to compare with, and the one that compares."""
    folder, ids = tmp_path_factory.mktemp("compared"), []
    for name in ("demanda", "contestacion"):
        path = folder / f"{name}.txt"
        path.write_text(f"Escrito de {name} en el juicio ordinario mercantil.", encoding="utf-8")
        ids.append(ingest(site, path))
    here = f"/documentos/{ids[0]}/comparar"
    return here, f"{here}?q=juicio", f"{here}?con={ids[1]}"


def test_comparing_documents_is_accessible_and_fits_a_narrow_screen(tab, site, comparing):
    for path in comparing:
        tab.goto(site.address + path)
        tab.wait_for_load_state("networkidle")
        assert (path, flaws(tab)) == (path, [])


def test_the_first_sign_in_asks_for_a_password_of_one_s_own(browser, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("first")) as site:
        page = browser.new_context(locale="es-MX").new_page()
        sign_in(page, site, site.name, site.password)
        assert "/contrasena" in page.url and violations(page) == []
        choose_password(page, site.password)
        assert page.locator("header nav[aria-label=Principal]").is_visible()
        page.context.close()


def test_keys_lead_to_the_search_box_and_to_the_rooms(open_page):
    page = open_page("/revisar")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("g r")
    assert page.evaluate("document.activeElement.value") == "g r"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("r")
    arrived(page, "**/recibir")
    page.keyboard.press("?")
    assert page.locator("#teclas").is_visible()


def test_the_bar_keeps_to_one_line_and_does_not_cover_a_low_screen(open_page):
    page = open_page("/")
    page.locator(".who a").evaluate("link => link.textContent = 'C.P. Aurora Guadalupe de los Ángeles Villaescusa'")
    assert page.locator("header.bar").bounding_box()["height"] < 60
    assert page.get_by_role("button", name="Salir").bounding_box()["x"] < 1366 - 40

    page.set_viewport_size({"width": 683, "height": 384})  # 200 % of the same screen
    assert page.locator("header.bar").evaluate("bar => getComputedStyle(bar).position") == "static"
