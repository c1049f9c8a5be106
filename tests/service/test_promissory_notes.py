"""Promissory notes: words against figures, who answers, endorsements, payments, the checklist of LGTOC 170."""

import pytest

from schemas.errors import InvalidInput
from schemas.note_elements import Captured, checklist, enforceable
from service.operations import registry
from service.operations.importing import import_table
from tests.registry_office import CLERK, CREDIT, CURP, GUARANTOR, LICENCE, Office, office_on_either

NOTE = f"{CREDIT}:000123"


office = office_on_either


def put(office: Office, **data: object):
    return registry.upsert(
        office.archive, CLERK, "promissory-notes", {"credit_number": CREDIT, "number": "000123", **data}
    )


def test_words_win_over_figures_and_the_difference_is_flagged(office: Office) -> None:
    done = put(office, amount="25,000.00", amount_words="VEINTICINCO MIL QUINIENTOS PESOS 00/100 M.N.")
    note = done.entity
    assert (note.amount, note.amount_effective, note.amount_conflict) == ("25000.00", "25500.00", True)
    assert "LGTOC 16" in done.warnings[0]
    assert put(office, amount="25,500.00").entity.amount_conflict is False


def test_obligors_named_with_a_note_are_added_and_none_is_taken_away(office: Office) -> None:
    put(office, maker_curps=[CURP])
    done = put(office, guarantor_curps=[GUARANTOR])
    assert [(one.role, one.person) for one in done.entity.obligors] == [
        ("suscriptor", "Roberto López García"), ("avalista", "Ana Méndez Valle"),
    ]  # fmt: skip
    again = put(office, maker_curps=[CURP], guarantor_curps=[GUARANTOR])
    assert (again.changed, again.entity.version) == (False, done.entity.version)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"signed_on": "2015-03-04", "due_on": "2015-03-03"}, "due_on"),
        ({"maker_curps": ["NADIE"]}, "maker_curps"),
        ({"state": "perdido"}, "state"),
        ({"series_number": 3, "series_total": 2}, "series_number"),
        ({"credit_number": "9-9"}, "credit_number"),
        ({"amount": "mucho"}, "amount"),
    ],
)
def test_what_cannot_be_is_refused_naming_the_member(office: Office, data: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        put(office, **data)


def test_the_same_number_may_stand_on_notes_of_two_credits(office: Office) -> None:
    office.put("credits", number="9-9", debtor_curp=CURP)
    first, second = put(office), put(office, credit_number="9-9")
    assert first.entity.id != second.entity.id
    assert registry.get(office.archive, CLERK, "promissory-notes", "99:000123").id == second.entity.id


def test_endorsements_and_payments_hang_on_the_note(office: Office) -> None:
    put(office, signed_on="2015-03-04", due_on="2016-03-04", amount="100.00")
    put_one = {"note": NOTE, "endorsed_on": "2020-01-02", "endorsee": "Lic. Juan Rentería", "lawyer_cedula": LICENCE}
    given = registry.upsert(office.archive, CLERK, "endorsements", put_one).entity
    assert (given.kind, given.lawyer) == ("procuracion", "Lic. Juan Rentería")
    crossed = registry.change(office.archive, CLERK, "endorsements", given.id, {"cancelled_on": "2021-01-02"}).entity
    assert str(crossed.cancelled_on) == "2021-01-02"
    paid = {"note": NOTE, "paid_on": "2016-01-01", "receipt": "r-1", "amount": "40.5", "on_note": False}
    assert "LGTOC 17" in registry.upsert(office.archive, CLERK, "note-payments", paid).warnings[0]
    assert registry.get(office.archive, CLERK, "promissory-notes", NOTE).paid == "40.50"


def test_a_tick_points_to_the_image_and_decides_whether_the_note_can_be_sued_on(office: Office) -> None:
    put(office, amount="1", payee="Instituto", signed_on="2015-03-04", signed_at="Hermosillo", maker_curps=[CURP])
    shown = registry.get(office.archive, CLERK, "promissory-notes", NOTE)
    assert (shown.elements[0].state, shown.enforceable) == ("unknown", None)
    paper = office.document("promissory_note", ("credit", office.credit))
    tick = {
        "note": NOTE,
        "element": "I",
        "present": True,
        "document_id": paper,
        "page": 1,
        "region": "0.1, 0.2,0.3,0.05",
    }
    assert office.put("note-elements", **tick).region == "0.1,0.2,0.3,0.05"
    assert registry.get(office.archive, CLERK, "promissory-notes", NOTE).enforceable is True
    office.put("note-elements", note=NOTE, element="VI", present=False)
    shown = registry.get(office.archive, CLERK, "promissory-notes", NOTE)
    assert (shown.enforceable, shown.elements[5].source) == (False, "LGTOC 8, 170-VI")


def test_a_missing_place_of_payment_is_supplied_by_the_law() -> None:
    known = Captured(amount=True, payee=True, due=True, pay_place=False, signed_on=True, signed_at=True, makers=1)
    checked = checklist(known, {"I": True, "IV": False})
    assert enforceable(checked) is True
    assert "domicilio del suscriptor" in checked[3].consequence


def test_notes_come_in_as_a_table_with_spanish_headings(office: Office) -> None:
    path = office.archive.settings.data / "pagares.csv"
    path.write_text(
        "Crédito,Pagaré,Monto,Fecha de suscripción,Vencimiento,CURP suscriptor,CURP aval\n"
        f'{CREDIT},000124,"$30,000.00",04/03/2015,04/03/2016,{CURP},{GUARANTOR}\n'
        f"{CREDIT},000125,x,04/03/2015,04/03/2014,{CURP},NADIE\n"
    )
    refused = import_table(office.archive, CLERK, path, "promissory-notes")
    assert [(one.row, one.column) for one in refused.errors] == [(3, "amount")]
    taken = import_table(office.archive, CLERK, path, "promissory-notes", partial=True)
    assert (taken.created, len(taken.errors)) == (1, 1)
    assert len(registry.get(office.archive, CLERK, "promissory-notes", f"{CREDIT}:000124").obligors) == 2


def test_a_lawyer_sees_notes_and_obligors_of_assigned_credits_alone(office: Office) -> None:
    office.put("credits", number="9-9", debtor_curp=CURP)
    other = office.put("debtors", curp="MEPR910203HSRNRC09", full_name="Ricardo Núñez").id
    put(office)
    put(office, credit_number="9-9")
    assert [one.credit for one in registry.listing(office.archive, office.outsider, "promissory-notes").items] == [
        CREDIT
    ]
    assert other not in {one.id for one in registry.listing(office.archive, office.outsider, "debtors").items}
    put(office, guarantor_curps=["MEPR910203HSRNRC09"])
    assert other in {one.id for one in registry.listing(office.archive, office.outsider, "debtors").items}
