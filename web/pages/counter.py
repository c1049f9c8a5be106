"""Ventanilla: the identity of who stands at the counter, noted on the debtor's page."""

from typing import Any
from urllib.parse import quote

import anyio.to_thread
from litestar import Response, post
from litestar.params import FromPath

from schemas.errors import InvalidInput
from schemas.identity_checks import IdentityCheckIn, IdentityDocument
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.middleware import FORM
from service.operations.identity_checks import verify_identity
from web.forms import Fields, go, read_form


@post("/deudores/{key:str}/identidad", opt={FORM: True}, include_in_schema=False)
async def verify(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Record it, then the debtor's page again, where it stands."""
    given = _given(await read_form(request))
    found = await anyio.to_thread.run_sync(lambda: verify_identity(archive, actor, key, given))
    return go(f"/deudores/{quote(found.person_id, safe='')}#identidad")


def _given(fields: Fields) -> IdentityCheckIn:
    try:
        document = IdentityDocument(fields.get("documento", ""))
    except ValueError as error:
        raise InvalidInput("Diga con qué se identificó.") from error
    return IdentityCheckIn(
        document=document, represented_by=fields.get("representante", ""), authority=fields.get("autorizacion", "")
    )


HANDLERS = (verify,)
