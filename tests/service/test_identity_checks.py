"""The tick "identity verified" at the counter (DOMAIN 1.1, R6): who, how, when and by whom, in the log."""

import pytest

from service.operations import identity_checks
from tests.service.asking import API

HTML = {"accept": "text/html"}


@pytest.fixture
def verify(client, signed_in):
    """Sends the form of the debtor's page as the clerk and gives the page it leads to."""

    def sent(**fields: str):
        return client.post("/deudores/p1/identidad", data={"csrf": signed_in, **fields}, headers=HTML)

    return sent


def test_an_identity_verified_stands_on_the_debtor_s_page_and_in_the_log(client, office, verify):
    assert "Verificar su identidad" in client.get("/deudores/p1", headers=HTML).text
    page = verify(documento="ine")

    assert page.url.path == "/deudores/p1" and "identidad verificada hoy" in page.text
    assert "Credencial para votar (INE)" in page.text and "Clerk" in page.text
    told = client.get(f"{API}/events", params={"object_id": "p1"}, headers=office.bearer("boss")).json()["items"]
    (entry,) = [one for one in told if one["action"] == identity_checks.ACT]
    assert (entry["actor"], entry["object_kind"], entry["detail"]) == ("clerk", "debtor", {"document": "ine"})


def test_who_acts_for_the_debtor_is_named_with_what_lets_them(client, office, verify):
    page = verify(documento="pasaporte", representante="Lucía  Peñúñuri", autorizacion="carta poder")

    assert "se presentó Lucía Peñúñuri con carta poder" in page.text
    (newest, *_) = client.get(f"{API}/debtors/p1/identity-checks", headers=office.bearer("head")).json()
    assert (newest["represented_by"], newest["authority"], newest["by"]) == ("Lucía Peñúñuri", "carta poder", "clerk")


@pytest.mark.parametrize("fields", [{"documento": "ine", "representante": "Lucía"}, {"documento": "nada"}, {}])
def test_without_authority_or_document_nothing_is_recorded(client, office, verify, fields):
    before = client.get(f"{API}/debtors/p1/identity-checks", headers=office.bearer("head")).json()
    assert verify(**fields).status_code == 400
    assert client.get(f"{API}/debtors/p1/identity-checks", headers=office.bearer("head")).json() == before


def test_an_outsider_neither_verifies_nor_is_shown_it(client, office, verify):
    verify(documento="ine")
    page = client.get("/deudores/p1", headers=HTML | office.bearer("lawyer")).text
    assert "identidad verificada" not in page and "Verificar su identidad" not in page
