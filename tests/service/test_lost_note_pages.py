"""Títulos perdidos: the page of one, its days written and refused in words, and the ways that lead to it."""

import re
from datetime import timedelta

import pytest

from schemas.access import SYSTEM
from schemas.custody import CustodyAct
from schemas.originals import CustodyIn, OriginalIn
from service.operations import registry
from service.operations.custody import handing, registering
from service.operations.days import today

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def note(office) -> str:
    """A note of the lawyer's own credit whose original is reported lost."""
    data = {"credit_number": "CR-1", "number": "77", "amount": "1000", "due_on": "2025-01-02"}
    made = registry.upsert(office.archive, SYSTEM, "promissory-notes", data).entity
    given = OriginalIn(barcode="PERDIDO-1", type="promissory_note", title="Pagaré 77", note_id=made.id, credit="CR-1")
    registering.register_original(office.archive, SYSTEM, given)
    lost = CustodyIn(act=CustodyAct.REPORT_LOST, reason="No está en su caja")
    handing.act(office.archive, SYSTEM, "PERDIDO-1", lost)
    return made.id


def seen(client, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    return answer.text


def test_dossier_original_and_queue_lead_to_the_page_where_the_days_are_written(client, enter, office, note):
    token, page = enter("clerk"), f"/pagares-perdidos/{note}"
    for path in ("/creditos/c1", "/custodia/originales/PERDIDO-1", "/colas/lost_notes"):
        assert f'href="{page}"' in seen(client, path), path
    assert "/colas/lost_notes" in seen(client, "/custodia/originales?donde=lost")
    assert "Nadie ha pedido la cancelación" in seen(client, page)

    day = today() - timedelta(days=3)
    form = {
        "csrf": token,
        "noticed_on": f"{day:%d/%m/%Y}",
        "loss": "robo",
        "court_code": "J1",
        "filed_on": "",
        "comment": "Acta 5",
    }
    answer = client.post(page, data=form, headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    text = seen(client, page)
    assert "Pedir la cancelación al juez del lugar de pago" in text and 'value="J1"' in text and "Acta 5" in text

    client.post(page, data=form | {"filed_on": f"{day:%d/%m/%Y}"}, headers=HTML)
    for path in (page, "/creditos/c1", "/custodia/originales/PERDIDO-1", "/agenda"):
        assert "Comprobar la posesión del título y su pérdida" in seen(client, path), path
    client.post(page, data=form | {"court_code": ""}, headers=HTML)
    [one] = registry.listing(office.archive, SYSTEM, "note-cancellations").items
    assert (one.filed_on, one.court, one.loss) == (None, None, "robo")


def test_a_title_that_came_back_is_closed_with_one_press(client, enter, office):
    data = {"credit_number": "CR-1", "number": "78", "amount": "1000", "due_on": "2025-01-02"}
    made = registry.upsert(office.archive, SYSTEM, "promissory-notes", data).entity
    registry.upsert(office.archive, SYSTEM, "note-cancellations", {"note": made.id, "noticed_on": "2026-01-05"})
    given = OriginalIn(barcode="VUELTO-1", type="promissory_note", title="Pagaré 78", note_id=made.id, credit="CR-1")
    registering.register_original(office.archive, SYSTEM, given)

    token, page = enter("clerk"), f"/pagares-perdidos/{made.id}"
    for path in (page, "/custodia/originales/VUELTO-1", "/creditos/c1", "/colas/lost_notes"):
        assert "El original apareció el" in seen(client, path), path
    [form] = re.findall(r'<form[^>]*class="inline">.*?Cerrar: apareció.*?</form>', seen(client, page))
    pressed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"csrf": token}
    assert client.post(page, data=pressed, headers=HTML, follow_redirects=False).status_code == 303
    text = seen(client, page)
    assert "apareció el título" in text and "Cerrar: apareció" not in text


def test_who_saves_a_form_opened_before_another_saved_takes_no_day_away(client, enter, office, note):
    token, page = enter("clerk"), f"/pagares-perdidos/{note}"
    client.post(page, data={"csrf": token, "noticed_on": "3/1/2026", "version": "0"}, headers=HTML)

    def form() -> dict[str, str]:
        fields = re.findall(r'<input[^>]*name="([a-z_]+)" value="([^"]*)"', seen(client, page))
        return {name: value for name, value in fields if name != "q"} | {"loss": "robo"}

    early, late = form(), form()
    late["court_file"], early["comment"] = "12/2026", "Acta 6"
    assert client.post(page, data=late, headers=HTML, follow_redirects=False).status_code == 303
    refused = client.post(page, data=early, headers=HTML, follow_redirects=False)

    assert refused.status_code == 400 and "Alguien más cambió este registro" in refused.text
    newest = max(registry.listing(office.archive, SYSTEM, "note-cancellations").items, key=lambda one: one.noticed_on)
    assert newest.court_file == "12/2026" and newest.comment != "Acta 6"


def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(client, enter, note):
    token, page = enter("clerk"), f"/pagares-perdidos/{note}"
    answer = client.post(page, data={"csrf": token, "noticed_on": "3/1/2026", "decreed_on": "mañana"}, headers=HTML)
    assert answer.status_code == 400 and "Decreto: no se entiende la fecha «mañana»" in answer.text
    assert 'value="mañana" ' in answer.text and 'aria-invalid="true"' in answer.text


def test_a_lawyer_reads_that_of_their_credit_and_writes_none_and_another_s_is_not_there(client, enter, note):
    token, page = enter("lawyer"), f"/pagares-perdidos/{note}"
    assert '<form method="post" action="/pagares-perdidos' not in seen(client, page)
    assert client.post(page, data={"csrf": token, "noticed_on": "3/1/2026"}, headers=HTML).status_code in (400, 403)
    enter("other")
    assert client.get(page, headers=HTML).status_code == 404
