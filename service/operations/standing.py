"""How the system stands, for whoever looks after it: what needs somebody, in words, and the figures behind it."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from schemas.access import Action, Actor
from schemas.clocks.calendar import HERE
from schemas.errors import ArchiveError
from schemas.system_errors import reason
from service.archive import Archive, require
from service.operations.reconciling import Reconciled, last_reconciled
from service.operations.rereading import Reread, last_reread
from service.operations.status import Status, status
from service.operations.store_check import ask_store
from service.operations.work import SLOW
from storage.records import checkpoints, events, jobs, now, pipeline, receipts, workers

LOW_BYTES = 2 * 1024**3
LATE_PAGES = 500
SLOW_STORE = 1.0
SHARE_UNREAD = 0.01
LATE_SIGNING = timedelta(hours=3)
LATE_BACKUP = timedelta(days=2)
RATE_WINDOW = timedelta(minutes=5)


class Alert(msgspec.Struct, frozen=True):
    """Something that needs somebody. `level` is `bad` or `wait`, `path` the page where it is seen to."""

    level: str
    what: str
    to_do: str
    path: str = ""


class Figures(msgspec.Struct, frozen=True):
    """What is measured. Sizes are bytes, times seconds; None is what could not be asked, or is not there.

    `silent` are the workers that went without saying so: machine, and when it was last seen.
    """

    status: Status
    pages_per_minute: float
    store_seconds: float | None
    store_trouble: str
    stuck: int
    silent: tuple[tuple[str, datetime], ...]
    signed_seconds: float | None
    signing_problem: str | None
    events: int
    backed_up_seconds: float | None
    disk_free: int
    disk_total: int
    reconciled: Reconciled | None
    reread: Reread | None


class Standing(msgspec.Struct, frozen=True):
    """Alerts, the worst first, the figures behind them, what the store holds by role (number, bytes), who works."""

    alerts: tuple[Alert, ...]
    figures: Figures
    stored: tuple[tuple[str, int, int], ...]
    workers: tuple["WorkerShown", ...]


class WorkerShown(msgspec.Struct, frozen=True):
    """A worker that lives (proceso de trabajo)."""

    host: str
    concurrency: int
    started_at: datetime


class LogChecked(msgspec.Struct, frozen=True):
    """Whether every seal and the tree hold; `broken` is the number of the first entry that does not."""

    events: int
    broken: int | None


def stand(archive: Archive, actor: Actor) -> Standing:
    """See the module.

    Raises:
        Forbidden: the actor may not see the system.
    """
    require(actor, Action.READ_SYSTEM)
    index_trouble = in_words(lambda: archive.index.state()) if archive.has_index else ""
    found = figures(archive, with_index=archive.has_index and not index_trouble)
    with archive.database.read() as session:
        living = tuple(
            WorkerShown(row.host.partition("/")[0], row.concurrency, row.started_at) for row in workers.alive(session)
        )
        stored = receipts.stored_by_role(session)
    alerts = [
        *_service_alerts(found, index_trouble),
        *_work_alerts(found.status, found.stuck, len(living)),
        *_silent_alerts(found.silent),
        *_index_alerts(found.reconciled),
        *_original_alerts(found.reread),
        *_text_alerts(found.status),
        *_signing_alerts(found),
        *_backup_alerts(found),
    ]
    return Standing(tuple(sorted(alerts, key=lambda alert: alert.level != "bad")), found, stored, living)


def figures(archive: Archive, *, with_index: bool = False) -> Figures:
    """What is measured, in one round."""
    seconds, trouble = _store_latency(archive)
    with archive.database.read() as session:
        stuck = jobs.stuck_count(session, now() - SLOW)
        silent = tuple((row.host.partition("/")[0], row.seen_at) for row in workers.silent(session))
        signed = checkpoints.newest(session)
        read = pipeline.pages_read_since(session, now() - RATE_WINDOW)
        logged = events.frontier(session).size
        backed_up = events.newest_at(session, "back_up", "backup")
    disk = shutil.disk_usage(archive.settings.data)
    return Figures(
        status=status(archive, with_index=with_index),
        pages_per_minute=read / (RATE_WINDOW.total_seconds() / 60),
        store_seconds=seconds,
        store_trouble=trouble,
        stuck=stuck,
        silent=silent,
        signed_seconds=(now() - signed.at).total_seconds() if signed else None,
        signing_problem=signed.problem if signed else None,
        events=logged,
        backed_up_seconds=(now() - backed_up).total_seconds() if backed_up else None,
        disk_free=disk.free,
        disk_total=disk.total,
        reconciled=last_reconciled(archive),
        reread=last_reread(archive),
    )


def check_log(archive: Archive, actor: Actor) -> LogChecked:
    """Recompute every seal of the log and its tree.

    Raises:
        Forbidden: the actor may not read the record.
    """
    require(actor, Action.READ_EVENTS)
    with archive.database.read() as session:
        return LogChecked(events.frontier(session).size, events.first_break(session))


def _store_latency(archive: Archive) -> tuple[float | None, str]:
    """How long the object store takes to answer, seconds, or None and what is wrong in words."""
    begun = time.monotonic()
    trouble = in_words(lambda: ask_store(archive))
    return (None, trouble) if trouble else (time.monotonic() - begun, "")


def in_words(ask: Callable[[], object]) -> str:
    """What is wrong, in a sentence, with something that is asked; nothing when it answers."""
    try:
        ask()
    except ArchiveError as error:
        return error.detail
    except OSError as error:
        return reason(error)
    return ""


def _service_alerts(figured: Figures, index: str) -> list[Alert]:
    store, seconds, free = figured.store_trouble, figured.store_seconds, figured.disk_free
    found = []
    if store:
        found.append(Alert("bad", f"El almacén de originales falla: {store}", "No se puede recibir nada. Revise el almacén y repita."))  # fmt: skip
    elif seconds is not None and seconds > SLOW_STORE:
        found.append(Alert("wait", f"El almacén tarda {seconds:.1f} segundos en responder.", "Revise la red y el disco del almacén."))  # fmt: skip
    if index:
        found.append(Alert("bad", f"La búsqueda no responde: {index}", "Archivar sigue funcionando. Si no se repone sola, vuelva a construir el índice: legajo reindex."))  # fmt: skip
    if free < LOW_BYTES:
        found.append(Alert("bad", f"Quedan sólo {free // 1024**2} MB de disco.", "Libere espacio o amplíe el disco; con el disco lleno no se recibe nada."))  # fmt: skip
    return found


def _work_alerts(counted: Status, stuck: int, living: int) -> list[Alert]:
    found = []
    dead = sum(states.get("dead", 0) for states in counted.jobs.values())
    if not living:
        found.append(Alert("bad", "No hay ningún proceso de trabajo en marcha.", "Lo recibido espera sin leerse. Inicie uno: legajo worker."))  # fmt: skip
    if dead:
        found.append(Alert("bad", f"{_number(dead, 'trabajo detenido', 'trabajos detenidos')} tras varios intentos.", "Vea por qué y reinténtelos.", "/administracion/trabajos"))  # fmt: skip
    if stuck:
        found.append(Alert("wait", f"{_number(stuck, 'trabajo no avanza', 'trabajos no avanzan')}.", "Vea cuáles y qué esperan.", "/administracion/trabajos?estado=stuck"))  # fmt: skip
    if counted.index.behind > LATE_PAGES:
        found.append(Alert("wait", f"La búsqueda va {counted.index.behind:,} páginas atrás.", "Lo recién archivado aún no se encuentra; se pone al día solo mientras haya un proceso de trabajo."))  # fmt: skip
    return found


def _silent_alerts(silent: tuple[tuple[str, datetime], ...]) -> list[Alert]:
    return [
        Alert(
            "wait",
            f"El proceso de trabajo de {host} dejó de responder el {_moment(max(seen))}.",
            "Lo que tenía lo toman otros. Revise esa máquina e inícielo de nuevo: legajo worker. Este aviso se quita al día.",
        )  # fmt: skip
        for host in dict.fromkeys(name for name, _ in silent)
        if (seen := [at for name, at in silent if name == host])
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(HERE):%d/%m/%Y a las %H:%M}"


def _index_alerts(found: Reconciled | None) -> list[Alert]:
    if found is None or not found.wrong:
        return []
    said = f"La última comparación nocturna halló {_number(found.wrong, 'documento', 'documentos')} que la búsqueda no tenía como están."
    return [Alert("wait", said, "Ya se corrigió. Si se repite cada noche, revise el disco del índice y constrúyalo de nuevo: legajo reindex.")]  # fmt: skip


def _original_alerts(found: Reread | None) -> list[Alert]:
    if found is None or not found.wrong:
        return []
    said = f"{_number(len(found.wrong), 'original falta o ya no es', 'originales faltan o ya no son')} como se recibió."
    return [Alert("bad", said, "Vea cuáles con legajo verify, y tráigalos de un respaldo: legajo verify --from DESTINO. Revise el disco del almacén.")]  # fmt: skip


def _text_alerts(counted: Status) -> list[Alert]:
    unread = counted.pages_without_text - counted.pages_waiting
    share = unread / max(1, counted.pages)
    if unread <= 0 or share < SHARE_UNREAD:
        return []
    said = f"{unread:,} de {counted.pages:,} páginas ({100 * share:.1f} %) no tienen texto: no se encuentran al buscar."
    return [Alert("wait", said, "Vea cuáles; mejore el escaneo o pida leerlas otra vez.", "/administracion/sin-texto")]


def _signing_alerts(figured: Figures) -> list[Alert]:
    found = []
    age, problem = figured.signed_seconds, figured.signing_problem
    if figured.events and (age is None or age > LATE_SIGNING.total_seconds()):
        found.append(Alert("wait", "La bitácora lleva más de tres horas sin constancia firmada.", "La firma el proceso de trabajo cada hora; revise que esté en marcha y su llave.", "/administracion/bitacora"))  # fmt: skip
    if problem:
        found.append(Alert("wait", f"La última constancia no lleva sello de tiempo: {problem}", "Revise la autoridad de sellado en los ajustes.", "/administracion/bitacora"))  # fmt: skip
    return found


def _backup_alerts(figured: Figures) -> list[Alert]:
    age = figured.backed_up_seconds
    if not figured.status.documents or (age is not None and age < LATE_BACKUP.total_seconds()):
        return []
    said = (
        "Nunca se ha respaldado el archivo."
        if age is None
        else f"El último respaldo es de hace {age / 86400:.0f} días."
    )
    return [Alert("wait", said, "Haga un respaldo, y que se repita cada noche: legajo backup DESTINO.")]


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
