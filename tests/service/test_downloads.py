"""Originals are handed out as they came, whole or in part, and each hand-over is recorded."""

import hashlib

import pytest

from service.api.downloads import Range, disposition, range_of
from storage.records import events
from storage.records.tables import DocumentRow


@pytest.fixture(scope="module")
def original(office, client):
    document = office.file("pagaré por descargar")
    url = f"/api/v1/documents/{document}/original"
    return url, client.get(url, headers=office.bearer("clerk")).content


def test_an_original_comes_whole_with_its_digest_as_validator(client, office, original):
    url, data = original
    answer = client.get(url, headers=office.bearer("clerk"))

    assert answer.headers["etag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Pagar%C3%A9%20%C3%B1.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-3", 0, 4), ("bytes=5-", 5, None), ("bytes=-4", -4, None)]
)
def test_a_range_is_answered_with_that_part(client, office, original, asked, start, end):
    url, data = original
    answer = client.get(url, headers={**office.bearer("clerk"), "Range": asked})

    assert (answer.status_code, answer.content) == (206, data[start:end])
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["content-range"].endswith(f"/{len(data)}")


def test_a_range_beyond_the_end_is_416(client, office, original):
    answer = client.get(original[0], headers={**office.bearer("clerk"), "Range": "bytes=99999-"})

    assert (answer.status_code, answer.json()["type"]) == (416, "/problems/bad_range")
    assert answer.headers["content-range"].startswith("bytes */")


def test_if_range_with_another_version_sends_all(client, office, original):
    headers = {**office.bearer("clerk"), "Range": "bytes=0-3", "If-Range": '"another"'}
    answer = client.get(original[0], headers=headers)

    assert (answer.status_code, answer.content) == (200, original[1])


def test_a_known_version_is_not_sent_again(client, office, original):
    etag = f'"{hashlib.sha256(original[1]).hexdigest()}"'
    answer = client.get(original[0], headers={**office.bearer("clerk"), "If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_head_tells_the_length_without_the_bytes(client, office, original):
    answer = client.head(original[0], headers=office.bearer("clerk"))

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(original[1]))


def test_every_download_is_in_the_record(client, office):
    document = office.file("otro por descargar")
    client.get(f"/api/v1/documents/{document}/original", headers=office.bearer("head"))

    with office.archive.database.read() as session:
        last = events.listing(session, object_id=document)[0]
    assert (last.action, last.actor, last.detail["form"]) == ("download", "head", "original")


def test_a_missing_searchable_pdf_says_so(client, office):
    document = office.file("sin pdf con texto")
    answer = client.get(f"/api/v1/documents/{document}/searchable", headers=office.bearer("clerk"))

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/searchable_missing")


def test_a_lawyer_does_not_get_a_file_that_also_holds_other_matters(client, office):
    mine, other = office.file("mío", links=(("credit", "c1"),)), office.file("de otro")
    with office.archive.database.write() as session:
        row = session.get(DocumentRow, other)
        row.receipt_id, row.position = session.get(DocumentRow, mine).receipt_id, 2

    answer = client.get(f"/api/v1/documents/{mine}/original", headers=office.bearer("lawyer"))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/shared_original")


@pytest.mark.parametrize("header", [None, "bytes=0-1,3-4", "items=0-1", "bytes=-", "bytes=5-2", "bytes=a-b"])
def test_what_is_no_single_range_sends_all(header):
    assert range_of(header, 10) is None


def test_a_range_ends_with_the_file():
    assert range_of("bytes=8-100", 10) == Range(8, 2)
    assert range_of("bytes=-100", 10) == Range(0, 10)


def test_a_name_cannot_break_out_of_its_header():
    assert "\r" not in disposition('a"\r\nX: y.pdf', inline=False)
