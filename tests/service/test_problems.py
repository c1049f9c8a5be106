"""Errors are RFC 9457 problems, always of one shape, and give nothing away."""

import errno
from collections import defaultdict

import msgspec
import pytest

from schemas.errors import Kind
from service.problems import EXPLAINED, STATUS, TITLES, Problem


def test_every_kind_has_a_status_and_a_title():
    assert set(STATUS) == set(Kind) == set(TITLES)


def test_every_code_of_an_error_class_is_explained():
    from schemas import errors

    classes = [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, Exception)]
    assert {item.code for item in classes if hasattr(item, "code")} <= set(EXPLAINED)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/api/v1/nothing", None, 404, "not_found"),
        ("PUT", "/api/v1/documents", None, 405, "method_not_allowed"),
        ("GET", "/api/v1/documents/zzz", None, 404, "not_found"),
        ("GET", "/api/v1/documents?limit=many", None, 400, "invalid"),
        ("GET", "/api/v1/documents?cursor=zzz", None, 400, "bad_cursor"),
        ("PATCH", "/api/v1/documents/x", b'{"tipe": "x"}', 400, "invalid"),
        ("PATCH", "/api/v1/documents/x", b"{not json", 400, "invalid"),
        ("PATCH", "/api/v1/documents/x", b'{"title": "' + b"x" * 1_100_000 + b'"}', 413, "too_large"),
        ("POST", "/api/v1/users", b'{"name": "x"}', 400, "invalid"),
    ],
)
def test_what_cannot_be_done_is_a_problem(client, office, method, path, body, status, code):
    headers = {**office.bearer("boss"), "Content-Type": "application/json"}

    answer = client.request(method, path, content=body, headers=headers)

    problem = msgspec.json.decode(answer.content, type=Problem)
    assert (answer.status_code, problem.status, problem.code) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.detail
    assert problem.request_id == answer.headers["x-request-id"]


def test_an_unknown_key_is_named(client, office):
    answer = client.patch("/api/v1/documents/x", json={"tipe": "x"}, headers=office.bearer("clerk"))

    assert answer.json()["errors"] == [{"where": "cuerpo", "what": "no se conoce el campo `tipe`"}]


def test_what_is_not_foreseen_says_nothing_of_itself(client, office, monkeypatch):
    def fall(*_: object) -> None:
        raise RuntimeError("secret path and password")

    monkeypatch.setattr(type(office.archive.looks), "note", fall)
    answer = client.get("/api/v1/documents", headers=office.bearer("clerk"))

    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal"
    assert "secret" not in answer.text


def test_a_full_disk_is_one_line_of_the_log_for_each_request_it_refuses(client, office, monkeypatch, caplog):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)
    answer = client.post("/api/v1/documents", content=b"%PDF-1.7", headers=office.bearer("clerk"))

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/staging_unavailable")
    (line,) = (record for record in caplog.records if record.name == "service.problems")
    assert answer.headers["x-request-id"] in line.getMessage()
    assert "No space left" in line.getMessage()
    assert line.exc_info is None


def test_the_schema_advertises_the_problems_that_are_sent(client):
    schema = client.get("/schema/openapi.json").json()

    operations = [item for path in schema["paths"].values() for item in path.values() if "responses" in item]
    assert operations
    for operation in operations:
        assert "application/problem+json" in operation["responses"]["4XX"]["content"]
    assert set(schema["components"]["schemas"]["Problem"]["required"]) >= {"type", "title", "status", "detail"}


def test_each_type_is_a_page(client):
    answer = client.get("/problems/changed_meanwhile", headers={"accept": "text/html"})

    assert answer.status_code == 200
    assert EXPLAINED["changed_meanwhile"] in answer.text


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "falta el cuerpo"),
        (b'{"title": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "niveles"),
        (b'{"title": "a\\u0000b"}', "carácter nulo"),
        (b'{"date": "2026-02-31"}', "no es una fecha"),
    ],
)
def test_a_body_that_cannot_be_understood_is_said_to_be_so_in_spanish(client, office, body, what):
    headers = {**office.bearer("boss"), "Content-Type": "application/json"}
    answer = client.patch(f"/api/v1/documents/{office.file('hoja')}", content=body, headers=headers)

    assert answer.status_code == 400 and what in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("documents?from=ayer", "from: no es una fecha como 2026-10-01"),
        ("documents?limit=0", "limit: debe ser 1 o más"),
        ("documents?type=" + "a" * 301, "type: rebasa 300 caracteres"),
    ],
)
def test_a_parameter_is_called_as_the_sender_calls_it(client, office, query, detail):
    assert client.get(f"/api/v1/{query}", headers=office.bearer("clerk")).json()["detail"] == detail


@pytest.mark.parametrize(
    "address",
    [
        *("documents?credit=%00", "documents?type=%00", "documents/%00", "debtors/%00", "receipts/%00", "loans/%00"),
        *("lawsuits/%00/clocks", "dossier?key=%00", "originals?q=%00", "search?q=%00a"),
        *("changes?after=99999999999999999999", "events?before=99999999999999999999"),
    ],
)
def test_no_address_makes_a_database_stumble(client, office, address):
    assert client.get(f"/api/v1/{address}", headers=office.bearer("boss")).status_code in (200, 400, 404)


def test_a_nul_in_a_form_is_a_blank(client, office):
    answer = client.post("/api/v1/documents", files={"file": ("a.txt", b"nul")}, data={"title": "a\0b"},
                         headers=office.bearer("clerk"))  # fmt: skip

    receipt = client.get(answer.headers["location"], headers=office.bearer("clerk")).json()["receipt"]
    assert receipt["given"] == {"title": "a b"}


def test_the_description_names_the_kind_of_every_file_that_is_sent(client, office):
    described = client.get("/schema").json()["paths"]
    document = office.file("hoja descrita", links=(("credit", "c1"),))
    keys = {"document_id": document, "number": "1", "kind": "debtors", "name": "lapse", "key": "CR-1"}
    sent = 0
    for path, operations in described.items():
        if not path.startswith("/api/v1/") or "get" not in operations:
            continue
        answer = client.get(path.format_map(defaultdict(lambda: "x", keys)), headers=office.bearer("boss"),
                            params={"pages": "1", "leaving": "A", "arriving": "B", "q": "hoja"})  # fmt: skip
        kind = answer.headers.get("content-type", "").split(";")[0]
        known = operations["get"]["responses"]
        if answer.status_code == 200:
            assert kind in known["200"]["content"] or "*/*" in known["200"]["content"], path
            sent += kind != "application/json"
    assert sent >= 10


def test_a_word_is_described_as_the_list_it_is(client, office):
    word = client.get("/schema").json()["components"]["schemas"]["Word"]
    sent = client.get(f"/api/v1/documents/{office.file('dos palabras')}/pages/1/words", headers=office.bearer("clerk"))

    [first, _] = sent.json()["layers"][0]["words"]
    kinds = {"string": str, "array": list, "number": float, "integer": int}
    assert word["type"] == "array" and len(word["prefixItems"]) == len(first)
    assert all(isinstance(value, kinds[item["type"]]) for value, item in zip(first, word["prefixItems"], strict=True))
