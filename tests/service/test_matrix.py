"""Every route, every role, with and without the matter: made from the routes the application serves.

A route that is not classified below fails the first test. What a lawyer sees of
a list is held against the marks of a matter that is not theirs.
"""

import hashlib
import time
from datetime import UTC, date, datetime

import pytest
from litestar.testing import TestClient
from sqlalchemy import inspect, text

from schemas.access import SYSTEM, Actor, Role
from schemas.binding_orders import OrderIn
from schemas.hearings import HearingIn
from service.operations import binding, hearings
from service.operations.registry.kinds import BOOKS
from storage.records.tables import (
    AcknowledgementRow,
    AssignmentBatchRow,
    BulletinLineRow,
    ClosureRow,
    ContractAmendmentRow,
    DiligenceRow,
    EdictRow,
    FilingRow,
    LapsePauseRow,
    LawsuitNoteRow,
    LawsuitPartyRow,
    NoteCancellationRow,
    NoteRow,
    NotificationRow,
    PowerRow,
    ResolutionRow,
    RogatoryRow,
    SeizureRow,
    ServiceContractRow,
    StageEventRow,
    SuitAlertRow,
    SupervisionNoteRow,
)
from tests.service.asking import API, Describer, routes_of
from tests.service.conftest import Office, registry
from web.asgi import create_app

USERS = {
    "boss": Role.ADMINISTRATOR,
    "head": Role.PORTFOLIO_HEAD,
    "clerk": Role.ARCHIVIST,
    "auditor": Role.AUDITOR,
    "lawyer": Role.EXTERNAL_LAWYER,
    "other": Role.EXTERNAL_LAWYER,
}
"""`lawyer` has the matter, `other` has not."""

WHO = {
    "open": "boss head clerk auditor lawyer other",
    "everybody": "boss head clerk auditor lawyer other",
    "matter": "boss head clerk auditor lawyer",
    "masters": "boss head clerk lawyer",
    "preparers": "boss head clerk lawyer",
    "takers": "boss head clerk lawyer other",
    "staff": "boss head clerk auditor",
    "filers": "boss head clerk",
    "log": "boss head auditor",
    "deciders": "boss head",
    "administrators": "boss",
}
"""Who may; everybody else is refused and changes nothing."""

