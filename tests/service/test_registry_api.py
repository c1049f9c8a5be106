"""The kinds of the registry over HTTP: version, repetition, tables, feed."""

API = "/api/v1"


def test_a_change_names_the_version_it_is_about(client, office):
    made = client.get(f"{API}/courts/J1", headers=office.bearer("clerk"))
    body, headers = {"city": "Nogales"}, office.bearer("clerk") | {"If-Match": made.headers["etag"]}
    done = client.patch(f"{API}/courts/J1", json=body, headers=headers)
    assert (done.status_code, done.json()["entity"]["city"]) == (200, "Nogales")
    assert done.headers["etag"] != made.headers["etag"]
    assert client.patch(f"{API}/courts/J1", json={"city": "Ures"}, headers=headers).status_code == 412


def test_the_same_request_under_one_key_is_done_once(client, office):
    headers = office.bearer("clerk") | {"Idempotency-Key": "k1"}
    body = {"code": "9M", "name": "Juzgado Noveno"}
    first = client.post(f"{API}/courts", json=body, headers=headers)
    again = client.post(f"{API}/courts", json=body, headers=headers)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["idempotent-replay"] == "true"
    assert client.post(f"{API}/courts", json=body | {"name": "X"}, headers=headers).status_code == 409


def test_a_list_goes_out_as_csv_and_xlsx_of_what_may_be_seen(client, office):
    for ending, start in (("csv", b"\xef\xbb\xbfnumber"), ("xlsx", b"PK")):
        answer = client.get(f"{API}/exports/credits", params={"format": ending}, headers=office.bearer("auditor"))
        assert (answer.status_code, answer.content.startswith(start)) == (200, True)
    seen = client.get(f"{API}/exports/credits", headers=office.bearer("lawyer")).text
    assert ("CR-1" in seen, "CR-2" in seen) == (True, False)


def test_every_kind_says_its_spanish_term_in_the_schema(client, office):
    paths = client.app.openapi_schema.to_schema()["paths"]
    assert "juzgado" in paths[f"{API}/courts"]["get"]["summary"]
    assert "parameters" in paths[f"{API}/credits"]["get"]
    assert "guarantor" in {one["name"] for one in paths[f"{API}/credits"]["get"]["parameters"]}
    assert client.get(f"{API}/promissory-notes?state=extraviado", headers=office.bearer("clerk")).json()["items"] == []
