"""Two entries of one person made one, and that undone, over HTTP on both databases."""

from itertools import count

import pytest

from service.operations.indexing import feed_index
from storage.records import new_id, now, person_merges
from storage.records.tables import (
    AddressRow,
    CreditPartyRow,
    CreditRow,
    DocumentRow,
    HoldRow,
    LawsuitPartyRow,
    LinkRow,
    NoteObligorRow,
    NoteRow,
    PersonRow,
)
from tests.service.conftest import link_row

API = "/api/v1"
NUMBERS = count(10)
SOFIA, TWIN = "SOFÍA PECH CANUL", "SOFIA PECH CANUI"


class Twins:
    """Two entries of one woman, `kept` with a CURP and `merged` with an RFC, a credit each."""

    def __init__(self, office, client, **twin):
        self.office, self.client, n = office, client, next(NUMBERS)
        self.curp, self.rfc = f"PECS9{n}401MYNCNF0", f"PECS9{n}401AB1"
        self.kept, self.merged, self.credit, self.note = (new_id() for _ in range(4))
        self.stamp = {"version": 1, "updated_at": now()}
        office.add(
            self.person(self.kept, SOFIA, curp=self.curp),
            self.person(self.merged, TWIN, **{"rfc": self.rfc, **twin}),
            CreditRow(id=self.credit, number=f"M-{n}", number_key=f"M{n}", debtor_id=self.merged, status="vigente", **self.stamp),
            NoteRow(id=self.note, credit_id=self.credit, number="1", amount_conflict=False, currency="MXN",
                    due_kind="vista", state="en_boveda", support="papel", **self.stamp),
        )  # fmt: skip

    def person(self, person_id, name, **known):
        return PersonRow(id=person_id, full_name=name, name_key=name, sort_key=name, **self.stamp, **known)

    def post(self, path, body=None, who="clerk"):
        return self.client.post(API + path, json=body, headers=self.office.bearer(who))

    def get(self, path, who="clerk", **query):
        return self.client.get(API + path, params=query, headers=self.office.bearer(who))

    def merge(self, kept=None, merged=None, **more):
        body = {"merged": merged or self.merged, "reason": "Misma acta de nacimiento", **more}
        return self.post(f"/debtors/{kept or self.kept}/merge", body)

    def undo(self, merge):
        return self.post(f"/person-merges/{merge['id']}/undo")

    def where(self, table, row_id, column):
        with self.office.archive.database.read() as session:
            return getattr(session.get(table, row_id), column)


@pytest.fixture
def twins(office, client):
    return Twins(office, client)


def referring(twins):
    """One row of each kind that refers to the merged entry, with its column."""
    ids = [new_id() for _ in range(6)]
    document = twins.office.file("identificación", type="identification")
    rows = (
        (CreditPartyRow(id=ids[0], credit_id="c2", person_id=twins.merged, role="testigo", **twins.stamp), "person_id"),
        (AddressRow(id=ids[1], person_id=twins.merged, type="actual", line="Calle 8", **twins.stamp), "person_id"),
        (NoteObligorRow(id=ids[2], note_id=twins.note, person_id=twins.merged, role="suscriptor", **twins.stamp), "person_id"),
        (LawsuitPartyRow(id=ids[3], lawsuit_id="s1", person_id=twins.merged, role="demandado", **twins.stamp), "person_id"),
        (HoldRow(id=ids[4], subject_kind="debtor", subject_id=twins.merged, subject="x", reason="x", authority="x",
                 placed_at=now(), placed_by="head"), "subject_id"),
        (link_row(document, "debtor", twins.merged), "entity_id"),
    )  # fmt: skip
    twins.office.add(*(row for row, _ in rows))
    with twins.office.archive.database.read() as session:
        links = session.query(LinkRow).filter(LinkRow.document_id == document).one().id
    found = [(type(row), ids[at], column) for at, (row, column) in enumerate(rows[:5])]
    return [*found, (LinkRow, links, "entity_id"), (CreditRow, twins.credit, "debtor_id")]