CLASSES: dict[str, str] = {
    "open": "GET /health/live, GET /health/ready, POST /session",
    "everybody": """GET /session, DELETE /session, GET /sessions, DELETE /sessions/{session_id}, POST /session/password, GET /document-types, GET /documents, GET /receipts,
        GET /receipts/{receipt_id}, GET /batches, GET /search, GET /saved-searches, POST /saved-searches,
        DELETE /saved-searches/{search_id}, GET /changes, GET /exports/{kind},
        GET /assignment-batches, GET /originals, GET /originals/{key}, GET /originals/{key}/custody, GET /loans,
        GET /loans/{key}, GET /loans/{key}/slip.pdf, GET /dossier, GET /person-merges, GET /hearing-lists, GET /bindings, POST /bindings, GET /queues, GET /queues/{name}, GET /queues/{name}/export,
        GET /monthly-board, GET /monthly-board/export, GET /monthly-board/behind, GET /monthly-board/behind/export""",
    "matter": """GET /documents/{document_id}, GET /documents/{document_id}/links, GET /documents/{document_id}/versions,
        GET /documents/{document_id}/searchable, GET /documents/{document_id}/pages, GET /documents/{document_id}/pages.pdf,
        GET /documents/{document_id}/pages/{number}/image, GET /documents/{document_id}/pages/{number}/thumbnail,
        GET /documents/{document_id}/pages/{number}/text, GET /documents/{document_id}/pages/{number}/words,
        GET /documents/{document_id}/pages/{number}/hocr, GET /lawsuits/{key}/clocks, GET /lawyers/{key}/duties, GET /lawyers/{key}/duties.pdf, GET /acknowledgements/{key}/checks, GET /assignment-batches/{key}, GET /assignment-batches/{key}/relation.pdf,
        GET /documents/{document_id}/iiif/manifest, GET /documents/{document_id}/iiif/search,
        GET /debtors/{key}/dossier, GET /debtors/{key}/dossier.pdf,
        GET /credits/{key}/dossier, GET /credits/{key}/dossier.pdf, GET /lawsuits/{key}/dossier, GET /lawsuits/{key}/dossier.pdf,
        GET /bindings/{order_id}, GET /bindings/{order_id}/volumes/{number}, GET /hearing-lists/{list_id}, GET /hearing-lists/{list_id}/dossier, GET /hearing-lists/{list_id}/dossier.pdf""",
    "masters": """GET /documents/{document_id}/original, GET /debtors/{key}/dossier.zip,
        GET /debtors/{key}/dossier.bag.zip, GET /credits/{key}/dossier.zip, GET /credits/{key}/dossier.bag.zip,
        GET /hearing-lists/{list_id}/dossier.zip, GET /lawsuits/{key}/dossier.zip, GET /lawsuits/{key}/dossier.bag.zip""",
    "preparers": "PATCH /hearing-lists/{list_id}, DELETE /hearing-lists/{list_id}",
    "takers": """POST /documents, POST /hearing-lists, POST /uploads, GET /uploads/{upload_id}, PATCH /uploads/{upload_id},
        DELETE /uploads/{upload_id}""",
    "staff": """GET /lawsuits/{key}/supervision-notes, GET /boxes, GET /boxes/{barcode}, GET /breaches, GET /breaches/{key}, GET /breaches/{key}/entry.pdf,
        GET /breaches/{key}/notice.pdf, GET /case-files, GET /case-files/{file_id}, GET /case-files/{file_id}/cover.pdf,
        GET /classification, GET /counts, GET /counts/{key}, GET /counts/{key}/report.pdf, GET /holds, GET /incidents,
        GET /inventories.pdf, GET /inventories.xlsx, GET /lots, GET /lots/{lot_id}, GET /metrics, GET /places, GET /jobs, GET /alerts, GET /pages-without-text,
        GET /retention-rules, GET /status, GET /commission-packets, GET /commission-packets/{packet_id},
        GET /data-requests/{key}/receipt.pdf, GET /data-requests/{key}/answer.pdf, GET /data-requests/{key}/held.pdf, GET /debtors/{key}/identity-checks, GET /call-messages,
        GET /scan-inspections, GET /scan-inspections/{key}, GET /scan-inspections/{key}/report.pdf, GET /scan-quality,
        GET /public-versions, GET /public-versions/{key}, GET /public-versions/{key}/pages/{number}, GET /public-versions/{key}/file.pdf,
        GET /reservations, GET /reservations/{key}, GET /reservations/{key}/agreement.pdf, GET /reserved-index, GET /reserved-index.pdf""",
    "filers": """POST /pages-without-text/read, GET /queues/review, PATCH /documents/{document_id}, PATCH /originals/{key}, POST /case-files,
        POST /case-files/{file_id}/closing, POST /case-files/{file_id}/documents, POST /counts, POST /documents/{document_id}/pages/{number}/read, POST /documents/{document_id}/pages/{number}/turn, POST /documents/{document_id}/password, POST /documents/{document_id}/undo, POST /documents/{document_id}/promissory-note,
        POST /imports/{kind}, POST /debtors/{key}/merge, POST /debtors/{key}/identity-checks, POST /call-messages, POST /call-messages/{message_id}/done, POST /person-merges/{merge_id}/undo, POST /acknowledgements/{key}/validation, POST /courts/{key}/bulletin, POST /assignment-batches, POST /assignment-batches/{key}/issue, POST /incidents, POST /labels, POST /loans,
        POST /loans/{key}/extensions, POST /lots, POST /originals, POST /originals/{key}/custody, POST /places, POST /returns,
        POST /commission-packets, POST /commission-packets/{packet_id}/pieces, DELETE /commission-packets/{packet_id}/pieces/{piece_id},
        POST /commission-packets/{packet_id}/freezing, POST /commission-packets/{packet_id}/sending, GET /commission-packets/{packet_id}/packet.zip,
        POST /documents/{document_id}/public-versions, PATCH /public-versions/{key}/pages/{number}, POST /public-versions/{key}/words,
        GET /contracts/{key}/draft, GET /contracts/{key}/draft.pdf, GET /contracts/{key}/draft.docx,
        POST /scan-inspections, PATCH /scan-inspections/{key}/pages/{number}, POST /scan-inspections/{key}/closing, POST /scan-inspections/{key}/pages/{number}/settlement,
        POST /public-versions/{key}/making, POST /public-versions/{key}/cancelling, POST /reservations""",
    "log": "GET /events, GET /documents/{document_id}/events, GET /security-document, GET /security-document.pdf",
    "deciders": """POST /lawsuits/{key}/supervision-notes, GET /handover.pdf, POST /breaches, POST /breaches/{key}/closing, POST /classification,
        POST /classification/proposal, POST /holds, POST /holds/{hold_id}/lifting, POST /incidents/{incident_id}/settlement,
        POST /lots/{lot_id}/act, POST /lots/{lot_id}/cancellation, POST /lots/{lot_id}/execution,
        POST /lots/{lot_id}/signatures, POST /retention-rules, POST /public-versions/{key}/review,
        POST /reservations/{key}/decision, POST /reservations/{key}/extension, POST /reservations/{key}/ending""",
    "administrators": """DELETE /receipts/{receipt_id}, DELETE /tokens/{token_id}, POST /jobs/{job_id}/retry, GET /tokens, GET /users,
        PATCH /users/{user_id}, POST /tokens, POST /users""",
}
CLASS_OF = {route.strip(): name for name, routes in CLASSES.items() for route in routes.split(",")}
for book in BOOKS:
    known_to_all = getattr(book.table, "visible_through", "") == "*"
    CLASS_OF |= {
        f"GET /{book.kind}": "everybody",
        f"GET /{book.kind}/{{key}}": "everybody" if known_to_all else "matter",
        f"POST /{book.kind}": "filers",
        f"PATCH /{book.kind}/{{key}}": "filers",
    }
