"""`/acknowledgements/{key}/checks`, `/acknowledgements/{key}/validation`, `/courts/{key}/bulletin`: acts on proceedings that are more than a record."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.registry import ImportReport
from service.api.asked import ActorGiven, ArchiveGiven
from service.operations.bulletins import paste_bulletin
from service.operations.stamps import Validated, check_acknowledgement, validate_acknowledgement


class ValidationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's word on a stamp."""

    valid: bool
    note: str = ""


class BulletinIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A court's list as pasted: one line for each matter."""

    on: date
    text: Annotated[str, msgspec.Meta(max_length=4_000_000)]


@get("/acknowledgements/{key:str}/checks", sync_to_thread=True, summary="Qué se revisa de un acuse de recibo")
def list_checks(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Validated:
    """Date, court, folio and amount; `right` is null where it cannot be told. By id of the stamp or of its filing."""
    return check_acknowledgement(archive, actor, key)


@post(
    "/acknowledgements/{key:str}/validation", status_code=200, sync_to_thread=True, summary="Valida un acuse de recibo"
)
def validate(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[ValidationIn]) -> Validated:
    """A stamp that a check says is wrong cannot be found valid: 409."""
    return validate_acknowledgement(archive, actor, key, valid=data.valid, note=data.note)


@post(
    "/courts/{key:str}/bulletin",
    status_code=200,
    sync_to_thread=True,
    summary="Pega la lista de acuerdos de un juzgado",
)
def paste(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[BulletinIn]) -> ImportReport:
    """Each line is kept once, and matched to the lawsuit it may be about. A table is imported as `bulletin-lines`."""
    return paste_bulletin(archive, actor, key, data.on, data.text)


router = Router("/", tags=["registry"], route_handlers=[list_checks, validate, paste])
