"""Rules of lawsuits, contracts and assignments that follow from values alone."""

from datetime import date
from decimal import Decimal

import pytest

from schemas.bulletin import KnownSuit, match_line
from schemas.contracts import PROCESSOR_CLAUSES, Term, missing_clauses, refusal_of_contract
from schemas.court_files import CourtFile, FileOf
from schemas.filings import Stamp, check_stamp, push_hint
from schemas.readiness import CreditState, findings, refused
from schemas.routes import Route, regime_of
from schemas.rules import Regime, RuleTable, first_rules

LAW = RuleTable(first_rules())


def test_the_regime_follows_the_filing_date_and_the_court():
    before, after = date(2027, 3, 31), date(2027, 4, 1)
    assert regime_of(before, Route.EXECUTIVE, LAW) == Regime.CCOM
    assert regime_of(after, Route.EXECUTIVE, LAW) == Regime.CCOM_CNPCYF
    assert regime_of(after, Route.CIVIL, LAW) == Regime.CNPCYF
    assert regime_of(before, Route.CIVIL, LAW, court_start=date(2026, 11, 1)) == Regime.CNPCYF


@pytest.mark.parametrize(
    ("text", "pushes"),
    [
        ("Solicito se señale fecha para la diligencia", "yes"),
        ("pido SE CITE PARA SENTENCIA", "yes"),
        ("Se autorice a los pasantes; señalo nuevo domicilio", "no"),
        ("Pido copias certificadas y se gire exhorto", "doubt"),
        ("Vengo a manifestar", "doubt"),
    ],
)
def test_hint_words_propose_whether_a_filing_moves_the_suit(text, pushes):
    assert push_hint(text).pushes == pushes


def checks(today=date(2026, 11, 25), folios=(), **given):
    stamp = Stamp(**{"stamped_on": date(2026, 11, 20), "court_code": "2MH", "folio": "004512/2026",
                     "claimed": Decimal("25000"), **given})  # fmt: skip
    return check_stamp(stamp, today, courts={"2MH"}, folios=folios, owed=Decimal("25100"), tolerance=Decimal(1))


def test_a_right_stamp_is_valid():
    assert all(one.right for one in checks())


@pytest.mark.parametrize(
    ("wrong", "given"),
    [
        ("date", {"stamped_on": date(2026, 11, 26)}),
        ("date", {"stamped_on": None}),
        ("court", {"court_code": "9XX"}),
        ("folio", {"folios": ("4512-2026",)}),
        ("amount", {"claimed": Decimal("24000")}),
    ],
)
def test_what_is_wrong_with_a_stamp_is_named(wrong, given):
    assert [one.check for one in checks(**given) if one.right is False] == [wrong]


def test_an_illegible_folio_is_left_to_a_person():
    assert {one.check: one.right for one in checks(folio=" ")} == {
        "date": True,
        "court": True,
        "folio": None,
        "amount": True,
    }


def suit(id="s1", number=1234, *parties):
    return KnownSuit(id, CourtFile(FileOf.MAIN, 2024, number), parties or ("MARTHA LÓPEZ BÓRQUEZ",))


def test_a_line_of_the_bulletin_finds_its_suit():
    line = "EXP. 01234/2024 EJECUTIVO MERCANTIL. INSTITUTO VS LOPES BORQUEZ MARTHA. Se admite."
    assert [(match.lawsuit_id, match.sure) for match in match_line(line, [suit(), suit("s2", 77)])] == [("s1", True)]


def test_a_number_alone_is_not_sure():
    assert [match.sure for match in match_line("EXP. 1234/2024 VS PEREZ SOTO", [suit()])] == [False]


def test_a_number_one_digit_off_needs_the_name():
    assert match_line("EXP. 1235/2024 VS PEREZ SOTO", [suit()]) == ()
    assert [match.sure for match in match_line("EXP. 1235/2024 VS LOPEZ BORQUEZ", [suit()])] == [False]


def test_a_line_without_a_number_finds_nothing():
    assert match_line("LOPEZ BORQUEZ MARTHA", [suit()]) == ()


def test_clauses_that_lack_are_named():
    assert missing_clauses(set(PROCESSOR_CLAUSES) - {"security"}) == ("Aplicar medidas de seguridad",)


YEAR = Term(date(2026, 1, 1), date(2026, 12, 31))


def test_a_lawyer_receives_only_within_a_contract():
    assert refusal_of_contract([YEAR], date(2026, 12, 31)) is None
    assert "terminó el 31/12/2026" in (refusal_of_contract([YEAR], date(2027, 1, 1)) or "")
    assert "empieza" in (refusal_of_contract([YEAR], date(2025, 12, 31)) or "")
    assert refusal_of_contract([], date(2026, 5, 1)) is None
    assert refusal_of_contract([Term(YEAR.starts_on, YEAR.ends_on, date(2026, 4, 1))], date(2026, 5, 1))


READY = {"original_in_vault": True, "scanned": True, "both_sides": True, "endorsed": True, "obligors_complete": True,
         "days_left": 400, "alive": 2}  # fmt: skip


def test_a_credit_that_is_ready_has_no_findings():
    assert findings(CreditState(**READY), 30) == ()


@pytest.mark.parametrize(
    ("code", "refuses", "given"),
    [
        ("no_original", True, {"original_in_vault": None}),
        ("original_out", True, {"original_in_vault": False, "original_holder": "Lic. Rentería"}),
        ("not_scanned", True, {"scanned": False}),
        ("one_side", False, {"both_sides": False}),
        ("not_endorsed", False, {"endorsed": False}),
        ("assigned", True, {"assigned_to": "Lic. Rentería"}),
        ("sued", True, {"other_suits": ("1234/2024",)}),
        ("obligors", False, {"obligors_complete": False}),
        ("some_originals", False, {"originals_missing": 2}),
        ("endorsed_elsewhere", False, {"endorsed_to": ("Lic. Otra",)}),
        ("prescribed", True, {"days_left": -1, "prescribed": 2, "alive": 0}),
        ("some_prescribed", False, {"prescribed": 1}),
        ("pessimistic", False, {"days_left": -1}),
        ("soon", False, {"days_left": 29}),
        ("no_clock", False, {"days_left": None, "alive": 0}),
        ("no_clock", False, {"undated": True}),
    ],
)
def test_what_stands_against_an_assignment_is_named(code, refuses, given):
    found = findings(CreditState(**READY | given), 30)
    assert [one.code for one in found] == [code] and refused(found) is refuses
