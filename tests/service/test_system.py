"""How the service tells that it is well."""

import re
from types import SimpleNamespace

import msgspec
from litestar.testing import TestClient

from schemas.access import SYSTEM
from schemas.settings import Settings
from service.app import create_app
from service.archive import Archive
from service.operations.doctor import examine
from service.operations.standing import stand
from service.operations.status import status
from storage.records import new_id
from storage.records.tables import PageRow
from tests.conftest import ROOT


def test_live_and_ready_ask_nobody_who_they_are(client):
    assert client.get("/api/v1/health/live").json() == {"status": "ok"}
    assert client.get("/api/v1/health/ready").json() == {"database": "ok", "objects": "ok", "index": "ok"}


def test_status_counts_every_receipt_once(client, office):
    for content in (b"a1", b"a1", b""):
        client.post("/api/v1/documents", content=content, headers=office.bearer("clerk"))

    receipts = client.get("/api/v1/status", headers=office.bearer("head")).json()["receipts"]

    assert receipts == {"filed": 0, "needs_review": 0, "duplicate": 1, "rejected": 1, "in_progress": 1}


def metrics(client, office):
    return client.get("/api/v1/metrics", headers=office.bearer("head")).text


def not_found(text):
    """How often a document was asked for that is not there; the application counts over the tests of all modules."""
    counted = re.findall(r'route="/api/v1/documents/\{document_id\}",status="404"\} (\d+)', text)
    return sum(map(int, counted))


def test_metrics_count_requests_by_route_and_never_by_address(client, office):
    before = not_found(metrics(client, office))
    for _ in range(2):
        client.post("/api/v1/documents", content=b"the same twice", headers=office.bearer("clerk"))
    client.get("/api/v1/documents/somebody", headers=office.bearer("clerk"))

    text = metrics(client, office)

    assert not_found(text) == before + 1
    assert "somebody" not in text
    assert re.search(r'legajo_receipts\{outcome="duplicate"\} [1-9]', text)


def test_metrics_say_how_the_archive_stands(client, office):
    text = client.get("/api/v1/metrics", headers=office.bearer("auditor")).text
    for name in (
        "pages_without_text",
        "pages_waiting",
        "pages_per_minute",
        "index_pages_behind",
        "store_seconds",
        "jobs_stuck",
        "disk_free_bytes",
    ):
        assert re.search(rf"^legajo_{name} [0-9.e+-]+$", text, re.M), name
    assert re.search(r'legajo_jobs\{kind="inspect",state="ready"\} [1-9]', text)
    assert re.search(r'legajo_http_request_seconds_bucket\{le="0.005",route="[^"]+"\} ', text)


def test_a_request_is_logged_under_the_trace_of_whoever_asks(client, caplog):
    trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    with caplog.at_level("INFO", "legajo.requests"):
        answer = client.get("/api/v1/health/live", headers={"traceparent": f"00-{trace}-{parent}-01"})
        client.get("/api/v1/health/live", headers={"traceparent": "00-nothing"})
    traced, plain = (record.said for record in caplog.records)
    assert (traced["trace_id"], traced["parent_id"]) == (trace, parent)
    assert traced["request_id"] == answer.headers["x-request-id"] and "trace_id" not in plain


def test_every_measure_is_documented_and_none_is_made_up(client, office):
    text = client.get("/api/v1/metrics", headers=office.bearer("head")).text
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"legajo_[a-z_]+", told))
    given = set(re.findall(r"^# TYPE (legajo_[a-z_]+) ", text, re.M))
    absent_at_first = {
        f"legajo_{name}"
        for name in (
            "log_signed_seconds",
            "backup_seconds",
            *("originals_wrong", "originals_reread", "originals_reread_seconds"),
            *(f"index_reconciled_{one}" for one in ("wrong", "pages", "seconds")),
        )
    }
    assert len(given) > 15 and given <= named
    assert named - given <= absent_at_first


def test_an_index_that_nobody_has_fed_is_behind_by_every_page(office, tmp_path):
    office.file("una página", "y otra")
    anew = Archive(msgspec.structs.replace(office.settings, search_index=f"file://{tmp_path / 'index'}"))
    stands = status(anew)
    anew.close()
    assert stands.index.behind == stands.pages >= 2 and stands.index.pages == 0
    assert status(office.archive).index.behind == 0


def test_the_doctor_says_how_little_room_is_left(office, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5 << 20))
    found = {check.name: check.detail for check in examine(office.settings) if not check.ok}
    assert found == {"espacio en disco": "Quedan sólo 5 MB libres."}


def test_what_does_not_answer_is_said_in_words(tmp_path):
    settings = Settings(data=tmp_path, database="postgresql+psycopg://legajo@127.0.0.1:1/none", objects="memory:")
    with TestClient(create_app(settings)) as alone:
        said = alone.get("/api/v1/health/ready")
    assert (
        said.status_code == 503
        and said.json()["database"] == "La base de datos no responde."
        and said.json()["objects"] == "ok"
    )


def test_a_registry_entry_is_made_changed_and_read(client, office):
    made = client.post("/api/v1/courts", json={"code": "J7", "name": "Juzgado Séptimo"}, headers=office.bearer("clerk"))
    same = client.post("/api/v1/courts", json={"code": "J7", "name": "Juzgado Séptimo"}, headers=office.bearer("clerk"))
    read = client.get("/api/v1/courts/J7", headers=office.bearer("lawyer"))

    assert (made.status_code, same.status_code, same.json()["changed"]) == (201, 200, False)
    assert (read.json()["name"], read.headers["etag"]) == ("Juzgado Séptimo", '"v1"')


def text_alerts(office):
    return [alert.what for alert in stand(office.archive, SYSTEM).alerts if "no tienen texto" in alert.what]


def test_pages_still_to_be_read_are_not_called_pages_without_text(office):
    document = office.file("en proceso", state="processing")
    page = {"document_id": document, "width": 612, "height": 792, "letters": 0, "barcodes": [], "reading": 0}
    office.add(*(PageRow(id=new_id(), number=n, source_page=n, state="pending", source="none", text="", **page) for n in range(2, 40)))  # fmt: skip
    assert text_alerts(office) == []

    office.add(*(PageRow(id=new_id(), number=n, source_page=n, state="read", source="ocr", text="", **page) for n in range(40, 50)))  # fmt: skip
    assert text_alerts(office)[0].startswith("10 de ")
