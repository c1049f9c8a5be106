"""What a person decides stands, and files the document when nothing is left to decide."""

import pytest

from storage.records.tables import DocumentRow, PageRow
from tests.service.conftest import link_row

URL = "/api/v1/documents"


def waiting(office, *reasons, **known):
    return office.file("por revisar", state="needs_review", reasons=list(reasons), type="unclassified", **known)


def patch(client, office, document, body, name="clerk", **headers):
    return client.patch(f"{URL}/{document}", json=body, headers={**office.bearer(name), **headers})


def test_deciding_everything_files_document_and_receipt(client, office):
    document = waiting(office, "unsure_type", "unsure_link")
    link = link_row(document, "credit", "c1", state="proposed")
    office.add(link)

    halfway = patch(client, office, document, {"type": "promissory_note"}).json()
    done = patch(client, office, document, {"links": [{"action": "confirm", "id": link.id}]}).json()

    assert (halfway["state"], [reason["code"] for reason in halfway["reasons"]]) == ("needs_review", ["unsure_link"])
    assert (done["state"], done["type_confirmed_by"], done["links"][0]["state"]) == ("filed", "clerk", "linked")
    assert done["version"] == halfway["version"] + 1
    receipt = client.get(f"/api/v1/receipts/{done['receipt_id']}", headers=office.bearer("clerk")).json()
    assert receipt["receipt"]["outcome"] == "filed"


def test_a_link_is_added_by_number_and_an_unknown_one_refused(client, office):
    document = waiting(office, "no_link", type_confirmed_by="clerk")
    add = {"action": "add", "kind": "credit", "key": "cr-2"}

    refused = patch(client, office, document, {"links": [{**add, "key": "zzz"}]})
    done = patch(client, office, document, {"links": [add]}).json()

    assert refused.json()["type"] == "/problems/unknown_entity"
    assert (done["links"][0]["entity_id"], done["links"][0]["source"], done["state"]) == ("c2", "person", "filed")


def test_a_reason_that_a_person_lets_stand_keeps_nothing_waiting(client, office):
    document = waiting(office, "no_link", type_confirmed_by="clerk")

    done = patch(client, office, document, {"accept": ["no_link"]}).json()

    assert (done["state"], done["reasons"], done["fields"]) == ("filed", [], [])


def test_title_date_and_values_carry_the_name_of_who_gave_them(client, office):
    document = waiting(office, "unsure_type")
    body = {"title": " Pagaré   de 2024 ", "date": "2024-03-12", "fields": [{"name": "amount", "value": "25,000.50"}]}

    done = patch(client, office, document, body).json()

    assert (done["title"], done["date"], done["date_confirmed_by"]) == ("Pagaré de 2024", "2024-03-12", "clerk")
    assert done["amount_cents"] == 2_500_050
    assert [(item["name"], item["source"], item["confirmed_by"]) for item in done["fields"]] == [
        ("amount", "person", "clerk")
    ]


def test_a_change_made_meanwhile_is_noticed(client, office):
    document = waiting(office, "unsure_type")
    etag = client.get(f"{URL}/{document}", headers=office.bearer("clerk")).headers["etag"]
    assert patch(client, office, document, {"title": "uno"}, **{"If-Match": etag}).status_code == 200

    late = patch(client, office, document, {"title": "dos"}, name="head", **{"If-Match": etag})

    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed_meanwhile")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "no such type"}, "unknown_type"),
        ({"title": "  "}, "invalid"),
        ({"title": "x" * 500}, "too_long"),
        ({"date": "2024-02-31"}, "invalid"),
        ({"fields": [{"name": "accepted", "value": "no_link"}]}, "unknown_field"),
        ({"fields": [{"name": "amount", "value": "1e400"}]}, "bad_amount"),
        ({"accept": ["whatever"]}, "invalid"),
        ({"accept": ["unsure_type"]}, "unknown_type"),
        ({"links": [{"action": "confirm", "id": "none"}]}, "not_found"),
        ({"links": [{"action": "add"}]}, "invalid"),
        ({"rescan": "same_paper"}, "no_rescan"),
        ({"fields": [{"name": "a", "value": "b"}] * 101}, "invalid"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(client, office, body, code):
    document = waiting(office, "unsure_type")

    answer = patch(client, office, document, body)

    assert answer.json()["type"] == f"/problems/{code}"
    with office.archive.database.read() as session:
        assert session.get(DocumentRow, document).version == 1


def test_a_document_still_being_read_waits(client, office):
    document = office.file("leyéndose", state="processing")

    assert patch(client, office, document, {"title": "x"}).json()["type"] == "/problems/still_processing"


def test_an_auditor_decides_nothing(client, office):
    assert patch(client, office, waiting(office, "unsure_type"), {"title": "x"}, name="auditor").status_code == 403


def test_a_copy_that_a_person_marked_is_not_looked_for_again_and_never_runs_in_a_circle(client, office):
    first, second = office.file("original"), office.file("copia")

    marked = patch(client, office, second, {"rescan_of": first}).json()

    assert (marked["rescan_of"], marked["rescan_settled_by"]) == (first, "clerk")
    assert patch(client, office, first, {"rescan_of": second}).json()["type"] == "/problems/rescan_circle"
    assert patch(client, office, first, {"rescan_of": first}).json()["type"] == "/problems/rescan_of_itself"
    assert patch(client, office, first, {"rescan_of": "0" * 26}).status_code == 404


def test_reading_a_page_again_is_one_job_however_often_it_is_asked(client, office):
    document = office.file("otra vez")
    for _ in range(2):
        answer = client.post(f"{URL}/{document}/pages/1/read", headers=office.bearer("clerk"))
        assert answer.status_code == 202

    with office.archive.database.read() as session:
        assert session.get(DocumentRow, document).pending_pages == 1
        assert session.query(PageRow).filter(PageRow.document_id == document).one().state == "read"


def test_a_password_is_taken_only_where_one_is_wanted(client, office):
    wanted, not_wanted = waiting(office, "password_required"), waiting(office, "unsure_type")
    give = {"password": "abierto"}

    assert client.post(f"{URL}/{wanted}/password", json=give, headers=office.bearer("clerk")).status_code == 202
    assert client.post(f"{URL}/{not_wanted}/password", json=give, headers=office.bearer("clerk")).status_code == 409


def test_the_queue_lists_what_waits_with_its_reasons(client, office):
    document = waiting(office, "amount_conflict")

    found = client.get("/api/v1/queues/review?reason=amount_conflict", headers=office.bearer("head")).json()

    assert [(item["id"], item["reasons"][0]["code"]) for item in found["items"]] == [(document, "amount_conflict")]
    assert found["total"] == 1