KEYS = {"debtors": "p1", "credits": "c1", "lawsuits": "s1", "courts": "J1", "lawyers": "1234567", "assignments": "a1"}
KEYS["assignment-batches"] = "x1"
KEYS |= {book.kind: "x1" for book in BOOKS if book.kind not in KEYS}
MARKS = ("MARTHA", "LÓPEZ", "CR-1", "secretísimo")
"""Words of the matter that is `lawyer`'s and not `other`'s."""
STAMP = {"version": 1, "updated_at": datetime(2026, 1, 1, tzinfo=UTC)}
PROCEEDINGS = (
    ClosureRow(id="x1", court_id="j1", first=date(2026, 7, 16), last=date(2026, 7, 31), **STAMP),
    ServiceContractRow(id="x1", number="secretísimo", lawyer_id="l1", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
                       commission_stages={}, **STAMP),
    ContractAmendmentRow(id="x1", contract_id="x1", number="secretísimo", signed_on=date(2026, 1, 1), **STAMP),
    PowerRow(id="x1", deed="secretísimo", notary="1", city="H", lawyer_id="l1", **STAMP),
    NoteRow(id="x1", credit_id="c1", number="secretísimo", amount_conflict=False, currency="MXN", due_kind="vista",
            state="en_boveda", support="papel", **STAMP),
    NoteCancellationRow(id="x1", note_id="x1", noticed_on=date(2026, 1, 1), loss="robo", comment="secretísimo", **STAMP),
    LawsuitPartyRow(id="x1", lawsuit_id="s1", person_id="p1", role="demandado", **STAMP),
    LawsuitNoteRow(id="x1", lawsuit_id="s1", note_id="x1", **STAMP),
    SuitAlertRow(id="x1", lawsuit_id="s1", code="mirror_suit", about_id="x1", sentence="secretísimo",
                 raised_on=date(2026, 1, 1), **STAMP),
    SupervisionNoteRow(id="x1", lawsuit_id="s1", at=STAMP["updated_at"], author="head", text="secretísimo"),
    StageEventRow(id="x1", lawsuit_id="s1", stage="SENTENCIA", on=date(2026, 1, 1), note="secretísimo", **STAMP),
    LapsePauseRow(id="x1", lawsuit_id="s1", cause="fuerza_mayor", first=date(2026, 1, 1), note="secretísimo", **STAMP),
    FilingRow(id="x1", lawsuit_id="s1", subject="secretísimo", filed_on=date(2026, 1, 1), pushes="yes", **STAMP),
    AcknowledgementRow(id="x1", filing_id="x1", stamped_on=date(2026, 1, 1), folio="secretísimo", legible=True, **STAMP),
    ResolutionRow(id="x1", lawsuit_id="s1", kind="auto", issued_on=date(2026, 1, 1), responsible="secretísimo", **STAMP),
    NotificationRow(id="x1", lawsuit_id="s1", way="boletin", practised_on=date(2026, 1, 2), addressee="secretísimo", **STAMP),
    DiligenceRow(id="x1", lawsuit_id="s1", on=date(2026, 1, 1), result="embargo", goods="secretísimo", **STAMP),
    SeizureRow(id="x1", lawsuit_id="s1", seized_on=date(2026, 1, 1), goods="secretísimo", **STAMP),
    RogatoryRow(id="x1", lawsuit_id="s1", number="secretísimo", **STAMP),
    EdictRow(id="x1", lawsuit_id="s1", newspaper="secretísimo", published_on=date(2026, 1, 1), **STAMP),
    AssignmentBatchRow(id="x1", number="secretísimo", lawyer_id="l1", assigned_on=date(2026, 1, 1), **STAMP),
    BulletinLineRow(id="x1", court_id="j1", on=date(2026, 1, 1), text="secretísimo", lawsuit_id="s1", sure=True, **STAMP),
)  # fmt: skip
"""Of each kind of act one, in the matter that is `lawyer`'s."""
RECORDING = {"events", "log_heads", "tokens", "workers"}
"""Tables in which a refused request may leave that it was made: the log, and when a token was last used."""


