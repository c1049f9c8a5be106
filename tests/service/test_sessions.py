"""Sessions of people: seen, closed, limited, and their end loses nothing that was written."""

import re
from datetime import timedelta

import pytest
from litestar.testing import TestClient

from schemas.settings import Settings
from service.app import create_app
from service.archive import Archive
from service.middleware import COOKIE
from service.operations import access
from storage.records import events, now
from storage.records.access import session_and_user
from tests.databases import sqlite_in

HTML = {"accept": "text/html", "sec-fetch-site": "same-origin"}


def csrf_in(text):
    return re.search(r'name="csrf" value="([^"]+)"', text)[1]


def expire(office, client):
    with office.archive.database.write() as session:
        row, _ = session_and_user(session, access.digest_of(client.cookies[COOKIE]))
        row.seen_at = now() - timedelta(days=1)


def test_one_s_own_sessions_are_shown_and_closed(client, office, signed_in):
    mine = client.get("/api/v1/sessions").json()["items"]
    assert mine[0]["user"] == "clerk" and client.cookies[COOKIE] not in str(mine)
    assert client.get("/api/v1/sessions?all_users=true").status_code == 403

    closed = client.delete(f"/api/v1/sessions/{mine[0]['id']}", headers={"X-CSRF-Token": signed_in})

    assert (closed.status_code, client.get("/api/v1/session").status_code) == (204, 401)


def test_another_s_session_is_closed_by_an_administrator_only(client, office, signed_in):
    session_id = client.get("/api/v1/sessions").json()["items"][0]["id"]
    client.cookies.clear()
    address = f"/api/v1/sessions/{session_id}"

    assert client.delete(address, headers=office.bearer("head")).status_code == 403
    assert client.delete(address, headers=office.bearer("boss")).status_code == 204
    assert client.delete(address, headers=office.bearer("boss")).status_code == 404


def test_a_form_sent_after_the_session_s_end_goes_on_after_signing_in(client, office, signed_in):
    expire(office, client)
    late = client.post("/custodia", data={"csrf": signed_in, "codigo": "LEGAJO-<7>"}, headers=HTML)
    assert late.status_code == 401 and "Lo que escribió se conserva" in late.text and "&lt;7&gt;" in late.text

    kept = {name: value.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
            for name, value in re.findall(r'name="(hacia|guardado)" value="([^"]*)"', late.text)}  # fmt: skip
    form = {"usuario": "clerk", "clave": "una clave bien larga", **kept}
    back = client.post("/entrar", data=form, headers=HTML)

    assert 'action="/custodia"' in back.text and 'name="codigo" value="LEGAJO-&lt;7&gt;"' in back.text
    sent = client.post("/custodia", data={"csrf": csrf_in(back.text), "codigo": "LEGAJO-<7>"}, headers=HTML)
    assert sent.status_code != 401 and "la página está vencida" not in sent.text.lower()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_what_another_site_sends_is_never_kept(client, office, signed_in, site):
    expire(office, client)
    headers = {**HTML, "sec-fetch-site": site}
    late = client.post("/custodia", data={"codigo": "AJENO-1"}, headers=headers, follow_redirects=False)
    assert late.status_code == 303 and "AJENO" not in late.text

    form = {
        "usuario": "clerk",
        "clave": "una clave bien larga",
        "hacia": "/custodia",
        "guardado": '[["codigo","AJENO-1"]]',
    }
    back = client.post("/entrar", data=form, headers=headers, follow_redirects=False)
    assert back.status_code == (303 if site == "none" else 403) and "AJENO" not in back.text


def test_a_form_of_an_older_session_is_kept_for_the_new_one(client, office, signed_in):
    old = client.post("/custodia", data={"csrf": "de otra sesión", "codigo": "LEGAJO-8"}, headers=HTML)

    assert old.status_code == 403 and 'name="codigo" value="LEGAJO-8"' in old.text
    assert csrf_in(old.text) == signed_in


@pytest.fixture
def behind_a_proxy(tmp_path):
    """An archive of its own, and a client that comes through a proxy that is trusted."""
    settings = Settings(data=tmp_path, database=sqlite_in(tmp_path), objects="memory:",
                        trusted_proxies="testclient, 10.0.0.2")  # fmt: skip
    archive = Archive(settings)
    with TestClient(create_app(settings)) as client:
        yield archive, client
    archive.close()


def attempt(client, forwarded):
    return client.post("/api/v1/session", json={"name": "x", "password": "y"}, headers={"X-Forwarded-For": forwarded})


def test_only_a_trusted_proxy_names_who_asks(behind_a_proxy):
    archive, client = behind_a_proxy
    attempt(client, "6.6.6.6, 192.0.2.7, 10.0.0.2")
    with archive.database.read() as session:
        assert [row.origin for row in events.listing(session)] == ["192.0.2.7"]


def test_an_address_of_many_failures_waits_whatever_name_it_tries(behind_a_proxy):
    archive, client = behind_a_proxy
    with archive.database.write() as session:
        events.record_many(session, [events.Act("-", "192.0.2.7", "sign_in_failed", "user", "-")] * 30)

    refused = attempt(client, "192.0.2.7")

    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/locked_out")
    assert attempt(client, "192.0.2.8").json()["type"] == "/problems/wrong_password"
