import msgspec
import pytest

from indexer.stages.extract import extract
from indexer.stages.propose import propose
from schemas.fields import (
    Candidates,
    EntityKind,
    Field,
    Known,
    KnownCourt,
    KnownCredit,
    KnownDebtor,
    KnownLawsuit,
    KnownLawyer,
)
from tests.unit.indexer.papers import AUTO, COURT, FACTS, FINIQUITO, INSTITUTE, PAGARE, page

BORROWER = KnownDebtor("D1", "Ramón López García", FACTS["borrower_curp"])
GUARANTOR = KnownDebtor("D2", "Martha Valenzuela Peñúñuri", FACTS["guarantor_curp"])
OTHER = KnownDebtor("D3", "Luis López García", "LOGL880314HSRPRS07")
CREDIT = KnownCredit("C1", "1-23456-15", "D1", ("D2",), ("004512",))
COURTS = (KnownCourt("H2", COURT), KnownCourt("H1", COURT.replace("Segundo", "Primero")))
SUIT = KnownLawsuit("L1", "EXP:2024:1234", "H2", ("C1",), ("D1", "D2"))
OFFICE = Candidates(
    (BORROWER, GUARANTOR, OTHER), (CREDIT,), (SUIT,), COURTS, (KnownLawyer("A1", "Adela Mendoza Vega", "4512378"),)
)
KNOWN = Known(
    frozenset({BORROWER.curp, GUARANTOR.curp}), frozenset({"12345615"}), courts=COURTS, own_names=(INSTITUTE,)
)


def links(text, kind, office=OFFICE, **facts):
    return propose(extract([page(text, **facts)], kind, KNOWN), office, kind)


def certain(found):
    return {(link.kind, link.entity_id, link.role) for link in found if link.certain}


def field(name, value, confidence=0.95):
    return Field(name, value, value, 1, None, confidence)


def test_a_note_is_linked_to_its_credit_and_people():
    found = certain(links(PAGARE, "promissory_note"))
    assert (EntityKind.CREDIT, "C1", "subject") in found
    assert (EntityKind.DEBTOR, "D1", "borrower") in found
    assert (EntityKind.DEBTOR, "D2", "guarantor") in found


def test_a_court_act_is_linked_to_its_lawsuit_and_credit():
    found = certain(links(AUTO, "admission_order"))
    assert (EntityKind.LAWSUIT, "L1", "subject") in found
    assert (EntityKind.CREDIT, "C1", "subject") in found


def test_every_reason_is_a_sentence():
    found = links(PAGARE, "promissory_note")
    assert {link.reason[-1] for link in found} == {"."}
    assert all(0 <= link.confidence <= 1 for link in found)


def test_a_letter_only_mentions_the_lawsuit():
    (suit,) = [link for link in links(FINIQUITO, "settlement_letter") if link.kind is EntityKind.LAWSUIT]
    assert (suit.role, suit.certain) == ("mentioned", False)


def test_another_name_on_the_paper_bars_certainty():
    found = links(
        PAGARE,
        "promissory_note",
        borrower="PEDRO SOTO RUIZ",
        borrower_curp="",
        guarantor="ELSA COTA LEY",
        guarantor_curp="",
    )
    assert certain(found) == set()
    (credit,) = [link for link in found if link.kind is EntityKind.CREDIT]
    assert "no coinciden" in credit.reason


def test_a_brother_is_not_the_borrower():
    assert (
        certain(links(PAGARE, "promissory_note", borrower="RAMIRO LÓPEZ GARCÍA", borrower_curp="", guarantor_curp=""))
        == set()
    )


def test_a_name_alone_is_never_certain():
    (link,) = propose([field("borrower", "RAMÓN LÓPEZ GARCÍA")], OFFICE)
    assert (link.entity_id, link.certain) == ("D1", False)
    assert link.confidence <= 0.75


def test_a_file_number_without_its_court_is_not_certain():
    fields = [field("court_file", "EXP:2024:1234"), field("borrower", "RAMÓN LÓPEZ GARCÍA")]
    found = propose(fields, OFFICE, "court_order")
    assert any(link.kind is EntityKind.LAWSUIT for link in found)
    assert certain(found) == set()


