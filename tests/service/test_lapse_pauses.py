"""Pauses of the lapse of a suit: they stop its clock where a paper that is held proves them, and no further."""

from datetime import timedelta

import pytest

from schemas.access import SYSTEM
from schemas.clocks.calendar import Calendar
from schemas.clocks.lapse import LapseClock
from service.operations import registry
from service.operations.clocks import lawsuit_clocks
from service.operations.days import today
from service.operations.intake_views import list_events
from service.operations.queues import running
from storage.records.tables import DocumentRow
from tests.registry_office import CLERK, COURT, Office, code_of, office_on_either

office = office_on_either
SUIT = f"{COURT} 1234/2024"


@pytest.fixture
def proof(office: Office) -> str:
    """The order that suspends the suit, filed with it; the suit last moved ninety days ago."""
    office.put("filings", lawsuit=SUIT, filed_on=str(ago(90)), subject="Se señale fecha", pushes="yes")
    return office.document("court_order", ("lawsuit", office.lawsuit), on=ago(100))


def ago(days: int):
    return today() - timedelta(days=days)


def clock(office: Office) -> LapseClock:
    return lawsuit_clocks(office.archive, CLERK, office.lawsuit).lapse


def discard(office: Office, document: str) -> None:
    with office.archive.database.write() as session:
        session.get_one(DocumentRow, document).state = "discarded"


def pause(office: Office, **more: object):
    data = {"lawsuit": SUIT, "cause": "fuerza mayor", "first": str(ago(60)), **more}
    return registry.upsert(office.archive, CLERK, "lapse-pauses", data)


def test_a_pause_that_is_over_gives_its_working_days_back_and_says_so(office: Office, proof: str) -> None:
    before = clock(office)
    made = pause(office, last=str(ago(47)), document_id=proof)
    after = clock(office)

    assert (made.entity.proven, made.warnings) == (True, ())
    assert before.idle is not None and after.idle == before.idle - Calendar().count(ago(61), ago(47))
    assert after.limit > before.limit and after.state.value == "running"
    assert after.reason.endswith(f"no cuenta del {ago(60):%d/%m/%Y} al {ago(47):%d/%m/%Y} (fuerza mayor)")
    assert after.source.endswith("CCom 1076-VI")


def test_one_that_goes_on_leaves_no_last_day_in_clock_and_queue_until_it_ends(office: Office, proof: str) -> None:
    pause(office, document_id=proof)
    line = running.line_about(office.archive, CLERK, "lapse", office.lawsuit)
    assert (clock(office).state.value, clock(office).limit) == ("paused", None)
    assert line is not None and line.limit is None and "no cuenta desde el" in line.why

    pause(office, last=str(ago(1)))
    line = running.line_about(office.archive, CLERK, "lapse", office.lawsuit)
    assert clock(office).state.value == "running" and line is not None and line.limit == clock(office).limit


def test_without_a_paper_that_is_held_it_stops_nothing(office: Office, proof: str) -> None:
    before = clock(office)
    told = pause(office)
    assert not told.entity.proven and "no detiene la cuenta" in told.warnings[0]
    assert clock(office) == before

    pause(office, document_id=proof)
    assert clock(office).state.value == "paused"
    discard(office, proof)
    assert clock(office) == before
    line = running.line_about(office.archive, CLERK, "lapse", office.lawsuit)
    assert line is not None and line.limit == before.limit


def test_the_queue_follows_a_proof_that_is_not_linked_to_the_suit(office: Office, proof: str) -> None:
    other = office.document("amparo", on=ago(60))
    running.run_queue(office.archive, CLERK, "lapse", limit=10)
    assert "no está vinculado" in pause(office, document_id=other).warnings[0]
    [line] = running.run_queue(office.archive, CLERK, "lapse", limit=10).items
    assert line.limit is None
    discard(office, other)
    [line] = running.run_queue(office.archive, CLERK, "lapse", limit=10).items
    assert line.limit is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cause": "vacaciones"}, "no es ninguno de"),
        ({"first": str(today() + timedelta(2))}, "aún no llega"),
        ({"last": str(ago(61))}, "no puede terminar antes de empezar"),
        ({"cause": "otra_ley"}, "en qué artículo"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, proof: str, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Exception, match=said):
        pause(office, document_id=proof, **wrong)
    assert clock(office).state.value == "running"


def test_who_entered_it_stands_in_the_log_and_a_lawyer_reads_but_does_not_write(office: Office, proof: str) -> None:
    made = pause(office, document_id=proof).entity
    [event] = list_events(office.archive, SYSTEM, object_id=made.id).items
    assert (event.action, event.actor) == ("create", CLERK.name)
    assert [one.id for one in registry.listing(office.archive, office.outsider, "lapse-pauses").items] == [made.id]
    assert code_of(lambda: registry.upsert(office.archive, office.outsider, "lapse-pauses", {"lawsuit": SUIT})) == (
        "forbidden"
    )
