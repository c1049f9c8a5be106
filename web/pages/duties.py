"""Obligaciones de los contratos: what each lawyer owes under the contract, what was met late or not at all."""

from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, Actor, may
from schemas.call_messages import CallMessage, Narrow
from schemas.duties import DutyState
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.operations import call_messages, duties, registry
from web.addresses import address
from web.asked import NameCursor, Words
from web.rendering import show

PER_PAGE = 100
TONES = {DutyState.PENDING: "info", DutyState.MET: "good", DutyState.LATE: "wait", DutyState.BREACHED: "bad"}


@get("/cartera/obligaciones", sync_to_thread=True, include_in_schema=False)
def list_lawyers(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    q: Words = "",
    desde: NameCursor = None,
) -> Response[str]:
    """Lawyers by name; each opens what is owed."""
    found = registry.listing(archive, actor, "lawyers", q, desde, PER_PAGE)
    return show(request, "duties_of.html", lawyers=found.items, further=found.cursor, q=q)


@get("/cartera/obligaciones/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(
    archive: ArchiveGiven,
    actor: ActorGiven,
    request: AnyRequest,
    key: FromPath[str],
    todas: Annotated[bool, QueryParameter()] = False,
) -> Response[str]:
    """What a lawyer met late or not at all; all of it when asked for."""
    found = duties.lawyer_duties(archive, actor, key, everything=todas)
    return show(request, "duties.html", found=found, everything=todas, duty_kinds=duties.KINDS,
                duty_states=duties.STATES, tones=TONES, opens=address, mail=_mail(archive, actor, found.lawyer_id),
                may_write=may(actor, Action.WRITE_REGISTRY))  # fmt: skip


def _mail(archive: Archive, actor: Actor, lawyer_id: str) -> tuple[CallMessage, ...] | None:
    """The open messages about the lawyer; None for who is not of the house."""
    if not may(actor, Action.READ_RECORDS):
        return None
    return call_messages.list_messages(archive, actor, Narrow(lawyer_id=lawyer_id), limit=call_messages.MOST_LISTED)[0]


HANDLERS = (list_lawyers, look)