def test_the_same_file_number_in_another_court_is_another_lawsuit():
    fields = [
        field("court_file", "EXP:2024:1234"),
        field("court", COURTS[1].name),
        field("borrower", "RAMÓN LÓPEZ GARCÍA"),
    ]
    assert not [link for link in propose(fields, OFFICE, "court_order") if link.kind is EntityKind.LAWSUIT]


def test_two_credits_on_a_paper_are_proposed_not_certain():
    office = msgspec.structs.replace(OFFICE, credits=(CREDIT, KnownCredit("C2", "9-99999-19", "D3")))
    fields = [field("credit", "12345615"), field("credit", "99999919"), field("borrower", "RAMÓN LÓPEZ GARCÍA")]
    assert certain(propose(fields, office)) == set()


def test_a_number_that_two_credits_share_is_not_certain():
    office = msgspec.structs.replace(OFFICE, credits=(CREDIT, KnownCredit("C2", "12345615", "D3")))
    assert not [link for link in certain(links(PAGARE, "promissory_note", office)) if link[0] is EntityKind.CREDIT]


def test_a_like_number_of_the_same_borrower_bars_certainty():
    office = msgspec.structs.replace(OFFICE, credits=(CREDIT, KnownCredit("C2", "1-23456-16", "D1")))
    assert not [link for link in certain(links(PAGARE, "promissory_note", office)) if link[0] is EntityKind.CREDIT]


def test_a_badly_read_number_is_not_certain():
    fields = [field("credit", "12345615", 0.5), field("borrower", "RAMÓN LÓPEZ GARCÍA")]
    assert certain(propose(fields, OFFICE)) == set()


def test_a_curp_of_one_and_a_credit_of_another_make_nothing_certain():
    fields = [field("credit", "12345615"), field("borrower_curp", OTHER.curp), field("borrower", "LUIS LÓPEZ GARCÍA")]
    assert certain(propose(fields, OFFICE)) == set()


def test_a_folio_proposes_its_credit():
    found = propose([field("promissory_note", "004512"), field("borrower", "RAMÓN LÓPEZ GARCÍA")], OFFICE)
    (credit,) = [link for link in found if link.kind is EntityKind.CREDIT]
    assert not credit.certain
    assert credit.confidence > 0.8


@pytest.mark.parametrize("office", [Candidates(), Candidates(debtors=(OTHER,))])
def test_strangers_are_linked_to_nobody(office):
    assert links(PAGARE, "promissory_note", office) == ()


def with_debtors(*more, credits=(CREDIT,), suits=(SUIT,)):
    return msgspec.structs.replace(
        OFFICE, debtors=(BORROWER, GUARANTOR, *more), credits=tuple(credits), lawsuits=tuple(suits)
    )


def test_a_like_number_of_father_or_son_of_the_same_name_bars_certainty():
    father = KnownDebtor("D9", BORROWER.name, "LOGR600314HSRPRB06")
    office = with_debtors(father, credits=(CREDIT, KnownCredit("C9", "1-23466-15", "D9")))
    without_key = PAGARE.replace("CURP: {borrower_curp}", "")
    assert not any(kind is EntityKind.CREDIT for kind, _, _ in certain(links(without_key, "promissory_note", office)))


def test_a_valid_curp_that_is_not_the_borrowers_bars_certainty():
    found = links(PAGARE, "promissory_note", borrower_curp="FAPC040615MSRLRRA3")
    assert not {link for link in certain(found) if link[0] is EntityKind.CREDIT or link[2] == "borrower"}


def test_the_lawyers_curp_on_a_debtors_paper_links_no_debtor():
    lawyer_owes = KnownDebtor("D8", "Adela Mendoza Vega", "MEVA851102MSRNLN01")
    office = msgspec.structs.replace(OFFICE, debtors=(BORROWER, lawyer_owes))
    fields = [
        field("lawyer", "ADELA MENDOZA VEGA"),
        field("lawyer_curp", lawyer_owes.curp),
        field("borrower", BORROWER.name),
    ]
    assert "D8" not in {link.entity_id for link in propose(fields, office, "complaint")}


def test_a_number_misread_into_the_credit_of_another_is_not_certain():
    office = with_debtors(OTHER, credits=(KnownCredit("C7", "1-23456-15", "D3"),))
    assert not certain(links(PAGARE.replace("CURP: {borrower_curp}", ""), "promissory_note", office)) & {
        (EntityKind.CREDIT, "C7", "subject"),
        (EntityKind.DEBTOR, "D3", "borrower"),
    }


