"""What the program writes of its running, as JSON lines."""

import json
import logging

from service.logs import JsonLines, PlainLines


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
