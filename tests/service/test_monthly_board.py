"""The monthly board per lawyer (DOMAIN 1.1, R1): its figures, and what stands behind each; on either kind of database."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from schemas.access import Actor, Role
from schemas.errors import InvalidInput, NotFound
from schemas.monthly_board import NOBODY, BoardFigure, MonthLine, month_before
from schemas.originals import HolderIn, HolderKind, LoanIn, OriginalIn
from service.operations import monthly_board as boards
from service.operations.custody import lending, registering
from service.operations.days import today
from service.operations.monthly_board import WantedBehind
from storage.records.tables import CustodyEventRow
from tests.databases import queries_of
from tests.registry_office import CLERK, COURT, CREDIT, CURP, LICENCE, Office, office_on_either

NOW = today().replace(day=1)
LAST = month_before(NOW)
OTHER = "7654321"


def code(first: date) -> str:
    return f"{first:%Y-%m}"


office = office_on_either


def line(office: Office, first: date = NOW, whose: str = "Lic. Juan Rentería", actor: Actor = CLERK) -> MonthLine:
    (found,) = [one for one in boards.monthly_board(office.archive, actor, code(first)).items if one.lawyer == whose]
    return found


def behind(office: Office, figure: str, first: date = NOW, lawyer: str | None = None, **more: Any) -> Any:
    wanted = WantedBehind(BoardFigure(figure), lawyer, more.pop("stage", ""))
    return boards.behind(office.archive, more.pop("actor", CLERK), code(first), wanted, **more)


def suit(office: Office, number: int = 1234, year: int = 2024, **more: Any) -> str:
    given = {"credit_numbers": [CREDIT], "lawyer_cedula": LICENCE, **more}
    return str(office.put("lawsuits", court_code=COURT, number=number, year=year, **given).id)


def lend(office: Office, days_ago: int = 0) -> str:
    given = OriginalIn(type="promissory_note", credit=CREDIT, holder=HolderIn(HolderKind.VAULT, ""))
    barcode = registering.register_original(office.archive, CLERK, given).barcode
    asked = LoanIn(borrower=HolderIn(HolderKind.LAWYER, LICENCE), items=(barcode,), purpose="Demandar")
    lending.lend(office.archive, CLERK, asked)
    with office.archive.database.write() as session:
        session.execute(update(CustodyEventRow).values(at=datetime.now(UTC) - timedelta(days=days_ago)))
    return barcode


def paid(office: Office, receipt: str, on: date, credit: str = CREDIT, capital: str = "100.50") -> None:
    office.put("recoveries", credit_number=credit, receipt=receipt, on=str(on), capital=capital, interest="1.25")


def furnish(office: Office) -> None:
    """A claim of last month whose acknowledgement came in today, an original out, payments of both months."""
    suit(office, filed_on=str(LAST + timedelta(days=9)))
    suit(office, 7, 2025, status="ASIGNADO")
    office.document("filing_receipt", ("lawsuit", office.lawsuit))
    lend(office)
    paid(office, "R1", LAST + timedelta(days=4))
    paid(office, "R2", LAST)
    paid(office, "R3", NOW)


@pytest.mark.parametrize("first", [NOW, LAST], ids=["running", "past"])
def test_every_figure_is_the_number_of_what_it_opens(office: Office, first: date) -> None:
    furnish(office)
    mine = line(office, first)
    for figure in BoardFigure:
        if figure is not BoardFigure.RECOVERED:
            assert behind(office, figure.value, first, office.lawyer).total == getattr(mine, figure.value), figure
    for one in mine.stages:
        assert behind(office, "lawsuits", first, office.lawyer, stage=one.stage).total == one.lawsuits
    payments = behind(office, "recovered", first, office.lawyer).items
    assert sum(float(one.amount) for one in payments) == float(mine.recovered)


def test_a_month_tells_what_happened_in_it_and_what_stood_at_its_end(office: Office) -> None:
    furnish(office)
    past, running = line(office, LAST), line(office)
    assert (past.filed, past.acknowledged, past.originals, past.recovered) == (1, 0, 0, "203.50")
    assert (running.filed, running.acknowledged, running.originals, running.recovered) == (0, 1, 1, "101.75")
    assert (past.assigned, past.received, running.assigned, running.lawsuits) == (1, 0, 1, 2)


def test_what_is_counted_opens_its_matter_and_its_documents(office: Office) -> None:
    furnish(office)
    (acknowledged,) = behind(office, "acknowledged").items
    assert [one.kind for one in acknowledged.refs] == ["debtor", "document"]
    assert (acknowledged.about.id, acknowledged.on) == (office.lawsuit, today())
    (original,) = behind(office, "originals").items
    assert {one.kind: one.id for one in original.refs} == {"debtor": office.debtor, "credit": office.credit}
    (payment,) = behind(office, "recovered").items
    assert (payment.about.kind, payment.about.id, payment.what) == ("credit", office.credit, "Recibo R3")


def test_a_past_month_has_the_stages_and_idle_days_of_its_end(office: Office) -> None:
    suit(office, filed_on="2024-03-04", status="SENTENCIA")
    office.put("stages", lawsuit=f"{COURT} 1234/2024", stage="AUTO_EXEQUENDO", on="2024-03-11")
    office.put("stages", lawsuit=f"{COURT} 1234/2024", stage="SENTENCIA", on=str(today()))
    past, running = line(office, LAST), line(office)
    assert [one.stage for one in past.stages] == ["AUTO_EXEQUENDO"] and past.idle == 1
    assert [one.stage for one in running.stages] == ["SENTENCIA"] and running.idle_most is None
    assert past.idle_most == past.idle_median == behind(office, "idle", LAST).items[0].idle > 120


def test_a_suit_of_a_past_month_counts_for_who_had_its_credit_then(office: Office) -> None:
    second = office.put("lawyers", cedula=OTHER, name="Lic. Otra Persona").id
    suit(office, filed_on="2024-03-04", lawyer_cedula=OTHER)
    changed = str(NOW)
    office.put("assignments", credit_number=CREDIT, lawyer_cedula=LICENCE, assigned_on="2020-01-02", ended_on=changed)
    office.put("assignments", credit_number=CREDIT, lawyer_cedula=OTHER, assigned_on=changed)
    assert (line(office, LAST).lawsuits, line(office, whose="Lic. Otra Persona").lawsuits) == (1, 1)
    [one] = behind(office, "lawsuits", LAST, office.lawyer).items
    assert one.lawyer == "Lic. Juan Rentería" and behind(office, "lawsuits", LAST, second).total == 0
    assert behind(office, "lawsuits", NOW, second).total == 1

    outsider = Actor("otra", Role.EXTERNAL_LAWYER, "prueba", lawyer_id=second)
    assert line(office, LAST, "Lic. Otra Persona", outsider).lawsuits == 0
    assert [one.lawsuits for one in boards.monthly_board(office.archive, office.outsider, code(LAST)).items] == [0]


def test_a_suit_was_nobody_s_before_its_credit_was_first_given(office: Office) -> None:
    office.put("credits", number="9-9", debtor_curp=CURP)
    suit(office, 77, filed_on="2024-03-04", credit_numbers=["9-9"])
    assert {one.about.label.split()[-1] for one in behind(office, "lawsuits", LAST, office.lawyer).items} >= {"77/2024"}
    office.put("assignments", credit_number="9-9", lawyer_cedula=LICENCE, assigned_on=str(NOW))
    assert [one.about.label.split()[-1] for one in behind(office, "lawsuits", LAST, NOBODY).items] == ["77/2024"]


def test_a_suit_filed_after_the_month_is_not_of_it(office: Office) -> None:
    suit(office, filed_on=str(NOW))
    assert (line(office, LAST).lawsuits, line(office).lawsuits, line(office).filed) == (0, 1, 1)


def test_an_original_given_back_since_was_still_out_then(office: Office) -> None:
    lend(office, days_ago=70)
    assert line(office, LAST).originals == 1
    assert behind(office, "originals", month_before(month_before(month_before(LAST)))).total == 0


def test_a_payment_is_of_who_had_the_credit_that_day(office: Office) -> None:
    office.put("lawyers", cedula=OTHER, name="Lic. Otra Persona")
    changed = LAST + timedelta(days=10)
    office.put(
        "assignments", credit_number=CREDIT, lawyer_cedula=LICENCE, assigned_on="2020-01-02", ended_on=str(changed)
    )
    office.put("assignments", credit_number=CREDIT, lawyer_cedula=OTHER, assigned_on=str(changed))
    office.put("credits", number="9-9", debtor_curp=CURP, status="vencido")
    for receipt, day, credit in (("R1", 9, CREDIT), ("R2", 10, CREDIT), ("R3", 11, "9-9")):
        paid(office, receipt, LAST + timedelta(days=day), credit, "10.00")
    found = boards.monthly_board(office.archive, CLERK, code(LAST))
    assert [(one.lawyer, one.recovered) for one in found.items] == [
        ("Lic. Juan Rentería", "11.25"), ("Lic. Otra Persona", "11.25"), ("Sin abogado", "11.25"),
    ]  # fmt: skip
    assert found.total.recovered == "33.75" and found.items[1].received == 1
    assert [one.what for one in behind(office, "recovered", LAST, NOBODY).items] == ["Recibo R3"]


def test_a_lawyer_sees_their_own_line_and_nothing_behind_another_s(office: Office) -> None:
    furnish(office)
    other = office.put("lawyers", cedula=OTHER, name="Lic. Otra Persona").id
    outsider = Actor("otra", Role.EXTERNAL_LAWYER, "prueba", lawyer_id=other)
    assert [one.lawyer_id for one in boards.monthly_board(office.archive, office.outsider).items] == [office.lawyer]
    assert line(office, actor=office.outsider) == line(office)
    empty = boards.monthly_board(office.archive, outsider)
    assert [(one.lawyer_id, one.lawsuits, one.assigned) for one in empty.items] == [(other, 0, 0)]
    assert all(behind(office, one.value, actor=outsider).total == 0 for one in BoardFigure)
    for whose in (office.lawyer, NOBODY):
        with pytest.raises(NotFound):
            behind(office, "lawsuits", lawyer=whose, actor=outsider)


def test_a_lawyer_is_told_nothing_of_what_is_theirs_no_more(office: Office) -> None:
    suit(office, lawyer_cedula=None)
    lend(office)
    paid(office, "R1", LAST)
    office.put("assignments", credit_number=CREDIT, lawyer_cedula=LICENCE, assigned_on="2020-01-02", ended_on=str(NOW))
    assert line(office, LAST).recovered == "101.75"
    mine = line(office, LAST, actor=office.outsider)
    assert (mine.recovered, mine.assigned, mine.lawsuits) == ("0.00", 0, 0)
    assert line(office, actor=office.outsider).originals == 1  # what they hold they know of


@pytest.mark.parametrize("first", [NOW, LAST], ids=["running", "past"])
def test_the_number_of_queries_is_that_of_any_portfolio(office: Office, first: date) -> None:
    def asked() -> int:
        with queries_of(office.archive.database) as queries:
            boards.monthly_board(office.archive, office.outsider, code(first))
        return len(queries)

    before = asked()
    for number in range(2000, 2012):
        suit(office, number, filed_on=str(LAST))
    assert asked() == before < 40


@pytest.mark.parametrize("month", ["2999-01", "2026-13", "ayer"])
def test_a_month_that_cannot_be_is_refused(office: Office, month: str) -> None:
    with pytest.raises(InvalidInput, match="month"):
        boards.monthly_board(office.archive, CLERK, month)


def test_the_board_goes_out_as_a_table_with_its_total_and_its_stages(office: Office, tmp_path: Path) -> None:
    furnish(office)
    assert boards.export_board(office.archive, CLERK, code(NOW), tmp_path / "t.xlsx") == 2
    headings, mine, total = load_workbook(tmp_path / "t.xlsx").active.values
    assert mine[0] == "Lic. Juan Rentería" and total[0] == "Total" and mine[1:] == total[1:]
    told = dict(zip(headings, mine, strict=True))
    assert (told["Recuperado"], told["Juicios"], told["Asignado"], told["Demanda"]) == (101.75, 2, 1, 1)


def test_what_stands_behind_a_figure_goes_out_as_a_table(office: Office, tmp_path: Path) -> None:
    furnish(office)
    wanted = WantedBehind(BoardFigure.RECOVERED, office.lawyer)
    assert boards.export_behind(office.archive, CLERK, code(LAST), wanted, tmp_path / "t.csv") == 2
    told = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert f"{CREDIT},Roberto López García,Lic. Juan Rentería,Recibo R2" in told and "101.75" in told
