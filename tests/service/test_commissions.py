"""Packets of evidence of commissions: gathered, refused while something is missing, frozen, exported, sent."""

import hashlib
import json
import subprocess
import zipfile

import pytest

from schemas.commissions import PacketIn, PacketState, PieceIn, PieceRole, SentIn
from schemas.errors import Conflict, Corrupt, Forbidden, InvalidInput, NotFound
from service.operations import commissions, registry
from service.operations.commission_package import write_packet_zip
from storage.objects.keys import original_key
from storage.records import events
from tests.registry_office import AUDITOR, CLERK, CREDIT, LICENCE, Office


@pytest.fixture
def office(tmp_path, new_database):
    made = Office(tmp_path / "archive", database=new_database())
    yield made
    made.archive.close()


def recovery(office, on="2026-03-10"):
    return office.put("recoveries", credit_number=CREDIT, receipt="R-1", on=on, capital="9,000", interest="1,000").id


def contract(office, number="AC-1", **more):
    data = {"lawyer_cedula": LICENCE, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "commission": "15", **more}
    paper = office.document("services_contract", pages=4)
    return office.put("contracts", number=number, document_id=paper, **data)


def opened(office, **more):
    return commissions.open_packet(office.archive, CLERK, PacketIn(recovery=recovery(office), **more))[0]


def put(office, packet, role, document, **pages):
    given = PieceIn(role=role, document=document, **pages)
    return commissions.add_piece(office.archive, CLERK, packet.id, given)


def complete(office):
    """A packet that lacks nothing."""
    contract(office)
    packet = opened(office)
    for role, kind in (("receipt", "payment_receipt"), ("source", "court_order"), ("invoice", "commission_invoice")):
        packet = put(office, packet, PieceRole(role), office.document(kind, ("credit", office.credit)))
    return packet


def frozen(office):
    return commissions.freeze(office.archive, CLERK, complete(office).id)


def export(office, packet, target):
    write_packet_zip(office.archive, CLERK, packet.id, target)
    with zipfile.ZipFile(target) as there:
        there.extractall(target.parent / "out")
    return target.parent / "out"


def refused(code, act, *given, **more):
    with pytest.raises((Conflict, InvalidInput, NotFound, Corrupt)) as told:
        act(*given, **more)
    assert told.value.code == code
    return told.value.detail


def test_opening_finds_contract_percentage_and_paper_and_says_what_is_missing(office):
    contract(office)
    packet = opened(office)
    assert (packet.contract, packet.percent, packet.total) == ("AC-1", "15", "10000.00")
    assert [(one.role, one.last_page) for one in packet.pieces] == [(PieceRole.CONTRACT, 4)]
    assert [one.code for one in packet.missing] == ["no_receipt", "no_source", "no_invoice"]


def test_opening_again_is_the_same_packet(office):
    contract(office)
    first, again = opened(office), commissions.open_packet(office.archive, CLERK, PacketIn(recovery=recovery(office)))
    assert (again[0].id, again[1], len(again[0].pieces)) == (first.id, False, 1)


def test_without_a_contract_in_force_that_day_none_is_taken(office):
    contract(office, starts_on="2026-06-01")
    assert {"no_contract", "no_percent"} <= {one.code for one in opened(office).missing}


def test_a_tiered_percentage_is_said_and_must_be_in_the_contract(office):
    contract(office, commission=None, commission_stages=["SENTENCIA=12.5"])
    assert opened(office).percent is None
    assert opened(office, percent="12.50 %").percent == "12.5"
    refused("percent_not_agreed", opened, office, percent="20")


def test_the_contract_of_a_lawyer_without_the_credit_is_refused(office):
    office.put("lawyers", cedula="7654321", name="Lic. Otra")
    contract(office, "AC-2", lawyer_cedula="7654321")
    refused("contract_of_another", opened, office, contract="AC-2")


def test_another_contract_takes_the_paper_of_the_first_out(office):
    contract(office)
    second = contract(office, "AC-2", commission="10")
    assert opened(office, contract="AC-1").percent == "15"
    packet = opened(office, contract="AC-2")
    assert (packet.percent, [one.document_id for one in packet.pieces]) == ("10", [second.document_id])


@pytest.mark.parametrize(
    ("role", "kind", "linked"),
    [("receipt", "court_order", True), ("receipt", "payment_receipt", False), ("contract", "services_contract", True)],
)
def test_a_document_that_does_not_prove_it_is_refused(office, role, kind, linked):
    contract(office)
    links = (("credit", office.credit),) if linked else ()
    refused("unfit_piece", put, office, opened(office), PieceRole(role), office.document(kind, *links))


def test_pages_must_exist_and_a_document_goes_in_once(office):
    contract(office)
    packet, paper = opened(office), office.document("judgment", ("lawsuit", office.lawsuit), pages=3)
    refused("no_such_pages", put, office, packet, PieceRole.SOURCE, paper, first_page=2, last_page=4)
    put(office, packet, PieceRole.SOURCE, paper, first_page=2, last_page=2)
    refused("piece_there", put, office, packet, PieceRole.SOURCE, paper)


