"""What holds on every page: WCAG 2.2 AA in light and dark, narrow screens, keys, no other host."""

import pytest

from .browsing import choose_password, is_too_wide, sign_in, violations

PAGES = [
    "/",
    "/buscar",
    "/buscar?q=nada",
    "/deudores",
    "/deudores?q=nadie",
    "/colas/lapse",
    "/resumen",
    "/agenda",
    "/acuse",
    "/recibir",
    "/lotes",
    "/revisar",
    "/contrasena",
    "/cuenta",
    "/diseno",
    "/no-existe",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_the_accessibility_rules(open_page, path, scheme):
    assert violations(open_page(path, scheme=scheme)) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_narrow_screen(open_page, path):
    page = open_page(path, width=320, height=640)
    assert not is_too_wide(page)
    assert violations(page) == []


def test_the_first_sign_in_asks_for_a_password_of_one_s_own(browser, tmp_path_factory):
    from .browsing import serving

    with serving(tmp_path_factory.mktemp("first")) as site:
        page = browser.new_context(locale="es-MX").new_page()
        sign_in(page, site, site.name, site.password)
        assert "/contrasena" in page.url and violations(page) == []
        choose_password(page, site.password)
        assert page.locator("header nav").first.is_visible()
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
    page.wait_for_url("**/recibir")
    page.keyboard.press("?")
    assert page.locator("#teclas").is_visible()
