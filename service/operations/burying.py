"""What becomes of a file when the work on it is given up: it still gets its one end."""

from schemas.outcomes import Outcome, Reason
from service.operations.reading import fail_page
from service.operations.receive import end_receipt
from storage.records import Session, jobs, pipeline, receipts


def bury(session: Session, job: jobs.Claim, code: str) -> None:
    """Give the receipt, page or document of a dead job its end, with a reason; the job keeps its error."""
    if job.kind == "inspect":
        receipt = receipts.get(session, job.subject)
        if receipt is not None and receipt.outcome is None:
            reason = Reason(code) if code in set(Reason) else Reason.WORK_FAILED
            end_receipt(receipt, Outcome.NEEDS_REVIEW, reason)
    elif job.kind == "read":
        fail_page(session, job.subject, code)
    elif job.kind == "finish":
        document = pipeline.document(session, job.subject)
        if document.state == "processing":
            document.state, document.reasons = Outcome.NEEDS_REVIEW.value, [Reason.WORK_FAILED.value]
            document.version += 1
            pipeline.settle_receipt(session, document.receipt_id)
