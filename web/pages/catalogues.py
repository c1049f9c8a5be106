"""Administración: catalogues as data: courts and their days off, legal rules, retention, types and stages."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

import anyio.to_thread
import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.access import Action, Actor, may
from schemas.archival import DISPOSITION_NAMES, Disposition, RuleIn, Value
from schemas.document_types import document_types
from schemas.errors import ArchiveError, InvalidInput, NotFound
from schemas.rules import Regime
from schemas.stages import STAGE_NAMES
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive
from service.middleware import FORM
from service.operations import legal_rules, registry
from service.operations.classification import scheme
from web.forms import go, read_form
from web.rendering import show

CATALOGUES = {
    "juzgados": "Juzgados",
    "dias-inhabiles": "Días inhábiles",
    "reglas": "Reglas legales",
    "conservacion": "Conservación",
    "tipos": "Tipos de documento",
    "etapas": "Etapas",
}
UNITS = {"court_days": "días hábiles del juzgado", "working_days": "días hábiles", "days": "días naturales", "months": "meses",
         "years": "años", "hours": "horas", "pesos": "pesos", "percent": "%", "count": "", "date": ""}  # fmt: skip
REGIMES = {
    Regime.CCOM: "Código de Comercio",
    Regime.CCOM_CNPCYF: "Código de Comercio con CNPCyF",
    Regime.CNPCYF: "CNPCyF",
}
VALUES = {Value.ADMINISTRATIVE: "administrativo", Value.LEGAL: "legal", Value.FISCAL: "fiscal o contable"}
_REGISTRY = {"juzgados": "courts", "dias-inhabiles": "closures"}
Short = Annotated[str, QueryParameter(max_length=300)]


@get("/administracion/catalogos", sync_to_thread=False, include_in_schema=False)
def first() -> Response[Any]:
    """The first catalogue."""
    return go("/administracion/catalogos/juzgados")


@get("/administracion/catalogos/{name:str}", sync_to_thread=True, include_in_schema=False)
def catalogue(
    archive: ArchiveGiven,
    request: AnyRequest,
    name: FromPath[str],
    q: Short = "",
    sigue: Annotated[str, QueryParameter(max_length=500)] = "",
    uno: Short = "",
) -> Response[str]:
    """One catalogue; `uno` is the entry to be changed."""
    return _shown(archive, request, name, {"q": q, "cursor": sigue, "one": uno}, {})


def _shown(
    archive: Archive, request: AnyRequest, name: str, asked: dict[str, str], given: dict[str, str], problem: str = ""
) -> Response[str]:
    if name not in CATALOGUES:
        raise NotFound("No hay un catálogo de ese nombre.")
    actor: Actor = request.user
    known = _read(archive, actor, name, asked)
    start = known.pop("given", {})
    return show(request, f"catalogue_{name.replace('-', '_')}.html", 400 if problem else 200, catalogues=CATALOGUES, name=name,
                given=given or start, problem=problem, q=asked.get("q", ""),
                may_write=may(actor, Action.WRITE_REGISTRY), may_decide=may(actor, Action.DECIDE_RECORDS),
                units=UNITS, regimes=REGIMES, values=VALUES, dispositions=DISPOSITION_NAMES, **known)  # fmt: skip


def _read(archive: Archive, actor: Actor, name: str, asked: dict[str, str]) -> dict[str, Any]:
    """What the catalogue holds, and what its form begins with."""
    if name in _REGISTRY:
        found = registry.listing(archive, actor, _REGISTRY[name], asked.get("q", ""), asked.get("cursor") or None)
        one = registry.get(archive, actor, _REGISTRY[name], asked["one"]) if asked.get("one") else None
        return {"items": found.items, "further": found.cursor, "given": _as_form(one) if one else {}}
    if name == "reglas":
        code = asked.get("one", "")
        rules = legal_rules.list_rules(archive, actor)
        return {
            "items": rules,
            "names": {rule.code: rule.name for rule in rules},
            "given": {"codigo": code} if code else {},
        }
    if name == "conservacion":
        nodes = [node for node in scheme.get_scheme(archive, actor) if node.valid_to is None]
        given = {"serie": asked["one"]} if asked.get("one") else {}
        return {"items": scheme.get_rules(archive, actor), "nodes": nodes, "given": given}
    return {"items": document_types() if name == "tipos" else STAGE_NAMES}


def _as_form(one: Any) -> dict[str, str]:  # noqa: ANN401 - an entity of either kind
    plain = msgspec.to_builtins(one)
    return {
        name: ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in plain.items()
        if value is not None
    }


@post("/administracion/catalogos/{name:str}", opt={FORM: True}, include_in_schema=False)
async def write(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Add to a catalogue, or change the entry of the same key."""
    fields = await read_form(request)

    def keep() -> Response[Any]:
        try:
            _WRITERS[name](archive, actor, fields)
        except KeyError as error:
            raise NotFound("Ese catálogo no se edita aquí.") from error
        except ArchiveError as error:
            if error.kind.value in ("forbidden", "unavailable"):
                raise
            return _shown(archive, request, name, {}, fields, error.detail)
        return go(f"/administracion/catalogos/{name}?" + urlencode({"q": fields.get("code", "")}).removesuffix("q="))

    return await anyio.to_thread.run_sync(keep)


