"""What the description says of bodies, headers and filters is what the server does."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from service.operations.registry.kinds import BOOKS
from tests.service.asking import API
from web.asgi import create_app


@pytest.fixture(scope="module")
def described(client) -> dict[str, Any]:
    return client.get("/schema").json()


def test_no_body_takes_a_member_it_does_not_name(described):
    schemas = described["components"]["schemas"]
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for operations in described["paths"].values()
        for operation in operations.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    named = {body["$ref"].rpartition("/")[2] for body in bodies if "$ref" in body}
    assert len(named) > 50
    assert [name for name in named if schemas[name].get("additionalProperties") is not False] == []


def test_what_needs_no_session_is_described_so(described):
    free = {path for path, operations in described["paths"].items() for one in operations.values() if "security" in one}
    assert free == {f"{API}/health/live", f"{API}/health/ready", f"{API}/session"}


def test_what_is_changed_by_version_is_told_with_it(described):
    paths = described["paths"]
    for path, operations in paths.items():
        if any(one["name"] == "If-Match" for one in operations.get("patch", {}).get("parameters", ())):
            assert "ETag" in operations["get"]["responses"]["200"]["headers"], path
            assert "304" in operations["get"]["responses"], path
    assert "Idempotent-Replay" in paths[f"{API}/documents"]["post"]["responses"]["202"]["headers"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
def test_every_filter_described_narrows(client, office, book):
    for name in book.filters:
        for address in (f"{API}/{book.kind}", f"{API}/exports/{book.kind}"):
            answer = client.get(address, params={name: "nada de esto"}, headers=office.bearer("clerk"))
            assert answer.status_code == 200, (name, answer.text)
        listed = client.get(f"{API}/{book.kind}", params={name: "nada de esto"}, headers=office.bearer("clerk"))
        assert listed.json()["items"] == [], name


def test_others_are_answered_while_the_description_is_made(office):
    application = create_app(office.settings, archive=office.archive)
    beats: list[float] = []
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def ask() -> None:
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
                 "path": "/schema", "raw_path": b"/schema", "query_string": b"", "root_path": "", "headers": [],
                 "client": ("10.0.0.1", 1), "server": ("legajo", 80), "app": application, "state": {}}  # fmt: skip
        asking = asyncio.create_task(application(scope, receive, send))
        while not asking.done():
            beats.append(await asyncio.sleep(0.01, time.monotonic()))
        await asking

    with ThreadPoolExecutor(1) as thread:  # of its own: where a browser is driven, this one has a loop that runs
        thread.submit(lambda: asyncio.run(ask())).result()
    assert sent[0]["status"] == 200 and msgspec.json.decode(sent[1]["body"])["openapi"]
    assert len(beats) > 5
