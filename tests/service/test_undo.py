"""The last review of a document can be taken back by who made it, while nothing else changed it."""

from tests.service.conftest import link_row

URL = "/api/v1/documents"


def reviewed(client, office, body):
    """A document that waited with a proposed link, after a review; its state before, its address."""
    document = office.file("por revisar", state="needs_review", reasons=["unsure_type"], type="unclassified")
    office.add(link_row(document, "credit", "c1", state="proposed"))
    address = f"{URL}/{document}"
    before = client.get(address, headers=office.bearer("clerk")).json()
    done = client.patch(address, json=body, headers=office.bearer("clerk"))
    assert done.status_code == 200
    return address, before


def test_everything_stands_again_as_before(client, office):
    link = {"action": "add", "kind": "debtor", "key": "XEXX010101HNEXXXA4"}
    body = {
        "type": "complaint",
        "date": "2024-03-01",
        "fields": [{"name": "amount", "value": "2500.00"}],
        "links": [link],
    }
    address, before = reviewed(client, office, body)

    undone = client.post(f"{address}/undo", headers=office.bearer("clerk"))

    assert undone.status_code == 200
    assert {**undone.json(), "version": 0} == {**before, "version": 0}
    assert undone.json()["version"] == before["version"] + 2
    receipt = client.get(f"/api/v1/receipts/{before['receipt_id']}", headers=office.bearer("clerk")).json()
    assert receipt["receipt"]["outcome"] == "needs_review"


def test_what_somebody_else_did_or_changed_since_is_not_taken_back(client, office):
    address, _ = reviewed(client, office, {"type": "complaint"})

    by_another = client.post(f"{address}/undo", headers=office.bearer("head"))
    client.patch(address, json={"title": "Otro"}, headers=office.bearer("head"))
    too_late = client.post(f"{address}/undo", headers=office.bearer("clerk"))

    assert (by_another.status_code, too_late.status_code) == (409, 409)
    assert too_late.json()["type"] == "/problems/nothing_to_undo"


def test_it_is_taken_back_once(client, office):
    address, _ = reviewed(client, office, {"type": "complaint"})
    answers = [client.post(f"{address}/undo", headers=office.bearer("clerk")).status_code for _ in range(2)]
    assert answers == [200, 409]
