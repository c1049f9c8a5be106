"""Anotar: acts of a lawsuit written on a page, read there at once, refused in words; who may and who may not."""

from datetime import timedelta

import pytest

from schemas.access import SYSTEM
from service.operations import registry
from service.operations.days import today

HTML = {"accept": "text/html"}
ORDER = {"que": "acuerdo", "kind": "auto", "issued_on": "20 de noviembre de 2025"}
PAUSE = {"que": "suspension", "cause": "suspension_amparo"}
NOTICE = {"que": "notificacion", "way": "personal", "practised_on": "24/11/2025", "addressee": "Martha López"}


@pytest.fixture(scope="module")
def suit(office) -> str:
    """A lawsuit of the lawyer's own."""
    known = {"court_code": "J1", "number": 99, "year": 2025, "credit_numbers": ["CR-1"], "lawyer_cedula": "1234567"}
    return registry.upsert(office.archive, SYSTEM, "lawsuits", known).entity.id


@pytest.fixture
def write(client, enter, suit):
    """Sends the form as the clerk, with the token of their session."""
    token = enter("clerk")

    def sent(**fields):
        return client.post(
            f"/juicios/{suit}/anotar", data={"csrf": token, **fields}, headers=HTML, follow_redirects=False
        )

    return sent


def noted(office, kind: str):
    return registry.listing(office.archive, SYSTEM, kind).items


def test_a_hearing_written_on_the_page_stands_on_the_dossier_and_in_the_diary(write, client, suit):
    hearing = today() + timedelta(days=9)

    answer = write(**ORDER, hearing_on=f"{hearing:%d/%m/%Y}", hearing_at="9.30 h", orders="Señala audiencia\nCítese")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/juicios/{suit}#actos")
    dossier, diary = (client.get(path, headers=HTML).text for path in (f"/juicios/{suit}", "/agenda"))
    assert "Auto del 20 nov 2025" in dossier and "09:30 h" in dossier and "Señala audiencia; Cítese" in dossier
    assert f'datetime="{hearing}T09:30"' in diary and "Señala audiencia; Cítese" in diary


def test_a_notice_is_of_a_resolution_noted_before(write, client, office, suit):
    write(**ORDER)
    [order] = noted(office, "resolutions")
    answer = write(**NOTICE, resolution_id=order.id)

    [notice] = noted(office, "notifications")

    assert answer.status_code == 303
    assert (notice.resolution_id, str(notice.practised_on), notice.addressee) == (
        order.id,
        "2025-11-24",
        "MARTHA LÓPEZ",
    )
    assert "MARTHA LÓPEZ" in client.get(f"/juicios/{suit}", headers=HTML).text


def test_an_act_written_again_is_completed_and_a_dash_clears(write, office):
    write(**ORDER, hearing_on="4/12/2025", hearing_at="10:00", responsible="Lic. Ruiz")
    write(**ORDER, hearing_on="-", deadline_on="1/12/2025")

    [one] = noted(office, "resolutions")

    assert (one.hearing_on, one.hearing_at) == (None, None)
    assert (str(one.deadline_on), one.responsible) == ("2025-12-01", "Lic. Ruiz")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (ORDER | {"hearing_on": "el jueves"}, "Día de la audiencia: no se entiende la fecha «el jueves»"),
        (ORDER | {"hearing_on": "3/11/2025"}, "Día de la audiencia: Una audiencia no se celebra antes"),
        (ORDER | {"hearing_on": "3/12/2025", "hearing_at": "27:80"}, "Hora de la audiencia: «27:80» no es una hora"),
        (ORDER | {"issued_on": ""}, "Fecha del acuerdo: falta este dato."),
        (NOTICE | {"addressee": " "}, "A quién se notificó: "),
        (NOTICE | {"way": ""}, "Forma: "),
        (PAUSE | {"first": "ayer"}, "Desde el: no se entiende la fecha «ayer»"),
        (PAUSE | {"first": "1/10/2025", "last": "1/9/2025"}, "Hasta el: La suspensión no puede terminar antes"),
        (NOTICE | {"que": "otra"}, "El formulario no se entiende"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_what_was_typed_stays(write, office, fields, sentence):
    before = (noted(office, "resolutions"), noted(office, "notifications"))
    answer = write(**fields, responsible="", document_id="")

    assert answer.status_code == 400 and sentence in answer.text
    kept = [text for text in fields.values() if text.strip() and fields["que"] != "otra"]
    assert all(f'value="{text}"' in answer.text for text in kept)
    assert (noted(office, "resolutions"), noted(office, "notifications")) == before


def test_a_pause_of_the_lapse_is_written_proven_and_ended_on_the_page(write, client, office, suit):
    paper = office.file("suspensión en el amparo", links=(("lawsuit", suit),))
    first = today() - timedelta(days=20)
    answer = write(**PAUSE, first=f"{first:%d/%m/%Y}", document_id=paper)
    [one] = noted(office, "lapse-pauses")
    page = client.get(f"/juicios/{suit}", headers=HTML).text

    assert (answer.status_code, one.proven, one.first, one.last) == (303, True, first, None)
    assert f'<a href="/documentos/{paper}">Suspensión concedida en un amparo</a>, desde el' in page
    assert "no cuenta desde el" in page
    assert "Anotar que terminó" in client.get(f"/juicios/{suit}/anotar", headers=HTML).text

    write(**PAUSE, first=str(first), last=f"{today():%d/%m/%Y}")
    assert [one.last for one in noted(office, "lapse-pauses")] == [today()]
    assert "Anotar que terminó" not in client.get(f"/juicios/{suit}/anotar", headers=HTML).text
    write(**PAUSE, first=str(first), document_id="-")
    assert "sin documento: no detiene la cuenta" in client.get(f"/juicios/{suit}", headers=HTML).text


@pytest.mark.parametrize("name", ["lawyer", "auditor"])
def test_who_may_not_write_the_registry_reads_the_acts_and_is_shown_no_form(client, enter, write, suit, name):
    write(**ORDER)
    token = enter(name)

    page = client.get(f"/juicios/{suit}", headers=HTML)

    assert "Auto del 20 nov 2025" in page.text and "/anotar" not in page.text
    assert client.get(f"/juicios/{suit}/anotar", headers=HTML).status_code == 403
    assert client.post(f"/juicios/{suit}/anotar", data={"csrf": token, **ORDER}, headers=HTML).status_code == 403


def test_a_form_without_the_session_s_token_writes_nothing(client, enter, office, suit):
    enter("clerk")
    before = noted(office, "notifications")

    assert client.post(f"/juicios/{suit}/anotar", data=NOTICE, headers=HTML).status_code == 403
    assert noted(office, "notifications") == before


def test_the_page_of_a_lawsuit_that_is_not_there_is_not_found(client, enter):
    enter("clerk")

    assert client.get("/juicios/no-hay/anotar", headers=HTML).status_code == 404


def test_a_stamp_of_which_next_to_nothing_was_read_is_asked_about_all_the_same(client, office, enter):
    document = office.file("sello borroso", by="lawyer", type="filing_receipt", state="needs_review")
    receipt = client.get(f"/api/v1/documents/{document}", headers=office.bearer("clerk")).json()["receipt_id"]
    token, page = enter("lawyer"), f"/acuse/{receipt}"

    asked = client.get(page, headers=HTML)
    again = client.post(page, data={"csrf": token, "documento": document, "fecha": ""}, headers=HTML)

    assert asked.status_code == 200 and "¿Está bien leído?" in asked.text
    assert again.status_code == 400 and "Escriba la fecha del sello." in again.text
