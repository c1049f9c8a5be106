"""Administración: how the system stands, jobs to try again, pages to read again, the log with its proof."""

from typing import Annotated, Any

import anyio.to_thread
from litestar import Response, get, post
from litestar.params import QueryParameter

from schemas.access import Action, may
from schemas.outcomes import SENTENCES, Reason
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import checkpoints, intake_views, log_subjects, reviewing, standing, unread, work
from service.operations.paging import MOST_LISTED
from web.forms import go, number_of, read_form
from web.rendering import show
from web.setting_words import said

JOB_STATES = {"dead": "Detenidos", "stuck": "Atorados", "running": "En curso", "ready": "En espera"}
JOB_KINDS = {
    "inspect": "Abrir el archivo",
    "read": "Leer una página",
    "finish": "Clasificar y ligar",
    "derive": "Hacer el PDF con texto",
    "relink": "Ligar lo pendiente",
    "bind": "Encuadernar un dossier completo",
    "publish": "Hacer una versión pública",
}
STORED = {
    "original": "Originales",
    "view": "Imágenes de página",
    "thumbnail": "Miniaturas",
    "searchable": "PDF con texto",
    "bound_volume": "Legajos encuadernados",
    "binding_plan": "Encargos de encuadernación",
    "public_version": "Versiones públicas",
}


@get("/administracion", sync_to_thread=True, include_in_schema=False)
def state(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """What needs somebody, then counts, storage, index and workers."""
    found = standing.stand(archive, actor)
    return show(request, "standing.html", found=found, stored=STORED, job_kinds=JOB_KINDS, job_states=JOB_STATES)


@get("/administracion/trabajos", sync_to_thread=True, include_in_schema=False)
def list_jobs(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    estado: Annotated[str, QueryParameter(max_length=10)] = "dead",
    siguen: Annotated[int | None, QueryParameter(ge=0, le=work.MOST_AT_ONCE)] = None,
) -> Response[str]:
    """Jobs by state; dead ones may be tried again."""
    return show(request, "jobs.html", jobs=work.list_jobs(archive, actor, state=estado), state=estado,
                job_states=JOB_STATES, job_kinds=JOB_KINDS, retried=siguen,
                may_retry=may(actor, Action.MANAGE_JOBS))  # fmt: skip


@post("/administracion/trabajos/reintentar", opt={FORM: True}, include_in_schema=False)
async def retry(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Try one dead job again, or all of them."""
    job_id = (await read_form(request)).get("trabajo", "")
    if job_id:
        done = await anyio.to_thread.run_sync(work.retry_job, archive, actor, job_id)
    else:
        done = await anyio.to_thread.run_sync(work.retry_dead_jobs, archive, actor)
    return go(f"/administracion/trabajos?siguen={done.retried}")


@get("/administracion/sin-texto", sync_to_thread=True, include_in_schema=False)
def list_unread(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    sigue: Annotated[str, QueryParameter(max_length=100)] = "",
    leidas: Annotated[int | None, QueryParameter(ge=0, le=MOST_LISTED)] = None,
) -> Response[str]:
    """The pages that searching does not find, each with a way to have it read again."""
    found = unread.list_unread(archive, actor, after=sigue)
    return show(request, "unread.html", pages=found.items, further=found.next, asked=leidas,
                problems={str(reason): SENTENCES[reason] for reason in Reason})  # fmt: skip


@post("/administracion/sin-texto", opt={FORM: True}, include_in_schema=False)
async def read_again(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Have one page read again, or all of the first."""
    fields = await read_form(request)
    document, page = fields.get("documento", ""), fields.get("pagina", "")
    if document and (number := number_of(page)):
        await anyio.to_thread.run_sync(reviewing.read_again, archive, actor, document, number)
        return go("/administracion/sin-texto?leidas=1")
    done = await anyio.to_thread.run_sync(unread.read_all_again, archive, actor)
    return go(f"/administracion/sin-texto?leidas={done.pages}")


@get("/administracion/bitacora", sync_to_thread=True, include_in_schema=False)
def log(
    archive: ArchiveGiven,
    request: AnyRequest,
    de: Annotated[str, QueryParameter(max_length=100)] = "",
    quien: Annotated[str, QueryParameter(max_length=100)] = "",
    antes: Annotated[int | None, QueryParameter(ge=1)] = None,
) -> Response[str]:
    """The newest acts, of one thing, of one person or of all, and the signed checkpoints that vouch for them."""
    return _log(archive, request, (de.strip(), quien.strip()), before=antes)


def _log(
    archive: Archive,
    request: AnyRequest,
    asked: tuple[str, str] = ("", ""),
    *,
    before: int | None = None,
    checked: standing.LogChecked | None = None,
) -> Response[str]:
    (about, by), actor = asked, request.user
    found = intake_views.list_events(archive, actor, object_id=about or None, by=by or None, before=before, limit=100)
    signed = checkpoints.list_checkpoints(archive, actor)
    named = log_subjects.name_subjects(archive, actor, found.items)
    return show(request, "log.html", events=found.items, named=named, further=found.next, about=about, by=by, signed=signed[:10],
                key=checkpoints.log_public_key(archive.settings), covered=signed[0].size if signed else 0,
                checked=checked)  # fmt: skip


@post("/administracion/bitacora", opt={FORM: True}, include_in_schema=False)
async def check_log(archive: ArchiveGiven, request: AnyRequest) -> Response[str]:
    """Recompute every seal and the tree now, and say whether they hold."""
    await read_form(request)
    return await anyio.to_thread.run_sync(_checked, archive, request)


def _checked(archive: Archive, request: AnyRequest) -> Response[str]:
    return _log(archive, request, checked=standing.check_log(archive, request.user))


@get("/administracion/ajustes", sync_to_thread=True, include_in_schema=False)
def settings(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Every setting with its value, secrets hidden."""
    require(actor, Action.MANAGE_USERS)
    return show(request, "settings.html", groups=said(archive.settings))


HANDLERS = (state, list_jobs, retry, list_unread, read_again, log, check_log, settings)
