"""A running Legajo and a real browser before it."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from schemas.access import SYSTEM
from service.archive import Archive
from service.configuration import read_settings
from service.operations.access import FIRST_ADMINISTRATOR, make_first_administrator
from service.operations.classification.scheme import propose_scheme
from service.operations.signing_in import change_password
from service.operations.signing_in import sign_in as begin_session
from tests.databases import sqlite_in

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
CHOSEN = "una clave bien larga"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]


class Site(msgspec.Struct, frozen=True):
    """Where Legajo answers, its data folder, and how the administrator signs in: with the one-time password of a new archive."""

    address: str
    data: Path
    name: str
    password: str


@contextlib.contextmanager
def serving(data: Path, **settings: str) -> Iterator[Site]:
    """`legajo up` on a free port over an empty folder, or one that `begun` made."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "LEGAJO_DATA": str(data), "PYTHONUNBUFFERED": "1", **settings}
    command = [sys.executable, "-m", "web.command", "up", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            said = ""
            while "Ctrl+C" not in said:
                line = process.stdout.readline()
                assert line, f"it ended before it served: {said}"
                said += line
            found = re.search(r"usuario (\S+), contraseña (\S+)", said)
            yield Site(f"http://127.0.0.1:{port}", data, *(found.groups() if found else (FIRST_ADMINISTRATOR, CHOSEN)))
        finally:
            process.terminate()
            process.wait(timeout=100)  # it gives its worker a minute for the job in hand


def begun(data: Path) -> None:
    """Make the data folder of an archive whose administrator has chosen a password of their own."""
    sqlite_in(data, "legajo.db")
    archive = Archive(read_settings({"LEGAJO_DATA": str(data)}))
    password = make_first_administrator(archive)
    assert password is not None
    propose_scheme(archive, SYSTEM)
    change_password(archive, begin_session(archive, FIRST_ADMINISTRATOR, password, "prueba"), password, CHOSEN)
    archive.close()


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def watched(context: BrowserContext, site: Site) -> list[str]:
    """What the pages of a context do that they must not: requests to other hosts, errors, refused by the policy."""
    seen: list[str] = []
    context.on("request", lambda request: seen.append(request.url) if not _own(request.url, site) else None)
    context.on("weberror", lambda error: seen.append(str(error.error)))
    context.on("console", lambda said: seen.append(said.text) if "Content Security Policy" in said.text else None)
    return seen


def ingest(site: Site, path: Path, *said: str) -> str:
    """The id of the document that the file became, read and in the index; `said` of it as options of the command."""
    said = subprocess.run(
        [sys.executable, "-m", "web.command", "ingest", str(path), *said, "--wait", "--json"],
        cwd=ROOT, env={**os.environ, "LEGAJO_DATA": str(site.data)}, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return str(json.loads(said.stdout.splitlines()[0])["document_id"])


def _own(url: str, site: Site) -> bool:
    return url.startswith((site.address + "/", "blob:", "data:"))


def sign_in(page: Page, site: Site, name: str, password: str) -> None:
    """Sign in by keyboard."""
    page.goto(f"{site.address}/entrar")
    page.locator("[name=usuario]:focus").wait_for()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    arrived(page, lambda url: "/entrar" not in url)


def choose_password(page: Page, password: str) -> None:
    """Change the one-time password by keyboard."""
    page.locator("[name=actual]:focus").wait_for()
    for text in (password, CHOSEN, CHOSEN):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrived(page, lambda url: "/contrasena" not in url)


def tab_to(page: Page, selector: str, most: int = 40) -> None:
    """Go on with the tabulator until what the selector names has the focus."""
    for _ in range(most):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def file_as_receipt(page: Page) -> None:
    """On the page of one document to review: type by three letters, file with one key, on to the next."""
    before = page.url
    page.locator("select[name=tipo]:focus").wait_for()
    page.keyboard.type("rec")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    arrived(page, lambda url: url != before)


def arrived(page: Page, where: str | Callable[[str], bool]) -> None:
    """Wait until the page is at the address, a pattern or a test of it, and takes keys."""
    page.wait_for_url(where)
    ready(page)


def ready(page: Page) -> None:
    """Wait until every behaviour of the page has begun: a key pressed before would be lost."""
    page.locator("[data-does]:not([data-ready])").first.wait_for(state="detached")


def flaws(page: Page) -> list[str]:
    """What is wrong with the page as it stands: `violations` in the light, of its colours in the dark, each on a wide
    screen and on a narrow one, which it must also fit."""
    found = []
    for width, height in ((1366, 768), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme} {width}: {broken}" for broken in violations(page)]
    found += [f"beyond the edge of a narrow screen: {table}" for table in beyond_the_edge(page)]
    return found + ["it scrolls sideways on a narrow screen"] * is_too_wide(page)


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 AA on the page as it is shown, one line a rule.

    Of a page in the dark only the colours are looked at: all else is the same in the light, where it is looked at too.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.add_script_tag(url="/static/vendor/axe.min.js")  # as a script of the site the browser compiles it once
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    rules = {"type": "rule", "values": COLOURS} if dark else {"type": "tag", "values": RULES}
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)[
        "violations"
    ]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]} {rule['nodes'][0]['failureSummary']}" for rule in found]


def beyond_the_edge(page: Page) -> list[str]:
    """The names of the tables of which a part lies beyond the edge of the screen."""
    told = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"
    return list(page.eval_on_selector_all(".scroll", told))


def is_too_wide(page: Page) -> bool:
    """Whether the page as a whole scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
