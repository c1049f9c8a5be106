"""The acuse from a photograph: who may say what its stamp says, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.access import Actor, Role
from schemas.errors import Conflict, Forbidden, InvalidInput, NotFound
from schemas.filings import StampIn
from schemas.queues import QueueName
from service.operations import registry
from service.operations.acknowledging import confirm_stamp
from service.operations.days import today
from service.operations.diary import diary
from service.operations.documents import get_document
from service.operations.queues.running import run_queue
from service.operations.stamps import validate_acknowledgement
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


def without_stamp(office: Office) -> list[str]:
    """The lawsuits in the queue «demandas sin acuse»."""
    return [line.about.id for line in run_queue(office.archive, CLERK, QueueName.ACKNOWLEDGEMENTS).items]


def only(office: Office, kind: str) -> Any:
    """The one record of a kind."""
    (found,) = registry.listing(office.archive, CLERK, kind).items
    return found


def test_the_lawyer_s_word_makes_it_the_acknowledgement_of_the_suit(office):
    document = handed_in(office, office.outsider)
    assert not diary(office.archive, office.outsider).matters[0].acknowledged

    confirm_stamp(office.archive, office.outsider, document, stamp(office))

    kept = get_document(office.archive, office.outsider, document)
    assert (kept.type, kept.type_confirmed_by, kept.date) == ("filing_receipt", "lic", date(2024, 5, 3))
    assert {field.name: field.value for field in kept.fields}["stamp_folio"] == "004512"
    assert diary(office.archive, office.outsider).matters[0].acknowledged


def test_filing_and_stamp_are_in_the_registry_and_the_suit_leaves_its_queue(office):
    document = handed_in(office, office.outsider)
    assert without_stamp(office) == [office.lawsuit]

    confirm_stamp(
        office.archive, office.outsider, document, stamp(office, stamped_at="10:35", sheets="12", originals=3)
    )

    filing, kept = only(office, "filings"), only(office, "acknowledgements")
    assert (filing.subject, filing.filed_on, filing.filed_by, filing.document_id) == (
        "DEMANDA", date(2024, 5, 3), "Lic. Juan Rentería", document)  # fmt: skip
    assert (kept.filing_id, kept.stamped_at, kept.folio, kept.fojas, kept.originals, kept.document_id) == (
        filing.id, "10:35", "004512", 12, 3, document)  # fmt: skip
    assert (kept.valid, kept.validated_by, kept.validated_on) == (True, "lic", today())
    assert without_stamp(office) == []


def test_to_confirm_again_changes_nothing(office):
    document = handed_in(office, office.outsider)
    version = get_document(office.archive, CLERK, document).version
    for _ in range(2):
        confirm_stamp(office.archive, office.outsider, document, stamp(office, version=version))

    assert get_document(office.archive, CLERK, document).version == version + 1
    assert only(office, "filings").acknowledged
    assert only(office, "acknowledgements").version == 2, "made, then found valid"


def test_what_is_corrected_is_corrected_in_the_filing_made_of_it(office):
    document = handed_in(office, office.outsider)
    confirm_stamp(office.archive, office.outsider, document, stamp(office))

    confirm_stamp(office.archive, CLERK, document, stamp(office, stamped_on=date(2024, 5, 6), subject="Se emplace"))

    filing, kept = only(office, "filings"), only(office, "acknowledgements")
    assert (filing.subject, filing.filed_on) == ("SE EMPLACE", date(2024, 5, 6))
    assert (kept.stamped_on, kept.valid, kept.validated_by) == (date(2024, 5, 6), True, "ana")


def test_the_stamp_goes_to_the_claim_that_was_reported(office):
    office.put("filings", lawsuit="2MH 1234/2024", filed_on="2024-04-02", subject="Demanda", folio="77")

    confirm_stamp(office.archive, office.outsider, handed_in(office, office.outsider), stamp(office))

    filing = only(office, "filings")
    assert (filing.filed_on, filing.folio, filing.acknowledged) == (date(2024, 4, 2), "77", True)


def test_a_claim_has_one_stamp_and_nothing_is_half_done(office):
    confirm_stamp(office.archive, office.outsider, handed_in(office, office.outsider), stamp(office))
    second = handed_in(office, office.outsider)

    with pytest.raises(Conflict) as refused:
        confirm_stamp(office.archive, office.outsider, second, stamp(office, folio="9"))

    assert refused.value.code == "already_stamped"
    assert get_document(office.archive, office.outsider, second).type == "unclassified"


def test_what_the_office_found_invalid_waits_for_the_office(office):
    document = handed_in(office, office.outsider)
    confirm_stamp(office.archive, office.outsider, document, stamp(office))
    validate_acknowledgement(office.archive, CLERK, only(office, "acknowledgements").id, valid=False)

    confirm_stamp(office.archive, office.outsider, document, stamp(office, folio="9"))

    assert (only(office, "acknowledgements").folio, only(office, "acknowledgements").valid) == ("9", None)


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
        confirm_stamp(
            office.archive, CLERK, handed_in(office, office.outsider), stamp(office, folio="4512", subject="SE EMPLACE")
        )
    assert refused.value.code == "stamp_folio"


def test_a_stamp_of_tomorrow_is_misread(office):
    with pytest.raises(InvalidInput):
        confirm_stamp(
            office.archive, CLERK, handed_in(office, CLERK), stamp(office, stamped_on=today() + timedelta(days=1))
        )


def test_an_auditor_confirms_nothing(office):
    with pytest.raises(Forbidden):
        confirm_stamp(office.archive, Actor("otto", Role.AUDITOR, "-"), handed_in(office, CLERK), stamp(office))
