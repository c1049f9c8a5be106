"""Queues and clocks over rows of both databases, over HTTP and from the command."""

import csv
import json
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from schemas.access import Actor, Role
from schemas.clocks.calendar import OFFICE
from schemas.queues import LEVEL_NAMES, QueueName
from service.cli import run
from service.kept_boards import Kept
from service.operations.days import today
from service.operations.queues import running
from service.remembered import Remembered
from storage.records import now
from storage.records.tables import (
    AcknowledgementRow,
    AssignmentRow,
    ClosureRow,
    FilingRow,
    LawsuitCreditRow,
    LawsuitNoteRow,
    LawsuitRow,
    LoanItemRow,
    LoanRow,
    NoteRow,
    OriginalRow,
    ResolutionRow,
    ServiceContractRow,
    StageEventRow,
)
from tests.databases import queries_of
from tests.registry_office import Office as Registered

API = "/api/v1"
TODAY = today()
STAMP = {"version": 1, "updated_at": now()}


def ago(working_days):
    """The day that has so many working days of the office after it, up to today."""
    return OFFICE.back(TODAY, working_days)


def suit(number, *, stage="DEMANDA_PRESENTADA", filed=None, lawyer="l1", credit="c1", kind="EXP"):
    return [
        LawsuitRow(
            id=f"q{number}", court_id="j1", kind=kind, year=2025, number=number, suffix="", lawyer_id=lawyer,
            status=stage, filed_on=filed, **STAMP,
        ),
        LawsuitCreditRow(lawsuit_id=f"q{number}", credit_id=credit),
    ]  # fmt: skip


def filing(number, on, pushes="no", subject="Demanda"):
    return FilingRow(
        id=f"f{number}{subject}",
        lawsuit_id=f"q{number}",
        subject=subject,
        filed_on=on,
        annexes=[],
        pushes=pushes,
        **STAMP,
    )


def ordered(number, effective, issued=None):
    return ResolutionRow(
        id=f"r{number}", lawsuit_id=f"q{number}", kind="auto", issued_on=issued or effective, effective_on=effective,
        orders=[], **STAMP,
    )  # fmt: skip


@pytest.fixture(scope="module")
def busy(office):
    """Suits of every sort: idle, pushed, doubtful, acknowledged, over; of the lawyer and of another."""
    office.add(
        *suit(1, filed=ago(125)), ordered(1, ago(121)),
        *suit(2, filed=ago(110)), ordered(2, ago(100)), filing(2, ago(10), "yes"),
        *suit(3, filed=ago(95)), ordered(3, ago(92)), filing(3, ago(5), "doubt"),
        *suit(4, filed=ago(3)),
        *suit(5, stage="SENTENCIA", filed=ago(300)), ordered(5, ago(200)),
        *suit(6, filed=ago(70), lawyer="l2", credit="c2"), ordered(6, ago(65)),
        *suit(7, stage="ASIGNADO"),
        StageEventRow(id="e1", lawsuit_id="q1", stage="AUTO_EXEQUENDO", on=ago(122), **STAMP),
        AcknowledgementRow(id="k6", filing_id="f2Demanda", stamped_on=ago(10), legible=True, valid=True, **STAMP),
        NoteRow(id="nota", credit_id="c1", number="1", amount_conflict=False, currency="MXN", due_kind="vista",
                state="en_boveda", support="papel", **STAMP),
        LawsuitNoteRow(id="n1", lawsuit_id="q1", note_id="nota", **STAMP),
        LawsuitNoteRow(id="n2", lawsuit_id="q2", note_id="nota", **STAMP),
    )  # fmt: skip
    office.file("acuse con sello", links=(("lawsuit", "q3"),), type="filing_receipt")
    return office


def asked(client, office, path, who="head"):
    answer = client.get(f"{API}{path}", headers=office.bearer(who))
    assert answer.status_code == 200, answer.text
    return answer.json()


