"""Lists, one document, and what of it an external lawyer sees."""

import time

import pytest

from schemas.outcomes import in_words
from storage.records import pipeline
from storage.records.tables import DocumentRow, LinkRow
from tests.service.conftest import link_row

URL = "/api/v1/documents"


@pytest.fixture(scope="module")
def shelf(office):
    return {
        "credit": office.file("pagaré asignado", links=(("credit", "c1"),)),
        "lawsuit": office.file("auto del juicio", links=(("lawsuit", "s1"),)),
        "person": office.file("identificación", links=(("debtor", "p1"),)),
        "ended": office.file("pagaré de antes", links=(("credit", "c2"),)),
        "stranger": office.file("identificación de otro", links=(("debtor", "p2"),)),
        "mixed": office.file("pagaré de otro crédito", links=(("debtor", "p1"), ("credit", "c2"))),
        "own": office.file("lo que entregó", by="lawyer"),
        "loose": office.file("sin vínculo"),
    }


def listed(client, office, name, query=""):
    return client.get(f"{URL}?limit=200{query}", headers=office.bearer(name)).json()


def test_a_lawyer_sees_what_is_assigned_now_and_nothing_else(client, office, shelf):
    answer = listed(client, office, "lawyer")

    seen = {item["id"] for item in answer["items"]}
    assert seen == {shelf[name] for name in ("credit", "lawsuit", "person", "own")}
    assert answer["total"] == 4
    assert listed(client, office, "other")["total"] == 0
    assert listed(client, office, "clerk")["total"] >= len(shelf)


@pytest.mark.parametrize(
    "path", ["", "/original", "/pages", "/pages/1/text", "/pages/1/words", "/pages/1/image", "/links", "/versions"]
)
def test_what_is_not_visible_does_not_exist(client, office, shelf, path):
    assert client.get(f"{URL}/{shelf['ended']}{path}", headers=office.bearer("lawyer")).status_code == 404


def test_a_proposed_link_shows_nothing_to_a_lawyer(client, office):
    document = office.file("propuesto")
    office.add(link_row(document, "credit", "c1", state="proposed"))

    assert client.get(f"{URL}/{document}", headers=office.bearer("lawyer")).status_code == 404


def test_a_lawyer_without_a_registered_lawyer_sees_nothing(client, office, shelf):
    from schemas.access import Role

    office.hire("untied", Role.EXTERNAL_LAWYER)

    assert listed(client, office, "untied")["total"] == 0


def test_pages_of_a_list_follow_one_another_without_gap_or_repeat(client, office, shelf):
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{URL}?limit=3{cursor and f'&cursor={cursor}'}", headers=office.bearer("clerk")).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]

    everything = [item["id"] for item in listed(client, office, "clerk")["items"]]
    assert found == everything == sorted(everything, reverse=True)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("&credit=cr 1", {"credit"}),
        ("&debtor=p2", {"stranger"}),
        ("&lawsuit=12/2024", {"lawsuit"}),
        ("&credit=none", set()),
    ],
)
def test_a_list_is_narrowed_by_what_documents_belong_to(client, office, shelf, query, names):
    assert {item["id"] for item in listed(client, office, "clerk", query)["items"]} == {shelf[name] for name in names}


def test_a_document_tells_its_links_by_name_and_answers_a_known_version_with_304(client, office, shelf):
    answer = client.get(f"{URL}/{shelf['credit']}", headers=office.bearer("clerk"))

    assert [(link["kind"], link["name"]) for link in answer.json()["links"]] == [("credit", "CR-1")]
    headers = {**office.bearer("clerk"), "If-None-Match": answer.headers["etag"]}
    assert client.get(f"{URL}/{shelf['credit']}", headers=headers).status_code == 304


def test_words_text_and_hocr_speak_of_the_same_page(client, office, shelf):
    base, headers = f"{URL}/{shelf['credit']}/pages/1", office.bearer("clerk")

    words = client.get(f"{base}/words", headers=headers).json()["layers"][0]["words"]
    assert [word[0] for word in words] == client.get(f"{base}/text", headers=headers).text.split()
    assert words[1][1] == pytest.approx([0.1, 0.05, 0.2, 0.03], abs=1e-4)
    hocr = client.get(f"{base}/hocr", headers=headers).text
    assert 'title="bbox 255 165 765 264; x_wconf 100">asignado<' in hocr


def test_a_page_that_is_not_there_is_404(client, office, shelf):
    assert client.get(f"{URL}/{shelf['credit']}/pages/2/text", headers=office.bearer("clerk")).status_code == 404


