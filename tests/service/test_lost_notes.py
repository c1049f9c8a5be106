"""Lost notes over rows of both databases: what is missing in queue, dossier and diary, and the years that stand still."""

from datetime import date, timedelta

import pytest

from schemas.access import SYSTEM
from schemas.clocks.calendar import Calendar, add_years
from schemas.custody import CustodyAct
from schemas.originals import CustodyIn, HolderIn, HolderKind, OriginalIn, Originality
from schemas.queues import Level
from service.operations import registry
from service.operations.custody import handing, registering
from service.operations.days import today
from service.operations.diary import diary
from service.operations.dossier import find_dossier
from service.operations.dossier_desk import beside
from service.operations.intake_views import list_events
from service.operations.lost_note_desk import cancellations_of
from service.operations.queues import running
from storage.records import custody
from tests.registry_office import CLERK, CREDIT, CURP, LICENCE, Office, code_of, office_with_unsued_credit

office = office_with_unsued_credit
TODAY = today()
KEY = "9-9:1"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def note(office: Office) -> str:
    """A note whose years are over in a hundred days."""
    due = add_years(TODAY + timedelta(100), -3)
    return office.put("promissory-notes", credit_number="9-9", number="1", due_on=str(due), maker_curps=[CURP]).id


def cancel(office: Office, **days: object):
    data = {"note": KEY, "noticed_on": str(ago(200)), **{name: str(value) for name, value in days.items()}}
    return registry.upsert(office.archive, CLERK, "note-cancellations", data)


def queue(office: Office, actor=CLERK):
    return running.run_queue(office.archive, actor, "lost_notes", limit=20).items


def ordinary(office: Office) -> str:
    """What the board says of the note."""
    [line] = running.run_queue(office.archive, CLERK, "prescription", limit=20).items
    return line.why


def test_a_note_reported_lost_stands_in_the_queue_until_its_cancellation_is_over(office: Office, note: str) -> None:
    given = OriginalIn(
        barcode="P-1", type="promissory_note", title="Pagaré 1", note_id=note, holder=HolderIn(HolderKind.VAULT)
    )
    registering.register_original(office.archive, CLERK, given)
    assert not queue(office)
    handing.act(office.archive, CLERK, "P-1", CustodyIn(act=CustodyAct.REPORT_LOST, reason="No está en su caja"))

    [line] = queue(office)
    assert (line.about.kind, line.about.id, line.level, line.limit) == ("lost_note", note, Level.WARN, None)
    assert line.why == "Nadie ha pedido su cancelación." and "LGTOC 44" in f"{line.source}, LGTOC 44"

    cancel(office, filed_on=ago(120), decreed_on=ago(100), published_on=ago(30))
    [line] = queue(office)
    assert (line.level, line.limit) == (Level.WATCH, Calendar().add(ago(30), 60))
    cancel(office, ended_on=ago(5), outcome="firme")
    [line] = queue(office)
    assert (line.level, line.limit, line.days) == (Level.WARN, ago(5) + timedelta(30), 25)
    cancel(office, claimed_on=ago(2), reissued_on=ago(1))
    assert not queue(office)


def test_a_title_that_came_back_is_the_next_step_until_somebody_closes_with_that(office: Office, note: str) -> None:
    given = OriginalIn(barcode="P-2", type="promissory_note", title="Pagaré 1", note_id=note)
    registering.register_original(office.archive, CLERK, given)
    handing.act(office.archive, CLERK, "P-2", CustodyIn(act=CustodyAct.REPORT_LOST, reason="No está en su caja"))
    assert cancel(office, filed_on=ago(120)).entity.found_on is None
    handing.act(office.archive, CLERK, "P-2", CustodyIn(act=CustodyAct.FIND, reason="Estaba en la caja 3"))

    [line] = queue(office)
    assert line.why == f"El original apareció el {TODAY:%d/%m/%Y}: decirlo al juzgado y cerrar el trámite."
    assert cancellations_of(office.archive, CLERK, note)[0].found_on == TODAY
    cancel(office, ended_on=TODAY, outcome="aparecio")
    assert not queue(office)


