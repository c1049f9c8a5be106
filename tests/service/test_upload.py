"""Files come in raw or as forms, once each, of bounded size, and every one has a receipt."""

import pytest

from schemas.outcomes import Outcome, Reason
from service.operations.receive import end_receipt
from storage.records import receipts
from storage.records.tables import JobRow

URL = "/api/v1/documents"


def test_a_file_has_a_receipt_before_the_sender_is_told(client, office):
    answer = client.post(
        f"{URL}?filename=uno.pdf&credit=CR-1&title=Uno", content=b"contenido uno", headers=office.bearer("clerk")
    )

    body = answer.json()
    assert (answer.status_code, body["outcome"], body["bytes"]) == (202, None, 13)
    receipt = client.get(answer.headers["location"], headers=office.bearer("clerk")).json()["receipt"]
    assert (receipt["filename"], receipt["given"]) == ("uno.pdf", {"credit": "CR-1", "title": "Uno"})
    with office.archive.database.read() as session:
        assert session.query(JobRow).filter(JobRow.subject == body["receipt_id"], JobRow.kind == "inspect").count() == 1


def test_a_form_carries_the_same(client, office):
    files, fields = {"file": ("Pagaré ñandú.pdf", b"contenido dos")}, {"lawsuit": "12/2024", "title": ""}

    answer = client.post(URL, files=files, data=fields, headers=office.bearer("clerk"))

    receipt = client.get(answer.headers["location"], headers=office.bearer("clerk")).json()["receipt"]
    assert (receipt["filename"], receipt["given"]) == ("Pagaré ñandú.pdf", {"lawsuit": "12/2024"})


def test_the_same_bytes_again_are_a_duplicate(client, office):
    first = client.post(URL, content=b"contenido tres", headers=office.bearer("clerk")).json()
    again = client.post(URL, content=b"contenido tres", headers=office.bearer("head"))

    assert (again.status_code, again.json()["outcome"], again.json()["reason"]) == (200, "duplicate", "same_bytes")
    assert again.json()["receipt_id"] != first["receipt_id"]


def test_the_same_bytes_as_a_refused_file_are_said_to_have_been_refused(client, office):
    first = client.post(URL, content=b"no es papel", headers=office.bearer("clerk")).json()
    with office.archive.database.write() as session:
        end_receipt(receipts.get(session, first["receipt_id"]), Outcome.REJECTED, Reason.NOT_A_DOCUMENT)

    again = client.post(URL, content=b"no es papel", headers=office.bearer("clerk")).json()
    assert again["outcome"] == "duplicate" and "mismo archivo, y se rechazó: El archivo no es" in again["detail"]


def test_an_empty_file_is_rejected_with_a_receipt(client, office):
    answer = client.post(f"{URL}?filename=vacio.pdf", content=b"", headers=office.bearer("clerk"))

    assert (answer.status_code, answer.json()["outcome"], answer.json()["reason"]) == (200, "rejected", "empty")


@pytest.mark.parametrize("form", [False, True])
def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(client, office, form):
    data = b"x" * (office.settings.max_upload + 1)
    what = {"files": {"file": ("g.bin", data)}} if form else {"content": data}

    answer = client.post(URL, **what, headers=office.bearer("clerk"))

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too_large")
    assert list(office.settings.staging.iterdir()) == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nhalf",
        ),
        ("multipart/form-data; boundary=b", b"no parts at all"),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=credit\r\n\r\n1\r\n--b--\r\n",
        ),
    ],
)
def test_a_broken_form_gets_one_clear_error(client, office, content_type, body):
    headers = {**office.bearer("clerk"), "Content-Type": content_type}

    answer = client.post(URL, content=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["type"] in ("/problems/bad_multipart", "/problems/no_file")
    assert list(office.settings.staging.iterdir()) == []


@pytest.mark.parametrize(
    "fields", [{"credti": "1"}, {"title": "x" * 400}, {"expected_separators": "many"}, {"title": "x" * 9000}]
)
def test_wrong_fields_are_refused(client, office, fields):
    answer = client.post(URL, files={"file": ("a", b"cuatro")}, data=fields, headers=office.bearer("clerk"))

    assert answer.status_code in (400, 413)


def test_the_same_request_under_one_key_is_done_once(client, office):
    headers = {**office.bearer("clerk"), "Idempotency-Key": "k-1"}
    first = client.post(f"{URL}?filename=i.pdf", content=b"contenido i", headers=headers)

    again = client.post(f"{URL}?filename=i.pdf", content=b"contenido i", headers=headers)

    assert again.json() == first.json()
    assert again.headers["idempotent-replay"] == "true"


def test_another_request_under_the_same_key_is_refused(client, office):
    headers = {**office.bearer("clerk"), "Idempotency-Key": "k-2"}
    client.post(URL, content=b"contenido j", headers=headers)

    answer = client.post(URL, content=b"contenido k", headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/idempotency_key_reused")


def test_a_lawyer_is_not_told_of_a_document_that_is_not_theirs(client, office):
    from tests.service.conftest import PDF

    document = office.file("pagaré ajeno")
    original = client.get(f"{URL}/{document}/original", headers=office.bearer("clerk")).content
    assert original.startswith(PDF)

    answer = client.post(URL, content=original, headers=office.bearer("lawyer"))

    assert (answer.json()["outcome"], answer.json()["document_id"]) == ("duplicate", None)


def test_a_lawyer_adds_nothing_to_the_batch_of_somebody_else(client, office):
    hand_in(client, office, "clerk", b"uno", batch="CAJA 9", expected_separators=4)
    begun = {"key": "k", "filename": "a.pdf", "bytes": 3, "given": {"batch": "CAJA 9", "expected_separators": 0}}

    refused = [
        hand_in(client, office, "lawyer", b"dos", batch="CAJA 9", expected_separators=0),
        client.post("/api/v1/uploads", json=begun, headers=office.bearer("lawyer")),
    ]

    assert [(one.status_code, one.json()["type"]) for one in refused] == [(409, "/problems/batch_taken")] * 2
    items = client.get("/api/v1/batches?limit=200", headers=office.bearer("clerk")).json()["items"]
    [batch] = [one for one in items if one["name"] == "CAJA 9"]
    assert (batch["received"], batch["expected_separators"]) == (1, 4)
    assert hand_in(client, office, "lawyer", b"dos", batch="MIS ACUSES").status_code == 202
    assert hand_in(client, office, "lawyer", b"tres", batch="MIS ACUSES").status_code == 202
    assert hand_in(client, office, "head", b"cuatro", batch="CAJA 9").status_code == 202


def hand_in(client, office, name, data, **said):
    return client.post(URL, params={"filename": "hoja.pdf", **said}, content=data, headers=office.bearer(name))


def test_what_no_screen_shows_is_taken_out_of_what_is_said(client, office):
    answer = hand_in(client, office, "clerk", b"con campana", title="a\x07b\u202ec\u00a0d")

    receipt = client.get(f"/api/v1/receipts/{answer.json()['receipt_id']}", headers=office.bearer("clerk")).json()
    assert receipt["receipt"]["given"] == {"title": "abc d"}