def test_every_reference_moves_and_moves_back(twins):
    rows = referring(twins)
    done = twins.merge()
    assert done.status_code == 201
    assert [twins.where(*row) for row in rows] == [twins.kept] * len(rows)
    assert sum(len(one["ids"]) for one in done.json()["moved"]) == len(rows)

    undone = twins.undo(done.json())

    assert undone.status_code == 200
    assert [twins.where(*row) for row in rows] == [twins.merged] * len(rows)
    assert twins.where(PersonRow, twins.merged, "merged_into_id") is None


def test_every_column_that_refers_to_a_person_is_known():
    told = {(one.name, one.column) for one in person_merges.references()}
    assert {("credits", "guarantor_id"), ("note_obligors", "for_person_id"), ("agreement_signers", "person_id"),
            ("case_files", "debtor_id"), ("hearing_lists", "subject_id"), ("persons", "merged_into_id")} <= told  # fmt: skip
    assert not any(table == "person_merges" for table, _ in told)


def test_old_keys_lead_to_the_kept_person(twins):
    twins.office.file("pagaré firmado", links=(("credit", twins.credit),))
    twins.merge()
    for key in (twins.merged, twins.rfc, twins.curp):
        shown = twins.get(f"/debtors/{key}").json()
        dossier = twins.get(f"/debtors/{key}/dossier").json()
        assert (shown["id"], dossier["debtor"]["id"]) == (twins.kept, twins.kept)
        assert [one["id"] for one in dossier["credits"]] == [twins.credit]
    assert shown["merged_entries"] == [{"id": twins.merged, "full_name": TWIN, "curp": None, "rfc": twins.rfc}]


def test_a_list_has_the_kept_one_alone_found_by_either_name(twins):
    twins.merge()
    for q in (twins.rfc, "pech canui", "pech canul"):
        ids = [one["id"] for one in twins.get("/debtors", q=q, limit=200).json()["items"]]
        assert twins.kept in ids and twins.merged not in ids, q


def test_what_comes_in_under_an_old_curp_is_of_the_kept_person(office, client):
    twins = Twins(office, client, curp=f"PECX9{next(NUMBERS)}401MYNCNF0")
    old = twins.where(PersonRow, twins.merged, "curp")
    twins.merge(force=True)
    address = {"person_curp": old, "type": "trabajo", "line": f"Calle {old}"}
    assert twins.post("/addresses", address).json()["entity"]["person_id"] == twins.kept
    credit = {"number": f"N-{old}", "debtor_curp": old}
    assert twins.post("/credits", credit).json()["entity"]["debtor_id"] == twins.kept
    paper = office.file("acta de nacimiento")
    link = {"links": [{"action": "add", "kind": "debtor", "key": old}]}
    client.patch(f"{API}/documents/{paper}", json=link, headers=office.bearer("clerk"))
    assert twins.get(f"/documents/{paper}/links").json()[0]["entity_id"] == twins.kept


def test_curps_that_differ_are_merged_only_by_force_and_nothing_is_half_done(office, client):
    twins = Twins(office, client, curp=f"PECX9{next(NUMBERS)}401MYNCNF0")
    refused = twins.merge()
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/curps_differ")
    assert twins.where(CreditRow, twins.credit, "debtor_id") == twins.merged
    forced = twins.merge(force=True)
    assert (forced.status_code, forced.json()["forced"]) == (201, True)


def test_borrower_and_guarantor_of_one_credit_are_two(twins):
    number = twins.where(CreditRow, twins.credit, "number")
    twins.post("/credits", {"number": number, "guarantor_id": twins.kept})
    assert twins.merge().json()["type"] == "/problems/told_apart"


@pytest.mark.parametrize(("body", "status"), [({"reason": " "}, 400), ({"merged": "nadie"}, 404)])
def test_a_merge_needs_a_reason_and_two_persons(twins, body, status):
    assert twins.merge(**body).status_code == status


def test_an_entry_is_not_merged_with_itself(twins):
    twins.merge()
    assert twins.merge(merged=twins.rfc).json()["type"] == "/problems/already_one"


