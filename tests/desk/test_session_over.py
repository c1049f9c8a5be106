"""A session that ends while somebody works loses nothing of what they wrote."""

from .browsing import CHOSEN, arrived, ready, violations


def test_what_was_written_survives_the_end_of_the_session(browser, site, admin_state):
    context = browser.new_context(locale="es-MX", storage_state=admin_state)
    page = context.new_page()
    page.goto(f"{site.address}/custodia/lugar")
    ready(page)
    field = page.locator("main input:not([type=hidden])").first
    field.fill("ARCHIVO-77")
    context.clear_cookies()
    page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")

    page.get_by_text("Lo que escribió se conserva").wait_for()
    assert violations(page) == []
    page.keyboard.type(site.name)
    page.keyboard.press("Tab")
    page.keyboard.type(CHOSEN)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continuar").wait_for()
    assert violations(page) == []
    page.keyboard.press("Enter")
    arrived(page, "**/custodia/lugares/ARCHIVO-77")
    context.close()


def test_what_a_page_fetches_goes_on_after_the_password(browser, site, admin_state):
    context = browser.new_context(locale="es-MX", storage_state=admin_state)
    page = context.new_page()
    page.goto(f"{site.address}/custodia/prestar")
    ready(page)
    context.clear_cookies()
    page.locator("[name=codigos]").fill("NADIE-1")  # at once: letters still being typed would go into the password
    page.locator("#sesion [name=clave]").wait_for()
    page.keyboard.type("E-1")
    page.keyboard.press("Enter")
    page.locator("#sesion [role=alert]").wait_for()
    page.keyboard.type(CHOSEN)
    with page.expect_response(lambda answer: answer.url.endswith("/custodia/leidos")) as repeated:
        page.keyboard.press("Enter")
    assert repeated.value.ok and not page.locator("#sesion").is_visible()
    context.close()
