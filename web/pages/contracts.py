"""Contratos: those of the lawyers with the days they have left; one written down, its clauses, what lacks, its draft."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action, Actor, may
from schemas.clocks.terms import Nearness, ending
from schemas.contracts import PROCESSOR_CLAUSES
from schemas.errors import Conflict, InvalidInput, NotFound
from schemas.registry.contracts import ServiceContract
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import contract_drafts, registry
from service.operations.days import today
from web.asked import NameCursor, Words
from web.forms import Fields, answer_form, day_of, number_of
from web.rendering import show

HOME = "/cartera/contratos"
PER_PAGE = 100
TONES = {Nearness.IN_60: "info", Nearness.IN_30: "wait", Nearness.IN_7: "bad", Nearness.PAST: "bad"}
DAYS = ("starts_on", "ends_on", "ended_on", "signed_on")
NUMBERS = ("acknowledgement_days", "report_days", "return_days")
FIELDS = {
    "number": "Número",
    "lawyer_cedula": "Cédula del abogado",
    "represented_by": "Representa al Instituto",
    "represented_as": "En su carácter de",
    "starts_on": "Primer día",
    "ends_on": "Último día",
    "signed_on": "Firmado el",
    "ended_on": "Terminado antes, el",
    "end_reason": "Por qué terminó antes",
    "scope": "Objeto",
    "territory": "Territorio",
    "commission": "Comisión, %",
    "commission_stages": "Comisión por etapa",
    "acknowledgement_days": "Días hábiles para el acuse",
    "report_days": "Días hábiles para el informe",
    "return_days": "Días hábiles para devolver originales",
    "penalties": "Penas convencionales",
    "document_id": "Documento firmado",
}
"""What each member is called beside its field."""


@get(HOME, sync_to_thread=True, include_in_schema=False)
def list_contracts(
    archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, q: Words = "", desde: NameCursor = None
) -> Response[str]:
    """The contracts by number, with how near each is to its end."""
    require(actor, Action.READ_RECORDS)
    found = registry.listing(archive, actor, "contracts", q, desde, PER_PAGE)
    ends = {one.id: ending(one.last_on, today()) for one in found.items}
    return show(request, "contracts.html", contracts=found.items, further=found.cursor, q=q, ends=ends, tones=TONES,
                may_write=may(actor, Action.WRITE_REGISTRY))  # fmt: skip


@get(HOME + "/nuevo", sync_to_thread=True, include_in_schema=False)
def ask(actor: ActorGiven, request: AnyRequest) -> Response[str]:
    """An empty form."""
    require(actor, Action.WRITE_REGISTRY)
    return _form(request, None, {}, "")


@get(HOME + "/{key:str}", sync_to_thread=True, include_in_schema=False)
def look(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """What lacks, the clauses as drafted, and the form that changes what is registered."""
    return _look(archive, request, key, {}, "")


def _look(archive: Archive, request: AnyRequest, key: str, given: Fields, problem: str) -> Response[str]:
    draft = contract_drafts.draft_contract(archive, request.user, key)
    contract = registry.get(archive, request.user, "contracts", draft.contract_id)
    return _form(request, contract, given or _written(contract, draft.cedula), problem, draft=draft)


def _form(
    request: AnyRequest, contract: ServiceContract | None, given: Fields, problem: str, **more: object
) -> Response[str]:
    name, _, reason = problem.partition(": ")
    said = f"{FIELDS[name]}: {reason}" if name in FIELDS else problem
    known = {"draft": None, **more}
    return show(request, "contract.html", 400 if problem else 200, contract=contract, given=given, problem=said,
                wrong=name if name in FIELDS else "", labels=FIELDS, clauses=PROCESSOR_CLAUSES, **known)  # fmt: skip


@post(HOME + "/nuevo", opt={FORM: True}, include_in_schema=False)
async def write_new(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest) -> Response[Any]:
    """Register it and show what still lacks."""
    return await answer_form(
        request,
        lambda fields: _path(_register(archive, actor, fields)),
        lambda fields, problem: _form(request, None, fields, problem),
    )


@post(HOME + "/{key:str}", opt={FORM: True}, include_in_schema=False)
async def write(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Change it and show what still lacks."""
    return await answer_form(
        request,
        lambda fields: _path(_change(archive, actor, key, fields)),
        lambda fields, problem: _look(archive, request, key, fields, problem),
    )


def _register(archive: Archive, actor: Actor, fields: Fields) -> ServiceContract:
    number = fields.get("number", "").strip()
    if number:
        try:
            registry.get(archive, actor, "contracts", number)
        except NotFound:
            pass
        else:
            raise Conflict("number: ya hay un contrato con ese número; ábralo para cambiarlo.", code="key_taken")
    made: ServiceContract = registry.upsert(archive, actor, "contracts", _data(fields), expected_version=0).entity
    return made


def _change(archive: Archive, actor: Actor, key: str, fields: Fields) -> ServiceContract:
    seen = number_of(fields.get("version", ""))
    made: ServiceContract = registry.change(
        archive, actor, "contracts", key, _data(fields), expected_version=seen
    ).entity
    return made


def _path(contract: ServiceContract) -> str:
    return f"{HOME}/{quote(contract.id, safe='')}"


def _written(contract: ServiceContract, cedula: str) -> Fields:
    """What is registered, as it stands in the fields of the form."""
    known: Fields = {"lawyer_cedula": cedula}
    for name in FIELDS:
        if name == "lawyer_cedula":
            continue
        value = getattr(contract, name)
        if name in DAYS:
            known[name] = f"{value:%d/%m/%Y}" if value else ""
        elif name == "territory":
            known[name] = "\n".join(value)
        elif name == "commission_stages":
            known[name] = "\n".join(f"{stage}={percent}" for stage, percent in value.items())
        else:
            known[name] = "" if value is None else str(value)
    return known | {f"clause_{one}": "1" for one in contract.clauses}


def _data(fields: Fields) -> dict[str, Any]:
    """What the form says: every field of it, an empty one as none."""
    data: dict[str, Any] = {name: _value(name, fields.get(name, "").strip()) for name in FIELDS if name in fields}
    return data | {"clauses": [code for code in PROCESSOR_CLAUSES if f"clause_{code}" in fields]}


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - a text, texts, a day, a number or None
    if name in ("territory", "commission_stages"):
        return [line.strip() for line in text.splitlines() if line.strip()]
    if not text:
        return None
    if name in DAYS:
        return day_of(name, text)
    if name in NUMBERS:
        number = number_of(text)
        if number is None:
            raise InvalidInput(f"{name}: escriba un número de días.")
        return number
    return text.rpartition("/")[2] if name == "document_id" else text


HANDLERS = (list_contracts, ask, look, write_new, write)
