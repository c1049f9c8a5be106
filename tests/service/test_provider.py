"""Sign-in through an OpenID Connect provider that really answers over HTTP."""

import time
from urllib.parse import urlsplit

import msgspec
import pytest
import requests
from joserfc.jwk import RSAKey
from litestar.testing import TestClient

from schemas.access import Role
from schemas.errors import Misconfigured
from service import provider as ours
from storage.records.access import user_named
from tests.identity_provider import CLIENT, SECRET, providing
from tests.service.conftest import Office
from web.asgi import create_app


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with providing() as provider:
        made = Office(tmp_path_factory.mktemp("provided"))
        made.provider = provider
        made.settings = msgspec.structs.replace(made.settings, oidc_issuer=provider.address, oidc_client_id=CLIENT,
                                                oidc_client_secret=SECRET, public_url="http://legajo.test")  # fmt: skip
        made.hire("lucia", Role.ARCHIVIST)
        yield made
        made.archive.close()


@pytest.fixture(scope="module")
def application(office):
    return create_app(office.settings)


@pytest.fixture
def browser(application, office):
    office.provider.person = {"sub": "7f3a", "preferred_username": "lucia"}
    office.provider.claims, office.provider.key = {}, office.provider.published
    with TestClient(application, base_url="http://legajo.test", raise_server_exceptions=False) as client:
        yield client


def sent_back(client, follow="/custodia"):
    """Goes to the provider and comes back: the path of the return."""
    away = client.get(f"/entrar/proveedor?sigue={follow}", follow_redirects=False)
    assert away.status_code == 303, away.text
    back = requests.get(away.headers["location"], allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def enter(client):
    return client.get(sent_back(client), follow_redirects=False)


def test_who_the_provider_vouches_for_enters_where_they_wanted(browser, office):
    entered = enter(browser)

    assert (entered.status_code, entered.headers["location"]) == (303, "/custodia")
    assert browser.get("/api/v1/session").json()["user"] == "lucia"
    asked = office.provider.asked[-1]
    assert asked["code_challenge_method"] == "S256" and asked["state"] and asked["nonce"]
    assert asked["redirect_uri"] == "http://legajo.test/entrar/proveedor/regreso"


def test_the_first_sign_in_ties_the_user_and_the_name_counts_no_more(browser, office):
    enter(browser)
    office.provider.person = {"sub": "another", "preferred_username": "lucia"}
    browser.cookies.clear()
    assert enter(browser).status_code == 401
    office.provider.person = {"sub": "7f3a", "preferred_username": "renamed"}
    assert enter(browser).status_code == 303
    with office.archive.database.read() as session:
        assert user_named(session, "lucia").password_hash == "!", "the one-time password opens no more"


def test_whom_nobody_made_a_user_is_told_whom_to_ask(browser, office):
    office.provider.person = {"sub": "stranger", "preferred_username": "nadie"}
    refused = enter(browser)
    assert refused.status_code == 401 and "Pídalo a quien administra" in refused.text


@pytest.mark.parametrize(
    "claims",
    [{"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"nonce": "replayed"}, {"exp": int(time.time()) - 900},
     {"azp": "another"}, {"sub": None}],
    ids=lambda claims: next(iter(claims)),
)  # fmt: skip
def test_a_token_that_is_not_for_us_is_not_believed(browser, office, claims):
    office.provider.claims = claims
    assert enter(browser).status_code == 401


def test_a_token_signed_by_another_key_is_not_believed(browser, office):
    office.provider.key = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
    assert enter(browser).status_code == 401


def test_a_return_counts_once_and_in_the_browser_that_went(browser):
    back = sent_back(browser)
    held = browser.cookies["legajo_provider"]
    browser.cookies.clear()
    assert browser.get(back, follow_redirects=False).status_code == 401, "another browser"
    browser.cookies.set("legajo_provider", held, domain="legajo.test", path="/entrar")
    assert browser.get(back, follow_redirects=False).status_code == 303
    assert browser.get(back, follow_redirects=False).status_code == 401


def test_where_to_go_after_is_a_page_of_ours(browser):
    entered = browser.get(sent_back(browser, "//evil.example/"), follow_redirects=False)
    assert entered.headers["location"] == "/"


def test_the_provider_is_asked_over_https_only_and_under_its_own_name(office):
    far = msgspec.structs.replace(office.settings, oidc_issuer="http://example.org")
    with pytest.raises(Misconfigured, match="HTTPS"):
        ours.discover(far)
    with pytest.raises(Misconfigured, match="otro emisor"):
        ours.discover(
            msgspec.structs.replace(
                office.settings, oidc_issuer=office.provider.address.replace("127.0.0.1", "localhost")
            )
        )
