"""Catalogues changed as data, through their pages: what is written is what counts from then on."""

import re
from datetime import date

import pytest

from schemas.access import SYSTEM, Actor, Role
from schemas.errors import Conflict, Forbidden, InvalidInput
from service.operations import legal_rules
from storage.records.legal_rules import rule_table

HTML = {"accept": "text/html", "sec-fetch-site": "same-origin"}
NOTE = "prescription.note"


@pytest.fixture
def head(client, enter):
    """The head of portfolio in a browser: sends a form to a catalogue, reads one."""
    csrf = enter("head")

    def send(name, fields=None):
        address = f"/administracion/catalogos/{name}"
        return (
            client.post(address, data={"csrf": csrf, **fields}, headers=HTML)
            if fields
            else client.get(address, headers=HTML)
        )

    yield send
    client.cookies.clear()


def test_a_court_and_its_days_off_are_kept_and_changed(office, client, head):
    head("juzgados", {"code": "j9", "name": "Juzgado Noveno", "aliases": "Noveno Civil, 9o"})
    head("juzgados", {"code": "J9", "name": "Juzgado Noveno Mercantil"})
    head("dias-inhabiles", {"court_code": "J9", "first": "2026-12-16", "last": "2027-01-02", "reason": "vacaciones"})

    assert "Juzgado Noveno Mercantil" in head("juzgados").text
    assert "2 ene 2027" in head("dias-inhabiles").text
    refused = head("dias-inhabiles", {"court_code": "NADIE", "first": "2026-12-16"})
    assert refused.status_code == 400 and 'value="NADIE"' in refused.text


def test_a_rule_has_a_new_value_from_a_day_on(office, head):
    with office.archive.database.read() as session:
        before = rule_table(session).value(NOTE, date(2026, 1, 1)).value
    fields = {"codigo": NOTE, "valor": "5", "fuente": "Reforma DOF 1-1-2030", "desde": "2030-01-01"}

    assert head("reglas", fields).status_code == 200

    with office.archive.database.read() as session:
        table = rule_table(session)
    assert (table.value(NOTE, date(2029, 12, 31)).value, table.value(NOTE, date(2030, 1, 1)).value) == (before, "5")
    assert "Reforma DOF 1-1-2030" in head("reglas").text


def new(**known):
    given = {"code": "prescription.contract", "value": "8", "source": "x", "valid_from": date(2031, 1, 1)}
    return legal_rules.NewValue(**{**given, **known})


def test_what_cannot_be_a_rule_is_refused(office):
    with pytest.raises(InvalidInput):
        legal_rules.put_value(office.archive, SYSTEM, new(code="nothing.such"))
    with pytest.raises(InvalidInput):
        legal_rules.put_value(office.archive, SYSTEM, new(value="muchos"))
    with pytest.raises(InvalidInput):
        legal_rules.put_value(office.archive, SYSTEM, new(source=" "))
    with pytest.raises(Forbidden):
        legal_rules.put_value(office.archive, Actor("clerk", Role.ARCHIVIST, "-"), new())
    legal_rules.put_value(office.archive, SYSTEM, new())
    with pytest.raises(Conflict):
        legal_rules.put_value(office.archive, SYSTEM, new(valid_from=date(2030, 6, 1)))


def test_every_catalogue_is_shown_and_no_other(head):
    for name in ("juzgados", "dias-inhabiles", "reglas", "conservacion", "tipos", "etapas"):
        page = head(name)
        assert page.status_code == 200 and re.search(r'aria-current="page"', page.text), name
    assert head("otra-cosa").status_code == 404
