"""Who is asking, what they may do, and how browser sessions begin and end."""

import re
from datetime import timedelta

import pytest
from litestar.testing import TestClient

from schemas.access import SYSTEM, Role
from schemas.errors import InvalidInput
from service.middleware import COOKIE
from service.operations import access
from storage.records import now
from storage.records.access import session_and_user, user_named
from storage.records.tables import TokenRow
from tests.databases import sqlite_in

OPEN_ADDRESSES = {
    "/api/v1/health/live",
    "/api/v1/health/ready",
    "/api/v1/session",
    "/entrar",
    "/entrar/codigo",  # the second half of signing in
    "/entrar/proveedor",  # where the provider sends people, and sends them back
    "/privacidad",  # the notice is for whoever gives their data, before they do
    "/privacidad/integral",
    "/problems/{code:str}",
    "/static/{file_path:path}",
}


def test_every_address_but_the_open_ones_wants_to_know_who_asks(client):
    answered = set()
    for route in client.app.routes:
        for method in route.methods - {"OPTIONS"}:
            path = re.sub(r"{[^}]*:int}", "1", re.sub(r"{[^}]*:(str|path)}", "x", route.path))
            answer = client.request(method, path, headers={"accept": "application/json"})
            if answer.status_code not in (401, 405):
                answered.add(route.path)

    assert {path for path in answered if not path.startswith("/schema")} == OPEN_ADDRESSES


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/users", {"boss"}),
        ("GET", "/api/v1/tokens", {"boss"}),
        ("GET", "/api/v1/events", {"boss", "head", "auditor"}),
        ("GET", "/api/v1/status", {"boss", "clerk", "head", "auditor"}),
        ("GET", "/api/v1/metrics", {"boss", "clerk", "head", "auditor"}),
        ("GET", "/api/v1/queues/review", {"boss", "clerk", "head"}),
        ("GET", "/api/v1/documents", {"boss", "clerk", "head", "auditor", "lawyer"}),
        ("GET", "/api/v1/search?q=x", {"boss", "clerk", "head", "auditor", "lawyer"}),
        ("POST", "/api/v1/documents", {"boss", "clerk", "head", "lawyer"}),
        ("POST", "/api/v1/courts", {"boss", "clerk", "head"}),
    ],
)
def test_each_role_may_what_its_row_says(client, office, method, path, allowed):
    for name in ("boss", "clerk", "head", "auditor", "lawyer"):
        body = b'{"code": "J9", "name": "Juzgado Noveno"}' if path.endswith("courts") else name.encode()
        headers = {**office.bearer(name), "Content-Type": "application/json"}
        answer = client.request(method, path, content=body if method == "POST" else None, headers=headers)
        assert (answer.status_code < 300) == (name in allowed), (name, answer.text)
        assert name in allowed or answer.status_code == 403


@pytest.mark.parametrize("given", ["Bearer lgj_wrong", "Bearer ", "Basic YTpi", "Bearer " + "x" * 5000])
def test_a_bad_credential_is_refused(client, given):
    answer = client.get("/api/v1/documents", headers={"Authorization": given})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_is_kept_only_as_its_digest_and_can_be_revoked(client, office):
    secret = access.issue_token(office.archive, SYSTEM, "head", name="efímera", days=1)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/session", headers=headers).json()["user"] == "head"
    token = next(t for t in access.list_tokens(office.archive, SYSTEM) if t.name == "efímera")
    with office.archive.database.read() as session:
        assert session.get(TokenRow, token.id).digest == access.digest_of(secret) != secret

    assert client.delete(f"/api/v1/tokens/{token.id}", headers=office.bearer("boss")).status_code == 204

    assert client.get("/api/v1/session", headers=headers).status_code == 401


