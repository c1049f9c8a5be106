"""Sampling quality control of scans (DOMAIN 4.6 G3): drawn blind, seen by somebody else, put back with what to do, nothing lost."""

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from schemas.access import SYSTEM
from schemas.scan_quality import Candidate, drawn, seed_digest
from service.operations import legal_rules
from service.operations.legal_rules import NewValue
from storage.records import new_id, now, scan_quality
from storage.records.tables import BatchRow, ReceiptRow
from tests.service.asking import API

HTML = {"accept": "text/html"}
INSPECTIONS = f"{API}/scan-inspections"


@pytest.fixture
def scan(office):
    """Files a document of a batch as `clerk` scanned it: its id."""

    def filed(batch, pages, type_="court_order", scanner="Fujitsu 1", by="clerk", **known):
        document = office.file(
            *(f"hoja {number}" for number in range(pages)), by=by, type=type_, batch_id=batch, **known
        )
        with office.archive.database.write() as session:
            receipt = session.query(ReceiptRow).order_by(ReceiptRow.id.desc()).first()
            receipt.batch_id, receipt.given = batch, {"scanner": scanner} if scanner else {}
        return document

    return filed


@pytest.fixture
def batch(office):
    """An empty batch: its id."""
    made = new_id()
    office.add(BatchRow(id=made, name=f"Caja {made}", created_at=now(), created_by="clerk", found_separators=0))
    return made


@pytest.fixture
def ask(client, office):
    def asked(method, path, body=None, who="head"):
        return client.request(method, INSPECTIONS + path, json=body, headers=office.bearer(who))

    return asked


def draw(ask, batch, who="head"):
    said = ask("POST", "", {"batch": batch}, who)
    assert said.status_code == 201, said.text
    return said.json()


def judge_all(ask, folio, defects=None):
    """See every page; `defects` by position, none elsewhere; the closed inspection."""
    for page in ask("GET", f"/{folio}").json()["pages"]:
        body = {"defects": (defects or {}).get(page["position"], [])}
        assert ask("PATCH", f"/{folio}/pages/{page['position']}", body).status_code == 200
    closed = ask("POST", f"/{folio}/closing")
    assert closed.status_code == 200, closed.text
    return closed.json()


def test_five_per_cent_are_drawn_by_a_seed_with_which_anybody_can_draw_again(ask, office, scan, batch):
    scan(batch, 100)
    made = draw(ask, batch)
    assert (made["population"], made["drawn"], made["seed"], made["state"]) == (100, 5, None, "open")
    pages = {(one["document_id"], one["number"]) for one in ask("GET", f"/{made['folio']}").json()["pages"]}
    seed = judge_all(ask, made["folio"])["seed"]
    with office.archive.database.read() as session:
        there = scan_quality.scanned(session, batch)
        redrawn = drawn([Candidate(one.id, always=False) for one in there], seed, Decimal(5))
        lying = scan_quality.where_they_lie(session, sorted(redrawn))
    assert {(document.id, page.number) for page, document in lying.values()} == pages


def test_every_page_of_a_pagare_and_an_acuse_is_drawn(ask, scan, batch):
    titles = {scan(batch, 2, "promissory_note"), scan(batch, 3, "filing_receipt")}
    scan(batch, 40)
    made = draw(ask, batch)
    assert (made["drawn"], made["always"]) == (2 + 3 + 2, 5)
    shown = ask("GET", f"/{made['folio']}").json()["pages"]
    assert sum(one["document_id"] in titles for one in shown) == 5


def test_whoever_scanned_the_batch_neither_draws_nor_judges_nor_sees_what_was_drawn(ask, scan, batch):
    scan(batch, 10)
    refused = ask("POST", "", {"batch": batch}, "clerk")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/own_scans")
    assert "otro usuario" in refused.json()["detail"] and "lo da de alta" in refused.json()["detail"]
    folio = draw(ask, batch)["folio"]
    assert ask("PATCH", f"/{folio}/pages/1", {"defects": []}, "clerk").status_code == 403
    assert ask("POST", f"/{folio}/closing", None, "clerk").status_code == 403
    assert ask("GET", f"/{folio}", who="clerk").json()["pages"] == []
    page = ask("GET", f"/{folio}").json()["pages"][0]
    assert (page["operator"], page["scanner"]) == (None, None)


def test_a_batch_is_drawn_once_and_judged_when_all_was_seen(ask, scan, batch):
    scan(batch, 40)
    folio = draw(ask, batch)["folio"]
    again = ask("POST", "", {"batch": batch})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already_open")
    early = ask("POST", f"/{folio}/closing")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/unseen_pages")
    assert judge_all(ask, folio)["state"] == "accepted"
    assert ask("PATCH", f"/{folio}/pages/1", {"defects": ["skew"]}).json()["type"] == "/problems/closed"
    assert ask("POST", "", {"batch": batch}).json()["type"] == "/problems/nothing_new"
    scan(batch, 1)
    assert draw(ask, batch)["population"] == 41