def _court(archive: Archive, actor: Actor, fields: dict[str, str]) -> None:
    given: dict[str, Any] = {
        name: fields.get(name, "").strip() or None for name in ("code", "name", "district", "city")
    }
    aliases = [alias.strip() for alias in fields.get("aliases", "").split(",") if alias.strip()]
    registry.upsert(archive, actor, "courts", {**given, "code": given["code"] or "", "aliases": aliases})


def _closure(archive: Archive, actor: Actor, fields: dict[str, str]) -> None:
    given = {name: fields.get(name, "").strip() for name in ("court_code", "first", "last", "reason", "source")}
    registry.upsert(archive, actor, "closures", {name: value for name, value in given.items() if value})


def _legal_rule(archive: Archive, actor: Actor, fields: dict[str, str]) -> None:
    regime = fields.get("regimen", "")
    legal_rules.put_value(archive, actor, legal_rules.NewValue(
        code=fields.get("codigo", ""), value=fields.get("valor", ""), source=fields.get("fuente", ""),
        valid_from=_day(fields.get("desde", "")), regime=_one_of(Regime, regime) if regime else None,
        note=fields.get("nota") or None))  # fmt: skip


def _retention(archive: Archive, actor: Actor, fields: dict[str, str]) -> None:
    scheme.put_rule(archive, actor, RuleIn(
        series=fields.get("serie", ""), values=tuple(value for value in Value if fields.get(f"valor_{value.value}")),
        active_years=_years(fields, "tramite"), semi_active_years=_years(fields, "concentracion"),
        precaution_years=_years(fields, "precaucion"), disposition=_one_of(Disposition, fields.get("destino", "")),
        legal_basis=fields.get("fundamento", "").strip(), approval_act=fields.get("acta", "").strip(),
        valid_from=_day(fields.get("desde", ""))))  # fmt: skip


_WRITERS: dict[str, Callable[[Archive, Actor, dict[str, str]], None]] = {
    "juzgados": _court,
    "dias-inhabiles": _closure,
    "reglas": _legal_rule,
    "conservacion": _retention,
}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("Diga desde qué día vale.") from error


def _years(fields: dict[str, str], name: str) -> int:
    text = fields.get(name, "").strip() or "0"
    if not text.isdecimal() or len(text) > 3:
        raise InvalidInput("Los años se escriben en cifras.")
    return int(text)


def _one_of(kind: Any, text: str) -> Any:  # noqa: ANN401 - a member of the enum given
    try:
        return kind(text)
    except ValueError as error:
        raise InvalidInput("Elija una de las opciones.") from error


HANDLERS = (first, catalogue, write)
