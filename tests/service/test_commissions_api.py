"""`/commission-packets` over HTTP."""

from datetime import UTC, date, datetime

from schemas.access import SYSTEM
from schemas.commissions import PacketIn, PieceIn, PieceRole
from service.operations import commissions, registry
from storage.records.tables import EventRow, RecoveryRow

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


def test_head_of_a_packet_makes_and_hands_over_nothing(office, client):
    def handed_over():
        with office.archive.database.read() as session:
            return session.query(EventRow).filter(EventRow.action == "hand_over_commission_packet").count()

    packet, clerk = _frozen(office), office.bearer("clerk")
    address, before = f"{API}/{packet}/packet.zip", handed_over()
    head = client.head(address, headers=clerk)
    assert (head.status_code, head.content, handed_over()) == (200, b"", before)
    got = client.get(address, headers=clerk)
    assert (got.status_code, handed_over()) == (200, before + 1)
    assert head.headers["content-disposition"] == got.headers["content-disposition"]
    assert client.head(f"{API}/nothing/packet.zip", headers=clerk).status_code == 404
    assert client.head(address, headers=office.bearer("lawyer")).status_code == 403


def _frozen(office):
    """The id of a packet that lacked nothing and is frozen."""

    def put(kind, **data):
        return registry.upsert(office.archive, SYSTEM, kind, data).entity.id

    paid = put("recoveries", credit_number="CR-1", receipt="R-9", on="2026-03-10", capital="9,000")
    terms = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "commission": "15"}
    paper = office.file("contrato", type="services_contract")
    put("contracts", number="AC-1", lawyer_cedula="1234567", document_id=paper, **terms)
    packet = commissions.open_packet(office.archive, SYSTEM, PacketIn(recovery=paid))[0].id
    for role, kind in (("receipt", "payment_receipt"), ("source", "court_order"), ("invoice", "commission_invoice")):
        piece = PieceIn(role=PieceRole(role), document=office.file(kind, links=(("credit", "c1"),), type=kind))
        commissions.add_piece(office.archive, SYSTEM, packet, piece)
    return commissions.freeze(office.archive, SYSTEM, packet).id
