"""A search server that is old, full, slow, empty or none at all: what is said, and that it is not heaped with work.

What it answers is what a Meilisearch 1.50.0 answers then, given by a small server of this process.
"""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from indexer.search.open import open_search_index
from indexer.search.server import connection
from indexer.search.server.records import LAYOUT
from schemas.errors import Misconfigured, Unavailable
from schemas.search import PageRecord, Query

PAGE = PageRecord(
    document_id="d", page=0, version=1, text="requerimiento de pago", title="", type="", date=None, debtor="",
    debtor_ids=(), credits=(), lawsuits=(), court="", lawyer="", batch="", identifiers=(), access=(),
)  # fmt: skip
SENT = {"taskUid": 7, "indexUid": "x", "status": "enqueued", "type": "any", "enqueuedAt": "2026-11-30T00:00:00.5Z"}


def task(status, code=""):
    error = {"message": "m", "code": code, "type": "system", "link": "l"} if code else None
    return 200, {"uid": 7, "indexUid": "x", "status": status, "type": "any", "error": error, "canceledBy": None,
                 "details": None, "duration": None, "enqueuedAt": SENT["enqueuedAt"], "startedAt": None, "finishedAt": None}  # fmt: skip


def refused(status, code):
    return status, {"message": "in English", "code": code, "type": "system", "link": "l"}


WELL = {
    "version": (200, {"commitSha": "", "commitDate": "", "pkgVersion": "1.50.0"}),
    "documents/content": (200, {"key": "content", "identity": "i", "layout": LAYOUT}),
    "multi-search": (200, {"results": [{"hits": [], "totalHits": 0, "facetDistribution": {}}]}),
    "tasks/7": task("succeeded"),
    "documents": (202, SENT),
    "indexes": (200, {"results": [], "offset": 0, "limit": 1, "total": 0}),
}


class Answering(BaseHTTPRequestHandler):
    """Answers by how the path ends; what is told with a method is counted."""

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        self.server.asked.append(f"{self.command} {path.rsplit('/', 1)[-1]}")
        status, body = next(said for end, said in self.server.told.items() if path.endswith(end))
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_said):
        """Nothing."""


@contextmanager
def index_on(told):
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.told, server.asked = WELL | told, []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        opened = open_search_index(f"meilisearch://127.0.0.1:{server.server_port}/t?tls=no", "key")
        yield opened, server
        server.shutdown()


@pytest.mark.parametrize(
    ("told", "kind", "code", "words"),
    [
        ({"version": (200, {"pkgVersion": "1.49.0"})}, Misconfigured, "misconfigured", "1.49.0; se necesita la 1.50"),
        ({"version": (200, {"name": "other"})}, Misconfigured, "misconfigured", "no es un servidor Meilisearch"),
        ({"version": (200, "<html>")}, Unavailable, "unavailable", "no responde"),
        ({"version": (502, "<html>")}, Unavailable, "unavailable", "no pudo atender (502)"),
        ({"version": refused(403, "invalid_api_key")}, Misconfigured, "misconfigured", "LEGAJO_MEILISEARCH_KEY"),
        ({"multi-search": refused(404, "index_not_found")}, Unavailable, "search_empty", "aún no tiene el índice"),
        ({"multi-search": refused(503, "too_many_search_requests")}, Unavailable, "search_busy", "ocupada"),
    ],
)
def test_a_search_says_what_is_wrong_with_the_server(told, kind, code, words):
    with index_on(told) as (index, _), pytest.raises(kind, match=".") as raised:
        index.search(Query("pago"))
    assert (raised.value.code, words in raised.value.detail) == (code, True)


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        ({"tasks/7": task("failed", "no_space_left_on_device")}, "search_full", "no tiene espacio"),
        ({"documents": refused(422, "no_space_left_on_device")}, "search_full", "no tiene espacio"),
        ({"documents": refused(413, "payload_too_large")}, "search_small", "--http-payload-size-limit"),
        ({"tasks/7": task("failed", "internal")}, "unavailable", "no pudo atender (internal)"),
        ({"tasks/7": refused(404, "task_not_found")}, "search_empty", "perdió el índice"),
    ],
)
def test_the_feeder_is_told_what_is_wrong_and_goes_on_when_it_is_mended(told, code, words):
    with index_on(told) as (index, server):
        with pytest.raises(Unavailable) as raised:
            index.replace({"d": [PAGE]})
        assert (raised.value.code, words in raised.value.detail) == (code, True)
        server.told = WELL
        index.replace({"d": [PAGE]})


def test_a_slow_server_is_sent_nothing_more_until_it_has_done_what_it_was_sent(monkeypatch):
    monkeypatch.setattr(connection, "TASK_SECONDS", 0.1)
    with index_on({"tasks/7": task("processing")}) as (index, server):
        for _ in range(3):
            with pytest.raises(Unavailable) as raised:
                index.replace({"d": [PAGE]})
            assert raised.value.code == "search_slow"
        assert server.asked.count("POST documents") == 3  # words, pages and documents of the first call
        server.told = WELL
        index.replace({"d": [msgspec.structs.replace(PAGE, version=2)]})
        assert server.asked.count("POST documents") == 6