def figure(page, code):
    return next(one["value"] for one in page["figures"] if one["code"] == code)


def by_suit(page):
    return {line["about"]["id"]: line for line in page["items"]}


def test_lawsuits_stand_by_risk_of_lapse(client, busy):
    page = asked(client, busy, "/queues/lapse")
    lines = by_suit(page)
    assert {one: (lines[one]["days"], lines[one]["level"]) for one in ("q1", "q2", "q3", "q4", "q6")} == {
        "q1": (121, "past"), "q2": (10, "calm"), "q3": (92, "warn"), "q4": (3, "calm"), "q6": (65, "watch"),
    }  # fmt: skip
    assert not {"q5", "q7"} & lines.keys()
    assert [line["about"]["id"] for line in page["items"] if line["limit"]][:2] == ["q1", "q3"]
    assert figure(page, "idle_60") == 3 and figure(page, "idle_90") == 2 and figure(page, "lapsable") == 1


def test_an_appeal_and_an_incident_lapse_by_terms_of_their_own_and_an_amparo_by_none(client, busy):
    """CCom 1076-III and IV: 60 and 30 working days."""
    busy.add(
        *suit(40, kind="TOCA", stage="APELACION", filed=ago(80)), ordered(40, ago(58)),
        *suit(41, kind="CUA", filed=ago(80)), ordered(41, ago(31)),
        *suit(42, kind="AD", filed=ago(300)), ordered(42, ago(200)),
        *suit(43, kind="EXH", filed=ago(300)), ordered(43, ago(200)),
    )  # fmt: skip
    lines = by_suit(asked(client, busy, "/queues/lapse"))
    assert (lines["q40"]["days"], lines["q40"]["level"], lines["q40"]["source"]) == (58, "last", "CCom 1076-III")
    assert (lines["q41"]["days"], lines["q41"]["level"], lines["q41"]["source"]) == (31, "past", "CCom 1076-IV")
    assert not {"q42", "q43"} & lines.keys()
    assert "amparo" in asked(client, busy, "/lawsuits/q42/clocks")["lapse"]["reason"]


def test_a_line_opens_who_is_sued_and_the_newest_document(client, busy):
    line = by_suit(asked(client, busy, "/queues/lapse"))["q3"]
    assert {ref["kind"] for ref in line["refs"]} == {"debtor", "document"}
    assert line["who"] == "MARTHA LÓPEZ" and "por calificar" in line["why"]


def test_filed_without_acknowledgement(client, busy):
    page = asked(client, busy, "/queues/acknowledgements")
    lines = by_suit(page)
    assert {"q1", "q4", "q6"} <= lines.keys() and not {"q2", "q3", "q7"} & lines.keys()
    assert (lines["q1"]["level"], lines["q4"]["level"]) == ("past", "watch")
    filed = figure(page, "filed")
    assert figure(page, "acknowledged") == round(100 * 2 / filed, 1) and figure(page, "late") == 3


def test_only_the_stamp_on_the_claim_is_its_acknowledgement_and_one_found_wrong_is_none(client, busy):
    busy.add(
        *suit(50, filed=ago(20)), filing(50, ago(9), subject="Se señale fecha"),
        *suit(51, filed=ago(20)), filing(51, ago(20)), *suit(52, kind="AD", filed=ago(20)),
    )  # fmt: skip
    document = busy.file("promoción sellada", links=(("lawsuit", "q50"),), type="filing_receipt")
    busy.add(
        AcknowledgementRow(id="k50", filing_id="f50Se señale fecha", stamped_on=ago(9), legible=True, document_id=document, **STAMP),
        AcknowledgementRow(id="k51", filing_id="f51Demanda", stamped_on=ago(20), legible=True, valid=False, **STAMP),
    )  # fmt: skip
    lines = by_suit(asked(client, busy, "/queues/acknowledgements"))
    assert {"q50", "q51"} <= lines.keys() and "q52" not in lines


