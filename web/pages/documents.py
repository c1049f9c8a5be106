"""Un documento: the decisions of a person on it."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, post
from litestar.params import FromPath

from schemas.errors import InvalidInput
from schemas.fields import EntityKind
from schemas.legal_dates import parse_date
from schemas.outcomes import Reason
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations.passwords import give_password
from service.operations.reviewing import LinkChange, Review, read_again, review_document
from web.forms import Fields, answer_form, number_of
from web.pages.viewing import show_document


@post("/documentos/{document_id:str}", opt={FORM: True}, include_in_schema=False)
async def decide(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, document_id: FromPath[str]
) -> Response[Any]:
    """Apply the decisions of the form."""

    def decided(fields: Fields) -> str:
        _decide(archive, actor, document_id, fields)
        return f"/documentos/{document_id}?" + urlencode({"pagina": _number(fields), "q": fields.get("q", "")})

    def again(fields: Fields, problem: str) -> Response[str]:
        at = (_number(fields), fields.get("q", "")[:1000])
        return show_document(archive, request, document_id, at, problem, typed=fields)

    return await answer_form(request, decided, again)


def _number(fields: Fields) -> int:
    """The page that was shown."""
    return number_of(fields.get("pagina", "")) or 1


def _decide(archive: Archive, actor: ActorGiven, document_id: str, fields: dict[str, str]) -> None:
    if "clave_archivo" in fields:
        give_password(archive, actor, document_id, fields["clave_archivo"])
        return
    if fields.get("hacer") == "leer":
        read_again(archive, actor, document_id, _number(fields))
        return
    review_document(archive, actor, document_id, review_of(fields), version=number_of(fields.get("version", "")))


def review_of(fields: dict[str, str]) -> Review:
    """What the form says: one act where its button was pressed, else the fields; one left as it was says nothing.

    Raises:
        InvalidInput: a date or a choice is not understood.
    """
    verb, _, rest = fields.get("hacer", "").partition(":")
    if verb:
        return Review(**_one_act(verb, rest, fields))
    said: dict[str, Any] = {}
    for name, key in (("tipo", "type"), ("titulo", "title"), ("ubicacion", "paper_location")):
        if name in fields and fields[name] != fields.get(f"{name}_antes", ""):
            said[key] = fields[name]
    if "fecha" in fields and fields["fecha"] != fields.get("fecha_antes", ""):
        said["date"] = parse_date(fields["fecha"])
        if fields["fecha"] and said["date"] is None:
            raise InvalidInput(f"No se entiende la fecha '{fields['fecha'][:40]}'.")
    return Review(**said)


def _one_act(verb: str, rest: str, fields: dict[str, str]) -> dict[str, Any]:
    """What the pressed button stands for."""
    if verb == "confirmar":
        return {"links": (LinkChange("confirm", id=rest),)}
    if verb == "rechazar":
        return {"links": (LinkChange("refuse", id=rest),)}
    if verb == "aceptar" and rest in set(Reason):
        return {"accept": (Reason(rest),)}
    if verb == "copia" and rest in ("same_paper", "other_paper"):
        return {"rescan": rest}
    if verb == "vincular" and fields.get("clase") in set(EntityKind):
        return {"links": (LinkChange("add", kind=EntityKind(fields["clase"]), key=fields.get("clave", "").strip()),)}
    raise InvalidInput("El formulario no se entiende.")


HANDLERS = (decide,)
