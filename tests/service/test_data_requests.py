"""Requests about personal data (derechos ARCO): 20 working days to answer, 10 more once, 15 to carry out (DOMAIN 4.4, C16)."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.clocks.calendar import OFFICE
from schemas.errors import Forbidden, InvalidInput, NotFound
from schemas.queues import Level
from service.operations import registry
from service.operations.days import today
from service.operations.queues.running import run_queue
from tests.registry_office import CLERK, CURP, Office, office_on_either

RECEIVED = OFFICE.back(today(), 25)


office = office_on_either


def ask(office: Office, folio: str = "ARCO-1", **more: Any) -> Any:
    given = {"kind": "acceso", "received_on": str(RECEIVED), "person_curp": CURP, **more}
    return office.put("data-requests", folio=folio, **given)


def test_twenty_days_to_answer_ten_more_once_and_fifteen_to_carry_out(office: Office) -> None:
    assert ask(office).answer_by == OFFICE.add(RECEIVED, 20)
    extended = ask(office, extended_on=str(OFFICE.add(RECEIVED, 18)), extension_reason="Volumen")
    assert extended.answer_by == OFFICE.add(RECEIVED, 30) and extended.carry_out_by is None
    answered = OFFICE.add(RECEIVED, 22)
    done = ask(office, answered_on=str(answered), outcome="procedente", identity_proven=True)
    assert done.carry_out_by == OFFICE.add(answered, 15)


@pytest.mark.parametrize(
    ("named", "wrong"),
    [
        ("extended_on", {"extended_on": str(OFFICE.add(RECEIVED, 21)), "extension_reason": "Volumen"}),
        ("extension_reason", {"extended_on": str(OFFICE.add(RECEIVED, 5))}),
        ("identity_proven", {"answered_on": str(today()), "outcome": "procedente"}),
        ("grounds", {"answered_on": str(today()), "outcome": "improcedente"}),
        ("outcome", {"answered_on": str(today())}),
        ("answered_on", {"answered_on": str(RECEIVED - timedelta(1)), "outcome": "parcial"}),
        ("carried_out_on", {"carried_out_on": str(today())}),
    ],
)
def test_an_answer_that_the_law_does_not_allow_is_refused(office: Office, named: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=named):
        ask(office, **wrong)


def test_what_runs_against_a_term_stands_in_the_queue_until_it_is_carried_out(office: Office) -> None:
    ask(office)
    ask(office, "ARCO-2", received_on=str(today()))
    late, fresh = run_queue(office.archive, CLERK, "data-requests").items
    assert (late.about.label, late.level, late.days) == ("ARCO-1", Level.PAST, -5) and "identidad" in late.why
    assert (fresh.level, fresh.days, fresh.who) == (Level.WATCH, 20, "Roberto López García")
    ask(office, answered_on=str(today()), outcome="parcial", identity_proven=True)
    granted = run_queue(office.archive, CLERK, "data-requests").items[0]
    assert granted.limit == OFFICE.add(today(), 15) and granted.why.startswith("Ejecutar")
    ask(office, carried_out_on=str(today()))
    ask(office, "ARCO-2", received_on=str(today()), answered_on=str(today()), outcome="improcedente", grounds="Art. 49")
    assert run_queue(office.archive, CLERK, "data-requests").total == 0


def test_an_external_lawyer_knows_nothing_of_them(office: Office) -> None:
    made = ask(office)
    assert run_queue(office.archive, office.outsider, "data-requests").total == 0
    with pytest.raises((Forbidden, NotFound)):
        registry.get(office.archive, office.outsider, "data-requests", made.id)