def test_a_rejected_batch_says_what_to_do_and_loses_nothing(ask, client, office, scan, batch):
    document = scan(batch, 40, "court_order")
    before = client.get(f"{API}/documents/{document}", headers=office.bearer("head")).json()
    made = draw(ask, batch)
    closed = judge_all(ask, made["folio"], {1: ["cut_off", "missing_back", "cut_off"]})
    assert (closed["state"], closed["defective"], closed["seen"], closed["rate"]) == ("rejected", 1, 2, 50.0)
    assert closed["defects"] == {"cut_off": 1, "missing_back": 1} and closed["unsettled"] == 1
    page = ask("GET", f"/{made['folio']}").json()["pages"][0]
    assert (page["operator"], page["scanner"]) == ("Clerk", "Fujitsu 1")
    assert any("dos lados" in said for said in page["what_to_do"]) and len(page["what_to_do"]) == 2
    assert client.get(f"{API}/documents/{document}", headers=office.bearer("head")).json() == before
    queue = client.get(f"{API}/queues/rescans", headers=office.bearer("clerk")).json()
    (line,) = [one for one in queue["items"] if one["about"]["id"] == made["folio"]]
    assert line["days"] == 1 and "Cortada" in line["why"]


def test_a_new_scan_takes_the_place_of_a_page_and_is_inspected_whole(ask, scan, batch):
    old = scan(batch, 20)
    folio = draw(ask, batch)["folio"]
    judge_all(ask, folio, {1: ["focus"]})
    assert ask("POST", "", {"batch": batch}).json()["type"] == "/problems/unsettled"
    settle = f"/{folio}/pages/1/settlement"
    for body, code in (
        ({"how": "rescanned"}, "no_new_scan"),
        ({"how": "rescanned", "document": old}, "old_scan"),
        ({"how": "rescanned", "document": "0" * 26}, "not_found"),
    ):
        assert ask("POST", settle, body, "clerk").json()["type"] == f"/problems/{code}"
    new = scan(batch, 2)
    done = ask("POST", settle, {"how": "rescanned", "document": new}, "clerk")
    assert done.status_code == 200 and done.json()["replaced_by"] == new
    assert ask("POST", settle, {"how": "corrected"}).json()["type"] == "/problems/settled"
    again = draw(ask, batch)
    assert (again["population"], again["always"]) == (19 + 2, 2)
    shown = ask("GET", f"/{again['folio']}").json()["pages"]
    assert [one["number"] for one in shown if one["document_id"] == new] == [1, 2]


def test_that_the_paper_is_so_is_said_by_who_did_not_scan_it(ask, scan, batch):
    scan(batch, 4, "promissory_note")
    folio = draw(ask, batch)["folio"]
    judge_all(ask, folio, {2: ["focus"]})
    settle = f"/{folio}/pages/2/settlement"
    assert ask("POST", settle, {"how": "as_on_paper"}, "clerk").json()["type"] == "/problems/own_scans"
    assert ask("POST", settle, {"how": "as_on_paper", "note": "sello tenue"}).status_code == 200
    assert ask("POST", f"/{folio}/pages/1/settlement", {"how": "corrected"}).json()["type"] == "/problems/no_defect"
    assert draw(ask, batch)["population"] == 3


def test_defects_are_told_by_operator_and_scanner(client, office, ask, scan, batch):
    before = client.get(f"{API}/scan-quality", headers=office.bearer("auditor")).json()
    scan(batch, 3, "promissory_note", "Canon", "boss")
    scan(batch, 1, "promissory_note", None)
    judge_all(ask, draw(ask, batch)["folio"], {1: ["skew"]})
    after = client.get(f"{API}/scan-quality", headers=office.bearer("auditor")).json()
    scanners = {one["name"]: one for one in after["scanners"]}
    assert (scanners["Canon"]["inspected"], scanners["Canon"]["defective"], scanners["Canon"]["rate"]) == (3, 1, 33.3)
    assert "sin escáner anotado" in scanners
    assert {one["name"] for one in after["operators"]} >= {"Boss", "Clerk"}
    assert (
        after["rejected"] == before["rejected"] + 1 and after["total"]["inspected"] == before["total"]["inspected"] + 4
    )
    past = client.get(
        f"{API}/scan-quality", params={"from": "2020-01-01", "to": "2020-02-01"}, headers=office.bearer("head")
    )
    assert past.json()["total"]["rate"] is None
    odd = client.get(
        f"{API}/scan-quality", params={"from": "2020-01-02", "to": "2020-01-01"}, headers=office.bearer("head")
    )
    assert odd.status_code == 400
    for edge in ("0001-01-01", "9999-12-31"):
        for name in ("from", "to"):
            said = client.get(f"{API}/scan-quality", params={name: edge}, headers=office.bearer("head"))
            assert (said.status_code, said.json()["detail"][: len(name)]) == (400, name)


def test_what_is_still_being_read_has_no_page_or_is_no_batch_is_not_drawn(ask, scan, batch):
    assert ask("POST", "", {"batch": batch}).json()["type"] == "/problems/no_pages"
    scan(batch, 1, state="processing")
    assert ask("POST", "", {"batch": batch}).json()["type"] == "/problems/still_processing"
    assert ask("POST", "", {"batch": "no hay"}).status_code == 404


