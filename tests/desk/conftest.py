"""One site and one browser per module; every page watched for what it must not do."""

import pytest

from .browsing import browsing, choose_password, ready, serving, sign_in, watched


@pytest.fixture(scope="session")
def browser():
    try:
        with browsing() as opened:
            yield opened
    except FileNotFoundError as reason:
        pytest.skip(f"no browser here: {reason}")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Legajo with its administrator, who has chosen a password of their own."""
    with serving(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(scope="module")
def admin_state(site, browser):
    """The cookies of the administrator after the first sign-in."""
    context = browser.new_context(locale="es-MX")
    page = context.new_page()
    sign_in(page, site, site.name, site.password)
    choose_password(page, site.password)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(site, browser, admin_state):
    """Opens a page as the administrator, in the given light and width; at the end nothing forbidden was done."""
    contexts = []

    def opened(path="/", *, scheme="light", width=1366, height=768, state=admin_state):
        context = browser.new_context(
            locale="es-MX", color_scheme=scheme, viewport={"width": width, "height": height}, storage_state=state
        )
        contexts.append((context, watched(context, site)))
        page = context.new_page()
        page.goto(site.address + path)
        ready(page)
        return page

    yield opened
    for context, seen in contexts:
        context.close()
        assert seen == []
