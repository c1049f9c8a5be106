"""One site and one browser per module; every page watched for what it must not do."""

import shutil

import pytest

from .browsing import begun, browsing, ready, serving, watched


@pytest.fixture(scope="session")
def browser():
    try:
        with browsing() as opened:
            yield opened
    except FileNotFoundError as reason:
        pytest.skip(f"no browser here: {reason}")


@pytest.fixture(scope="session")
def first_folder(tmp_path_factory):
    """The data folder that those of all modules are copies of."""
    folder = tmp_path_factory.mktemp("first-desk")
    begun(folder)
    return folder


@pytest.fixture(scope="module")
def site(first_folder, tmp_path_factory):
    """Legajo with its administrator, who has chosen a password of their own."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(first_folder, folder, dirs_exist_ok=True)
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def admin_state(site, browser):
    """The cookies of the administrator, signed in."""
    context = browser.new_context(locale="es-MX")
    answer = context.request.post(f"{site.address}/api/v1/session", data={"name": site.name, "password": site.password})
    assert answer.ok
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
