"""Why a paper waits is told whole: on its receipt, by the command, and to nobody of papers that are not theirs."""

import pytest

from schemas.outcomes import SENTENCES, Reason
from service.operations.awaiting import outcomes
from service.operations.intake_views import get_receipt
from storage.records import pipeline
from storage.records.tables import DocumentRow
from tests.registry_office import CLERK, Office, office_on_either

office = office_on_either
WAITS = (Reason.UNSURE_TYPE, Reason.POSSIBLE_RESCAN, Reason.NO_LINK)


@pytest.fixture
def receipt(office: Office) -> str:
    """A receipt whose one document waits for three reasons, one that it resembles a paper of others."""
    other = office.document("letter")
    document = office.document("letter", ("lawsuit", office.lawsuit))
    with office.archive.database.write() as session:
        row = session.get_one(DocumentRow, document)
        row.state, row.reasons, row.rescan_of = "needs_review", [one.value for one in WAITS], other
        pipeline.settle_receipt(session, row.receipt_id)
        return row.receipt_id


def test_a_receipt_and_its_line_tell_every_reason(office: Office, receipt: str) -> None:
    whole = " ".join(SENTENCES[one] for one in WAITS)
    [line] = outcomes(office.archive, receipt, "a.pdf")
    assert (line.reason, line.reasons, line.detail) == (WAITS[0], WAITS, whole)
    assert get_receipt(office.archive, CLERK, receipt).receipt.detail == whole


def test_a_lawyer_is_not_told_that_it_resembles_what_is_not_theirs(office: Office, receipt: str) -> None:
    [line] = outcomes(office.archive, receipt, "a.pdf", seen_by=office.outsider)
    assert line.reasons == (Reason.UNSURE_TYPE, Reason.NO_LINK)
    assert SENTENCES[Reason.POSSIBLE_RESCAN] not in (line.detail or "")