def test_stages_no_document_shows_and_notes_sued_twice(client, busy):
    stages = asked(client, busy, "/queues/stages")
    assert figure(stages, "supported") == 0 and stages["items"][0]["about"]["id"] == "q1"
    twice = asked(client, busy, "/queues/sued-twice")
    assert [ref["id"] for ref in twice["items"][0]["refs"] if ref["kind"] == "lawsuit"] == ["q2"]


def test_a_lawyer_sees_and_counts_only_what_is_theirs(client, busy):
    mine, all_of_it = (asked(client, busy, "/queues/lapse", who) for who in ("lawyer", "head"))
    assert "q6" in by_suit(all_of_it) and "q6" not in by_suit(mine)
    assert figure(mine, "live") == figure(all_of_it, "live") - 1 == len(mine["items"])
    assert client.get(f"{API}/lawsuits/q6/clocks", headers=busy.bearer("lawyer")).status_code == 404


def test_pages_follow_one_another(client, busy):
    whole = asked(client, busy, "/queues/lapse")
    first = asked(client, busy, "/queues/lapse?limit=2")
    second = asked(client, busy, f"/queues/lapse?limit=2&offset={first['next']}")
    assert [one["about"]["id"] for one in first["items"] + second["items"]] == [
        one["about"]["id"] for one in whole["items"][:4]
    ]


def test_a_closure_of_the_court_gives_days_back(client, busy):
    before = asked(client, busy, "/lawsuits/q3/clocks")["lapse"]
    busy.add(ClosureRow(id="z", court_id="j1", first=ago(20), last=ago(16), **STAMP))
    after = asked(client, busy, "/lawsuits/q3/clocks")["lapse"]
    assert (after["idle"], after["left"]) == (before["idle"] - 5, before["left"] + 5)
    assert after["limit"] > before["limit"] and after["source"] == "CCom 1076"


def test_overdue_originals_and_contracts_that_end(client, busy):
    loan = LoanRow(id="v1", folio="V-1", borrower_kind="lawyer", borrower_id="l1", borrower_name="ANA SOLÍS", received_by="x",
                   purpose="demanda", issued_at=now() - timedelta(days=40), issued_by="x", authorised_by="x", days=15,
                   due_on=ago(4))  # fmt: skip
    item = OriginalRow(id="o1", barcode="O-1", type="promissory_note", title="Pagaré", condition="good", originality="original",
                       holder_kind="lawyer", holder_id="l1", holder_name="ANA SOLÍS", held_since=now(), step=1, **STAMP)  # fmt: skip
    contract = {"territory": [], "commission_stages": {}, "clauses": [], **STAMP}
    busy.add(
        loan, item, LoanItemRow(loan_id="v1", item_id="o1", state="out"),
        ServiceContractRow(id="sc1", number="C-1", lawyer_id="l1", starts_on=date(2026, 1, 1), ends_on=TODAY + timedelta(20), **contract),
    )  # fmt: skip
    overdue = asked(client, busy, "/queues/originals")
    assert (overdue["items"][0]["about"]["id"], overdue["items"][0]["days"]) == ("V-1", 4)
    ending = asked(client, busy, "/queues/contracts")
    assert (ending["items"][0]["days"], ending["items"][0]["level"]) == (20, "warn")
    assert asked(client, busy, "/queues/contracts", "other")["total"] == 0


