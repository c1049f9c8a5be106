"""When a document may be reserved, how long, and what becomes of it."""

from datetime import date

import msgspec
import pytest

from schemas.reservations import (
    Asked,
    Cause,
    CommitteeIn,
    Decision,
    EndIn,
    ExtensionIn,
    HarmTest,
    Known,
    ReservationIn,
    ReservationMark,
    State,
    committee_refusal,
    end_refusal,
    extension_refusal,
    legend,
    reserve_refusal,
    state_of,
)

TODAY = date(2026, 11, 30)
HARM = HarmTest("riesgo real", "supera el interés", "medio menos restrictivo")
GIVEN = ReservationIn(
    document="d", request="INF-1", legal_basis="LGTAIP 112, fracción XI", reason="juicio en trámite", harm=HARM,
    signed_by="Lic. Uno", signed_office="Cartera Judicial", until=date(2029, 11, 30),
)  # fmt: skip
ASKED = Asked("informacion", date(2026, 11, 20), None)
KNOWN = Known(TODAY, date(2029, 11, 30))


def refused(asked=ASKED, on=TODAY, **more):
    said = reserve_refusal(msgspec.structs.replace(GIVEN, **more), on, asked, TODAY)
    return said and said.code


@pytest.mark.parametrize(
    ("code", "asked", "on", "more"),
    [
        (None, ASKED, TODAY, {}),
        (None, ASKED, TODAY, {"until": date(2031, 11, 30)}),
        ("bad_term", ASKED, TODAY, {"until": date(2031, 12, 1)}),
        ("bad_term", ASKED, TODAY, {"until": TODAY}),
        ("in_advance", ASKED, date(2026, 11, 19), {}),
        ("bad_date", ASKED, date(2026, 12, 1), {}),
        ("bad_date", msgspec.structs.replace(ASKED, answered_on=date(2026, 11, 25)), TODAY, {}),
        ("not_for_information", msgspec.structs.replace(ASKED, kind="acceso"), TODAY, {}),
        ("incomplete", ASKED, TODAY, {"harm": HarmTest("riesgo", " ", "medio")}),
        ("incomplete", ASKED, TODAY, {"signed_by": ""}),
        ("incomplete", ASKED, TODAY, {"legal_basis": ""}),
        ("too_long", ASKED, TODAY, {"legal_basis": "x" * 4_001}),
        ("too_long", ASKED, TODAY, {"parts": "x" * 1_001}),
        (None, ASKED, TODAY, {"parts": "x" * 1_000}),
    ],
)
def test_only_a_request_is_answered_so_with_a_whole_harm_test_and_for_five_years_at_most(code, asked, on, more):
    assert refused(asked, on, **more) == code


def test_five_years_from_the_last_of_february_end_on_the_last_of_february():
    assert (
        refused(on=date(2024, 2, 29), asked=Asked("informacion", date(2024, 2, 1), None), until=date(2029, 2, 28))
        is None
    )
    assert refused(on=date(2024, 2, 29), asked=Asked("informacion", date(2024, 2, 1), None), until=date(2029, 3, 1))


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (State.PENDING, {}),
        (State.CONFIRMED, {"decision": Decision.CONFIRM}),
        (State.CONFIRMED, {"decision": Decision.MODIFY, "until": TODAY}),
        (State.EXPIRED, {"decision": Decision.CONFIRM, "until": date(2026, 11, 29)}),
        (State.CONFIRMED, {"decision": Decision.CONFIRM, "until": date(2026, 11, 29), "extended_until": date(2027, 1, 1)}),
        (State.REVOKED, {"decision": Decision.REVOKE}),
        (State.DECLASSIFIED, {"decision": Decision.CONFIRM, "ended_on": TODAY}),
    ],
)  # fmt: skip
def test_it_ends_by_its_term_by_the_committee_or_by_being_declassified(state, more):
    assert state_of(msgspec.structs.replace(KNOWN, **more), TODAY) is state


