"""`/lawyers/{key}/duties`: what a lawyer owes under the contract, with the days it was due and done."""

from litestar import Response, Router, get
from litestar.params import FromPath

from schemas.duties import Duties
from service.api.asked import ActorGiven, ArchiveGiven, Flag
from service.api.forms import made_file
from service.operations import duties


@get("/lawyers/{key:str}/duties", sync_to_thread=True, summary="Las obligaciones incumplidas de un abogado")
def get_duties(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], everything: Flag = False) -> Duties:
    """Those breached or met late, with dates; `everything` gives those met in time or still open, too."""
    return duties.lawyer_duties(archive, actor, key, everything=everything)


@get("/lawyers/{key:str}/duties.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="Las obligaciones incumplidas de un abogado, para firmar")  # fmt: skip
def print_duties(
    archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str], everything: Flag = False
) -> Response[bytes]:
    """The same list on paper."""
    found = duties.lawyer_duties(archive, actor, key, everything=everything)
    return made_file(
        archive,
        f"obligaciones-{found.cedula}.pdf",
        lambda target: duties.print_duties(archive, actor, found, target),
    )


router = Router("/", tags=["registry"], route_handlers=[get_duties, print_duties])
