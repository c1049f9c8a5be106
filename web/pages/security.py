"""Dónde están los datos: the security document on the screen, as the configuration stands."""

from litestar import Response, get

from schemas.security_document import SECTIONS
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.operations.security_document import get_security_document, holders_said, in_force_said
from web.rendering import show


@get("/administracion/datos", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """Its seven sections, and what the institute has not said."""
    found = get_security_document(archive, actor)
    return show(request, "security.html", one=found, sections=SECTIONS, holders_said=holders_said,
                in_force_said=in_force_said)  # fmt: skip


HANDLERS = (look,)