def test_an_original_left_in_the_court_of_a_lawsuit_that_is_over_is_to_be_fetched(client, busy):
    """DOMAIN 2.12: back in the vault within the days of the rule `office.return_original`."""
    held = {"type": "promissory_note", "title": "Pagaré", "condition": "good", "originality": "original", "holder_kind": "court",
            "holder_id": "j1", "holder_name": "Juzgado Primero", "held_since": now(), "step": 1, **STAMP}  # fmt: skip
    for number, stage in (
        (60, "DESISTIMIENTO"),
        (61, "CONCLUIDO"),
        (62, "DILIGENCIA"),
        (63, "CONCLUIDO"),
        (64, "CADUCIDAD"),
    ):
        busy.add(*suit(number, stage=stage, filed=ago(100)))
    busy.add(
        StageEventRow(id="e60", lawsuit_id="q60", stage="DESISTIMIENTO", on=ago(13), **STAMP),
        StageEventRow(id="e60b", lawsuit_id="q60", stage="ARCHIVADO", on=ago(2), **STAMP),
        StageEventRow(id="e61", lawsuit_id="q61", stage="CONCLUIDO", on=ago(10), **STAMP),
        StageEventRow(id="e64", lawsuit_id="q64", stage="CADUCIDAD", on=ago(30), **STAMP),
        OriginalRow(id="o60", barcode="O-60", lawsuit_id="q60", **held),
        OriginalRow(id="o61", barcode="O-61", lawsuit_id="q61", **held),
        OriginalRow(id="o62", barcode="O-62", lawsuit_id="q62", **held),
        OriginalRow(id="o63", barcode="O-63", lawsuit_id="q63", **held),
        OriginalRow(id="o64", barcode="O-64", lawsuit_id="q64", note_id="nota", **held),
    )  # fmt: skip
    page = asked(client, busy, "/queues/originals")
    lines = {line["about"]["id"]: line for line in page["items"] if line["about"]["kind"] == "original"}
    assert {one: (line["days"], line["level"]) for one, line in lines.items()} == {
        "O-60": (3, "warn"), "O-63": (None, "warn"),
    }, "in time, alive, or sued on elsewhere stands in none"  # fmt: skip
    assert figure(page, "in_court") == 2 and [ref["id"] for ref in lines["O-60"]["refs"]] == ["q60"]


def test_an_original_of_a_lawyer_that_a_lawsuit_of_another_holds_is_no_line_of_theirs(client, busy):
    busy.add(
        *suit(70, stage="ARCHIVADO", filed=ago(300)), *suit(71, stage="ARCHIVADO", filed=ago(300), lawyer="l2", credit="c2"),
        OriginalRow(id="o71", barcode="O-71", type="promissory_note", title="Pagaré", condition="good", originality="original",
                    credit_id="c1", lawsuit_id="q71", holder_kind="court", holder_id="j1", holder_name="Juzgado Primero",
                    held_since=now(), step=1, **STAMP),
    )  # fmt: skip
    barcodes = {who: by_suit(asked(client, busy, "/queues/originals", who)).keys() for who in ("lawyer", "head")}
    assert "O-71" not in barcodes["lawyer"] and "O-71" in barcodes["head"]


def test_documents_awaiting_review_and_incomplete_dossiers(client, busy):
    busy.file(
        "sin clasificar", state="needs_review", type="unclassified", reasons=["unsure_type"], links=(("credit", "c1"),)
    )
    waiting = asked(client, busy, "/queues/awaiting_review")
    assert waiting["items"][-1]["why"] == "No es seguro el tipo de documento."
    lines = by_suit(asked(client, busy, "/queues/incomplete"))
    assert lines["c1"]["days"] == 5 and "Pagaré" in lines["c1"]["why"]
    busy.file("pagaré", type="promissory_note", links=(("credit", "c1"),))
    assert by_suit(asked(client, busy, "/queues/incomplete"))["c1"]["days"] == 4
    more = (NoteRow(id=f"n-{at}", credit_id="c1", number=f"9{at}", amount_conflict=False, currency="MXN", due_kind="vista",
                    state="en_boveda", support="papel", **STAMP) for at in range(2))  # fmt: skip
    busy.add(*more)
    line = by_suit(asked(client, busy, "/queues/incomplete"))["c1"]
    assert line["days"] == 5 and "(2)" in line["why"]


