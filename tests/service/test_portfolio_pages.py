"""Cartera: assignments, mirror suits, duties and bindings on pages: what they say, who may."""

import pytest

from service.operations.custody.days import today
from storage.records import now
from storage.records.tables import SuitAlertRow

HTML = {"accept": "text/html"}


@pytest.fixture
def desk(client, signed_in):
    """Sends forms as the clerk and gives the page it leads to."""

    def sent(path: str, **fields: str):
        return client.post(path, data={"csrf": signed_in, **fields}, headers=HTML)

    return sent


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("asignaciones", "Ninguna relación todavía"),
        ("espejo", "Ninguna alerta"),
        ("obligaciones", "ANA SOLÍS"),
        ("obligaciones/1234567", "Sin obligaciones contadas"),
        ("encuadernaciones", "Ninguna encuadernación"),
    ],
)
def test_an_empty_page_says_what_to_do_first(client, signed_in, path, says):
    page = client.get(f"/cartera/{path}", headers=HTML)

    assert page.status_code == 200 and says in page.text


def test_a_draft_says_what_stands_against_each_credit_and_assigns_nothing(client, desk):
    page = desk("/cartera/asignaciones", abogado="7654321", creditos="CR-1\nCR-2").text

    assert page.count("No se ha localizado el original del pagaré.") == 2
    assert "ya está asignado a ANA SOLÍS" in page and "hacer sus vales" not in page


def test_a_draft_that_cannot_be_kept_says_why_and_keeps_what_was_written(desk):
    page = desk("/cartera/asignaciones", abogado="7654321", creditos="CR-77", nota="para marzo")

    assert page.status_code == 400 and "no hay créditos con el número CR-77" in page.text
    assert "CR-77</textarea>" in page.text and 'value="para marzo"' in page.text


def test_an_alert_is_settled_with_what_was_found_out(client, office, desk):
    office.add(SuitAlertRow(id="e1", lawsuit_id="s1", code="mirror_suit", about_id="n1", sentence="El mismo pagaré.",
                            raised_on=today(), version=1, updated_at=now()))  # fmt: skip

    page = desk("/cartera/espejo/e1", resolucion="Se acumuló al primero").text

    assert "Se acumuló al primero" in page and "por atender" not in page


def test_a_dossier_is_bound_as_a_job_that_shows_its_progress(client, office, desk):
    office.file("un pagaré", "dos", links=(("credit", "c1"),))

    page = desk("/cartera/encuadernaciones", clave="c1", de="credit")
    part = client.get(f"{page.url.path}/avance", headers=HTML).text

    assert "0 de 2 folios" in page.text and 'hx-trigger="every 3s"' in part and "<html" not in part


def test_outsiders_have_no_room_of_the_portfolio(client, office):
    headers = HTML | office.bearer("lawyer")

    assert "/cartera" not in client.get("/agenda", headers=headers).text.split("<main")[0]
