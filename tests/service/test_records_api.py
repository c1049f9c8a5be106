"""Records management over HTTP."""

import pytest

API = "/api/v1"


def post(client, office, path, body, who="head"):
    return client.post(f"{API}{path}", json=body, headers=office.bearer(who))


@pytest.fixture(scope="module")
def opened(client, office):
    """The proposed scheme, and an archival file with one paper of two sheets."""
    assert post(client, office, "/classification/proposal", {}).json()["nodes"] > 0
    body = {"series": "4S.1", "title": "Crédito CR-1", "opened_on": "2011-01-01", "credit": "CR-1"}
    made = post(client, office, "/case-files", body).json()
    paper = {"type": "folder", "case_file": made["code"], "foja_first": 1, "foja_last": 2}
    assert post(client, office, "/originals", paper).status_code == 201
    return made


def test_a_file_is_closed_covered_and_listed(client, office, opened):
    path = f"/case-files/{opened['id']}"
    wrong = post(client, office, f"{path}/closing", {"closed_on": "2012-01-01", "fojas": 9})
    assert (wrong.status_code, wrong.json()["type"]) == (409, "/problems/foja_mismatch")
    done = post(client, office, f"{path}/closing", {"closed_on": "2012-01-01", "fojas": 2}).json()
    assert (done["kept_until"], done["proposes"]) == ("2024-01-01", "primary_transfer")
    assert client.get(f"{API}{path}/cover.pdf", headers=office.bearer("auditor")).content.startswith(b"%PDF")
    listed = client.get(f"{API}/case-files?proposes=true", headers=office.bearer("clerk")).json()["items"]
    assert [one["code"] for one in listed] == [opened["code"]]


def test_inventories_and_handover_are_files(client, office, opened):
    for path, start in (("inventories.xlsx", b"PK"), ("inventories.pdf", b"%PDF"),
                        ("handover.pdf?leaving=Ana&arriving=Eva", b"%PDF")):  # fmt: skip
        assert client.get(f"{API}/{path}", headers=office.bearer("head")).content.startswith(start), path


def test_a_hold_is_placed_listed_and_lifted(client, office, opened):
    body = {"kind": "credit", "subject": "CR-1", "reason": "amparo", "authority": "Juzgado"}
    assert post(client, office, "/holds", body, "clerk").status_code == 403
    made = post(client, office, "/holds", body).json()
    assert client.get(f"{API}/case-files/{opened['id']}", headers=office.bearer("clerk")).json()["held"]
    lifted = post(client, office, f"/holds/{made['id']}/lifting", {"reason": "concluyó"}).json()
    assert lifted["lifted_at"]


def test_a_lot_that_may_not_go_is_refused_with_its_reason(client, office, opened):
    body = {"kind": "destruction", "case_files": [opened["code"]], "reason": "x"}
    answer = post(client, office, "/lots", body)
    assert answer.status_code == 409 and opened["code"] in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["classification", "retention-rules", "case-files", "holds", "lots", "inventories.xlsx", "inventories.pdf"]
)
def test_an_external_lawyer_reads_nothing_of_it(client, office, opened, path):
    assert client.get(f"{API}/{path}", headers=office.bearer("lawyer")).status_code == 403