def test_a_piece_taken_out_is_missing_again(office):
    packet = complete(office)
    (receipt,) = (one for one in packet.pieces if one.role is PieceRole.RECEIPT)
    after = commissions.remove_piece(office.archive, CLERK, packet.id, receipt.id)
    assert [one.code for one in after.missing] == ["no_receipt"]
    said = refused("packet_incomplete", commissions.freeze, office.archive, CLERK, packet.id)
    assert "recibo del pago" in said


def test_an_original_that_is_not_in_the_store_keeps_the_packet_from_being_frozen(office):
    packet = complete(office)
    office.archive.objects.delete(original_key(packet.pieces[0].sha256))
    assert "almacén" in refused("packet_incomplete", commissions.freeze, office.archive, CLERK, packet.id)


def test_a_packet_changed_since_it_was_seen_is_not_frozen(office):
    packet = complete(office)
    refused("changed_meanwhile", commissions.freeze, office.archive, CLERK, packet.id, version=packet.version - 1)


def test_once_frozen_nothing_changes_it(office):
    packet = frozen(office)
    paper = office.document("payment_receipt", ("credit", office.credit))
    refused("packet_frozen", put, office, packet, PieceRole.RECEIPT, paper)
    refused("packet_frozen", commissions.remove_piece, office.archive, CLERK, packet.id, packet.pieces[0].id)
    refused("packet_frozen", commissions.freeze, office.archive, CLERK, packet.id)
    refused("packet_frozen", opened, office)
    office.put("recoveries", credit_number=CREDIT, receipt="R-1", on="2026-03-10", capital="1")
    registry.change(office.archive, CLERK, "contracts", "AC-1", {"commission": "5"})
    assert commissions.get_packet(office.archive, CLERK, packet.id) == packet


def test_the_export_checks_itself_and_its_digest_is_that_of_the_packet(office, tmp_path):
    packet = frozen(office)
    out = export(office, packet, tmp_path / "a.zip")
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=out, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    said = (out / "manifest.json").read_bytes()
    assert hashlib.sha256(said).hexdigest() == packet.digest
    assert {one["sha256"] for one in json.loads(said)["pieces"]} == {one.stem for one in (out / "originals").iterdir()}


def test_the_same_packet_gives_the_same_bytes(office, tmp_path):
    packet = frozen(office)
    for name in ("a.zip", "b.zip"):
        write_packet_zip(office.archive, CLERK, packet.id, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_an_original_changed_in_the_store_is_not_exported(office, tmp_path):
    packet = frozen(office)
    key = original_key(packet.pieces[0].sha256)
    office.archive.objects.delete(key)
    office.archive.objects.put(key, b"otra cosa")
    refused("original_changed", write_packet_zip, office.archive, CLERK, packet.id, tmp_path / "a.zip")
    assert [one.name for one in tmp_path.iterdir()] == ["archive"]


def test_only_a_frozen_packet_is_exported_or_sent(office, tmp_path):
    packet = complete(office)
    refused("packet_not_frozen", write_packet_zip, office.archive, CLERK, packet.id, tmp_path / "a.zip")
    refused("packet_not_frozen", commissions.mark_sent, office.archive, CLERK, packet.id, SentIn())


def test_it_is_sent_once_listed_so_and_every_step_is_recorded(office, tmp_path):
    packet = frozen(office)
    sent = commissions.mark_sent(office.archive, CLERK, packet.id, SentIn(note="Oficio 12"))
    assert (sent.state, sent.sent_by, sent.sent_note) == (PacketState.SENT, "ana", "Oficio 12")
    refused("packet_sent", commissions.mark_sent, office.archive, CLERK, packet.id, SentIn())
    export(office, packet, tmp_path / "a.zip")
    listed = [len(commissions.list_packets(office.archive, AUDITOR, state)[0]) for state in PacketState]
    assert listed == [0, 0, 1]
    with office.archive.database.read() as session:
        said = {row.action.split("_")[0] for row in events.listing(session, object_id=packet.id, limit=50)}
    assert said == {"open", "add", "freeze", "send", "hand"}


def test_an_auditor_looks_and_a_lawyer_does_not_know_of_packets(office, tmp_path):
    packet = frozen(office)
    assert commissions.get_packet(office.archive, AUDITOR, packet.id) == packet
    for act in (
        lambda: write_packet_zip(office.archive, AUDITOR, packet.id, tmp_path / "a.zip"),
        lambda: commissions.mark_sent(office.archive, AUDITOR, packet.id, SentIn()),
        lambda: commissions.get_packet(office.archive, office.outsider, packet.id),
        lambda: commissions.list_packets(office.archive, office.outsider),
    ):
        with pytest.raises(Forbidden):
            act()