def test_a_like_file_number_in_the_same_court_bars_certainty():
    like = KnownLawsuit("L2", "EXP:2024:1284", "H2")
    found = certain(links(AUTO, "admission_order", with_debtors(OTHER, suits=(SUIT, like))))
    assert not any(kind is EntityKind.LAWSUIT for kind, _, _ in found)


def test_a_like_file_number_does_not_bar_it_where_others_are_sued():
    like = KnownLawsuit("L2", "EXP:2024:1284", "H2", (), ("D8",))
    stranger = KnownDebtor("D8", "Tomás Buitimea Jusacamea", "BUJT660808HSRTSM00")
    found = certain(links(AUTO, "admission_order", with_debtors(stranger, suits=(SUIT, like))))
    assert (EntityKind.LAWSUIT, "L1", "subject") in found


@pytest.mark.parametrize(("at", "sure"), [(0.5, True), (0.02, False)])
def test_the_file_is_of_the_court_in_the_heading_whatever_other_is_named(at, sure):
    first, second = COURTS
    fields = [
        field("court_file", "EXP:2024:1234"),
        msgspec.structs.replace(field("court", first.name), box=(0.1, 0.1, 0.8, 0.02)),
        msgspec.structs.replace(field("court", second.name), box=(0.1, at, 0.8, 0.02)),
        field("borrower", BORROWER.name),
    ]
    assert ((EntityKind.LAWSUIT, "L1", "subject") in certain(propose(fields, OFFICE, "court_order"))) is sure


@pytest.mark.parametrize(("lawyer", "sure"), [("Adela Mendoza Vega", True), ("Raúl Otero Díaz", False)])
def test_an_order_that_names_no_party_is_certain_only_with_the_lawyer_of_the_suit(lawyer, sure):
    suit = msgspec.structs.replace(SUIT, lawyer_id="A1")
    lawyers = (*OFFICE.lawyers, KnownLawyer("A2", "Raúl Otero Díaz", "7654321"))
    office = msgspec.structs.replace(OFFICE, lawsuits=(suit,), lawyers=lawyers)
    fields = [field("court_file", "EXP:2024:1234"), field("court", COURT), field("lawyer", lawyer)]
    found = certain(propose(fields, office, "court_order"))
    assert ((EntityKind.LAWSUIT, "L1", "subject") in found) is sure


def test_credit_and_curp_that_agree_need_no_plain_role():
    fields = [
        field("credit", "12345615"),
        field("borrower", BORROWER.name, 0.75),
        field("borrower_curp", BORROWER.curp),
    ]
    found = certain(propose([msgspec.structs.replace(fields[0], raw="1-23456-15"), *fields[1:]], OFFICE, "restructure"))
    assert {(EntityKind.CREDIT, "C1", "subject"), (EntityKind.DEBTOR, "D1", "borrower")} <= found


def test_a_number_of_the_guarantors_own_credit_on_anothers_paper_is_not_certain():
    own = KnownCredit("C7", "1-23499-15", "D2")
    fields = [
        msgspec.structs.replace(field("credit", "12349915"), raw="1-23499-15"),
        field("borrower", BORROWER.name),
        field("guarantor", GUARANTOR.name),
    ]
    office = msgspec.structs.replace(OFFICE, credits=(CREDIT, own))
    assert not any(kind is EntityKind.CREDIT for kind, _, _ in certain(propose(fields, office, "restructure")))


@pytest.mark.parametrize(("vouching", "sure"), [("", False), ("borrower_curp", True), ("guarantor", True)])
def test_where_two_bear_the_name_the_number_needs_another_witness(vouching, sure):
    father = KnownDebtor("D9", BORROWER.name, "LOGR600314HSRPRB06")
    fields = [msgspec.structs.replace(field("credit", "12345615"), raw="1-23456-15"), field("borrower", BORROWER.name)]
    witness = {"borrower_curp": BORROWER.curp, "guarantor": GUARANTOR.name}
    fields += [field(vouching, witness[vouching])] if vouching else []
    found = certain(propose(fields, with_debtors(father), "promissory_note"))
    assert ((EntityKind.CREDIT, "C1", "subject") in found) is sure
