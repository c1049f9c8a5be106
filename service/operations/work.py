"""The work of the machines, for whoever looks after it: what died, what is stuck, and trying again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from schemas.access import Action, Actor
from schemas.errors import InvalidInput, NotFound
from service.archive import Archive, require
from service.operations.burying import exhume
from storage.records import Session, events, jobs, now, pipeline, public_versions, receipts
from storage.records.tables import JobRow

STATES = ("dead", "stuck", "running", "ready")
SLOW = timedelta(minutes=10)
"""A job that nobody has begun for so long is stuck: no worker is there, or they cannot keep up."""
MOST_AT_ONCE = 200
KEPT, LOOKED_AT_ONCE = timedelta(days=7), 1000


class JobView(msgspec.Struct, frozen=True):
    """A job (trabajo) as shown. `about` says what it works on, `document_id` where to look, `error` why it failed."""

    id: str
    kind: str
    state: str
    about: str
    document_id: str | None
    attempts: int
    max_attempts: int
    error: str | None
    created_at: datetime
    run_at: datetime
    finished_at: datetime | None


class Retried(msgspec.Struct, frozen=True):
    """How many jobs go on."""

    retried: int


def list_jobs(archive: Archive, actor: Actor, *, state: str = "dead", limit: int = 100) -> list[JobView]:
    """Jobs in the state, the newest first; `stuck` ones the oldest first.

    Raises:
        Forbidden: the actor may not see the system.
        InvalidInput: there is no such state.
    """
    require(actor, Action.READ_SYSTEM)
    if state not in STATES:
        raise InvalidInput(f"No se conoce el estado de trabajo «{state[:20]}».", code="unknown_state")
    with archive.database.read() as session:
        rows = jobs.stuck(session, now() - SLOW, limit) if state == "stuck" else jobs.listing(session, state, limit)
        return [_view(session, row) for row in rows]


def retry_job(archive: Archive, actor: Actor, job_id: str) -> Retried:
    """Give a dead job its attempts back, and take back the end that its death gave to what it works on.

    Raises:
        Forbidden: the actor may not manage jobs.
        NotFound: there is no such dead job.
    """
    require(actor, Action.MANAGE_JOBS)
    with archive.database.write() as session:
        if not _retry(session, actor, job_id):
            raise NotFound("Ese trabajo no está detenido.", code="not_dead")
    return Retried(1)


def retry_dead_jobs(archive: Archive, actor: Actor) -> Retried:
    """The same for every dead job, the newest 200 at a time.

    Raises:
        Forbidden: the actor may not manage jobs.
    """
    require(actor, Action.MANAGE_JOBS)
    with archive.database.write() as session:
        dead = [row.id for row in jobs.listing(session, "dead", MOST_AT_ONCE)]
        return Retried(sum(_retry(session, actor, job_id) for job_id in dead))


def forget_done_jobs(archive: Archive, go_on: Callable[[], bool] = lambda: True) -> int:
    """Remove the jobs that were done more than a week ago, some at a time; how many.

    What they did stands in the rows and the log. Kept for good they would be the largest table, counted at every look.

    Raises:
        Unavailable: the database is away.
    """
    gone = 0
    after: str | None = ""
    while after is not None and go_on():
        with archive.database.write() as session:
            removed, after = jobs.forget_done(session, after, now() - KEPT, LOOKED_AT_ONCE)
        gone += removed
    return gone


def _retry(session: Session, actor: Actor, job_id: str) -> bool:
    """Whether the dead job goes on; one whose work another job does meanwhile stays as it is."""
    job = jobs.dead_job(session, job_id)
    if job is None or jobs.has_live_twin(session, job_id) or not jobs.retry_dead(session, job_id):
        return False
    exhume(session, job)
    detail = {"kind": job.kind, "subject": job.subject}
    events.record(session, events.Act(actor.name, actor.origin, "retry_job", "job", job.id, detail))
    return True


def _view(session: Session, row: JobRow) -> JobView:
    about, document_id = _about(session, row)
    return JobView(
        row.id,
        row.kind,
        row.state,
        about,
        document_id,
        row.attempts,
        row.max_attempts,
        row.error,
        row.created_at,
        row.run_at,
        row.finished_at,
    )


def _about(session: Session, row: JobRow) -> tuple[str, str | None]:
    if row.kind == "inspect":
        receipt = receipts.get(session, row.subject)
        return (receipt.filename if receipt else row.subject), None
    try:
        if row.kind == "read":
            page, document = pipeline.page_and_document(session, row.subject)
            return f"{document.title}, página {page.number}", document.id
        if row.kind in ("finish", "derive"):
            document = pipeline.document(session, row.subject)
            return document.title, document.id
        if row.kind == "publish":
            version = public_versions.public_version(session, row.subject)
            return (f"Versión pública {version.folio}", version.document_id) if version else (row.subject, None)
    except NotFound:
        return row.subject, None
    return row.subject, None
