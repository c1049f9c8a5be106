"""`/security-document`: where personal data are, who may do what with them, which measures are in force."""

from typing import Any

from litestar import Response, Router, get

from schemas.security_document import SecurityDocument
from service.api.asked import ActorGiven, ArchiveGiven
from service.api.downloads import PDF
from service.api.forms import made_file
from service.operations.security_document import get_security_document, print_security_document


@get("/security-document", sync_to_thread=True, summary="Dónde están los datos: el documento de seguridad")
def get_document(archive: ArchiveGiven, actor: ActorGiven) -> SecurityDocument:
    """The seven sections of LGPDPPSO 29, made of the configuration as it is."""
    return get_security_document(archive, actor)


@get("/security-document.pdf", sync_to_thread=True, media_type=PDF, summary="El documento de seguridad, para firmar")
def get_pdf(archive: ArchiveGiven, actor: ActorGiven) -> Response[Any]:
    """The same on paper."""
    return made_file(archive, "Documento de seguridad.pdf", lambda to: print_security_document(archive, actor, to))


router = Router("/", tags=["system"], route_handlers=[get_document, get_pdf])
