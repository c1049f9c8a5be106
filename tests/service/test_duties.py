"""What a lawyer owes under the contract, scored from filings, slips and reports; on either kind of database."""

from datetime import date, timedelta

import pypdf
import pytest
from sqlalchemy import update

from schemas.access import Actor, Role
from schemas.clocks.calendar import OFFICE
from schemas.duties import DutyKind, DutyState, next_month, report_window
from schemas.errors import NotFound
from schemas.originals import HolderIn, HolderKind, LoanIn, OriginalIn, ReturnIn
from service.operations.custody import lending, registering
from service.operations.days import today
from service.operations.duties import lawyer_duties, print_duties
from storage.records.tables import LoanRow
from tests.registry_office import AUDITOR, CLERK, LICENCE, Office

FILED = today() - timedelta(days=60)
BEGUN = (today().replace(day=1) - timedelta(days=75)).replace(day=1)
"""Two whole months, at least, before this one."""


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request, tmp_path):
    database = None if request.param == "sqlite" else request.getfixturevalue("postgres").migrated()
    made = Office(tmp_path, database=database)
    made.put("lawsuits", court_code="2MH", number=1234, year=2024, filed_on=FILED.isoformat())
    yield made
    made.archive.close()


def hire(office: Office, **terms: int) -> None:
    end = (today() + timedelta(days=300)).isoformat()
    office.put("contracts", number="C1", lawyer_cedula=LICENCE, starts_on=BEGUN.isoformat(), ends_on=end, **terms)


def owed(office: Office, kind: DutyKind):
    return [one for one in lawyer_duties(office.archive, CLERK, LICENCE, everything=True).items if one.kind is kind]


def test_a_claim_without_acknowledgement_past_its_term_is_a_breach_with_its_dates(office):
    hire(office, acknowledgement_days=5)
    (one,) = lawyer_duties(office.archive, CLERK, LICENCE).items
    due = OFFICE.add(FILED, 5)
    assert (one.kind, one.since, one.due, one.done) == (DutyKind.ACKNOWLEDGEMENT, FILED, due, None)
    assert (one.state, one.late, one.about_id) == (DutyState.BREACHED, OFFICE.count(due, today()), office.lawsuit)


def test_an_acknowledgement_received_late_was_done_late(office):
    hire(office, acknowledgement_days=5)
    office.document("filing_receipt", ("lawsuit", office.lawsuit))
    (one,) = owed(office, DutyKind.ACKNOWLEDGEMENT)
    assert (one.done, one.state) == (today(), DutyState.LATE)


def test_an_acknowledgement_received_in_time_is_no_breach(office):
    hire(office, acknowledgement_days=200)
    office.document("filing_receipt", ("lawsuit", office.lawsuit))
    found = lawyer_duties(office.archive, CLERK, LICENCE)
    assert (found.items, found.counts[DutyState.MET], found.met_percent) == ((), 1, 100)


def test_what_the_contract_sets_no_term_for_or_does_not_cover_is_no_duty(office):
    assert owed(office, DutyKind.ACKNOWLEDGEMENT) == []
    hire(office, report_days=3)
    assert owed(office, DutyKind.ACKNOWLEDGEMENT) == []


def lend(office: Office) -> tuple[str, str]:
    given = OriginalIn(type="promissory_note", holder=HolderIn(HolderKind.VAULT, ""), credit="1-23456-15")
    barcode = registering.register_original(office.archive, CLERK, given).barcode
    asked = LoanIn(borrower=HolderIn(HolderKind.LAWYER, LICENCE), items=(barcode,), purpose="Demandar", days=3)
    slip = lending.lend(office.archive, CLERK, asked).folio
    with office.archive.database.write() as session:
        for row in session.query(LoanRow):
            row.issued_at, row.due_on = row.issued_at - timedelta(days=40), today() - timedelta(days=20)
    return slip, barcode


def test_originals_not_given_back_in_the_term_of_the_contract_are_a_breach_until_they_are(office):
    hire(office, return_days=5)
    slip, barcode = lend(office)
    (one,) = owed(office, DutyKind.RETURN)
    assert (one.about_id, one.done, one.state) == (slip, None, DutyState.BREACHED)

    lending.take_back(office.archive, CLERK, ReturnIn(items=(barcode,)))
    (one,) = owed(office, DutyKind.RETURN)
    assert (one.done, one.state) == (today(), DutyState.LATE)


def test_a_slip_with_a_later_day_than_the_contract_s_is_kept_to(office):
    hire(office, return_days=5)
    lend(office)
    later = today() + timedelta(days=3)
    with office.archive.database.write() as session:
        session.execute(update(LoanRow).values(due_on=later))
    (one,) = owed(office, DutyKind.RETURN)
    assert (one.due, one.state) == (later, DutyState.PENDING)


def test_each_whole_month_of_the_contract_wants_its_report(office):
    hire(office, report_days=3)
    months = [one.about_id for one in owed(office, DutyKind.REPORT)]
    assert months[0] == f"{BEGUN:%Y-%m}" and len(months) in (2, 3)
    assert f"{today():%Y-%m}" not in months


def test_a_report_counts_for_the_month_it_is_dated_for_and_is_done_when_received(office):
    hire(office, report_days=250)
    office.document("monthly_report", ("lawyer", office.lawyer), on=next_month(BEGUN) + timedelta(days=4))
    first, second, *_ = owed(office, DutyKind.REPORT)
    assert (first.done, first.state) == (today(), DutyState.MET)
    assert (second.done, second.state) == (None, DutyState.PENDING)


def test_a_month_can_be_accounted_for_on_its_last_working_day():
    assert report_window(date(2026, 5, 1)) == (date(2026, 5, 29), date(2026, 6, 30))
    assert report_window(date(2025, 12, 1)) == (date(2025, 12, 31), date(2026, 1, 30))


def test_a_lawyer_sees_their_own_list_and_nobody_else_s(office):
    hire(office, acknowledgement_days=5)
    assert len(lawyer_duties(office.archive, office.outsider, LICENCE).items) == 1
    with pytest.raises(NotFound):
        lawyer_duties(office.archive, Actor("x", Role.EXTERNAL_LAWYER, "p", lawyer_id="x"), LICENCE)


def test_the_list_prints_with_its_dates(office, tmp_path):
    hire(office, acknowledgement_days=5)
    found = lawyer_duties(office.archive, AUDITOR, LICENCE)
    print_duties(office.archive, AUDITOR, found, tmp_path / "o.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "o.pdf").pages)
    assert "Lic. Juan Rentería" in text and f"{OFFICE.add(FILED, 5):%d/%m/%Y}" in text and "incumplida" in text
