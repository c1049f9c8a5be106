"""Every address answers HEAD where it answers GET, and tells its methods to OPTIONS and to a method it has not."""

import msgspec
import pytest
import yaml

from storage.records.tables import EventRow
from tests.service.asking import API, routes_of


@pytest.mark.parametrize("path", ["/documents", "/debtors/p1", "/documents/{document}/pages/1/text", "/queues/lapse"])
def test_head_is_get_without_its_body(client, office, path):
    address = API + path.format(document=office.file("hoja que se mira"))
    got, head = (client.request(one, address, headers=office.bearer("clerk")) for one in ("GET", "HEAD"))

    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name)


def test_head_of_what_is_streamed_ends_with_its_headers(client, office):
    answer = client.head(f"{API}/exports/debtors", headers=office.bearer("clerk"))

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("form", ["dossier.pdf", "dossier.zip", "dossier.bag.zip"])
def test_head_of_a_dossier_makes_and_hands_over_nothing(client, office, form):
    def handed_over():
        with office.archive.database.read() as session:
            return session.query(EventRow).filter(EventRow.action == "hand_over_dossier").count()

    address, before = f"{API}/debtors/p1/{form}", handed_over()
    head = client.head(address, headers=office.bearer("clerk"))
    assert (head.status_code, head.content, handed_over()) == (200, b"", before)
    got = client.get(address, headers=office.bearer("clerk"))
    assert (got.status_code, handed_over()) == (200, before + 1)
    for name in ("content-type", "content-disposition"):
        assert head.headers[name] == got.headers[name]
    assert client.head(f"{API}/debtors/nobody/{form}", headers=office.bearer("clerk")).status_code == 404


def test_head_is_refused_like_get(client):
    assert client.head(f"{API}/documents").status_code == 401
    assert client.head(f"{API}/documents/{'0' * 26}").status_code == 401


def test_a_known_version_is_not_sent_again_of_whatever_counts_its_versions(client, office):
    made = client.post(f"{API}/hearing-lists", json={"name": "Audiencia", "key": "p1"}, headers=office.bearer("clerk"))
    for address in (f"{API}/debtors/p1", f"{API}/hearing-lists/{made.json()['id']}"):
        etag = client.get(address, headers=office.bearer("clerk")).headers["etag"]
        again = client.get(address, headers={**office.bearer("clerk"), "If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_the_methods_told_are_those_described(client, application):
    described = client.get("/schema").json()["paths"]
    for path in {path for _, path in routes_of(application[0].app)}:
        known = {method.upper() for method in described[path]} | {"OPTIONS"}
        known |= {"HEAD"} if "GET" in known else set()
        address = path.replace("{number}", "1")
        for method, status in (("OPTIONS", 204), ("PUT", 405)):
            answer = client.request(method, address)
            assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (status, known), path


def test_the_description_is_made_once_and_the_same_in_either_form(client):
    first, again = client.get("/schema/openapi.json"), client.get("/schema")
    written = client.get("/schema/openapi.yaml")

    assert first.content == again.content
    assert yaml.safe_load(written.content) == msgspec.json.decode(first.content)
    assert not [path for path in first.json()["paths"] if not path.startswith(API)]


def test_an_address_beside_the_description_is_a_problem_like_any_other(client):
    answer = client.get("/schema/nada")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
