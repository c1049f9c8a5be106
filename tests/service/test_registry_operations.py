import pytest

from schemas.access import Actor, Role
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.registry import Credit, Debtor, Lawsuit
from service.operations import registry
from service.operations.finding_people import similar_people
from service.operations.registry.exporting import export_csv
from storage.records import events
from tests.registry_office import AUDITOR, CLERK, COURT, CREDIT, CURP, LICENCE, Office, office_on_either

office = office_on_either


def test_what_is_left_out_stays_and_null_clears(office: Office) -> None:
    office.put("debtors", curp=CURP, phone="6621234567")
    kept = office.put("debtors", curp=CURP, rfc="LOGR900314AB9")
    assert (kept.full_name, kept.phone, kept.rfc) == ("Roberto López García", "6621234567", "LOGR900314AB9")
    assert office.put("debtors", curp=CURP, phone=None).phone is None


def test_the_same_again_changes_nothing(office: Office) -> None:
    before = registry.get(office.archive, CLERK, "credits", CREDIT)
    again = registry.upsert(office.archive, CLERK, "credits", {"number": "1 23456 15", "debtor_curp": CURP})
    assert (again.created, again.changed, again.entity) == (False, False, before)


def test_a_change_under_another_version_is_refused(office: Office) -> None:
    office.put("debtors", curp=CURP, phone="1")
    with pytest.raises(Conflict, match="otra|más cambió"):
        registry.upsert(office.archive, CLERK, "debtors", {"curp": CURP, "phone": "2"}, expected_version=1)
    changed = registry.upsert(office.archive, CLERK, "debtors", {"curp": CURP, "phone": "2"}, expected_version=2)
    assert changed.entity.version == 3


@pytest.mark.parametrize(
    ("kind", "data", "named"),
    [
        ("debtors", {"curp": "XXXX"}, "full_name"),
        ("credits", {"number": "9-9", "debtor_curp": "NADIE"}, "debtor_curp"),
        ("credits", {"number": CREDIT, "signed_on": "2024-02-31"}, "signed_on"),
        ("credits", {"number": CREDIT, "principal": "mucho"}, "principal"),
        ("credits", {"number": CREDIT, "colour": "red"}, "colour"),
        ("credits", {"debtor_curp": CURP}, "number"),
        ("lawsuits", {"court_code": "NO", "number": 1, "year": 2024}, "court_code"),
        ("lawsuits", {"court_code": COURT, "number": 1, "year": 2024, "credit_numbers": ["7-7"]}, "credit_numbers"),
        ("lawyers", {"cedula": "7654321"}, "name"),
        ("assignments", {"credit_number": CREDIT, "lawyer_cedula": "1", "assigned_on": "2024-01-01"}, "lawyer_cedula"),
    ],
)
def test_what_is_wrong_is_refused_naming_the_member(
    office: Office, kind: str, data: dict[str, object], named: str
) -> None:
    with pytest.raises(InvalidInput, match=named):
        registry.upsert(office.archive, CLERK, kind, data)


def test_an_odd_curp_is_kept_with_a_warning(office: Office) -> None:
    made = registry.upsert(office.archive, CLERK, "debtors", {"curp": "logr900314hsrprb05", "full_name": "Otro"})
    assert isinstance(made.entity, Debtor)
    assert made.entity.curp == "LOGR900314HSRPRB05"
    assert "verificador" in made.warnings[0]


def test_a_credit_is_with_one_lawyer_at_a_time(office: Office) -> None:
    office.put("lawyers", cedula="7654321", name="Lic. Otra")
    office.put("assignments", credit_number=CREDIT, lawyer_cedula="7654321", assigned_on="2023-05-06")
    credit = registry.get(office.archive, CLERK, "credits", CREDIT)
    assert isinstance(credit, Credit)
    assert credit.lawyer == "Lic. Otra"
    old = registry.listing(office.archive, CLERK, "assignments", LICENCE).items[0]
    assert str(getattr(old, "ended_on", None)) == "2023-05-06"


def test_a_lawsuit_number_shared_by_courts_names_the_choices(office: Office) -> None:
    office.put("courts", code="1MN", name="Juzgado Primero de Nogales")
    office.put("lawsuits", court_code="1MN", number=1234, year=2024)
    with pytest.raises(Conflict, match="1MN 1234/2024"):
        registry.get(office.archive, CLERK, "lawsuits", "1234/2024")
    found = registry.get(office.archive, CLERK, "lawsuits", "1mn 1234/24")
    assert isinstance(found, Lawsuit)
    assert found.court_code == "1MN"


def test_names_are_found_in_any_order_by_beginnings_and_without_accents(office: Office) -> None:
    for words in ("garcia lopez", "LÓPEZ rob", "LOGR9003", ""):
        names = [item.full_name for item in registry.listing(office.archive, CLERK, "debtors", words).items]
        assert "Roberto López García" in names
    assert registry.listing(office.archive, CLERK, "debtors", "pérez").items == ()


