"""Whatever is sent where a number, a key or a cursor is asked for: an answer or a refusal, never an error of ours."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.service.asking import Describer, routes_of


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


TEXTS = ("²", "٣", "\0a", "9" * 30, "e\u0301\u202e\U0010ffff", "-1")
CURSORS = ("²", "====", "0" * 26, cursor(), cursor(2**70), cursor("a"), cursor("\0", "a"), cursor(2**70, "a"),
           cursor("a", 2**70, "a"), cursor("9999-12-31", "a"), cursor("0001-01-01T00:00:00+14:00", "a"))  # fmt: skip
KEYS = {"debtors": "p1", "credits": "c1", "lawsuits": "s1", "courts": "J1", "lawyers": "1234567"}


@pytest.fixture(scope="module")
def asked(client, office, application):
    """Each GET of the API with each of its parameters in turn made odd."""
    app = application[0].app
    describer, described = Describer(app), client.get("/schema").json()["paths"]
    document = office.file("hoja de prueba", links=(("credit", "c1"),))

    def made():
        for method, path in routes_of(app):
            keys = {"document_id": document, "number": "1", "kind": "credits", "name": "lapse", "pages": "1",
                    "leaving": "a", "arriving": "b", "q": "hoja", "key": KEYS.get(path.split("/")[3], "p1")}  # fmt: skip
            for one in described[path]["get"].get("parameters", ()) if method == "GET" else ():
                odd = CURSORS if one["name"] == "cursor" else TEXTS
                for value in odd if one["in"] != "header" else ():
                    if one["in"] == "path":
                        yield {**describer.request("GET", path, {**keys, one["name"]: quote(value, safe="")})}
                    else:
                        said = describer.request("GET", path, keys)
                        yield {**said, "params": {**said["params"], one["name"]: value}}

    return list(made())


def test_odd_parameters_are_answered_or_refused(client, office, asked):
    assert len(asked) > 1000
    stumbled = []
    for one in asked:
        answer = client.request(headers=office.bearer("boss"), **one)
        if answer.status_code not in (200, 400, 404, 409):
            stumbled.append((one["url"], one["params"], answer.status_code))
    assert stumbled == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/documentos/{document}", {"version": "²", "pagina": "²"}),
        ("/documentos/{document}", {"version": "9" * 5000, "pagina": "9" * 5000}),
        ("/revisar/{document}", {"version": "²"}),
        ("/administracion/sin-texto", {"documento": "{document}", "pagina": "²"}),
    ],
)
def test_a_form_with_a_number_that_is_none_is_understood_without_it(client, office, enter, path, fields):
    document = office.file("hoja con formulario")
    given = {name: value.format(document=document) for name, value in fields.items()}
    answer = client.post(path.format(document=document), data={**given, "csrf": enter("boss")}, follow_redirects=False)

    assert answer.status_code in (200, 303)