class Asking:
    """The application with its routes, and a document of a matter of `lawyer`'s."""

    def __init__(self, office: Office, client: TestClient) -> None:
        self.office, self.client = office, client
        self.describer, self.routes = Describer(client.app), routes_of(client.app)
        links = (("credit", "c1"), ("lawsuit", "s1"))
        self.document = office.file("pagaré secretísimo de MARTHA LÓPEZ", links=links)
        asker = Actor("lawyer", Role.EXTERNAL_LAWYER, "x", lawyer_id="l1")
        self.order = binding.ask_binding(office.archive, asker, OrderIn(key="p1")).id
        self.hearing = hearings.make_list(office.archive, SYSTEM, HearingIn(name="Audiencia", key="p1")).id

    def ask(self, user: str | None, method: str, path: str):
        keys = {
            "document_id": self.document,
            "number": "1",
            "q": "secretísimo",
            "name": "lapse",
            "kind": "credits",
            "pages": "1",
        }
        keys |= {"list_id": self.hearing, "order_id": self.order}
        keys["key"] = KEYS.get(path.removeprefix(API).split("/")[1], "") or (
            "CR-1" if path.endswith("/dossier") else ""
        )
        headers = self.office.bearer(user) if user else {}
        return self.client.request(headers=headers, **self.describer.request(method, path, keys))

    def events(self) -> int:
        """How many entries the log has."""
        with self.office.archive.database.engine.connect() as connection:
            return int(connection.execute(text("select count(*) from events")).scalar_one())

    def rows(self) -> dict[str, str]:
        """A digest of every table but those of the log."""
        engine = self.office.archive.database.engine
        with engine.connect() as connection:
            return {
                name: hashlib.sha256(repr(connection.execute(text(f"select * from {name}")).all()).encode()).hexdigest()
                for name in inspect(engine).get_table_names()
                if name not in RECORDING
            }


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("matrix"))
    office.add(*registry())
    for row in PROCEEDINGS:
        office.add(row)
    for name, role in USERS.items():
        office.hire(name, role, {"lawyer": "1234567", "other": "7654321"}.get(name))
    with TestClient(create_app(office.settings), raise_server_exceptions=False) as client:
        yield Asking(office, client)
    office.archive.close()


