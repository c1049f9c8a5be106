"""Lists of pieces for a hearing: chosen, ordered, kept, bound."""

from datetime import date

import msgspec
import pytest

from schemas.dossier import DossierScope
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.hearings import HearingChange, HearingIn
from service.operations import hearings
from service.operations.dossier import write_dossier_pdf
from storage.records import events
from tests.registry_office import AUDITOR, CLERK, CREDIT, CURP, GUARANTOR, office_on_either
from tests.service.test_dossier_operations import filed, texts

office = office_on_either


def made(office, *pieces, **more):
    given = HearingIn(**{"name": "Audiencia de pruebas", "key": CURP, "pieces": pieces or None, **more})
    return hearings.make_list(office.archive, CLERK, given)


def shown(office, one, actor=CLERK):
    return [document.id for document in hearings.hearing_dossier(office.archive, actor, one.id).documents]


def test_without_a_choice_every_piece_is_in_the_order_of_the_dossier(office):
    papers = filed(office)
    assert made(office).pieces == tuple(papers[name] for name in ("note", "claim", "order1", "order2", "id"))


def test_pieces_are_bound_in_the_order_chosen_with_folios_of_their_own(office, tmp_path):
    papers = filed(office)
    one = made(office, papers["order2"], papers["note"], hearing_on=date(2026, 12, 1))
    found = hearings.hearing_dossier(office.archive, CLERK, one.id)
    assert [(d.id, d.folio_first, d.folio_last) for d in found.documents] == [
        (papers["order2"], 1, 2), (papers["note"], 3, 3),
    ]  # fmt: skip
    write_dossier_pdf(office.archive, CLERK, found, tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert "Audiencia de pruebas" in pages[0] and "faltan" not in pages[0]
    assert [f"Foja {folio}" in page for folio, page in enumerate(pages[2:], 1)] == [True] * 3


def test_an_order_is_changed_kept_and_recorded(office):
    papers = filed(office)
    one = made(office, papers["note"], papers["id"])
    change = HearingChange(pieces=(papers["id"], papers["claim"]))
    hearings.change_list(office.archive, CLERK, one.id, change, version=1)
    assert shown(office, one) == [papers["id"], papers["claim"]]
    with pytest.raises(Conflict):
        hearings.change_list(office.archive, CLERK, one.id, change, version=1)
    with office.archive.database.read() as session:
        said = {row.action for row in events.listing(session, object_id=office.debtor, limit=20)}
    assert {"make_hearing_list", "change_hearing_list"} <= said


def test_what_is_not_of_the_dossier_or_named_twice_is_refused(office):
    papers = filed(office)
    for pieces in (("nada",), (papers["note"], papers["note"])):
        with pytest.raises(InvalidInput):
            made(office, *pieces)
    with pytest.raises(InvalidInput):
        made(office, name="  ")


def test_lists_are_found_by_what_they_are_about_and_removed(office):
    filed(office)
    one, _ = made(office), made(office, key=CREDIT, of=DossierScope.CREDIT)
    found, following = hearings.list_lists(office.archive, CLERK, (DossierScope.DEBTOR, CREDIT))
    assert ([item.id for item in found], following) == ([one.id], None)
    hearings.remove_list(office.archive, CLERK, one.id)
    assert len(hearings.list_lists(office.archive, CLERK)[0]) == 1


def test_a_lawyer_sees_and_makes_lists_of_their_matters_only(office):
    papers, lawyer = filed(office), office.outsider
    one = made(office, papers["note"])
    assert shown(office, one, lawyer) == [papers["note"]]
    stranger = msgspec.structs.replace(lawyer, lawyer_id="otro")
    assert hearings.list_lists(office.archive, stranger) == ((), None)
    for act in (lambda: shown(office, one, stranger), lambda: hearings.remove_list(office.archive, stranger, one.id)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        hearings.remove_list(office.archive, AUDITOR, one.id)


@pytest.mark.parametrize("role", ["debtor_curp", "guarantor_curp", "party"])
def test_a_list_of_a_debtor_is_not_told_to_a_lawyer_who_has_but_one_of_the_credits(office, role):
    papers, lawyer = filed(office), office.outsider
    of_credit = made(office, papers["note"], key=CREDIT, of=DossierScope.CREDIT)
    of_all = made(office, papers["note"], note="Lo del otro despacho")
    own = hearings.make_list(office.archive, lawyer, HearingIn(name="Mía", key=CURP))
    assert {one.id for one in hearings.list_lists(office.archive, lawyer)[0]} == {of_credit.id, of_all.id, own.id}

    other = {"debtor_curp": GUARANTOR, **({} if role == "party" else {role: CURP})}
    office.put("credits", number="7-7", **other)
    if role == "party":
        office.put("credit-parties", credit_number="7-7", person_curp=CURP, role="avalista")

    assert {one.id for one in hearings.list_lists(office.archive, lawyer)[0]} == {of_credit.id, own.id}
    with pytest.raises(NotFound):
        hearings.get_list(office.archive, lawyer, of_all.id)
    assert len(hearings.list_lists(office.archive, CLERK)[0]) == 3