def test_a_copy_or_a_title_that_nobody_moved_since_is_none_that_came_back(office: Office, note: str) -> None:
    copy = OriginalIn(barcode="P-3", type="promissory_note", note_id=note, originality=Originality.CERTIFIED)
    registering.register_original(office.archive, CLERK, copy)
    assert cancel(office, filed_on=ago(120)).entity.found_on is None

    registering.register_original(
        office.archive, CLERK, OriginalIn(barcode="P-4", type="promissory_note", note_id=note)
    )
    with office.archive.database.write() as session:
        item = custody.original(session, CLERK, "", "P-4")
        assert item is not None
        item.held_since -= timedelta(300)
    assert cancellations_of(office.archive, CLERK, note)[0].found_on is None


def test_a_title_said_to_be_lost_that_custody_holds_is_told(office: Office, note: str) -> None:
    registry.upsert(
        office.archive, CLERK, "promissory-notes", {"credit_number": "9-9", "number": "1", "state": "extraviado"}
    )
    assert queue(office)[0].why == "Nadie ha pedido su cancelación."
    registering.register_original(
        office.archive, CLERK, OriginalIn(barcode="P-5", type="promissory_note", note_id=note)
    )
    assert "su original está en custodia" in queue(office)[0].why


def test_the_years_stand_still_in_the_ordinary_reading_alone(office: Office, note: str) -> None:
    before = ordinary(office)
    cancel(office, filed_on=ago(120), decreed_on=ago(110), published_on=ago(100), ended_on=ago(20), outcome="firme")
    after = ordinary(office)

    limit = TODAY + timedelta(100)
    assert f"Límite pesimista {limit:%d/%m/%Y}" in before and f"Límite pesimista {limit:%d/%m/%Y}" in after
    assert "límite ordinario" not in before
    assert (
        f"límite ordinario {limit + timedelta(101):%d/%m/%Y}" in after and "101 días en que estuvo suspendido" in after
    )


def test_dossier_and_diary_say_what_comes_next_and_a_lawyer_s_diary_does_not(office: Office, note: str) -> None:
    cancel(office, filed_on=ago(120), decreed_on=ago(100), published_on=ago(90), ended_on=ago(3), outcome="firme")
    found = beside(office.archive, CLERK, find_dossier(office.archive, CLERK, CURP)).lost[note]
    [due] = [one for one in diary(office.archive, CLERK).due if one.about.kind == "lost_note"]

    assert (found.next_step, found.next_by) == ("Demandar el pago del título cancelado", ago(3) + timedelta(30))
    assert (due.on, due.what, due.about.id) == (found.next_by, found.next_step, note)
    assert "lost_note" not in {one.about.kind for one in diary(office.archive, office.outsider).due}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"filed_on": ago(201)}, "No puede ser anterior la solicitud"),
        ({"published_on": ago(50)}, "Falta la fecha a la que sigue la publicación"),
        ({"filed_on": ago(-1)}, "aún no llega"),
        ({"ended_on": ago(1)}, "con su fecha y su resultado"),
        ({"ended_on": ago(1), "outcome": "firme"}, "no se publicó"),
        (
            {
                "filed_on": ago(90),
                "decreed_on": ago(80),
                "published_on": ago(70),
                "ended_on": ago(71),
                "outcome": "firme",
            },
            "No puede ser anterior el fin",
        ),
        ({"filed_on": ago(90), "ended_on": ago(100), "outcome": "aparecio"}, "No puede ser anterior el fin"),
        ({"ended_on": ago(3), "outcome": "desistida", "claimed_on": ago(1)}, "Sólo una cancelación firme"),
        ({"loss": "olvido"}, "no es ninguno de"),
    ],
)
def test_days_that_cannot_be_are_refused(office: Office, note: str, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(Exception, match=said):
        cancel(office, **wrong)
    assert cancellations_of(office.archive, CLERK, note) == ()


def test_it_is_logged_and_a_lawyer_sees_that_of_their_credits_alone(office: Office, note: str) -> None:
    made = cancel(office).entity
    [event] = list_events(office.archive, SYSTEM, object_id=made.id).items
    assert (event.action, event.actor, made.loss) == ("create", CLERK.name, "extravio")
    assert cancellations_of(office.archive, office.outsider, note) == () and not queue(office, office.outsider)
    assert code_of(lambda: registry.get(office.archive, office.outsider, "note-cancellations", made.id)) == "not_found"

    office.put("assignments", credit_number="9-9", lawyer_cedula=LICENCE, assigned_on="2024-01-02")
    assert [one.id for one in cancellations_of(office.archive, office.outsider, note)] == [made.id]
    assert [line.about.id for line in queue(office, office.outsider)] == [note]
    assert office.put("promissory-notes", credit_number=CREDIT, number="2").id not in {
        one.about.id for one in queue(office)
    }
