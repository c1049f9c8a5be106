"""What the description says of bodies, headers and filters is what the server does."""

from typing import Any

import pytest

from service.operations.registry.kinds import BOOKS
from tests.service.asking import API


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
