"""Deudores: find one, and the dossier on one screen; the state of documents to print."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from schemas.access import Action, may
from schemas.dossier import DossierScope
from schemas.errors import Conflict, NotFound
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.api.dossiers import SUBJECTS
from service.archive import Archive
from service.operations import registry
from service.operations.dossier import find_dossier
from service.operations.dossier_desk import beside
from service.operations.finding_people import credits_of_people, people_with_phone, similar_people
from service.operations.identity_checks import SAID
from web.asked import NameCursor, Words
from web.forms import go
from web.rendering import show
from web.words import NOTE_STATES

PER_PAGE = 50
ROOM = {DossierScope.DEBTOR: "deudores", DossierScope.CREDIT: "creditos", DossierScope.LAWSUIT: "juicios"}
"""Where the dossiers of each kind of subject stand."""


@get("/deudores", sync_to_thread=True, include_in_schema=False)
def find(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, q: Words = "", desde: NameCursor = None
) -> Response[Any]:
    """Debtors by name, or at once the one whom a number or CURP names."""
    found = registry.listing(archive, actor, "debtors", q, desde, PER_PAGE)
    if q.strip() and not found.items and (person := _named(archive, actor, q)):
        return go(f"/deudores/{quote(person, safe='')}")
    called = people_with_phone(archive, actor, q) if not found.items else ()
    near = similar_people(archive, actor, q) if q.strip() and not found.items and not called else ()
    people = found.items or called or near
    credits = credits_of_people(archive, actor, [person.id for person in people])
    return show(request, "debtors.html", q=q, people=people, credits=credits, near=bool(near), further=found.cursor)


def _named(archive: Archive, actor: ActorGiven, key: str) -> str | None:
    """The debtor of a credit or lawsuit of that number."""
    try:
        return find_dossier(archive, actor, key).subject_id
    except (NotFound, Conflict):
        return None


def _pages(scope: DossierScope) -> list[HTTPRouteHandler]:
    """The dossier of one kind of subject on one screen, and the state of its documents for paper; the looks are recorded."""
    forms = (("", "dossier.html"), ("/estado", "document_state.html"))
    return [
        get(f"/{ROOM[scope]}/{{key:str}}{form}", sync_to_thread=True, include_in_schema=False)(_shower(scope, template))
        for form, template in forms
    ]


def _shower(scope: DossierScope, template: str) -> Callable[..., Response[str]]:
    def look(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
        dossier = find_dossier(archive, actor, key, scope)
        return show(
            request,
            template,
            dossier=dossier,
            beside=beside(archive, actor, dossier),
            named={document.id: document for document in dossier.documents},
            whose=dossier.debtor.full_name if dossier.debtor else "",
            here=f"/{ROOM[scope]}/{dossier.subject_id}",
            api=f"/api/v1/{SUBJECTS[scope][0]}/{dossier.subject_id}",
            note_states=NOTE_STATES,
            may_write=may(actor, Action.WRITE_REGISTRY),
            identity_said=SAID,
            may_prepare=may(actor, Action.PREPARE_HEARINGS),
            may_supervise=may(actor, Action.SUPERVISE),
            may_carry=may(actor, Action.READ_ORIGINALS),
        )

    return look


HANDLERS = (find, *(page for scope in DossierScope for page in _pages(scope)))
