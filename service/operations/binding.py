"""Dossiers bound as a job: volume by volume, each kept as soon as it is there, so that a break costs one volume at most.

What is bound is the dossier as it stood when it was asked for. Volumes can be had before the last is done.
"""

import hashlib
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import msgspec

from indexer.sandbox import Sandbox
from schemas.access import Action, Actor
from schemas.binding_orders import BindingOrder, BoundVolume, OrderIn, OrderState
from schemas.dossier import Dossier, DossierScope
from schemas.errors import NotFound
from schemas.outcomes import SENTENCES, Reason
from schemas.volumes import Volume
from service.archive import Archive, require
from service.operations.documents import FileToSend
from service.operations.dossier import assembled, find_dossier
from service.operations.dossier_pdf import bind
from service.operations.hearings import hearing_dossier
from service.operations.inspecting import LeaseLost
from service.operations.marked_looks import record_shown
from service.operations.paging import next_after, page_length
from storage.objects.digest import file_digest
from storage.objects.keys import derivative_key
from storage.records import Session, binding_orders, events, jobs, new_id, now, receipts
from storage.records.tables import BindingOrderRow

KEPT_DAYS, SWEPT = 30, 50
PRIORITY, MOST_ATTEMPTS = 80, 10
"""Papers that wait to be filed go before; each break of the worker costs an attempt."""


def ask_binding(archive: Archive, actor: Actor, given: OrderIn) -> BindingOrder:
    """Have a dossier bound; the order to ask after.

    Raises:
        Forbidden, NotFound, Conflict: as for the dossier or the list of pieces.
        Unavailable: the store does not answer.
    """
    require(actor, Action.READ_DOSSIERS)
    _sweep(archive)
    if given.hearing is not None:
        dossier = hearing_dossier(archive, actor, given.hearing)
    else:
        dossier = find_dossier(archive, actor, given.key, given.of)
    plan, order_id = msgspec.json.encode(dossier), new_id()
    digest = hashlib.sha256(plan).hexdigest()
    key = derivative_key(order_id, digest, "json")
    archive.objects.put(key, plan)
    with archive.database.write() as session:
        row = BindingOrderRow(
            id=order_id,
            scope=dossier.scope.value,
            subject_id=dossier.subject_id,
            subject=dossier.subject,
            hearing=dossier.hearing,
            state=OrderState.WAITING.value,
            plan=key,
            folios=dossier.folios,
            volumes=len(dossier.volumes),
            bound=[],
            asked_by=actor.name,
            asked_at=now(),
        )
        session.add(row)
        receipts.remember_object(session, key, digest, len(plan), "binding_plan", "application/json")
        jobs.enqueue(session, jobs.NewJob("bind", order_id, priority=PRIORITY, max_attempts=MOST_ATTEMPTS))
        detail = {"order": order_id, "documents": len(dossier.documents), "folios": dossier.folios}
        events.record(session, _act(actor, "ask_binding", row, **detail))
        session.flush()
        return _shown(row)


def bind_volumes(archive: Archive, sandbox: Sandbox, job: jobs.Claim) -> None:
    """Do one `bind` job, from the first volume that is not bound yet.

    Raises:
        Unavailable: a back end is away; the job is to be tried again.
        LeaseLost: the job went to another worker meanwhile.
    """
    with archive.database.read() as session:
        row = _row(session, job.subject)
        dossier, done = _plan(archive, row), {one["number"] for one in row.bound}
    for volume in dossier.volumes:
        if volume.number not in done:
            _bind_one(archive, sandbox, job, dossier, volume)
    with archive.database.write() as session:
        if not jobs.finish(session, job):
            raise LeaseLost
        row = _row(session, job.subject)
        row.state, row.finished_at = OrderState.DONE.value, now()


def fail_binding(session: Session, order_id: str) -> None:
    """Give an order whose job is given up its end."""
    row = binding_orders.get(session, order_id)
    if row is not None and row.finished_at is None:
        row.state, row.finished_at = OrderState.FAILED.value, now()
        row.problem = f"No se pudo encuadernar; los legajos terminados se conservan. {SENTENCES[Reason.WORK_FAILED]}"


def bind_again(session: Session, order_id: str) -> None:
    """Take that end back: the job is tried anew, from the first volume that is not bound."""
    row = binding_orders.get(session, order_id)
    if row is not None and row.state == OrderState.FAILED:
        row.state, row.finished_at, row.problem = OrderState.WAITING.value, None, None


def get_order(archive: Archive, actor: Actor, order_id: str) -> BindingOrder:
    """An order with its progress.

    Raises:
        Forbidden: the actor may not read dossiers.
        NotFound: there is none, or the actor may not, or not any more, know of what it binds.
    """
    require(actor, Action.READ_DOSSIERS)
    with archive.database.read() as session:
        return _shown(_seen(archive, session, actor, order_id))


