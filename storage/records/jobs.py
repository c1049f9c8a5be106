"""The leased job table: enqueue with the rows it belongs to, claim, keep, finish, give back.

Attempts and the fence are counted at the claim, so that work which kills its
worker runs out of attempts too, if later: most that end with their worker are not to blame. A job is finished only under the
fence it was claimed with; a worker that lost its lease finds out there.
"""

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import CursorResult, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from storage.records.base import Base
from storage.records.bell import ring
from storage.records.database import new_id, now
from storage.records.tables import JobRow

BACK_OFF_SECONDS = (2, 15, 60, 300, 900)
"""How long a failed attempt waits before the next, by attempt."""

MOST_ATTEMPTS = 100
"""Attempts that end because a back end is away are not the job's fault and cost it none, up to so many: about a day."""


SPARED_LAPSES = 5
"""Attempts that end with their worker (a restart, a power cut, another job of it) cost the job none, up to so many."""

# The bare table, and statements put together once: each piece of work is added, claimed and finished, and a mapped row
# or a statement made anew would take as long as the database takes for it.
_JOBS = Base.metadata.tables[JobRow.__tablename__]
_ADD = insert(_JOBS)
_LIVE = select(_JOBS.c.id).where(_JOBS.c.dedupe_key == bindparam("key"), _JOBS.c.state.in_(("ready", "running")))
_READY = select(_JOBS.c.id).where(_JOBS.c.state == "ready", _JOBS.c.run_at <= bindparam("moment")).limit(1)
_OF_KINDS = _JOBS.c.kind.in_(bindparam("kinds", expanding=True))
_READY_OF = _READY.where(_OF_KINDS)
_CLAIMED = ("id", "kind", "subject", "payload", "fence", "attempts", "max_attempts")
_NEXT = (
    select(*(_JOBS.c[name] for name in _CLAIMED))
    .where(_JOBS.c.state == "ready", _JOBS.c.run_at <= bindparam("moment"), _OF_KINDS)
    .order_by(_JOBS.c.priority, _JOBS.c.run_at, _JOBS.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(_JOBS)
    .where(_JOBS.c.id == bindparam("job"))
    .values(
        state="running",
        worker=bindparam("by"),
        attempts=bindparam("times"),
        fence=bindparam("under"),
        lease_until=bindparam("until"),
    )
)
_DONE = (
    update(_JOBS)
    .where(_JOBS.c.id == bindparam("job"), _JOBS.c.state == "running", _JOBS.c.fence == bindparam("under"))
    .values(state="done", finished_at=bindparam("moment"), lease_until=None, error=None)
)

_AT_ONCE, _LONGEST_PAUSE = 2, 3
"""So many such attempts are followed by the next at once, and the pauses after are at most that of so many failures."""


class Claim(msgspec.Struct, frozen=True):
    """A job that is ours until the lease ends."""

    id: str
    kind: str
    subject: str
    payload: dict[str, Any]
    fence: int
    attempts: int
    max_attempts: int
    worker: str = ""


class NewJob(msgspec.Struct, frozen=True):
    """A job to be. `subject` is the id of what it works on; at most one live job has a given `dedupe_key`."""

    kind: str
    subject: str
    payload: dict[str, Any] = {}
    priority: int = 50
    max_attempts: int = 3
    dedupe_key: str | None = None


def enqueue(session: Session, job: NewJob) -> str | None:
    """Add a job in the caller's transaction; None when a live job already has its key."""
    return _added(session, job, state="ready", attempts=0, fence=0)


def go_on(session: Session, done: Claim, job: NewJob, lease_seconds: float) -> Claim | None:
    """Add a job that the worker of a finished one does next, as if it had claimed it; None when a live job has its key.

    Saves the claim a transaction of its own. A worker that dies before it begins leaves a
    running job, which comes back like any other.
    """
    until = now() + timedelta(seconds=lease_seconds)
    job_id = _added(session, job, state="running", attempts=1, fence=1, worker=done.worker, lease_until=until)
    if job_id is None:
        return None
    return Claim(job_id, job.kind, job.subject, job.payload, 1, 1, job.max_attempts, done.worker)


def _added(session: Session, job: NewJob, **standing: Any) -> str | None:  # noqa: ANN401 - columns of several kinds
    if job.dedupe_key is not None and session.scalar(_LIVE, {"key": job.dedupe_key}) is not None:
        return None
    moment, job_id = now(), new_id()
    row = {"id": job_id, **msgspec.structs.asdict(job), "run_at": moment, "created_at": moment, **standing}
    session.flush()
    session.execute(_ADD, row)
    ring(session)
    return job_id


def any_ready(session: Session, kinds: Sequence[str] = ()) -> bool:
    """Whether a job waits to be claimed now, of the given kinds or of any; a look that takes no write lock."""
    asked = {"moment": now()}
    found = session.scalar(_READY_OF, asked | {"kinds": kinds}) if kinds else session.scalar(_READY, asked)
    return found is not None


def claim(session: Session, worker: str, lease_seconds: float, kinds: Sequence[str]) -> Claim | None:
    """Take the most urgent ready job of the given kinds, or None."""
    row = session.execute(_NEXT, {"moment": now(), "kinds": kinds}).first()
    if row is None:
        return None
    got = Claim(**row._mapping, worker=worker)
    got = msgspec.structs.replace(got, attempts=got.attempts + 1, fence=got.fence + 1)
    until = now() + timedelta(seconds=lease_seconds)
    taken = {"job": got.id, "by": worker, "times": got.attempts, "under": got.fence, "until": until}
    session.execute(_TAKE, taken)
    return got


def extend(session: Session, worker: str, lease_seconds: float, job_ids: Collection[str]) -> int:
    """Lengthen the lease of the jobs that this worker has in hand; the number of them.

    A job that is the worker's by its row and not in its hand, since the answer to the claim was lost, is left to lapse.
    """
    return _count(
        session.execute(
            update(JobRow)
            .where(JobRow.state == "running", JobRow.worker == worker, JobRow.id.in_(job_ids))
            .values(lease_until=now() + timedelta(seconds=lease_seconds))
        )
    )


def finish(session: Session, job: Claim) -> bool:
    """Mark the job done, if it is still ours; False means the result must not be kept."""
    return _count(session.execute(_DONE, {"job": job.id, "under": job.fence, "moment": now()})) == 1


def is_ours(session: Session, job: Claim) -> bool:
    """Whether a part of the job's result may be kept while the rest is under way."""
    return session.scalar(select(JobRow.id).where(_ours(job))) is not None


def tell(session: Session, job: Claim, **facts: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Say how far the job is; False means that it is not ours any more."""
    told = update(JobRow).where(_ours(job)).values(payload={**job.payload, **facts})
    return _count(session.execute(told)) == 1


def told_by(session: Session, kind: str, subject: str) -> dict[str, Any]:
    """What the live job of that kind on that subject says; nothing where there is none."""
    query = select(JobRow.payload).where(JobRow.kind == kind, JobRow.subject == subject)
    return session.scalar(query.where(JobRow.state.in_(("ready", "running"))).limit(1)) or {}


def give_back(session: Session, job: Claim, error: str, *, retry: bool, away: bool = False) -> str | None:
    """End a failed attempt: `ready` again after a pause, or `dead` with the reason kept.

    Args:
        session: a writing transaction.
        job: as it was claimed.
        error: why, for whoever looks.
        retry: whether a later attempt may do better.
        away: a back end was not there. The attempt is given back, and only the pause grows.

    Returns:
        The state the job is in now, or None when it was no longer ours.
    """
    allowed = min(job.max_attempts + 1, MOST_ATTEMPTS) if away else job.max_attempts
    again = retry and job.attempts < allowed
    pause = BACK_OFF_SECONDS[min(job.attempts, len(BACK_OFF_SECONDS)) - 1]
    values: dict[str, Any] = {"state": "ready" if again else "dead", "error": error[:2000], "lease_until": None}
    if again:
        values |= {"run_at": now() + timedelta(seconds=pause), "max_attempts": allowed}
    else:
        values["finished_at"] = now()
    ours = _count(session.execute(update(JobRow).where(_ours(job)).values(**values))) == 1
    return str(values["state"]) if ours else None


def put_back(session: Session, job: Claim) -> bool:
    """Leave a job that was claimed and not begun to others, its attempt given back; False when it was no longer ours."""
    left = update(JobRow).where(_ours(job))
    return _count(session.execute(left.values(state="ready", attempts=job.attempts - 1, lease_until=None))) == 1


def release(session: Session, workers: Sequence[str]) -> int:
    """Make the running jobs of workers known to be gone ready at once, without waiting for their leases."""
    return _count(
        session.execute(
            update(JobRow)
            .where(JobRow.state == "running", JobRow.worker.in_(workers))
            .values(lease_until=now() - timedelta(seconds=1))
        )
    )


def any_expired(session: Session) -> bool:
    """Whether `reap` would find anything; a look that takes no write lock."""
    query = select(JobRow.id).where(JobRow.state == "running", JobRow.lease_until < now()).limit(1)
    return session.scalar(query) is not None


def reap(session: Session) -> list[Claim]:
    """Return jobs whose lease has ended to `ready`, or to `dead` when their attempts are used up.

    One that ended so again and again waits before the next, and not as long as another: those that
    died together with the one that kills its worker then meet it no more.

    Returns:
        The jobs that died, for the caller to give what they worked on its end.
    """
    expired = session.scalars(
        select(JobRow)
        .where(JobRow.state == "running", JobRow.lease_until < now())
        .limit(200)
        .with_for_update(skip_locked=True)
    ).all()
    dead: list[Claim] = []
    for row in expired:
        row.lease_until = None
        if row.attempts <= SPARED_LAPSES:
            row.max_attempts += 1
        if row.attempts >= row.max_attempts:
            row.state, row.finished_at = "dead", now()
            row.error = row.error or "el proceso se detuvo a la mitad de cada intento"
            dead.append(Claim(row.id, row.kind, row.subject, row.payload, row.fence, row.attempts, row.max_attempts))
        else:
            row.state, row.run_at = "ready", now() + timedelta(seconds=_pause_after_lapse(row.attempts))
    session.flush()
    return dead


def _pause_after_lapse(attempts: int) -> float:
    if attempts <= _AT_ONCE:
        return 0.0
    return BACK_OFF_SECONDS[min(attempts - _AT_ONCE, _LONGEST_PAUSE) - 1] * random.uniform(0.5, 1.5)


def forget_done(session: Session, after: str, before: datetime, limit: int) -> tuple[int, str | None]:
    """Of the next so many jobs after an id, remove those that were done before the moment.

    Returns:
        How many were removed, and the id to go on after; None where younger jobs begin: ids are in the order of time.
    """
    query = select(JobRow.id, JobRow.state, JobRow.created_at, JobRow.finished_at).where(JobRow.id > after)
    rows = session.execute(query.order_by(JobRow.id).limit(limit)).all()
    old = [row.id for row in rows if row.state == "done" and row.finished_at and row.finished_at < before]
    if old:
        session.execute(delete(JobRow).where(JobRow.id.in_(old)))
    return len(old), rows[-1].id if len(rows) == limit and rows[-1].created_at < before else None


def retry_dead(session: Session, job_id: str) -> bool:
    """Give a dead job its attempts back; False when there is no such dead job."""
    again = (
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.state == "dead")
        .values(state="ready", attempts=0, run_at=now(), error=None, finished_at=None)
    )
    return _count(session.execute(again)) == 1


def dead_job(session: Session, job_id: str) -> Claim | None:
    """The dead job of that id, locked until the transaction ends."""
    row = session.scalar(select(JobRow).where(JobRow.id == job_id, JobRow.state == "dead").with_for_update())
    if row is None:
        return None
    return Claim(row.id, row.kind, row.subject, row.payload, row.fence, row.attempts, row.max_attempts)


def has_live_twin(session: Session, job_id: str) -> bool:
    """Whether another job, ready or running, already does what this one was to do."""
    mine = select(JobRow.dedupe_key).where(JobRow.id == job_id, JobRow.dedupe_key.is_not(None)).scalar_subquery()
    live = select(JobRow.id).where(JobRow.dedupe_key == mine, JobRow.state.in_(("ready", "running")))
    return session.scalar(live.limit(1)) is not None


def stuck(session: Session, since: datetime, limit: int = 100) -> list[JobRow]:
    """Jobs that do not go on: running without a lease, tried before and waiting, or ready since before the moment."""
    return list(session.scalars(select(JobRow).where(_stuck(since)).order_by(JobRow.id).limit(limit)))


def stuck_count(session: Session, since: datetime) -> int:
    """How many they are."""
    return session.scalar(select(func.count()).select_from(JobRow).where(_stuck(since))) or 0


def _stuck(since: datetime) -> Any:  # noqa: ANN401 - SQLAlchemy's own condition type is generic
    halted = and_(JobRow.state == "running", JobRow.lease_until < now())
    return or_(halted, and_(JobRow.state == "ready", or_(JobRow.attempts > 0, JobRow.run_at < since)))


def counts(session: Session) -> dict[str, dict[str, int]]:
    """How many jobs there are, by kind and state."""
    found: dict[str, dict[str, int]] = {}
    for kind, state, number in session.execute(
        select(JobRow.kind, JobRow.state, func.count()).group_by(JobRow.kind, JobRow.state)
    ):
        found.setdefault(kind, {})[state] = number
    return found


def live(session: Session, subjects: Sequence[str] = ()) -> int:
    """How many jobs are ready or running, of the given subjects or of all."""
    wanted = [JobRow.state.in_(("ready", "running"))]
    if subjects:
        wanted.append(JobRow.subject.in_(subjects))
    return session.scalar(select(func.count()).select_from(JobRow).where(*wanted)) or 0


def listing(session: Session, state: str, limit: int = 100) -> list[JobRow]:
    """The newest jobs in the given state."""
    return list(session.scalars(select(JobRow).where(JobRow.state == state).order_by(JobRow.id.desc()).limit(limit)))


def _ours(job: Claim) -> Any:  # noqa: ANN401 - SQLAlchemy's own condition type is generic
    return and_(JobRow.id == job.id, JobRow.state == "running", JobRow.fence == job.fence)


def _count(result: Any) -> int:  # noqa: ANN401 - execute() is typed wider than an UPDATE's result
    return result.rowcount if isinstance(result, CursorResult) else 0
