"""A file that comes in parts goes on after a break and arrives once."""

import pytest
from litestar.testing import TestClient

from storage.records.tables import JobRow, ReceiptRow
from web.asgi import create_app

URL = "/api/v1/uploads"
DATA = bytes(range(256)) * 40


@pytest.fixture
def begun(client, office, request):
    """An upload of DATA, and a way to send a part of it."""
    new = {"key": request.node.name, "filename": "pila.pdf", "bytes": len(DATA), "given": {"batch": "L-1"}}
    headers = office.bearer("clerk")

    def send(start, end, who="clerk"):
        return client.patch(f"{URL}/{upload}?offset={start}", content=DATA[start:end], headers=office.bearer(who))

    upload = client.post(URL, json=new, headers=headers).json()["id"]
    send.again = lambda: client.post(URL, json=new, headers=headers).json()
    send.url = f"{URL}/{upload}"
    return send


def test_parts_in_order_become_one_receipt_with_what_was_said(begun, client, office):
    assert begun(0, 4000).json()["offset"] == 4000
    done = begun(4000, len(DATA)).json()

    receipt = client.get(f"/api/v1/receipts/{done['receipt_id']}", headers=office.bearer("clerk")).json()["receipt"]
    assert (receipt["filename"], receipt["bytes"], receipt["given"]) == ("pila.pdf", len(DATA), {"batch": "L-1"})
    assert done["received"]["sha256"] == receipt["sha256"]


def test_the_end_sent_again_is_answered_with_the_same_receipt(begun, office):
    first = begun(0, len(DATA)).json()
    again = begun(0, len(DATA)).json()

    assert again["receipt_id"] == first["receipt_id"] == begun.again()["receipt_id"]
    with office.archive.database.read() as session:
        assert session.query(ReceiptRow).filter(ReceiptRow.id == first["receipt_id"]).count() == 1
        assert session.query(JobRow).filter(JobRow.subject == first["receipt_id"]).count() <= 1


def test_another_process_goes_on_where_the_first_was_killed(begun, office):
    begun(0, 3000)

    with TestClient(create_app(office.settings)) as other:
        answer = other.patch(f"{begun.url}?offset=3000", content=DATA[3000:], headers=office.bearer("clerk"))

    assert answer.json()["received"]["bytes"] == len(DATA)


def test_a_part_out_of_order_is_refused_and_says_where_to_go_on(begun):
    begun(0, 1000)
    answer = begun(2000, 3000)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/wrong_offset")
    assert begun.again()["offset"] == 1000


def test_parts_lost_with_their_folder_are_asked_for_again(begun, office):
    begun(0, 3000)
    for path in (office.settings.staging / "uploads").iterdir():
        path.unlink()

    assert begun.again()["offset"] == 0
    assert begun(0, len(DATA)).json()["received"]["bytes"] == len(DATA)


def test_a_part_is_never_written_into_what_the_store_has(begun, office, tmp_path):
    begun(0, 3000)
    [part] = (office.settings.staging / "uploads").iterdir()
    kept = tmp_path / "kept"
    kept.hardlink_to(part)

    assert begun(3000, 4000).status_code == 409
    assert kept.read_bytes() == DATA[:3000]
    assert begun.again()["offset"] == 0
    assert begun(0, len(DATA)).json()["received"]["bytes"] == len(DATA)


def test_nobody_else_can_see_or_go_on_with_it(begun, client, office):
    assert begun(0, 10, who="head").status_code == 404
    assert client.get(begun.url, headers=office.bearer("head")).status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"bytes": 1 << 40}, 413),
        ({"bytes": -1}, 400),
        ({"key": ""}, 400),
        ({"given": {"type": "x"}}, 400),
        ({"given": {"title": "x" * 301}}, 400),
        ({"given": {"elsewhere": {"x": "x"}}}, 400),
    ],
)
def test_what_cannot_be_received_is_refused_before_a_byte_is_sent(client, office, change, status):
    new = {"key": "k", "filename": "a.pdf", "bytes": 3, **change}
    assert client.post(URL, json=new, headers=office.bearer("clerk")).status_code == status


def test_the_key_of_another_file_is_refused(begun, client, office, request):
    new = {"key": request.node.name, "filename": "otra.pdf", "bytes": 7}
    assert client.post(URL, json=new, headers=office.bearer("clerk")).status_code == 409


def test_what_is_given_up_is_gone(begun, client, office):
    begun(0, 1000)
    assert client.delete(begun.url, headers=office.bearer("clerk")).status_code == 204
    assert begun(1000, 2000).status_code == 404


def test_an_empty_file_is_received_and_rejected(client, office):
    upload = client.post(URL, json={"key": "e", "filename": "v.pdf", "bytes": 0}, headers=office.bearer("clerk")).json()
    done = client.patch(f"{URL}/{upload['id']}?offset=0", content=b"", headers=office.bearer("clerk")).json()

    assert done["received"]["outcome"] == "rejected"


def test_a_file_is_called_as_its_sender_calls_it_without_folders_and_tricks(client, office):
    headers = office.bearer("clerk")
    new = {"key": "trampa", "filename": "../x/factura\u202efdp.exe\r\n", "bytes": 1}

    assert client.post(URL, json=new, headers=headers).json()["filename"] == "facturafdp.exe"
    assert client.post(URL, json=new, headers=headers).status_code == 200
