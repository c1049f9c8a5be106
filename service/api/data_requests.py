"""`/data-requests/{key}/…pdf`: what is printed of a request about personal data."""

from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath

from schemas.access import Actor
from service.api.asked import ActorGiven, ArchiveGiven
from service.api.forms import made_file
from service.archive import Archive
from service.operations.data_request_desk import RequestForm, print_request

CALLED = {RequestForm.RECEIPT: "constancia", RequestForm.ANSWER: "respuesta", RequestForm.HELD: "relación de datos"}


@get("/data-requests/{key:str}/receipt.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="La constancia de recepción de una solicitud ARCO")  # fmt: skip
def get_receipt(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """With its folio, what is asked for and the last day to answer."""
    return _printed(archive, actor, key, RequestForm.RECEIPT)


@get("/data-requests/{key:str}/answer.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="La respuesta a una solicitud ARCO")  # fmt: skip
def get_answer(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """Its sense and grounds, and until when what was granted is carried out."""
    return _printed(archive, actor, key, RequestForm.ANSWER)


@get("/data-requests/{key:str}/held.pdf", sync_to_thread=True, media_type="application/pdf",
     summary="Relación de lo que se conserva de la persona")  # fmt: skip
def get_held(archive: ArchiveGiven, actor: ActorGiven, key: FromPath[str]) -> Response[Any]:
    """What is registered, documents, originals with their loans and, for who may read the log, who looked."""
    return _printed(archive, actor, key, RequestForm.HELD)


def _printed(archive: Archive, actor: Actor, key: str, form: RequestForm) -> Response[Any]:
    return made_file(archive, f"{CALLED[form]}.pdf", lambda target: print_request(archive, actor, key, form, target))


router = Router("/", tags=["records"], route_handlers=[get_receipt, get_answer, get_held])
