"""The pages of custody: who signs a slip, what was seen when its originals came back, more time for it."""

import re

import pytest

from storage.records.access import user_named

API, HTML = "/api/v1", {"accept": "text/html"}


@pytest.fixture(scope="module")
def slip(client, office):
    """A slip of the lawyer's with one original of two sheets, made out by a clerk who has a name of her own."""
    with office.archive.database.write() as session:
        user_named(session, "clerk").display_name = "Clara Peñúñuri"
    clerk = office.bearer("clerk")
    client.post(f"{API}/places", json={"kind": "box", "barcode": "B-1"}, headers=clerk)
    given = {
        "type": "PAG",
        "credit": "CR-1",
        "foja_first": 1,
        "foja_last": 2,
        "holder": {"kind": "vault", "key": "B-1"},
    }
    item = client.post(f"{API}/originals", json=given, headers=clerk).json()["barcode"]
    body = {"borrower": {"kind": "lawyer", "key": "1234567"}, "items": [item], "purpose": "Demanda"}
    return client.post(f"{API}/loans", json=body, headers=clerk).json() | {"item": item}


def page_of(client, slip):
    return client.get(f"/custodia/vales/{slip['folio']}", headers=HTML).text


def test_slip_and_chain_name_the_person_and_not_the_user(client, slip, enter):
    enter("auditor")

    assert "entregó Clara Peñúñuri" in page_of(client, slip)
    assert "entrega Clara Peñúñuri" in client.get(f"/custodia/originales/{slip['item']}", headers=HTML).text


def test_more_time_is_given_in_days_and_what_was_typed_stays(client, slip, enter):
    token, where = enter("clerk"), f"/custodia/vales/{slip['folio']}"
    refused = client.post(where, data={"csrf": token, "motivo": "espera el exhorto", "dias": "999"}, headers=HTML)
    assert refused.status_code == 400 and 'value="espera el exhorto"' in refused.text and 'value="999"' in refused.text

    client.post(where, data={"csrf": token, "motivo": "espera el exhorto", "dias": "3"}, headers=HTML)
    granted = client.get(f"{API}/loans/{slip['folio']}", headers={"accept": "application/json"}).json()["extensions"]

    assert [one["granted_by"] for one in granted] == ["Clara Peñúñuri"]


def test_sheets_that_did_not_come_back_stand_on_the_slip(client, slip, enter):
    token = enter("clerk")
    seen = {"codigos": slip["item"], "caja": "B-1", "fojas": "1", "estado": "bad", "nota": "mojado"}
    answer = client.post("/custodia/devolver", data={"csrf": token, **seen}, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303, answer.text

    said = re.sub(r"\s+", " ", page_of(client, slip))
    assert "volvieron 1 de 2 fojas" in said and "en mal estado" in said and "mojado" in said


def test_what_is_refused_is_said_without_the_names_that_programs_use(client, slip, enter):
    given = {"codigos": slip["item"], "quien": "1234567", "a": "lawyer", "para": "Demanda", "juicio": "999/1999"}
    answer = client.post("/custodia/prestar", data={"csrf": enter("clerk"), **given}, headers=HTML)

    assert answer.status_code == 400 and "lawsuit:" not in answer.text
    assert "«999/1999» no es de un solo juicio." in answer.text
