"""The prescription board: each note and obligor, what interrupts for whom, in a constant number of queries."""

from datetime import date

import pytest
from sqlalchemy import update

from schemas.clocks.calendar import add_months, add_years
from schemas.originals import HolderIn, HolderKind, OriginalIn
from schemas.queues import Level, Line
from service.operations.custody import registering
from service.operations.days import today
from service.operations.dossier import find_dossier
from service.operations.dossier_desk import beside
from service.operations.queues.prescription import Running
from service.operations.queues.running import run_queue
from storage.records.tables import AcknowledgementRow
from tests.databases import queries_of
from tests.registry_office import CLERK, COURT, CREDIT, CURP, GUARANTOR, LICENCE, Office, office_with_unsued_credit

TODAY = today()


office = office_with_unsued_credit


def due_so_that_it_ends(on: date) -> str:
    return add_years(on, -3).isoformat()


def put(office: Office, number: str, ends: date, **more: object) -> None:
    """A note of a credit nobody sued on, due three years before the day given."""
    given = {"maker_curps": [CURP], "guarantor_curps": [GUARANTOR], **more}
    office.put("promissory-notes", credit_number="9-9", number=number, due_on=due_so_that_it_ends(ends), **given)


def lines(office: Office) -> dict[tuple[str, str], Line]:
    page = run_queue(office.archive, CLERK, "prescription", limit=200)
    return {(line.what.removeprefix("Pagaré "), line.who.split()[0]): line for line in page.items}


def beside_clocks(office: Office) -> tuple[dict[str, tuple[Running, ...]], int]:
    """The clocks on the debtor's dossier by the number of the note, and how many queries the page's data took."""
    dossier = find_dossier(office.archive, CLERK, CURP)
    with queries_of(office.archive.database) as asked:
        found = beside(office.archive, CLERK, dossier)
    numbers = {note.id: note.number for notes in found.notes.values() for note in notes}
    return {numbers[note]: those for note, those in found.clocks.items()}, len(asked)


def test_a_dossier_shows_the_same_clock_beside_each_note_in_as_many_queries(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2))
    put(office, "2", add_months(TODAY, 20), guarantor_curps=[])
    office.put("promissory-notes", credit_number=CREDIT, number="7", due_on="2024-01-05", maker_curps=[CURP])
    beside_clocks(office)  # the legal rules are read once
    clocks, few = beside_clocks(office)
    board = lines(office)["1", "Roberto"]
    (one,), (two,) = clocks["1"], clocks["2"]
    assert (one.line.limit, one.line.days, one.line.why) == (board.limit, board.days, board.why)
    assert len(one.who) == 2 and two.who == ("Roberto López García",)
    for number in range(3, 7):
        put(office, str(number), add_months(TODAY, number))
    assert beside_clocks(office)[1] == few


def test_a_clock_that_a_claim_stopped_has_no_day_beside_the_note(office: Office) -> None:
    office.put("promissory-notes", credit_number=CREDIT, number="7", due_on="2024-01-05", maker_curps=[CURP])
    office.put("lawsuits", court_code=COURT, number=1234, year=2024, filed_on="2024-05-03")
    (one,) = beside_clocks(office)[0]["7"]
    assert (one.line.limit, one.line.level) == (None, Level.CALM) and "no corre" in one.line.why


def test_the_nearest_day_to_file_by_stands_first_and_what_is_far_is_left_out(office: Office) -> None:
    for number, months in (("FAR", 20), ("BLUE", 9), ("RED", 2), ("GONE", -1)):
        put(office, number, add_months(TODAY, months), guarantor_curps=[])
    items = run_queue(office.archive, CLERK, "prescription").items
    assert [line.what for line in items] == ["Pagaré RED", "Pagaré BLUE", "Pagaré GONE"]
    assert [line.level for line in items] == [Level.URGENT, Level.WATCH, Level.PAST]
    assert "la del contrato" in items[2].why


def test_an_acknowledgement_moves_the_clock_of_its_signer_alone(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2))
    office.put("agreements", number="C-1", credit_number="9-9", type="extrajudicial", signer_curps=[CURP],
               signed_on=add_months(TODAY, -1).isoformat())  # fmt: skip
    assert set(lines(office)) == {("1", "Ana")}


def test_a_claim_stops_the_clock_of_whoever_it_names(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2))
    office.put("lawsuits", court_code=COURT, number=7, year=2025, credit_numbers=["9-9"], lawyer_cedula=LICENCE,
               filed_on=add_months(TODAY, -1).isoformat())  # fmt: skip
    assert lines(office) == {}
    office.put("lawsuits", court_code=COURT, number=7, year=2025, status="DESISTIMIENTO")
    assert set(lines(office)) == {("1", "Roberto"), ("1", "Ana")}


def sue(office: Office, filed_on: date | None = None, **more: object) -> None:
    given = {"filed_on": filed_on.isoformat()} if filed_on else {}
    office.put("lawsuits", court_code=COURT, number=7, year=2025, credit_numbers=["9-9"], lawyer_cedula=LICENCE, **given, **more)  # fmt: skip


def stamped(office: Office, subject: str, on: date, *, valid: bool | None = None) -> None:
    """A filing of the suit 7/2025 with the court's stamp of the same day."""
    filing = office.put("filings", lawsuit=f"{COURT} 7/2025", filed_on=on.isoformat(), subject=subject, pushes="no")
    stamp = office.put("acknowledgements", filing=filing.id, stamped_on=on.isoformat(), folio=f"F-{subject}")
    with office.archive.database.write() as session:
        row = session.get(AcknowledgementRow, stamp.id)
        assert row is not None
        row.valid = valid