def test_the_office_says_how_many_are_drawn_and_how_many_defects_are_too_many(ask, office, scan, batch):
    scan(batch, 40)
    for code, value in (("office.scan_sample", "50"), ("office.scan_defects", "5")):
        legal_rules.put_value(
            office.archive, SYSTEM, NewValue(code=code, value=value, source="oficina", valid_from=date(2026, 1, 1))
        )
    made = draw(ask, batch)
    assert (made["drawn"], made["percent"], made["reject_over"]) == (20, "50", "5")
    assert judge_all(ask, made["folio"], {1: ["skew"]})["state"] == "accepted"


def test_the_log_keeps_the_seed_and_each_judgement(client, office, ask, scan, batch):
    scan(batch, 2, "promissory_note")
    made = draw(ask, batch)
    seed = judge_all(ask, made["folio"], {1: ["skew"]})["seed"]
    told = client.get(f"{API}/events", params={"object_id": made["id"]}, headers=office.bearer("auditor")).json()[
        "items"
    ]
    acts = {one["action"]: one for one in told}
    assert acts["draw_scan_inspection"]["detail"]["seed_sha256"] == seed_digest(seed)
    assert acts["reject_scanned_batch"]["detail"]["seed"] == seed and "judge_scanned_page" in acts


def test_who_scanned_and_reads_the_log_is_told_no_seed_before_the_batch_is_judged(client, office, ask, scan, batch):
    scan(batch, 40, by="head")
    made = draw(ask, batch, who="clerk")
    with office.archive.database.read() as session:
        seed = scan_quality.inspection(session, made["folio"]).seed
    for path in ("/events", f"/scan-inspections/{made['folio']}", "/changes"):
        said = client.get(API + path, params={"limit": 200}, headers=office.bearer("head")).text
        assert made["id"] in said or path == "/changes"
        assert seed not in said, path


def test_the_report_names_each_page_with_what_to_do(ask, scan, batch):
    scan(batch, 2, "promissory_note")
    folio = draw(ask, batch)["folio"]
    assert ask("GET", f"/{folio}/report.pdf").json()["type"] == "/problems/still_open"
    judge_all(ask, folio, {2: ["wrong_order"]})
    answer = ask("GET", f"/{folio}/report.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert folio in text and "Fuera de orden" in text and "rechazado" in text


def test_an_outsider_is_told_of_none(ask, client, office, scan, batch):
    scan(batch, 2)
    folio = draw(ask, batch)["folio"]
    assert ask("GET", f"/{folio}", who="lawyer").status_code == 403
    assert client.get("/calidad", headers=HTML | office.bearer("lawyer")).status_code == 403
    queue = client.get(f"{API}/queues/rescans", headers=office.bearer("lawyer")).json()
    assert queue["total"] == 0


def test_the_desk_goes_from_page_to_page_and_ends_with_what_to_do(client, office, scan, batch, enter):
    scan(batch, 2, "promissory_note")
    token = enter("head")
    assert "Inspeccionar por muestreo" in client.get(f"/lotes/{batch}", headers=HTML).text
    page = client.post("/calidad", data={"csrf": token, "lote": batch}, headers=HTML)
    here = page.url.path
    assert "0 de 2 páginas vistas" in page.text and 'name="missing_back"' in page.text
    said = {"csrf": token, "pagina": "1", "hacer": "guardar", "missing_back": "1", "nota": "sin vuelta"}
    page = client.post(here, data=said, headers=HTML)
    assert page.url.query == b"pagina=2" and "1 de 2 páginas vistas" in page.text
    page = client.post(here, data={"csrf": token, "pagina": "2", "hacer": "guardar"}, headers=HTML)
    assert "Dar el dictamen" in page.text
    page = client.post(here, data={"csrf": token, "hacer": "dictaminar"}, headers=HTML)
    assert "rechazado" in page.text and "Escanear otra vez por los dos lados" in page.text
    assert here.rpartition("/")[2] in client.get("/lotes", headers=HTML).text
    assert here in client.get("/colas/rescans", headers=HTML).text
    page = client.post(here, data={"csrf": token, "pagina": "1", "hacer": "atender", "como": "rescanned"}, headers=HTML)
    assert page.status_code == 400 and "Indique el documento" in page.text
    page = client.post(here, data={"csrf": token, "pagina": "1", "hacer": "atender", "como": "corrected"}, headers=HTML)
    assert "corregida en pantalla" in page.text
    assert "Falta el reverso".lower() in client.get("/calidad", headers=HTML).text.lower()


def test_with_what_a_file_was_scanned_comes_with_it(client, office, ask, batch):
    said = {"filename": "a.txt", "batch": f"Caja {batch}", "scanner": "Canon 2"}
    sent = client.post(f"{API}/documents", params=said, content=b"hola", headers=office.bearer("clerk"))
    assert sent.status_code == 202, sent.text
    with office.archive.database.read() as session:
        kept = session.get(ReceiptRow, sent.json()["receipt_id"])
        assert kept.given["scanner"] == "Canon 2" and kept.batch_id == batch
    assert ask("POST", "", {"batch": batch}).json()["type"] == "/problems/still_processing"
