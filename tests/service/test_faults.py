"""Each back end gone, full or elsewhere: what a sender, a searcher and an administrator are told, and that nothing is half done."""

import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from urllib.parse import urlsplit

import msgspec
import pytest
from litestar.testing import TestClient

from schemas.access import Role
from service.archive import Archive
from service.operations.verifying import verify
from storage.objects.bounded import CALLS
from storage.records.tables import ReceiptRow
from tests.service.conftest import Office, registry
from tests.slow_line import SlowLine
from web.asgi import create_app

UPLOAD, SEARCH = "/api/v1/documents?filename=a.pdf", "/api/v1/search?q=pagaré"


@pytest.fixture
def staffed(tmp_path):
    """Makes an office with a clerk and a head, on a folder and perhaps a database."""
    made = []

    def make(folder=tmp_path, database=None):
        office = Office(folder, database)
        made.append(office)
        office.add(*registry())
        office.hire("clerk", Role.ARCHIVIST)
        office.hire("boss", Role.ADMINISTRATOR)
        return office

    yield make
    for office in made:
        office.archive.close()


@contextmanager
def serving(office, **changed):
    settings = msgspec.structs.replace(office.settings, **changed)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield lambda method, url, **more: client.request(
            method, url, headers=office.bearer(more.pop("by", "clerk")), **more
        )


def receipt_count(office):
    with office.archive.database.read() as session:
        return session.query(ReceiptRow).count()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 6 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no right to mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_refuses_files_loses_none_and_takes_them_when_there_is_room(staffed, small_disk):
    office = staffed(small_disk)
    ballast = small_disk / "ballast"
    with serving(office) as ask:
        taken = [ask("POST", UPLOAD, content=b"first").status_code]
        with (
            ballast.open("wb", buffering=0) as full,
            pytest.raises(OSError),
        ):  # what a buffer kept would fail again at its end
            while True:
                full.write(bytes(1 << 16))
        refused = ask("POST", UPLOAD, content=b"second" * 20_000)
        assert (refused.status_code, refused.json()["title"]) == (503, "No disponible por el momento")
        ballast.unlink()
        taken.append(ask("POST", UPLOAD, content=b"second" * 20_000).status_code)

    assert taken == [202, 202] and receipt_count(office) == 2
    assert verify(office.archive, grace=0, repair=True).adopted <= 1 and verify(office.archive, grace=0).sound


def test_without_the_store_a_sender_gets_503_and_search_and_dossiers_go_on(staffed):
    office = staffed()
    office.file("PAGARÉ de prueba", links=(("debtor", "p1"),))
    gone = {"objects": "s3://127.0.0.1:9/gone?tls=no", "s3_access_key": "a", "s3_secret_key": "b"}
    with serving(office, **gone) as ask:
        before = receipt_count(office)
        answer = ask("POST", UPLOAD, content=b"x")
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store_unavailable")
        assert int(answer.headers["retry-after"]) > 0
        assert receipt_count(office) == before
        assert ask("GET", SEARCH).json()["total"] == 1
        assert ask("GET", "/api/v1/debtors/p1/dossier").status_code == 200
        ready = ask("GET", "/api/v1/health/ready")
        assert ready.status_code == 503 and "no responde" in ready.json()["objects"]


def test_a_store_that_never_answers_holds_up_nobody_who_needs_no_store(staffed, monkeypatch):
    monkeypatch.setattr("storage.objects.s3.READ_SECONDS", 60)
    office = staffed()
    document = office.file("PAGARÉ de prueba", links=(("debtor", "p1"),))
    with socket.create_server(("127.0.0.1", 0), backlog=200) as silent, ThreadPoolExecutor(40) as many:
        away = {
            "objects": f"s3://127.0.0.1:{silent.getsockname()[1]}/cubo?tls=no",
            "s3_access_key": "a",
            "s3_secret_key": "b",
        }
        with serving(office, **away) as ask:
            wanted = [many.submit(ask, "GET", f"/api/v1/documents/{document}/original") for _ in range(40)]
            refused = next(as_completed(wanted)).result()
            assert (refused.status_code, refused.json()["type"]) == (503, "/problems/store_busy")

            assert ask("GET", SEARCH).json()["total"] == 1
            assert ask("GET", "/api/v1/debtors/p1/dossier").status_code == 200

            assert sum(not one.done() for one in wanted) >= CALLS
            silent.close()
            assert {one.result().status_code for one in wanted} == {503}


