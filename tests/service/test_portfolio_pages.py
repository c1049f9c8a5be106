"""Cartera: assignments, mirror suits, duties and bindings on pages: what they say, who may."""

import html
import re

import pytest

from schemas.access import SYSTEM
from service.operations import registry
from service.operations.days import today
from storage.records import now
from storage.records.tables import SuitAlertRow

HTML = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("tablero?mes=2019-01", "Nada que contar en este mes"),
        ("asignaciones", "Ninguna relación todavía"),
        ("espejo", "Ninguna alerta"),
        ("obligaciones", "ANA SOLÍS"),
        ("obligaciones/1234567", "Sin obligaciones contadas"),
        ("comisiones", "Ningún paquete"),
        ("comisiones/nuevo", "Ningún pago"),
        ("solicitudes", "Ninguna solicitud"),
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

    assert page.status_code == 400 and "No hay créditos con el número CR-77" in page.text
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


def test_a_packet_is_opened_on_a_payment_says_what_is_missing_and_takes_a_piece(client, office, desk):
    paid = {"credit_number": "CR-1", "receipt": "R-9", "on": "2026-02-03", "capital": "1500.00"}
    payment = registry.upsert(office.archive, SYSTEM, "recoveries", paid).entity.id
    receipt = office.file("recibo de pago", type="payment_receipt", links=(("credit", "c1"),))

    opened = desk("/cartera/comisiones/nuevo", pago=payment)
    filled = desk(opened.url.path, hacer="agregar", papel="receipt", documento=receipt).text

    assert "Falta el recibo del pago." in opened.text and "Falta el recibo del pago." not in filled
    assert "$1,500.00" in filled and 'value="congelar"' not in filled
    assert "/comisiones/" in client.get("/cartera/comisiones", headers=HTML).text


def test_a_piece_that_proves_nothing_of_it_is_refused_on_the_page(office, desk):
    paid = {"credit_number": "CR-1", "receipt": "R-10", "on": "2026-02-03", "capital": "10.00"}
    payment = registry.upsert(office.archive, SYSTEM, "recoveries", paid).entity.id
    note = office.file("pagaré", links=(("credit", "c1"),))

    page = desk("/cartera/comisiones/nuevo", pago=payment).url.path
    refused = desk(page, hacer="agregar", papel="receipt", documento=note)

    assert refused.status_code == 400 and "no es el recibo del pago, según su tipo" in refused.text


@pytest.mark.parametrize("path", ["comisiones", "comisiones/nuevo"])
def test_an_outsider_does_not_see_packets(client, office, path):
    assert client.get(f"/cartera/{path}", headers=HTML | office.bearer("lawyer")).status_code == 403


def test_every_number_of_the_monthly_board_leads_to_what_it_counts(client, office, signed_in):
    paid = {"credit_number": "CR-1", "receipt": "R-77", "on": today().isoformat(), "capital": "1500.00"}
    registry.upsert(office.archive, SYSTEM, "recoveries", paid)
    page = client.get("/cartera/tablero", headers=HTML).text
    links = {html.unescape(found) for found in re.findall(r'href="(/cartera/tablero/detalle[^"]+)"', page)}
    told = [client.get(link, headers=HTML) for link in links]

    assert "ANA SOLÍS" in page and "$1,500.00" in page and len(links) > 3
    assert [one.status_code for one in told if one.status_code != 200 or "Nada que mostrar" in one.text] == []
    assert any("Recibo R-77" in one.text and "/creditos/c1" in one.text for one in told)
    assert all("al corte del" in one.text for one in told)


def test_a_queue_says_stages_and_states_in_words_and_shows_no_column_that_is_empty(client, office, signed_in):
    stage = {"lawsuit": "J1 12/2024", "stage": "AUTO_EXEQUENDO", "on": "2026-03-02"}
    registry.upsert(office.archive, SYSTEM, "stages", stage)
    stages = client.get("/colas/stages", headers=HTML).text
    lacking = client.get("/colas/incomplete", headers=HTML).text

    assert "Auto de exequendo" in stages and "AUTO_EXEQUENDO" not in stages and ", al corte del" in stages
    assert "<small>Vigente</small>" in lacking
    assert "<th>Límite</th>" not in stages + lacking and "<th>Fecha de la etapa</th>" in stages


def test_a_month_that_cannot_be_is_said_over_the_one_that_runs(client, signed_in):
    page = client.get("/cartera/tablero?mes=ayer", headers=HTML)

    assert page.status_code == 400 and "El mes se escribe" in page.text and f'value="{today():%m/%Y}"' in page.text


def test_a_lawyer_opens_their_own_board_from_the_diary(client, office, enter):
    enter("lawyer")
    page = client.get("/cartera/tablero", headers=HTML).text

    assert "/cartera/tablero" in client.get("/agenda", headers=HTML).text
    assert "Mi tablero" in page and "<tfoot>" not in page and "Asignaciones" not in page
