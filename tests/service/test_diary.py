"""The diary: hearings beside what falls due, each on its day, for the lawyer their own and for the house all."""

from datetime import timedelta

import pytest

from schemas.clocks.calendar import OFFICE
from schemas.dossier import DossierScope
from schemas.errors import InvalidInput
from schemas.hearings import HearingIn
from service.operations.days import today
from service.operations.diary import diary
from service.operations.hearings import make_list
from tests.registry_office import CLERK, Office, office_on_either

SUIT, OTHER = "2MH 1234/2024", "2MH 9/2025"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("diary"))
    made.put("lawyers", cedula="7654321", name="Otra")
    made.put("lawsuits", court_code="2MH", number=9, year=2025, lawyer_cedula="7654321", status="PRUEBAS")
    issued = today() - timedelta(days=20)
    for lawsuit, kind, days, more in (
        (SUIT, "auto", 5, {"hearing_at": "12.00 hrs", "orders": ["preparar testigos"]}),
        (SUIT, "decreto", 5, {"hearing_at": "9:30"}),
        (SUIT, "interlocutoria", -3, {}),
        (OTHER, "auto", 4, {"hearing_at": "10:00"}),
    ):
        on = today() + timedelta(days=days)
        made.put("resolutions", lawsuit=lawsuit, kind=kind, issued_on=str(issued), hearing_on=str(on), **more)
    made.put(
        "resolutions", lawsuit=SUIT, kind="sentencia", issued_on=str(issued), deadline_on=str(today() + timedelta(5))
    )
    yield made
    made.archive.close()


def shown(office, actor) -> list[tuple[int, str, str, str]]:
    """Days ahead, hour, what, and the number of the lawsuit."""
    found = diary(office.archive, actor)
    return [((one.on - found.on).days, one.at, one.what, one.about.label[-9:]) for one in found.due]


def test_hearings_stand_on_their_day_by_the_hour_before_what_falls_due_that_day(office):
    assert shown(office, office.outsider) == [
        (5, "09:30", "Audiencia", "1234/2024"),
        (5, "12:00", "Audiencia", "1234/2024"),
        (5, "", "Vence el plazo de un acuerdo", "1234/2024"),
    ]


def test_the_house_sees_the_hearings_of_all(office):
    assert [line[:3] for line in shown(office, CLERK)][:2] == [(4, "10:00", "Audiencia"), (5, "09:30", "Audiencia")]
    assert [one.lawyer for one in diary(office.archive, CLERK).due][:2] == ["Otra", "Lic. Juan Rentería"]


def test_pieces_chosen_for_the_day_stand_with_the_hearing(office):
    office.document("complaint", ("lawsuit", office.lawsuit))
    for name, days in (("Desahogo", 5), ("Sin acuerdo aún", 9)):
        on = today() + timedelta(days=days)
        make_list(
            office.archive, CLERK, HearingIn(name=name, key=office.lawsuit, of=DossierScope.LAWSUIT, hearing_on=on)
        )

    found = diary(office.archive, office.outsider)

    assert [[ref.label for ref in one.refs] for one in found.due] == [["Desahogo"], [], [], ["Sin acuerdo aún"]]


@pytest.mark.parametrize("wrong", [{"hearing_at": "25:00", "hearing_on": "2026-01-02"}, {"hearing_at": "10:00"},
                                   {"hearing_on": "2025-12-31"}])  # fmt: skip
def test_a_hearing_that_cannot_be_is_refused(office, wrong):
    with pytest.raises(InvalidInput):
        office.put("resolutions", lawsuit=OTHER, kind="decreto", issued_on="2026-01-01", **wrong)


suits = office_on_either
"""An office whose one lawsuit is brought from stage to stage."""


def counted(office) -> list[tuple[str, str, str]]:
    """What was counted from the stage: its last day, what, and how pressing."""
    found = diary(office.archive, office.outsider)
    return [(str(one.on), one.what, one.level.value) for one in found.due if one.detail.startswith("Calculado")]


def test_a_term_of_the_stage_is_counted_from_its_notice_in_working_days_of_the_court(suits):
    """DOMAIN 2.12: a notice takes effect the day after; three days to fix the claim (CCom 1075, 1079-VI)."""
    told = OFFICE.back(today(), 1)
    suits.put("stages", lawsuit=SUIT, stage="PREVENCION", on=str(told))
    first = OFFICE.add(told, 4)
    assert counted(suits) == [
        (str(first), "Desahogar la prevención", "urgent" if (first - today()).days <= 3 else "warn")
    ]
    suits.put("resolutions", lawsuit=SUIT, kind="auto", issued_on=str(told), listed_on=str(today()))
    assert counted(suits)[0][0] == str(OFFICE.add(today(), 4))
    closed = OFFICE.add(today(), 2)
    suits.put("closures", court_code="2MH", first=str(closed))
    assert counted(suits)[0][0] == str(OFFICE.add(today(), 5))
    suits.put("filings", lawsuit=SUIT, filed_on=str(today()), subject="Se tenga por desahogada la prevención")
    assert counted(suits) == []


@pytest.mark.parametrize(("route", "days"), [("ejecutivo", 8), ("ejecutivo_oral", 8), ("oral", 9), ("ordinario", 15)])
def test_the_defendant_s_term_to_answer_is_that_of_the_route(suits, route, days):
    """DOMAIN 2.9."""
    suits.put("lawsuits", court_code="2MH", number=1234, year=2024, route=route)
    suits.put("stages", lawsuit=SUIT, stage="DILIGENCIA", on=str(today()))
    suits.put("notifications", lawsuit=SUIT, way="personal", practised_on=str(today()), addressee="Roberto López")
    ((on, what, level),) = counted(suits)
    assert on == str(OFFICE.add(today(), days + 1)) and "plazo del demandado" in what and level in ("calm", "watch")


def test_amparo_is_counted_in_its_own_days_and_is_no_delay(suits):
    suits.put("stages", lawsuit=SUIT, stage="SENTENCIA", on="2025-09-01")
    assert counted(suits) == []
    suits.put("stages", lawsuit=SUIT, stage="SENTENCIA", on=str(today()))
    assert [one[1:] for one in counted(suits)] == [("Promover amparo directo, si procede", "calm")]


def test_a_seizure_not_inscribed_and_a_mediated_agreement_not_registered_stand_on_their_last_day(suits):
    """CCom 1394: three days of the court; LGMASC 98, 105-106: ten to send, thirty to register."""
    on, credit = str(OFFICE.back(today(), 1)), "1-23456-15"
    suits.put("seizures", lawsuit=SUIT, seized_on=on, goods="Pick up 2016")
    suits.put("agreements", number="M-1", credit_number=credit, type="mediado", signed_on=on, signer_curps=[])
    assert {(day, what.split()[0]) for day, what, _ in counted(suits)} == {
        (str(OFFICE.add(OFFICE.back(today(), 1), 3)), "Dar"), (str(OFFICE.add(OFFICE.back(today(), 1), 10)), "Enviar"),
    }  # fmt: skip
    suits.put("seizures", lawsuit=SUIT, seized_on=on, goods="Pick up 2016", inscribed_on=str(today()))
    suits.put("agreements", number="M-1", sent_on=str(today()))
    assert [(day, what.split()[0]) for day, what, _ in counted(suits)] == [(str(OFFICE.add(today(), 30)), "Comprobar")]
    suits.put("agreements", number="M-1", registered_on=str(today()), registry_number="SC-1")
    assert counted(suits) == []