def named(method: str, path: str) -> str:
    return f"{method} {path.removeprefix(API)}"


def test_every_route_is_classified_and_every_class_names_a_route(asking):
    assert {named(*route) for route in asking.routes} == set(CLASS_OF)


@pytest.mark.parametrize("user", USERS)
def test_who_may_not_is_refused_and_nothing_is_changed(asking, user):
    before, wrong = asking.rows(), []
    for method, path in asking.routes:
        name = named(method, path)
        if user in WHO[CLASS_OF[name]].split():
            continue
        status = asking.ask(user, method, path).status_code
        if status not in ((403, 404) if CLASS_OF[name] in ("matter", "masters", "preparers") else (403,)):
            wrong.append((name, status))
        if (after := asking.rows()) != before:
            wrong.append((name, sorted(table for table in after if after[table] != before.get(table))))
            before = after
    assert wrong == []


def test_without_a_credential_nothing_is_answered_or_changed(asking):
    before = asking.rows()
    closed = [route for route in asking.routes if CLASS_OF[named(*route)] != "open"]
    assert [named(*route) for route in closed if asking.ask(None, *route).status_code != 401] == []
    assert asking.rows() == before


@pytest.mark.parametrize("user", USERS)
def test_who_may_is_not_refused(asking, user):
    refused = [
        named(method, path)
        for method, path in asking.routes
        if method in ("GET", "HEAD")
        and user in WHO[CLASS_OF[named(method, path)]].split()
        and asking.ask(user, method, path).status_code in (401, 403)
    ]
    assert refused == []


def test_a_lawyer_reads_nothing_of_a_matter_that_is_not_theirs(asking):
    told = [
        named(method, path)
        for method, path in asking.routes
        if method == "GET"
        for said in [asking.ask("other", method, path).text]
        if asking.document in said or any(mark in said for mark in MARKS)
    ]
    assert told == []


def test_a_lawyer_reads_what_is_theirs(asking):
    for path in ("/documents", "/search", "/credits", "/debtors/{key}/dossier"):
        assert any(mark in asking.ask("lawyer", "GET", API + path).text for mark in MARKS), path


NAMELESS = [
    "/alerts",
    "/classification",
    "/retention-rules",
    "/document-types",
    "/health/live",
    "/health/ready",
    "/jobs",
    "/metrics",
    "/queues",
    "/status",
    "/session",
    "/sessions",
    "/users",
    "/tokens",
    "/saved-searches",
    "/boxes",
    "/places",
    "/changes",
    "/documents/{document_id}/pages",
    "/documents/{document_id}/versions",
    "/bindings/{order_id}",
]
"""What names nobody and no paper: how the archive stands, the office's own catalogues, one's own; numbers and ids; frames
and readings of pages without their words; how far a binding is."""


def test_every_look_is_recorded(asking, monkeypatch):
    before = -1
    while before != (before := asking.events()):  # looks of the tests before this one may wait to be written
        time.sleep(0.5)
    monkeypatch.setattr("service.looks.MOST_WAITING", 0)  # each look is written before its answer
    silent = []
    for method, path in asking.routes:
        before = asking.events()
        answered = method == "GET" and asking.ask("boss", method, path).status_code == 200
        if answered and asking.events() == before:
            silent.append(path.removeprefix(API))
    assert set(silent) == set(NAMELESS)
