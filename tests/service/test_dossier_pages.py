"""Board, queues and dossiers as pages: what they show, and that nobody sees there what is not theirs."""

import time

import pytest

from schemas.access import SYSTEM
from schemas.document_types import type_name
from service.operations import registry
from storage.records import events

HTML = {"accept": "text/html"}


def until_the_look_is_written(office, by="head"):
    """The application writes a look down after its answer."""
    for _ in range(400):
        with office.archive.database.read() as session:
            if any(one.action == "view_dossier" for one in events.listing(session, object_id="p1", by=by, limit=10)):
                return
        time.sleep(0.05)
    raise AssertionError("nobody is said to have looked")


def test_the_board_shows_each_queue_that_has_something_and_its_first_lines(client, office, enter):
    office.file("por revisar", state="needs_review", reasons=["no_link"])
    enter("head")

    page = client.get("/", headers=HTML).text

    assert 'href="/colas/awaiting_review"' in page and "Documentos en revisión" in page
    assert 'role="img"' in page


def test_a_search_sent_to_the_first_page_is_answered_by_search(client, enter):
    enter("clerk")

    answer = client.get("/?q=pagar%C3%A9+12", headers=HTML, follow_redirects=False)

    assert answer.headers["location"] == "/buscar?q=pagar%C3%A9+12"


def test_a_queue_opens_the_evidence_of_its_lines(client, office, enter):
    document = office.file("espera", state="needs_review", reasons=["no_link"])
    enter("clerk")

    page = client.get("/colas/awaiting_review", headers=HTML).text

    assert f'href="/documentos/{document}"' in page
    assert "/api/v1/queues/awaiting_review/export?format=xlsx" in page


def test_a_dossier_shows_papers_what_is_missing_and_who_looked(client, office, enter):
    document = office.file("el pagaré", links=(("credit", "c1"),))
    enter("head")
    client.get("/deudores/p1", headers=HTML)
    until_the_look_is_written(office)

    page = client.get("/deudores/p1", headers=HTML).text

    assert f'href="/documentos/{document}"' in page
    assert type_name("id_document") in page, "what its state requires and nobody filed"
    assert "Head consultó el dossier" in page


@pytest.mark.parametrize("path", ["/deudores/p1", "/deudores/p1/estado"])
def test_who_may_not_read_the_log_is_told_that_the_look_was_recorded(client, enter, path):
    enter("clerk")

    assert "consultó el dossier" not in client.get(path, headers=HTML).text


@pytest.mark.parametrize("path", ["/deudores/p2", "/creditos/c2", "/juicios/s1"])
def test_a_lawyer_does_not_reach_matters_of_others(client, enter, path):
    enter("other")

    assert client.get(path, headers=HTML).status_code == 404


@pytest.mark.parametrize(("path", "names"), [("/creditos/CR-1", "CR-1"), ("/juicios/s1", "12/2024"), ("/deudores?q=CR-1", "MARTHA LÓPEZ")])  # fmt: skip
def test_a_credit_and_a_lawsuit_have_dossiers_of_their_own(client, enter, path, names):
    enter("head")

    answer = client.get(path, headers=HTML)

    assert answer.status_code == 200
    assert names in answer.text and 'aria-label="Etapas del juicio"' in answer.text


def test_namesakes_are_told_apart_by_their_credits_and_the_last_balance_stands_on_the_dossier(client, office, enter):
    guaranteed = {
        "number": "CR-9",
        "debtor_curp": "XEXX010101HNEXXXA4",
        "guarantor_curp": "XEXX010102HNEXXXA4",
        "status": "vencido",
    }
    registry.upsert(office.archive, SYSTEM, "credits", guaranteed)
    for on, capital in (("2026-09-30", "9000.00"), ("2026-10-31", "8000.00")):
        told = {"credit_number": "CR-9", "on": on, "capital": capital, "interest": "500.50", "default_interest": "0"}
        registry.upsert(office.archive, SYSTEM, "balances", told)
    enter("head")
    listed = " ".join(client.get("/deudores", headers=HTML).text.split())
    dossier = client.get("/creditos/CR-9", headers=HTML).text
    enter("lawyer")
    theirs = client.get("/deudores", headers=HTML).text

    assert "CR-9</a> <small>vencido</small>" in listed and "CR-9</a> <small>vencido, como aval</small>" in listed
    assert "Saldo al 31 oct 2026" in dossier and "$8,500.50" in dossier and "9,000.00" not in dossier
    assert "CR-1</a>" in theirs and "CR-9" not in theirs


def test_a_person_is_found_by_the_telephone_and_nobody_else_s_by_an_outsider(client, office, enter):
    for curp, name, phone in (
        ("XEXX010101HNEXXXA4", "MARTHA LÓPEZ", "(662) 123-4567"),
        ("XEXX010102HNEXXXA4", "RAÚL NÚÑEZ", "662 765 4321"),
    ):
        registry.upsert(office.archive, SYSTEM, "debtors", {"curp": curp, "full_name": name, "phone": phone})
    page = lambda typed: client.get("/deudores", params={"q": typed}, headers=HTML).text  # noqa: E731
    enter("clerk")
    found = [page(typed) for typed in ("662 123 4567", "1234567", "+52 662 123 45 67")]
    none, other = page("662-999-9999"), page("7654321")
    enter("lawyer")

    assert all('href="/deudores/p1"' in one for one in found)
    assert "Nadie con ese nombre o número" in none and 'href="/deudores/p2"' in other
    assert 'href="/deudores/p1"' in page("6621234567") and "Nadie con ese nombre" in page("6627654321")


def test_the_digest_tells_what_was_done_and_by_whom_only_to_who_may_read_the_log(client, office, enter):
    office.file("acuse de hoy", type="filing_receipt")
    enter("head")
    client.get("/deudores/p1", headers=HTML)
    until_the_look_is_written(office)
    whole = client.get("/resumen", headers=HTML).text
    enter("clerk")
    less = client.get("/resumen", headers=HTML).text

    assert "acuse de hoy" in whole and "consultado" in whole and "Por persona" in whole
    assert "acuse de hoy" in less and "Por persona" not in less


def test_the_digest_is_not_for_outsiders(client, enter):
    enter("lawyer")

    assert client.get("/resumen", headers=HTML).status_code == 403
    assert client.get("/", headers=HTML, follow_redirects=False).headers["location"] == "/agenda"


def test_the_log_says_in_spanish_who_did_what_and_is_narrowed_to_one_person(client, enter, office):
    enter("auditor")
    client.get("/deudores/p1", headers=HTML)
    enter("head")
    client.get("/deudores/p1", headers=HTML)
    until_the_look_is_written(office, "auditor")
    until_the_look_is_written(office)
    page = client.get("/administracion/bitacora?quien=head", headers=HTML).text

    assert "consultó el dossier" in page and 'deudor: <a href="/deudores/p1">MARTHA LÓPEZ</a>' in page
    assert "quien=head" in page and "quien=auditor" not in page
    assert "Legajo</dt>" not in client.get("/resumen", headers=HTML).text


def test_a_credit_shows_its_notes_with_what_counts_in_law_and_where_each_is(client, office, enter):
    note = {"credit_number": "CR-1", "number": "000123", "amount": "25000.00", "amount_words": "veinte mil pesos"}
    registry.upsert(office.archive, SYSTEM, "promissory-notes", note | {"due_kind": "vista", "state": "con_abogado"})
    enter("head")

    page = client.get("/creditos/c1", headers=HTML).text

    assert "000123" in page and "$20,000.00" in page and "en cifras $25,000.00" in page and "con el abogado" in page
