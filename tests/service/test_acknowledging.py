"""The acuse from a photograph: who may say what its stamp says, and what is refused."""

from datetime import date, timedelta

import pytest

from schemas.access import Actor, Role
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from service.operations.acknowledging import StampIn, confirm_stamp
from service.operations.custody.days import today
from service.operations.diary import diary
from service.operations.documents import get_document
from storage.records.tables import ReceiptRow
from tests.registry_office import CLERK, Office


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.archive.close()


def handed_in(office: Office, by: Actor) -> str:
    """A document that the actor handed in."""
    document = office.document("unclassified", ("lawsuit", office.lawsuit))
    with office.archive.database.write() as session:
        receipt = session.get(ReceiptRow, get_document(office.archive, CLERK, document).receipt_id)
        receipt.received_by = by.name
    return document


def stamp(office: Office, **more: object) -> StampIn:
    return StampIn(**{"lawsuit_id": office.lawsuit, "stamped_on": date(2024, 5, 3), "folio": "004512", **more})


def test_the_lawyer_s_word_makes_it_the_acknowledgement_of_the_suit(office):
    document = handed_in(office, office.outsider)
    assert not diary(office.archive, office.outsider).matters[0].acknowledged

    confirm_stamp(office.archive, office.outsider, document, stamp(office))

    kept = get_document(office.archive, office.outsider, document)
    assert (kept.type, kept.type_confirmed_by, kept.date) == ("filing_receipt", "lic", date(2024, 5, 3))
    assert {field.name: field.value for field in kept.fields}["stamp_folio"] == "004512"
    assert diary(office.archive, office.outsider).matters[0].acknowledged


def test_nobody_confirms_what_another_handed_in(office):
    document = handed_in(office, CLERK)

    with pytest.raises(Forbidden):
        confirm_stamp(office.archive, office.outsider, document, stamp(office))


def test_a_lawyer_does_not_link_to_a_suit_of_others(office):
    document = handed_in(office, office.outsider)
    office.put("lawyers", cedula="7654321", name="Otra")
    other = office.put("lawsuits", court_code="2MH", number=9, year=2025, lawyer_cedula="7654321").id

    with pytest.raises(NotFound):
        confirm_stamp(office.archive, office.outsider, document, stamp(office, lawsuit_id=other))


def test_one_folio_of_a_court_is_of_one_acknowledgement(office):
    confirm_stamp(office.archive, office.outsider, handed_in(office, office.outsider), stamp(office))

    with pytest.raises(Conflict) as refused:
        confirm_stamp(office.archive, CLERK, handed_in(office, office.outsider), stamp(office, folio="4512"))
    assert refused.value.code == "stamp_folio"


def test_a_stamp_of_tomorrow_is_misread(office):
    with pytest.raises(InvalidInput):
        confirm_stamp(
            office.archive, CLERK, handed_in(office, CLERK), stamp(office, stamped_on=today() + timedelta(days=1))
        )


def test_an_auditor_confirms_nothing(office):
    with pytest.raises(Forbidden):
        confirm_stamp(office.archive, Actor("otto", Role.AUDITOR, "-"), handed_in(office, CLERK), stamp(office))