def list_orders(
    archive: Archive, actor: Actor, before: str | None = None, limit: int = 50
) -> tuple[tuple[BindingOrder, ...], str | None]:
    """A page of the actor's own orders, the newest first, and where the next begins."""
    require(actor, Action.READ_DOSSIERS)
    limit = page_length(limit)
    with archive.database.read() as session:
        rows = binding_orders.listing(session, actor.name, before, limit + 1)
        shown = tuple(map(_shown, rows[:limit]))
    archive.looks.listed(actor, "binding", "-", len(shown))
    return shown, next_after(rows, limit)


def open_volume(archive: Archive, actor: Actor, order_id: str, number: int) -> FileToSend:
    """The PDF of a bound volume, its handing over recorded.

    Raises:
        Forbidden, NotFound: as `get_order`, or the volume is not bound yet.
    """
    require(actor, Action.READ_DOSSIERS)
    with archive.database.write() as session:
        row = _seen(archive, session, actor, order_id)
        for volume in _shown(row).bound:
            if volume.number == number:
                detail = {"order": order_id, "format": "pdf", "volume": number, "sha256": volume.sha256}
                words = record_shown(session, actor, _act(actor, "hand_over_dossier", row, **detail))
                name = f"Dossier {row.subject} legajo {number}.pdf"
                key = derivative_key(row.id, volume.sha256, "pdf")
                return FileToSend(key, volume.sha256, volume.bytes, name, "application/pdf", words)
    raise NotFound("Ese legajo no está encuadernado.", code="no_such_volume")


def _bind_one(archive: Archive, sandbox: Sandbox, job: jobs.Claim, dossier: Dossier, volume: Volume) -> None:
    with tempfile.TemporaryDirectory(dir=archive.settings.staging) as folder:
        target = Path(folder) / "legajo.pdf"
        result = bind(archive, dossier, target, sandbox, volume)
        digest = file_digest(target)
        size, key = target.stat().st_size, derivative_key(job.subject, digest, "pdf")
        archive.objects.put(key, target)
    made = BoundVolume(volume.number, volume.folio_first, volume.folio_last, digest, size, result.unreadable)
    with archive.database.write() as session:
        if not jobs.is_ours(session, job):
            raise LeaseLost
        row = _row(session, job.subject)
        row.state, row.bound = OrderState.BINDING.value, [*row.bound, msgspec.to_builtins(made)]
        receipts.remember_object(session, key, digest, size, "bound_volume", "application/pdf")


def _seen(archive: Archive, session: Session, actor: Actor, order_id: str) -> BindingOrderRow:
    """The order, if the actor may know of every document it binds now."""
    row = _row(session, order_id)
    if actor.sees_only is None:
        return row
    if row.asked_by != actor.name:
        raise _unknown()
    now_seen = assembled(session, archive, actor, row.subject_id, DossierScope(row.scope))
    known = {paper.id for one in now_seen.documents for paper in (one, *one.copies)}  # type: ignore[attr-defined]  # both have it
    if not known.issuperset(one.id for one in _plan(archive, row).documents):
        raise _unknown()
    return row


def _row(session: Session, order_id: str) -> BindingOrderRow:
    row = binding_orders.get(session, order_id)
    if row is None:
        raise _unknown()
    return row


def _unknown() -> NotFound:
    return NotFound("No se encontró el encargo de encuadernación.")


def _plan(archive: Archive, row: BindingOrderRow) -> Dossier:
    return msgspec.json.decode(b"".join(archive.objects.read(row.plan)), type=Dossier)


def _sweep(archive: Archive) -> None:
    """Remove what was bound long ago; it can be bound again."""
    gone: list[str] = []
    with archive.database.write() as session:
        for row in binding_orders.finished_before(session, now() - timedelta(days=KEPT_DAYS), SWEPT):
            keys = [row.plan, *_keys(row)]
            binding_orders.forget(session, row, keys)
            gone += keys
    for key in gone:
        archive.objects.delete(key)


def _keys(row: BindingOrderRow) -> Iterable[str]:
    return (derivative_key(row.id, one.sha256, "pdf") for one in _shown(row).bound)


def _shown(row: BindingOrderRow) -> BindingOrder:
    bound = msgspec.convert(row.bound, tuple[BoundVolume, ...])
    same = "id subject_id subject hearing folios volumes asked_by asked_at finished_at problem"
    return BindingOrder(
        scope=DossierScope(row.scope),
        state=OrderState(row.state),
        folios_done=sum(one.folio_last - one.folio_first + 1 for one in bound),
        bound=bound,
        **{name: getattr(row, name) for name in same.split()},
    )


def _act(actor: Actor, action: str, row: BindingOrderRow, **detail: object) -> events.Act:
    return events.Act(actor.name, actor.origin, action, row.scope, row.subject_id, detail)
