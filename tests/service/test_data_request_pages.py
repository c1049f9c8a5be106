"""Solicitudes ARCO at the desk: taken in, answered, carried out, printed; who may and who may not."""

import io

import pypdf
import pytest

from schemas.access import SYSTEM
from schemas.clocks.calendar import OFFICE
from schemas.originals import HolderIn, HolderKind, LoanIn, OriginalIn
from service.operations import registry
from service.operations.custody import lending, registering
from service.operations.days import today

HTML = {"accept": "text/html"}
HERE = "/cartera/solicitudes"
ASKED = {
    "kind": "acceso",
    "received_on": str(today()),
    "person_curp": "XEXX010101HNEXXXA4",
    "subject": "Copia de su expediente de crédito",
}


@pytest.fixture
def desk(client, enter):
    """Sends forms as the head of the portfolio and gives the page it leads to."""
    token = enter("head")
    return lambda path, **fields: client.post(path, data={"csrf": token, **fields}, headers=HTML)


@pytest.fixture
def asked(desk):
    """The address of a new request."""
    return str(desk(HERE, **ASKED).url.path)


def the(office, path):
    return registry.get(office.archive, SYSTEM, "data-requests", path.rpartition("/")[2])


def printed(client, path, form, **headers):
    answer = client.get(f"/api/v1/data-requests/{path.rpartition('/')[2]}/{form}.pdf", **headers)
    assert answer.status_code == 200, answer.text
    return " ".join(
        "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split()
    )


def test_a_request_is_taken_in_with_a_folio_and_its_terms_begin(client, office, desk):
    page = desk(HERE, **ASKED)
    one = the(office, page.url.path)

    assert one.folio.startswith(f"ARCO-{today().year}-") and one.answer_by == OFFICE.add(today(), 20)
    assert (one.person, one.subject) == ("MARTHA LÓPEZ", ASKED["subject"])
    assert "sin acreditar" in page.text and "por responder" in page.text
    assert one.folio in client.get(HERE, headers=HTML).text
    assert f'href="{HERE}/{one.id}"' in client.get("/colas/data_requests", headers=HTML).text


def test_a_folio_that_is_taken_changes_nothing_of_the_request_that_has_it(office, desk, asked):
    folio = the(office, asked).folio
    page = desk(HERE, **ASKED | {"kind": "oposicion", "folio": folio})

    assert page.status_code == 400 and "ya hay una solicitud con ese folio" in page.text
    assert the(office, asked).kind == "acceso"


def test_what_the_law_does_not_allow_is_said_beside_its_field_and_what_was_typed_stays(office, desk, asked):
    page = desk(asked, outcome="procedente", answered_on=str(today()), grounds="Se entrega copia")

    assert page.status_code == 400 and "Identidad acreditada: Antes de conceder" in page.text
    assert "Se entrega copia</textarea>" in page.text and page.text.count("aria-invalid") == 1
    assert the(office, asked).answered_on is None


def test_it_is_extended_answered_and_carried_out_step_by_step(office, desk, asked):
    desk(asked, extended_on=str(today()), extension_reason="Volumen de papeles")
    assert the(office, asked).answer_by == OFFICE.add(today(), 30)
    page = desk(
        asked, outcome="parcial", answered_on=f"{today():%d/%m/%Y}", grounds="Salvo terceros", identity_proven="si"
    )
    assert "por ejecutar" in page.text and "Prorrogar una sola vez" not in page.text
    page = desk(asked, carried_out_on=str(today()))
    assert "concluida" in page.text and the(office, asked).carried_out_on == today()


def test_what_was_noted_is_corrected_and_a_dash_clears(office, desk, asked):
    desk(asked, requester="Su apoderada", identity_proven="si")
    desk(asked, requester="-", subject="Sólo el saldo", identity_proven="no")
    one = the(office, asked)

    assert (one.requester, one.subject, one.identity_proven) == (None, "Sólo el saldo", False)


def test_the_receipt_and_the_answer_are_printed(client, office, desk, asked):
    unanswered = client.get(f"/api/v1/data-requests/{asked.rpartition('/')[2]}/answer.pdf")
    assert unanswered.status_code == 400
    said = printed(client, asked, "receipt")
    assert "Constancia de recepción" in said and "MARTHA LÓPEZ" in said and ASKED["subject"] in said
    desk(asked, outcome="improcedente", answered_on=str(today()), grounds="Hay un juicio en trámite")
    assert "Improcedente. Hay un juicio en trámite" in printed(client, asked, "answer")


def test_the_list_of_what_is_held_names_papers_loans_and_who_looked(client, office, asked):
    office.file("Pagaré de prueba", links=(("credit", "c1"),))
    given = OriginalIn(type="promissory_note", credit="CR-1", holder=HolderIn(HolderKind.VAULT, ""))
    barcode = registering.register_original(office.archive, SYSTEM, given).barcode
    slip = lending.lend(
        office.archive,
        SYSTEM,
        LoanIn(borrower=HolderIn(HolderKind.LAWYER, "1234567"), items=(barcode,), purpose="Demandar"),
    )
    client.get("/deudores/p1", headers=HTML)
    office.archive.looks.close()
    said = printed(client, asked, "held")

    assert all(
        one in said for one in ("XEXX010101HNEXXXA4", "CR-1", "Pagaré de prueba", barcode, slip.folio, "ANA SOLÍS")
    )
    assert "Quién lo consultó" in said
    clerk = printed(client, asked, "held", headers=office.bearer("clerk"))
    assert "las relaciona quien lee la bitácora" in clerk


@pytest.mark.parametrize("path", [HERE, HERE + "/x"])
def test_an_outsider_is_shown_none(client, office, path):
    assert client.get(path, headers=HTML | office.bearer("lawyer")).status_code == 403