@pytest.mark.parametrize("kind", ["debtors", "credits", "lawsuits", "courts", "lawyers", "assignments"])
def test_pages_of_a_list_join_to_the_whole(office: Office, kind: str) -> None:
    office.put("credits", number="2-2", debtor_curp=CURP)
    office.put("courts", code="AAA", name="Otro juzgado")
    office.put("lawyers", cedula="99999", name="Otra")
    office.put("lawsuits", court_code="AAA", number=7, year=2020)
    office.put("assignments", credit_number="2-2", lawyer_cedula="99999", assigned_on="2019-01-01")
    whole = registry.listing(office.archive, CLERK, kind)
    first = registry.listing(office.archive, CLERK, kind, limit=1)
    second = registry.listing(office.archive, CLERK, kind, cursor=first.cursor, limit=1)
    assert first.items + second.items == whole.items
    assert (len(whole.items), whole.cursor, second.cursor) == (2, None, None)


def test_an_external_lawyer_knows_of_nothing_but_their_matters(office: Office) -> None:
    office.put("debtors", curp="FAPC040615MSRLRRA3", full_name="Carla Fuentes")
    office.put("credits", number="9-9", debtor_curp="FAPC040615MSRLRRA3")
    seen = {kind: len(registry.listing(office.archive, office.outsider, kind).items) for kind in ("debtors", "credits")}
    assert seen == {"debtors": 2, "credits": 1}
    with pytest.raises(NotFound):
        registry.get(office.archive, office.outsider, "credits", "9-9")
    office.put("lawsuits", court_code=COURT, number=5, year=2020)
    assert len(registry.listing(office.archive, office.outsider, "lawsuits", "roberto").items) == 1
    assert len(registry.listing(office.archive, office.outsider, "lawsuits").items) == 1
    stranger = Actor("nadie", Role.EXTERNAL_LAWYER, "prueba")
    assert registry.listing(office.archive, stranger, "credits").items == ()


def test_only_those_who_may_write_and_every_change_is_an_event(office: Office) -> None:
    with pytest.raises(Forbidden):
        registry.upsert(office.archive, AUDITOR, "courts", {"code": "X", "name": "X"})
    office.put("debtors", curp=CURP, phone="6621234567")
    with office.archive.database.read() as session:
        newest = events.listing(session, object_id=office.debtor)
        assert [(event.actor, event.action) for event in newest] == [("ana", "update"), ("ana", "create")]
        assert "6621234567" not in str(newest[0].detail)
        assert events.first_break(session) is None


def test_who_lists_exports_or_looks_for_people_leaves_what_they_asked_for(office: Office) -> None:
    registry.listing(office.archive, CLERK, "debtors", "roberto", filters={})
    registry.listing(office.archive, CLERK, "credits", filters={"debtor": CURP})
    similar_people(office.archive, CLERK, "rovertto")
    list(export_csv(office.archive, CLERK, "debtors", "carla"))
    office.archive.looks.close()
    with office.archive.database.read() as session:
        acts = [(row.action, row.object_id, row.detail) for row in events.listing(session, by=CLERK.name, limit=4)]
    assert sorted((action, kind, said["q"], said["filters"]) for action, kind, said in acts) == [
        ("export", "debtors", "carla", {}),
        ("list", "credits", "", {"debtor": CURP}),
        ("list", "debtors", "roberto", {}),
        ("list", "debtors", "rovertto", {}),
    ]


def test_who_looks_does_not_wait_for_who_writes_and_is_recorded_all_the_same(office: Office) -> None:
    with office.archive.database.write():
        assert registry.get(office.archive, AUDITOR, "credits", CREDIT).number == CREDIT
    office.archive.looks.close()
    with office.archive.database.read() as session:
        (seen,) = events.listing(session, by=AUDITOR.name)
    assert (seen.action, seen.object_kind, seen.object_id) == ("view", "credit", office.credit)


def test_search_looks_again_at_documents_that_show_what_changed(office: Office) -> None:
    of_credit = office.document("account_statement", ("credit", office.credit))
    of_lawsuit = office.document("complaint", ("lawsuit", office.lawsuit))
    office.put("debtors", curp=CURP, phone="1")
    assert (office.version(of_credit), office.version(of_lawsuit)) == (1, 1)
    office.put("debtors", curp=CURP, full_name="Roberto López Ruiz")
    assert (office.version(of_credit), office.version(of_lawsuit)) == (2, 1)
    office.put(
        "assignments", credit_number=CREDIT, lawyer_cedula=LICENCE, assigned_on="2020-01-02", ended_on="2021-01-01"
    )
    assert (office.version(of_credit), office.version(of_lawsuit)) == (3, 2)