def test_an_unknown_queue_is_not_found(client, busy):
    assert client.get(f"{API}/queues/nada", headers=busy.bearer("head")).status_code == 404


def test_exports_open_as_spreadsheets(client, busy, tmp_path):
    sheet, table = tmp_path / "a.xlsx", tmp_path / "a.csv"
    for path in (sheet, table):
        answer = client.get(f"{API}/queues/lapse/export?format={path.suffix[1:]}", headers=busy.bearer("head"))
        path.write_bytes(answer.content)
    rows = list(load_workbook(sheet).active.values)
    with table.open(encoding="utf-8-sig") as file:
        assert len(list(csv.reader(file))) == len(rows) == 1 + asked(client, busy, "/queues/lapse")["total"]
    assert rows[0][0] == "Asunto" and rows[0][6] == "Días hábiles sin impulso"
    assert {row[7] for row in rows[1:]} <= set(LEVEL_NAMES.values()) and "Demanda" in {row[1] for row in rows}
    assert all(row[4] is None or isinstance(row[4], datetime) for row in rows[1:])


def test_the_number_of_queries_is_the_same_whatever_the_number_of_suits(busy):
    def queries(name):
        with queries_of(busy.archive.database) as seen:
            running.run_queue(busy.archive, Actor("jefa", Role.PORTFOLIO_HEAD, "prueba"), name)
        return len(seen)

    def of_all(archive):
        archive.kept, archive.remembered = Kept(), Remembered()
        return {name: queries(name.value) for name in QueueName}

    before = of_all(busy.archive)
    busy.add(*suit(100, filed=ago(30), credit="c2"))
    busy.add(AssignmentRow(id="a9", credit_id="c2", lawyer_id="l2", assigned_on=ago(30)))
    after_one = {name: queries(name.value) for name in QueueName}
    busy.add(*(row for number in range(101, 130) for row in suit(number, filed=ago(30), credit="c2")))
    busy.add(AssignmentRow(id="a10", credit_id="c2", lawyer_id="l2", assigned_on=ago(31)))
    assert {name: queries(name.value) for name in QueueName} == after_one
    assert of_all(busy.archive) == before
    assert max(before.values()) <= 20 and max(after_one.values()) <= 40


def test_a_queue_kept_in_memory_shows_at_once_what_was_just_done(busy):
    jefa = Actor("jefa", Role.PORTFOLIO_HEAD, "prueba")
    before = running.run_queue(busy.archive, jefa, "lapse").total
    assert running.run_queue(busy.archive, jefa, "lapse").total == before
    busy.add(*suit(400, filed=ago(30), credit="c2"))
    assert running.run_queue(busy.archive, jefa, "lapse").total == before + 1


def test_the_command_shows_and_exports(tmp_path, monkeypatch, capsys):
    registered = Registered(tmp_path)
    monkeypatch.setenv("LEGAJO_DATA", str(tmp_path))
    monkeypatch.setenv("LEGAJO_DATABASE", registered.archive.settings.database)
    monkeypatch.setenv("LEGAJO_OBJECTS", registered.archive.settings.objects)
    registered.archive.close()
    assert run(["queue", "acknowledgements", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["items"][0]["about"]["label"] == "2MH 1234/2024"
    assert run(["queue"]) == 0 and "Demandas sin acuse" in capsys.readouterr().out
    assert run(["queue", "acknowledgements", "--export", str(tmp_path / "c.csv")]) == 0
    assert run(["queue", "acknowledgements", "--export", str(tmp_path / "c.csv")]) == 5


def test_no_cell_of_an_export_is_taken_for_a_formula(tmp_path):
    risky = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1")
    running.write_table(tmp_path / "cola.csv", "Cola", ("Asunto",), [(text,) for text in (*risky, "llano")])

    with (tmp_path / "cola.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["Asunto", *(f"'{text}" for text in risky), "llano"]
