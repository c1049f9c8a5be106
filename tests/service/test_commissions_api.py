"""`/commission-packets` over HTTP."""

from datetime import UTC, date, datetime

from storage.records.tables import RecoveryRow

API = "/api/v1/commission-packets"


def test_a_packet_is_opened_added_to_and_not_frozen_while_something_is_missing(office, client):
    sums = dict.fromkeys(("capital_cents", "interest_cents", "default_interest_cents", "other_cents"), 100)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    office.add(
        RecoveryRow(id="r1", credit_id="c1", receipt="R-1", on=date(2026, 2, 1), version=1, updated_at=moment, **sums)
    )
    clerk = office.bearer("clerk")
    made = client.post(API, json={"recovery": "r1"}, headers=clerk)
    assert (made.status_code, made.json()["total"], made.headers["etag"]) == (201, "4.00", '"v1"')
    assert client.post(API, json={"recovery": "r1"}, headers=clerk).status_code == 200
    one = f"{API}/{made.json()['id']}"
    paper = office.file("recibo de pago", links=(("credit", "c1"),), type="payment_receipt")
    added = client.post(f"{one}/pieces", json={"role": "receipt", "document": paper}, headers=clerk)
    assert (added.status_code, [piece["role"] for piece in added.json()["pieces"]]) == (201, ["receipt"])
    assert [client.post(f"{one}/freezing", headers=clerk).status_code, client.get(f"{one}/packet.zip", headers=clerk).status_code] == [409, 409]  # fmt: skip
    gone = client.delete(f"{one}/pieces/{added.json()['pieces'][0]['id']}", headers=clerk)
    assert (gone.status_code, gone.json()["pieces"]) == (200, [])
    assert len(client.get(API, params={"state": "draft"}, headers=office.bearer("auditor")).json()["items"]) == 1