def test_a_store_that_answers_slowly_keeps_what_it_is_sent_and_an_administrator_is_told(staffed, s3):
    office = staffed()
    with SlowLine(s3.host, 0.05).open() as line:
        slow = {
            "objects": s3.bucket().replace(s3.host, line.host),
            "s3_access_key": s3.access_key,
            "s3_secret_key": s3.secret_key,
        }
        with serving(office, **slow) as ask, ThreadPoolExecutor(8) as many:
            sent = [many.submit(ask, "POST", UPLOAD, content=bytes([number]) * 300_000) for number in range(8)]
            assert [one.result().status_code for one in sent] == [202] * 8
            line.seconds = 1.2
            told = [alert["what"] for alert in ask("GET", "/api/v1/alerts", by="boss").json()["alerts"]]
            assert any("El almacén tarda" in what for what in told)
            assert ask("GET", "/api/v1/health/ready").json()["objects"] == "ok"
    kept = Archive(
        msgspec.structs.replace(office.settings, **slow | {"objects": slow["objects"].replace(line.host, s3.host)})
    )
    try:
        assert receipt_count(office) == 8 and verify(kept, grace=0).sound
    finally:
        kept.close()


def test_without_search_filing_and_dossiers_go_on_and_search_says_so(staffed):
    office = staffed()
    office.file("PAGARÉ de prueba", links=(("debtor", "p1"),))
    with serving(office, search_index="none") as ask:
        found = ask("GET", SEARCH)
        assert (found.status_code, found.json()["type"]) == (503, "/problems/search_elsewhere")
        assert "búsqueda" in found.json()["detail"]
        assert ask("POST", UPLOAD, content=b"x").status_code == 202
        assert ask("GET", "/api/v1/debtors/p1/dossier").status_code == 200
        assert ask("GET", "/api/v1/status", by="boss").json()["index"]["pages"] is None


def test_a_search_server_that_never_answers_holds_up_those_who_search_and_nobody_else(staffed):
    office = staffed()
    office.file("PAGARÉ de prueba", links=(("debtor", "p1"),))
    with socket.create_server(("127.0.0.1", 0), backlog=200) as silent, ThreadPoolExecutor(40) as many:
        away = f"meilisearch://127.0.0.1:{silent.getsockname()[1]}/legajo?tls=no"
        with serving(office, search_index=away, meilisearch_key="k") as ask:
            wanted = [many.submit(ask, "GET", SEARCH) for _ in range(40)]
            refused = next(as_completed(wanted)).result()
            assert (refused.status_code, refused.json()["type"]) == (503, "/problems/search_busy")

            assert ask("POST", UPLOAD, content=b"x").status_code == 202
            assert ask("GET", "/api/v1/debtors/p1/dossier").status_code == 200

            assert sum(not one.done() for one in wanted) >= 8
            silent.close()
            assert {one.result().status_code for one in wanted} == {503}


def test_without_the_database_nothing_pretends_and_all_is_well_when_it_is_back(staffed, postgres):
    office = staffed(database=postgres.migrated())
    with serving(office) as ask:
        assert ask("POST", UPLOAD, content=b"before").status_code == 202
        with postgres.away():
            for method, url in (("POST", UPLOAD), ("GET", SEARCH), ("GET", "/api/v1/debtors/p1/dossier")):
                answer = ask(method, url, content=b"meanwhile" if method == "POST" else b"")
                assert (answer.status_code, answer.json()["type"]) == (503, "/problems/database_unavailable")
            assert "no responde" in ask("GET", "/api/v1/health/ready").json()["database"]
            assert ask("GET", "/api/v1/health/live").status_code == 200
        assert ask("POST", UPLOAD, content=b"after").status_code == 202
    assert receipt_count(office) == 2


def test_a_database_that_answers_slowly_makes_everybody_wait_and_nobody_fail(staffed, postgres):
    office = staffed(database=postgres.migrated())
    document = office.file("PAGARÉ de prueba", links=(("debtor", "p1"),))
    server = urlsplit(office.settings.database)
    with SlowLine(f"{server.hostname}:{server.port}", 0.02).open() as line:
        slow = office.settings.database.replace(f"{server.hostname}:{server.port}", line.host)
        with serving(office, database=slow) as ask, ThreadPoolExecutor(4) as many:
            sent = [many.submit(ask, "POST", UPLOAD, content=bytes([number])) for number in range(4)]
            looked = [
                many.submit(ask, "GET", url).result().status_code
                for url in (
                    SEARCH,
                    "/api/v1/debtors/p1/dossier",
                    f"/api/v1/documents/{document}",
                    "/api/v1/health/ready",
                )
            ]
            assert [one.result().status_code for one in sent] + looked == [202] * 4 + [200] * 4
    assert receipt_count(office) == 5


def test_a_writer_that_holds_the_database_makes_senders_wait_not_fail(staffed):
    office = staffed()

    def hold():
        with office.archive.database.write():
            time.sleep(1.0)

    slow = threading.Thread(target=hold)
    with serving(office) as ask:
        slow.start()
        time.sleep(0.2)
        assert ask("POST", UPLOAD, content=b"x").status_code == 202
        slow.join()