def decided(known=KNOWN, **more):
    given = CommitteeIn(**{"decision": Decision.CONFIRM, "act": "Acta 3/2026", "on": TODAY, **more})
    said = committee_refusal(known, given, TODAY)
    return said and said.code


def test_the_committee_decides_once_in_an_act_and_changes_only_what_it_modifies():
    assert decided() is None
    assert decided(act=" ") == "incomplete"
    assert decided(until=date(2027, 1, 1)) == "not_modified"
    assert decided(decision=Decision.MODIFY) == "incomplete"
    assert decided(decision=Decision.MODIFY, until=date(2027, 1, 1)) is None
    assert decided(decision=Decision.MODIFY, until=date(2032, 1, 1)) == "bad_term"
    assert decided(msgspec.structs.replace(KNOWN, decision=Decision.CONFIRM)) == "already_decided"
    assert decided(act="x" * 301) == "too_long"
    assert decided(decision=Decision.MODIFY, legal_basis="x" * 4_001) == "too_long"
    assert decided(decision=Decision.MODIFY, legal_basis="x" * 4_000) is None


def test_the_committee_gives_no_term_anew_to_what_was_public_already():
    over = Known(date(2024, 11, 1), date(2026, 11, 1))
    for given in ({}, {"decision": Decision.REVOKE}, {"decision": Decision.MODIFY, "until": date(2028, 1, 1)}):
        assert decided(over, **given) == "not_standing"
        assert decided(over, **given, on=date(2026, 11, 1)) is None


def extended(known, on=TODAY, **more):
    given = ExtensionIn(**{
        "until": date(2034, 11, 30), "reason": "el juicio sigue", "harm": HARM, "act": "Acta 9", "on": on,
        "signed_by": "Lic. Uno", "signed_office": "Cartera", **more,
    })  # fmt: skip
    said = extension_refusal(known, given, TODAY)
    return said and said.code


def test_it_is_extended_once_by_five_years_at_most_before_it_ends_and_when_confirmed():
    confirmed = msgspec.structs.replace(KNOWN, decision=Decision.CONFIRM)
    assert extended(confirmed) is None
    assert extended(confirmed, until=date(2034, 12, 1)) == "bad_term"
    assert extended(confirmed, harm=HarmTest("", "", "")) == "incomplete"
    assert extended(confirmed, act="x" * 301) == "too_long"
    assert extended(KNOWN) == "not_confirmed"
    assert extended(msgspec.structs.replace(confirmed, extended_until=date(2030, 1, 1))) == "already_extended"
    over = Known(date(2021, 11, 1), date(2026, 11, 1), Decision.CONFIRM)
    assert extended(over, until=date(2027, 1, 1)) == "not_standing"
    assert extended(over, on=date(2026, 10, 30), until=date(2027, 1, 1)) is None


def test_an_end_before_the_term_names_its_cause_and_unless_it_ceased_its_act():
    def ended(known=KNOWN, **more):
        given = EndIn(**{"cause": Cause.CEASED, "reason": "sentencia firme", "on": TODAY, **more})
        said = end_refusal(known, given, TODAY)
        return said and said.code

    assert ended() is None
    assert ended(cause=Cause.AUTHORITY) == "incomplete"
    assert ended(cause=Cause.AUTHORITY, act="Resolución 5") is None
    assert ended(msgspec.structs.replace(KNOWN, ended_on=TODAY)) == "not_standing"
    assert ended(reason="x" * 4_001) == "too_long"


def test_the_legend_tells_date_ground_and_term():
    mark = ReservationMark("RS2026-0001", State.PENDING, TODAY, "LGTAIP 112-XI", date(2029, 11, 30), "hojas 2 y 3")
    assert legend(mark) == (
        "RESERVADO EN PARTE (hojas 2 y 3), RS2026-0001, por confirmar por el Comité de Transparencia. Clasificado el "
        "30/11/2026; fundamento: LGTAIP 112-XI; reservado hasta el 30/11/2029."
    )
