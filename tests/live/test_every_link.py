"""Whoever is signed in, no page shows a link that leads to where they may not go, or nowhere."""

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from litestar.testing import TestClient

from benchmarks.furnishing import furnish
from schemas.access import SYSTEM, Role
from service.operations import access
from web.asgi import create_app

from .test_furnishing import archive, read  # noqa: F401 - the furnished office, as fixtures

ALIKE = 2
"""How many addresses of one shape are followed."""
MOST = 400
"""How many pages a role is followed over at most; more would be a list without end."""
NAMED = re.compile(r"(?<=/)[^/]*\d[^/]*")


class Links(HTMLParser):
    """The addresses that the links of a page lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address:
            self.found.append(address)


def shape(address: str) -> str:
    """The address without what names one thing among others of its kind."""
    parts = urlsplit(address)
    return NAMED.sub("N", parts.path) + "?" + "&".join(sorted(re.findall(r"([^=&]+)=", parts.query)))


def refused(client: TestClient, token: str) -> dict[str, str]:
    """The links that lead nowhere, each with the page it stands on, from the first page on."""
    headers = {"accept": "text/html", "Authorization": f"Bearer {token}"}
    asked, known, alike, wrong = deque([("/", "")]), {"/"}, Counter[str](), {}
    for _ in range(MOST):
        if not asked:
            return wrong
        address, stands_on = asked.popleft()
        answer = client.get(address, headers=headers)
        if answer.status_code >= 400:
            wrong[address] = f"{answer.status_code}, on {stands_on}"
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for link in Links(answer.text).found:
            led = urlsplit(urljoin(str(answer.url), link))
            to = led._replace(scheme="", netloc="", fragment="").geturl()
            ours = led.netloc == client.base_url.netloc.decode()
            if ours and to not in known and alike[shape(to)] < ALIKE:
                known.add(to)
                alike[shape(to)] += 1
                asked.append((to, address))
    raise AssertionError("there is no end of pages")


@pytest.mark.usefixtures("settled")
def test_every_link_shown_to_a_role_may_be_followed(read, tmp_path):  # noqa: F811 - a fixture
    made = furnish(tmp_path / "data")
    access.add_user(read, SYSTEM, access.NewUser("oic", Role.AUDITOR, "Órgano Interno de Control", None))
    access.add_user(read, SYSTEM, access.NewUser("jefa", Role.ADMINISTRATOR, "Jefa de sistemas", None))
    with TestClient(create_app(read.settings)) as client:
        tokens = {
            name: access.issue_token(read, SYSTEM, name, name="pruebas")
            for name in (made.name, "auxiliar", "responsable", "oic", "jefa")
        }
        found = {name: refused(client, token) for name, token in tokens.items()}
    assert found == {name: {} for name in tokens}