def test_what_came_after_the_merge_stays_with_the_kept_one(twins):
    done = twins.merge().json()
    later = {"person_curp": twins.curp, "type": "actual", "line": "Calle 20"}
    address = twins.post("/addresses", later).json()["entity"]["id"]
    undone = twins.undo(done).json()
    assert twins.where(AddressRow, address, "person_id") == twins.kept
    assert twins.where(CreditRow, twins.credit, "debtor_id") == twins.merged
    assert "Lo que llegó después se queda con SOFÍA PECH CANUL" in undone["note"]


def test_what_was_changed_since_is_not_taken_back(twins):
    done = twins.merge().json()
    number = twins.where(CreditRow, twins.credit, "number")
    twins.post("/credits", {"number": number, "debtor_id": "p1"})
    undone = twins.undo(done).json()
    assert twins.where(CreditRow, twins.credit, "debtor_id") == "p1"
    assert "0 de 1" in undone["note"]


def test_merges_in_a_row_lead_one_step_and_are_undone_last_first(twins, office, client):
    third = Twins(office, client)
    first = twins.merge().json()
    second = twins.merge(kept=third.merged, merged=twins.kept).json()
    assert twins.get(f"/debtors/{twins.rfc}").json()["id"] == third.merged
    early = twins.undo(first)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/merged_on")
    assert [twins.undo(one).status_code for one in (second, first, first)] == [200, 200, 409]
    assert twins.get(f"/debtors/{twins.rfc}").json()["id"] == twins.merged
    assert twins.where(CreditRow, twins.credit, "debtor_id") == twins.merged


def test_of_two_links_of_one_document_the_stronger_word_stands(twins):
    paper = twins.office.file("identificación", links=(("debtor", twins.merged),))
    twins.office.add(link_row(paper, "debtor", twins.kept, state="proposed"))

    def states():
        return {one["entity_id"]: one["state"] for one in twins.get(f"/documents/{paper}/links").json()}

    before = states()
    done = twins.merge().json()
    assert states().get(twins.kept) == "linked" and states().get(twins.merged, "refused") == "refused"
    twins.undo(done)
    assert states() == before


def test_the_same_row_on_both_sides_stays_and_is_told(twins):
    ids = [new_id(), new_id()]
    for row_id, person in zip(ids, (twins.kept, twins.merged), strict=True):
        twins.office.add(LawsuitPartyRow(id=row_id, lawsuit_id="s1", person_id=person, role="aval", **twins.stamp))
    done = twins.merge().json()
    assert done["stayed"] == [{"table": "lawsuit_parties", "column": "person_id", "ids": [ids[1]]}]
    assert twins.where(LawsuitPartyRow, ids[1], "person_id") == twins.merged


def test_both_acts_are_recorded_and_told_in_the_change_feed(twins):
    last = twins.get("/changes", limit=1000).json()["next"]
    done = twins.merge().json()
    twins.undo(done)
    told = [(one["kind"], one["id"]) for one in twins.get("/changes", after=last, limit=1000).json()["items"]]
    concerned = {("debtors", twins.kept), ("debtors", twins.merged), ("credits", twins.credit)}
    assert set(told) == concerned and len(told) == 2 * len(concerned)
    events = twins.get("/events", who="head", limit=200).json()["items"]
    acts = {(one["action"], one["object_id"]) for one in events}
    wanted = {(act, one) for act in ("merge_persons", "undo_merge_persons") for one in (twins.kept, twins.merged)}
    assert wanted <= acts


def test_documents_are_indexed_again_and_found_by_the_old_key(twins):
    paper = twins.office.file("pagaré firmado", links=(("credit", twins.credit),))
    twins.merge()
    assert twins.where(DocumentRow, paper, "version") > twins.where(DocumentRow, paper, "indexed_version")
    feed_index(twins.office.archive)
    for key in (twins.rfc, twins.curp):
        assert [hit["document_id"] for hit in twins.get("/search", q=key).json()["hits"]] == [paper], key


def test_the_list_tells_the_merges_of_a_person(twins):
    done = twins.merge().json()
    for key in (twins.kept, twins.rfc):
        assert [one["id"] for one in twins.get("/person-merges", debtor=key).json()["items"]] == [done["id"]]
    assert twins.get("/person-merges", who="other", limit=200).json()["items"] == []
