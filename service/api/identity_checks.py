"""`/debtors/{key}/identity-checks`: that somebody's identity was verified at the counter."""

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from schemas.identity_checks import IdentityCheck, IdentityCheckIn
from service.api.asked import ActorGiven, ArchiveGiven, Limit
from service.operations import identity_checks


@get(
    "/debtors/{key:str}/identity-checks", sync_to_thread=True, summary="Cuándo se verificó la identidad de una persona"
)
def list_checks(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], limit: Limit = 50
) -> tuple[IdentityCheck, ...]:
    """The newest first, with what was shown and to whom."""
    return identity_checks.identity_checks(archive, actor, key, limit=limit)


@post(
    "/debtors/{key:str}/identity-checks",
    sync_to_thread=True,
    summary="Anota que se verificó la identidad de una persona",
)
def verify(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], data: JSONBody[IdentityCheckIn]
) -> IdentityCheck:
    """Its moment and who verified are those of the request; an entry of the log, never changed."""
    return identity_checks.verify_identity(archive, actor, key, data)


router = Router("/", tags=["registry"], route_handlers=[list_checks, verify])