def test_an_expired_token_is_refused(client, office):
    secret = access.issue_token(office.archive, SYSTEM, "head", name="vieja", days=1)
    token = next(t for t in access.list_tokens(office.archive, SYSTEM) if t.name == "vieja")
    with office.archive.database.write() as session:
        session.get(TokenRow, token.id).expires_at = now() - timedelta(seconds=1)

    assert client.get("/api/v1/session", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_the_first_administrator_is_made_once(tmp_path):
    from schemas.settings import Settings
    from service.archive import Archive

    archive = Archive(Settings(data=tmp_path, database=sqlite_in(tmp_path), objects="memory:"))

    password = access.make_first_administrator(archive)

    assert password is not None
    assert len(password) >= access.FEWEST_LETTERS
    assert access.make_first_administrator(archive) is None
    assert access.list_users(archive, SYSTEM)[0].must_change_password
    archive.close()


def test_a_one_time_password_opens_nothing_but_its_own_change(client, office):
    answer = client.post("/api/v1/session", json={"name": "auditor", "password": office.passwords["auditor"]})
    csrf = {"X-CSRF-Token": answer.json()["csrf"]}
    refused = client.get("/api/v1/documents")
    assert refused.json()["type"] == "/problems/password_change_required"

    body = {"old": office.passwords["auditor"], "new": "otra clave bien larga"}
    assert client.post("/api/v1/session/password", json=body, headers=csrf).status_code == 204

    assert client.get("/api/v1/documents").status_code == 200
    client.cookies.clear()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, office, signed_in):
    answer = client.post("/api/v1/session", json={"name": "clerk", "password": "una clave bien larga"})

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_change_under_a_cookie_needs_the_sessions_token(client, signed_in):
    upload = "/api/v1/documents?filename=a.txt"
    assert client.post(upload, content=b"uno").json()["type"] == "/problems/csrf"
    assert client.post(upload, content=b"uno", headers={"X-CSRF-Token": "x"}).status_code == 403

    assert client.post(upload, content=b"uno", headers={"X-CSRF-Token": signed_in}).status_code == 202


def test_signing_out_ends_the_session(client, signed_in):
    kept = client.cookies[COOKIE]
    assert client.delete("/api/v1/session", headers={"X-CSRF-Token": signed_in}).status_code == 204

    client.cookies.set(COOKIE, kept)
    assert client.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("column", ["seen_at", "expires_at"])
def test_a_session_ends_by_idleness_and_by_age(client, office, signed_in, column):
    with office.archive.database.write() as session:
        row, _ = session_and_user(session, access.digest_of(client.cookies[COOKIE]))
        setattr(row, column, now() - timedelta(days=1))

    assert client.get("/api/v1/session").json()["type"] == "/problems/session_ended"


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client, office, signed_in):
    for _ in range(5):
        wrong = client.post("/api/v1/session", json={"name": "clerk", "password": "no es esta clave"})
        assert wrong.json()["type"] == "/problems/wrong_password"

    locked = client.post("/api/v1/session", json={"name": "clerk", "password": "una clave bien larga"})
    assert (locked.status_code, locked.json()["type"]) == (429, "/problems/locked_out")

    with office.archive.database.write() as session:
        user_named(session, "clerk").locked_until = now() - timedelta(seconds=1)
    assert client.post("/api/v1/session", json={"name": "clerk", "password": "una clave bien larga"}).status_code == 201


def test_the_last_administrator_cannot_be_suspended(client, office):
    answer = client.patch("/api/v1/users/boss", json={"active": False}, headers=office.bearer("boss"))

    assert answer.json()["type"] == "/problems/last_administrator"


def test_a_suspended_user_is_out_at_once(client, office):
    from schemas.access import Role

    office.hire("brief", Role.ARCHIVIST)
    assert client.get("/api/v1/session", headers=office.bearer("brief")).status_code == 200

    client.patch("/api/v1/users/brief", json={"active": False}, headers=office.bearer("boss"))

    assert client.get("/api/v1/session", headers=office.bearer("brief")).status_code == 401


def test_a_strange_host_is_refused_where_hosts_are_named(tmp_path):
    from schemas.settings import Settings
    from service.app import create_app
    from service.archive import Archive

    settings = Settings(data=tmp_path, database=sqlite_in(tmp_path), objects="memory:", allowed_hosts="legajo.example")
    archive = Archive(settings)
    archive.close()
    with TestClient(create_app(settings), base_url="http://legajo.example") as known:
        assert known.get("/api/v1/health/live").status_code == 200
        assert known.get("/api/v1/health/live", headers={"Host": "evil.example"}).status_code == 400


def test_nobody_is_called_as_the_program_is_in_the_log(office):
    with pytest.raises(InvalidInput, match="bitácora"):
        access.add_user(office.archive, SYSTEM, access.NewUser(" System ", Role.ADMINISTRATOR, "Alguien"))


@pytest.mark.parametrize("path", ["/entrar", "/entrar/codigo"])
def test_another_site_signs_nobody_in_as_somebody_else(client, office, path):
    form = {"usuario": "lawyer", "clave": office.passwords["lawyer"], "paso": "x", "codigo": "1"}

    refused = client.post(path, data=form, headers={"sec-fetch-site": "cross-site"}, follow_redirects=False)

    assert (refused.status_code, COOKIE in refused.cookies) == (403, False)
    assert client.post(path, data=form, headers={"sec-fetch-site": "same-origin"}).status_code != 403
