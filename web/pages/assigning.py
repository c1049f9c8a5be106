"""Relaciones de asignación: credits given to a lawyer together: what stands against each, the relation, the slips."""

import re
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action, may
from schemas.assigning import BatchIn
from schemas.errors import InvalidInput
from schemas.legal_dates import parse_date
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven, Cursor
from service.archive import Archive
from service.middleware import FORM
from service.operations import registry
from service.operations.assigning import batches
from web.forms import Fields, answer_form, go
from web.rendering import show

MOST_LAWYERS = 200


@get("/cartera", sync_to_thread=False, include_in_schema=False)
def first() -> Response[Any]:
    """The first tab."""
    return go("/cartera/tablero")


@get("/cartera/asignaciones", sync_to_thread=True, include_in_schema=False)
def list_batches(archive: ArchiveGiven, request: AnyRequest, desde: Cursor = None) -> Response[str]:
    """Batches, the newest first, and the form of a new one."""
    return _list(archive, request, desde or "", {}, "")


def _list(archive: Archive, request: AnyRequest, after: str, given: Fields, problem: str) -> Response[str]:
    actor = request.user
    found, further = batches.list_batches(archive, actor, after=after)
    may_write = may(actor, Action.WRITE_REGISTRY)
    lawyers = registry.listing(archive, actor, "lawyers", limit=MOST_LAWYERS).items if may_write else ()
    return show(request, "assignments.html", 400 if problem else 200, batches=found, further=further, lawyers=lawyers,
                given=given, problem=problem, may_write=may_write)  # fmt: skip


@post("/cartera/asignaciones", opt={FORM: True}, include_in_schema=False)
async def draft(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Keep a draft; nothing is assigned yet."""
    return await answer_form(
        request,
        lambda fields: f"/cartera/asignaciones/{_draft(archive, actor, fields)}",
        lambda fields, problem: _list(archive, request, "", fields, problem),
    )


def _draft(archive: Archive, actor: ActorGiven, fields: Fields) -> str:
    written = fields.get("fecha", "")
    day = parse_date(written) if written else None
    if written and day is None:
        raise InvalidInput(f"No se entiende la fecha «{written[:40]}».")
    numbers = tuple(one.strip() for one in re.split(r"[\n,;]", fields.get("creditos", "")) if one.strip())
    given = BatchIn(lawyer_cedula=fields.get("abogado", ""), credit_numbers=numbers, assigned_on=day,
                    number=fields.get("numero", ""), note=fields.get("nota", ""))  # fmt: skip
    return batches.draft_batch(archive, actor, given).id


@get("/cartera/asignaciones/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """One batch: each credit with what stands against it, or its slip."""
    return _show(archive, request, key, "")


def _show(archive: Archive, request: AnyRequest, key: str, problem: str) -> Response[str]:
    found = batches.get_batch(archive, request.user, key)
    issues = may(request.user, Action.WRITE_REGISTRY) and may(request.user, Action.WRITE_CUSTODY)
    return show(request, "assignment.html", 400 if problem else 200, batch=found, problem=problem,
                ready=[one for one in found.lines if not one.refused], may_issue=issues)  # fmt: skip


@post("/cartera/asignaciones/{key:str}", opt={FORM: True}, include_in_schema=False)
async def issue(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Assign what is ready and make out the slips."""

    def issued(_: Fields) -> str:
        batches.issue_batch(archive, actor, key)
        return f"/cartera/asignaciones/{key}"

    return await answer_form(request, issued, lambda _, problem: _show(archive, request, key, problem))


HANDLERS = (first, list_batches, draft, look, issue)
