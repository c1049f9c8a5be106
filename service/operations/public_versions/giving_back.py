"""What becomes of a public version whose PDF was not made: it goes back to be prepared, and says why."""

from schemas.outcomes import SENTENCES, Reason
from schemas.public_versions import State
from storage.records import Session, jobs, public_versions
from storage.records.tables import PublicVersionRow

_LONGEST_NOTE = 1_000


def fail_making(session: Session, version_id: str) -> None:
    """Give a public version whose job is given up back to be prepared."""
    give_back(session, version_id, f"No se pudo hacer el PDF. {SENTENCES[Reason.WORK_FAILED]}")


def asked_at(row: PublicVersionRow) -> dict[str, str]:
    """What tells the asking that a job is for from every other asking for the same public version."""
    return {"asked_at": row.prepared_at.isoformat() if row.prepared_at else ""}


def make_again(session: Session, job: jobs.Claim) -> None:
    """Take that back: the job is tried anew.

    Not where the PDF was asked for and made again since: the draft is then what a person gave back, and is theirs.
    """
    row = public_versions.public_version(session, job.subject)
    if row is not None and row.state == State.DRAFT and job.payload.get("asked_at") == asked_at(row)["asked_at"]:
        row.state, row.note, row.version = State.MAKING.value, "", row.version + 1


def give_back(session: Session, version_id: str, why: str) -> None:
    """Have a public version whose PDF is being made prepared again; any other stays as it is."""
    row = public_versions.public_version(session, version_id)
    if row is not None and row.state == State.MAKING:
        row.state, row.note, row.version = State.DRAFT.value, why[:_LONGEST_NOTE], row.version + 1