def test_the_stamp_of_a_later_filing_is_not_the_day_of_the_claim(office: Office) -> None:
    """LGTOC 166: the claim was in time; a stamp on what was filed after the limit takes nothing from that."""
    put(office, "1", add_months(TODAY, -2))
    sue(office, add_months(TODAY, -6))
    stamped(office, "SE SEÑALE FECHA", add_months(TODAY, -1))
    assert lines(office) == {}


def test_the_stamp_of_the_claim_itself_is_its_day_unless_it_was_found_wrong(office: Office) -> None:
    put(office, "1", add_months(TODAY, -2))
    sue(office, add_months(TODAY, -6))
    stamped(office, "Escrito inicial de demanda", add_months(TODAY, -1))
    assert lines(office)["1", "Roberto"].level is Level.PAST
    with office.archive.database.write() as session:
        session.execute(update(AcknowledgementRow).values(valid=False))
    assert lines(office) == {}


def test_an_amparo_about_the_credit_is_no_claim(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2))
    sue(office, add_months(TODAY, -1), kind="AD")
    assert set(lines(office)) == {("1", "Roberto"), ("1", "Ana")}


@pytest.mark.parametrize("stage", ["CONCLUIDO", "ARCHIVADO"])
def test_a_suit_that_is_over_without_a_judgment_stops_nothing(office: Office, stage: str) -> None:
    put(office, "1", add_months(TODAY, 2))
    sue(office, add_months(TODAY, -1), status=stage)
    assert set(lines(office)) == {("1", "Roberto"), ("1", "Ana")}


@pytest.mark.parametrize(("route", "years"), [("ejecutivo", 3), ("ordinario", 5)])
def test_a_judgment_is_executed_in_three_years_and_in_five_from_an_ordinary_trial(
    office: Office, route: str, years: int
) -> None:
    """CCom 1079-IV and V, domain fact 10."""
    put(office, "1", add_months(TODAY, -2), guarantor_curps=[])
    sue(office, add_months(TODAY, -40), route=route)
    firm = add_years(add_months(TODAY, 1), -years)
    office.put("stages", lawsuit=f"{COURT} 7/2025", stage="EJECUTORIA", on=firm.isoformat())
    assert lines(office)["1", "Roberto"].limit == add_years(firm, years)


def test_who_did_not_sign_the_new_note_still_answers_on_the_old(office: Office) -> None:
    """CCom 1042: a new term on the new title for its signers alone."""
    put(office, "1", add_months(TODAY, 2))
    put(office, "2", add_months(TODAY, 37), signed_on=TODAY.isoformat())
    office.put("note-obligors", note="9-9:2", person_curp=GUARANTOR, role="avalista", signed=False)
    put(office, "1", add_months(TODAY, 2), replaced_by="9-9:2")
    assert set(lines(office)) == {("1", "Ana")}


def test_where_nobody_recorded_who_signed_the_parties_of_the_credit_answer(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2), maker_curps=[], guarantor_curps=[])
    assert "no se registraron los obligados" in lines(office)["1", "Roberto"].why


def test_a_note_closed_or_renewed_is_off_the_board(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2), closed_on=TODAY.isoformat())
    put(office, "3", add_months(TODAY, 37), signed_on=TODAY.isoformat())
    put(office, "2", add_months(TODAY, 2), replaced_by="9-9:3")
    assert lines(office) == {}


def test_a_title_out_on_which_nobody_sued_stands_with_what_is_left_until_prescription(office: Office) -> None:
    """DOMAIN 1.3: assigned credits with original out and no filing, oldest first, coloured by days to prescription."""
    put(office, "1", add_months(TODAY, 2))
    office.put("assignments", credit_number="9-9", lawyer_cedula=LICENCE, assigned_on=TODAY.isoformat())
    given = OriginalIn(type="promissory_note", credit="9-9", holder=HolderIn(HolderKind.LAWYER, LICENCE))
    registering.register_original(office.archive, CLERK, given)
    page = run_queue(office.archive, CLERK, "unfiled")
    (line,) = page.items
    board = lines(office)["1", "Roberto"]
    assert (line.about.label, line.level, line.days) == ("9-9", Level.URGENT, 0) and line.since == TODAY
    assert board.limit is not None and f"{board.limit:%d/%m/%Y}" in line.why
    assert run_queue(office.archive, office.outsider, "unfiled").total == 1
    sue(office, add_months(TODAY, -1))
    assert run_queue(office.archive, CLERK, "unfiled").total == 0
    for over in ("CADUCIDAD", "Adjudicacion pago"):
        office.put("lawsuits", court_code=COURT, number=7, year=2025, status=over)
        assert run_queue(office.archive, CLERK, "unfiled").total == 1


def test_the_number_of_queries_does_not_grow_with_the_notes(office: Office) -> None:
    def asked() -> int:
        with queries_of(office.archive.database) as seen:
            run_queue(office.archive, CLERK, "prescription")
        return len(seen)

    put(office, "A", add_months(TODAY, 2))
    asked()
    put(office, "0", add_months(TODAY, 2))
    few = asked()
    for number in range(1, 15):
        put(office, str(number), add_months(TODAY, number % 5 + 1))
    assert asked() == few


def test_an_external_lawyer_sees_the_notes_of_assigned_credits_alone(office: Office) -> None:
    put(office, "1", add_months(TODAY, 2))
    office.put("promissory-notes", credit_number=CREDIT, number="8", due_on=due_so_that_it_ends(add_months(TODAY, 2)))
    seen = run_queue(office.archive, office.outsider, "prescription").items
    assert {line.about.label for line in seen} <= {CREDIT}
