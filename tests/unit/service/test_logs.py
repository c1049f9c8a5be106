"""What the program writes of its running, as JSON lines."""

import json
import logging

import pytest

from schemas.errors import Misconfigured
from service.configuration import read_settings
from service.logs import JsonLines, PlainLines, begin_logs
from service.worker import said_of
from storage.records.jobs import Claim


def record(**more):
    made = logging.LogRecord("legajo.requests", logging.INFO, __file__, 1, "request %s", ("ñ",), None)
    vars(made).update(more)
    return made


def test_a_line_is_one_json_object_with_what_was_said():
    line = JsonLines().format(record(said={"route": "/api/v1/status", "status": 200}))
    said = json.loads(line)
    assert "\n" not in line and "ñ" in line
    assert (said["message"], said["route"], said["status"], said["level"]) == (
        "request ñ",
        "/api/v1/status",
        200,
        "INFO",
    )
    assert said["at"].endswith("+00:00")


def test_an_error_stays_on_its_line():
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        made = record(exc_info=(ValueError, error, error.__traceback__))
    line = JsonLines().format(made)
    assert "\n" not in line and "ValueError" in json.loads(line)["error"]


def test_a_plain_line_tells_the_same():
    assert PlainLines("%(message)s").format(record(said={"status": 200})) == "request ñ status=200"


def test_a_level_may_be_written_in_small_letters_and_must_be_one(tmp_path, monkeypatch):
    settings = read_settings({"LEGAJO_DATA": str(tmp_path)})
    before = logging.getLogger().level, list(logging.getLogger().handlers)
    try:
        monkeypatch.setenv("LOGLEVEL", "info")
        begin_logs(settings)
        assert logging.getLogger().level == logging.INFO
        monkeypatch.setenv("LOGLEVEL", "mucho")
        with pytest.raises(Misconfigured, match="LOGLEVEL debe ser"):
            begin_logs(settings)
    finally:
        logging.getLogger().setLevel(before[0])
        logging.getLogger().handlers[:] = before[1]


def test_the_job_of_a_page_is_found_by_its_document():
    page = Claim("j", "read", "p1", {"document": "d1"}, 1, 2, 3)
    line = JsonLines().format(record(said=said_of(page, 0.12345)))
    assert json.loads(line)["document"] == "d1" and json.loads(line)["seconds"] == 0.123
    assert "document" not in said_of(Claim("j", "inspect", "r1", {}, 1, 1, 3), 0.1)
