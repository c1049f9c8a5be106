"""What becomes of a file when the work on it is given up: it still gets its one end."""

from schemas.outcomes import Outcome, Reason
from service.operations.binding import bind_again, fail_binding
from service.operations.public_versions.giving_back import fail_making, make_again
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
    elif job.kind == "publish":
        fail_making(session, job.subject)
    elif job.kind == "bind":
        fail_binding(session, job.subject)
    elif job.kind == "finish":
        document = pipeline.document(session, job.subject)
        if document.state == "processing":
            document.state, document.reasons = Outcome.NEEDS_REVIEW.value, [Reason.WORK_FAILED.value]
            document.version += 1
            pipeline.settle_receipt(session, document.receipt_id)


def exhume(session: Session, job: jobs.Claim) -> None:
    """Take back the end that the death of a job gave to what it worked on, so that it can be tried again."""
    if job.kind == "inspect":
        receipt = receipts.get(session, job.subject)
        if receipt is not None and receipt.outcome and receipts.document_of(session, receipt) is None:
            receipt.outcome, receipt.reason, receipt.detail, receipt.finished_at = None, None, None, None
    elif job.kind == "publish":
        make_again(session, job)
    elif job.kind == "bind":
        bind_again(session, job.subject)
    elif job.kind == "read":
        _, document = pipeline.page_and_document(session, job.subject)
        pipeline.page_is_out(session, document.id)