def test_a_look_is_recorded_shortly_after(client, office, shelf):
    client.get(f"{URL}/{shelf['loose']}", headers=office.bearer("head"))
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = client.get(f"{URL}/{shelf['loose']}/events", headers=office.bearer("auditor")).json()["items"]
        if any(item["action"] == "look" and item["actor"] == "head" for item in found):
            return
    pytest.fail("the look is not in the record")


def test_links_of_the_same_document_are_not_counted_twice(client, office):
    document = office.file("dos vínculos", links=(("credit", "c1"), ("lawsuit", "s1"), ("debtor", "p1")))

    found = [item["id"] for item in listed(client, office, "lawyer")["items"]]
    assert found.count(document) == 1
    with office.archive.database.read() as session:
        assert session.query(LinkRow).filter(LinkRow.document_id == document).count() == 3


@pytest.mark.parametrize("kind", ["debtor", "credit"])
def test_what_else_a_paper_belongs_to_is_not_told_to_a_lawyer(client, office, kind):
    """Who hands in a sheet that bears any credit's number is not told whose credit that is."""
    entity = {"debtor": "p2", "credit": "c2"}[kind]
    document = office.file("menciona el crédito CR-2", by="lawyer", links=((kind, entity), ("credit", "c1")))
    with office.archive.database.write() as session:
        session.add(link_row(document, "lawsuit", "s1", "proposed"))

    def told(name):
        headers = office.bearer(name)
        receipt = client.get(f"{URL}/{document}", headers=headers).json()["receipt_id"]
        asked = (f"{URL}/{document}", f"{URL}/{document}/links", f"{URL}?receipt={receipt}", f"/api/v1/receipts/{receipt}",
                 "/api/v1/search?q=menciona")  # fmt: skip
        return [client.get(address, headers=headers).text for address in asked]

    assert all("RAÚL NÚÑEZ" in text or '"CR-2"' in text for text in told("clerk"))
    for text in told("lawyer"):
        assert "MARTHA" in text or "CR-1" in text
        assert not any(hidden in text for hidden in ("RAÚL", '"CR-2"', '"c2"', '"p2"'))


def test_a_lawyer_is_not_told_of_the_paper_that_theirs_resembles(client, office):
    first = office.file("de otro despacho", links=(("credit", "c2"),))
    known = {
        "rescan_of": first,
        "version_of": first,
        "state": "needs_review",
        "reasons": ["possible_rescan", "no_text"],
    }
    again = office.file("parecido", by="lawyer", links=(("credit", "c1"),), **known)
    with office.archive.database.write() as session:
        pipeline.settle_receipt(session, session.get_one(DocumentRow, again).receipt_id)

    def told(name):
        headers = office.bearer(name)
        one = client.get(f"{URL}/{again}", headers=headers).json()
        [line] = [item for item in listed(client, office, name)["items"] if item["id"] == again]
        dossier = client.get("/api/v1/credits/CR-1/dossier", headers=headers).text
        reasons = [reason["code"] for reason in one["reasons"]]
        assert reasons == [reason["code"] for reason in line["reasons"]]
        receipt = client.get(f"/api/v1/receipts/{line['receipt_id']}", headers=headers).json()["receipt"]
        assert (receipt["reason"], receipt["detail"]) == (reasons[0], in_words(reasons))
        return one["rescan_of"], one["version_of"], reasons, first in dossier

    assert told("clerk") == (first, first, ["possible_rescan", "no_text"], True)
    assert told("lawyer") == (None, None, ["no_text"], False)


def test_a_lawyer_is_not_told_which_receipt_had_the_same_bytes_first(client, office):
    data = b"%PDF-1.4 los mismos bytes\n"
    office.file("primero", data=data)
    kept = client.post(URL, params={"filename": "b.pdf"}, content=data, headers=office.bearer("lawyer")).json()

    def first_of(name):
        headers = office.bearer(name)
        one = client.get(f"/api/v1/receipts/{kept['receipt_id']}", headers=headers).json()["receipt"]
        items = client.get("/api/v1/receipts?limit=200", headers=headers).json()["items"]
        assert [one["duplicate_of"]] == [item["duplicate_of"] for item in items if item["id"] == kept["receipt_id"]]
        return one["duplicate_of"]

    assert first_of("lawyer") is None
    assert first_of("clerk") is not None


def test_a_list_does_not_tell_a_lawyer_that_a_paper_also_belongs_to_others(client, office):
    shared = office.file("de dos créditos", links=(("credit", "c1"), ("credit", "c2"), ("debtor", "p2")))

    def found(name, query):
        return [item["id"] for item in listed(client, office, name, query)["items"]]

    assert shared in found("lawyer", "&credit=CR-1")
    assert shared in found("clerk", "&credit=CR-2")
    assert found("lawyer", "&credit=CR-2") == found("lawyer", "&debtor=p2") == []
