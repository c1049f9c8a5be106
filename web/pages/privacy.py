"""Avisos de privacidad: the simplified and the whole one, for anybody, at an address that stays."""

from litestar import Response, get

from schemas.institute import read_institute
from schemas.privacy_notice import integral, simplified
from service.api.asked import AnyRequest, ArchiveGiven
from service.middleware import OPEN
from service.operations.printed_forms import HOUSE
from web.rendering import show


@get("/privacidad", sync_to_thread=True, opt={OPEN: True}, include_in_schema=False)
def show_simplified(archive: ArchiveGiven, request: AnyRequest) -> Response[str]:
    """The simplified notice, which leads to the whole."""
    return show(request, "privacy.html", here=archive.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/"),
                notice=simplified(read_institute(archive.settings.institute), HOUSE))  # fmt: skip


@get("/privacidad/integral", sync_to_thread=True, opt={OPEN: True}, include_in_schema=False)
def show_integral(archive: ArchiveGiven, request: AnyRequest) -> Response[str]:
    """The whole notice."""
    return show(request, "privacy.html", here="", notice=integral(read_institute(archive.settings.institute), HOUSE))


HANDLERS = (show_simplified, show_integral)
