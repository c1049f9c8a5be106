"""Anotar: a resolution with the hearing it sets, a notice given, or days on which the lapse does not run, on a page of the lawsuit's."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from schemas.access import Action
from schemas.dossier import DossierScope
from schemas.errors import InvalidInput
from schemas.registry.acts import RESOLUTION_KINDS, WAYS
from schemas.registry.lapse_pauses import CAUSES
from service.api.asked import ActorGiven, AnyRequest, ArchiveGiven
from service.archive import Archive, require
from service.middleware import FORM
from service.operations import registry
from service.operations.dossier import find_dossier
from service.operations.dossier_desk import acts_of
from web.forms import Fields, answer_form, day_of
from web.rendering import show
from web.words import WAYS_SAID

CLEARED = "-"
"""Written in a field, it clears what stands there; an empty field leaves it."""

DAYS = frozenset(("first", "last"))
"""Members that are days though their names do not say so."""

FORMS = {
    "acuerdo": (
        "resolutions",
        {
            "kind": "Clase",
            "issued_on": "Fecha del acuerdo",
            "listed_on": "Publicado el",
            "hearing_on": "Día de la audiencia",
            "hearing_at": "Hora de la audiencia",
            "orders": "Qué ordena",
            "deadline_on": "Vence el plazo",
            "responsible": "Responsable",
            "document_id": "Documento que lo muestra",
        },
    ),
    "notificacion": (
        "notifications",
        {
            "way": "Forma",
            "practised_on": "Practicada el",
            "addressee": "A quién se notificó",
            "effective_on": "Surte efectos el",
            "resolution_id": "Acuerdo notificado",
            "document_id": "Documento que lo muestra",
        },
    ),
    "suspension": (
        "lapse-pauses",
        {
            "cause": "Causa",
            "first": "Desde el",
            "last": "Hasta el",
            "document_id": "Documento que la prueba",
            "note": "Nota",
        },
    ),
}
"""By form: the kind of the registry it writes, and what each member is called beside its field."""


@get("/juicios/{key:str}/anotar", sync_to_thread=True, include_in_schema=False)
def ask(archive: ArchiveGiven, request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """The three forms."""
    return _forms(archive, request, key, {}, "")


def _forms(archive: Archive, request: AnyRequest, key: str, given: Fields, problem: str) -> Response[str]:
    require(request.user, Action.WRITE_REGISTRY)
    dossier = find_dossier(archive, request.user, key, DossierScope.LAWSUIT)
    labels = {form: labels for form, (_, labels) in FORMS.items()}
    wrong, problem = _in_words(problem, labels.get(given.get("que", ""), {}))
    return show(request, "acts.html", 400 if problem else 200, dossier=dossier, here=f"/juicios/{dossier.subject_id}",
                acts=acts_of(archive, request.user, dossier), labels=labels, given=given, problem=problem, wrong=wrong,
                kinds={kind: kind.capitalize() for kind in RESOLUTION_KINDS}, ways={way: WAYS_SAID[way] for way in WAYS}, causes=CAUSES)  # fmt: skip


def _in_words(problem: str, labels: dict[str, str]) -> tuple[str, str]:
    """The member that a sentence begins with, where the form has it, and the sentence with what its field is called."""
    name, _, reason = problem.partition(": ")
    return (name, f"{labels[name]}: {reason}") if name in labels else ("", problem)


@post("/juicios/{key:str}/anotar", opt={FORM: True}, include_in_schema=False)
async def note(archive: ArchiveGiven, actor: ActorGiven, request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Write what the form says, then the lawsuit again, where its acts stand."""
    return await answer_form(
        request,
        lambda fields: f"/juicios/{quote(_note(archive, actor, key, fields), safe='')}#actos",
        lambda fields, problem: _forms(archive, request, key, fields, problem),
    )


def _note(archive: Archive, actor: ActorGiven, key: str, fields: Fields) -> str:
    """The id of the lawsuit whose act was written."""
    if fields.get("que") not in FORMS:
        raise InvalidInput("El formulario no se entiende; ábralo de nuevo.")
    kind, labels = FORMS[fields["que"]]
    written = {name: text for name in labels if (text := fields.get(name, "").strip())}
    data = {"lawsuit": key} | {name: _value(name, text) for name, text in written.items()}
    if "hearing_on" in data and data["hearing_on"] is None:
        data.setdefault("hearing_at", None)  # no hour without its day
    return str(registry.upsert(archive, actor, kind, data).entity.lawsuit_id)


def _value(name: str, text: str) -> Any:  # noqa: ANN401 - a text, texts, a date or None
    if text == CLEARED:
        return None if name != "orders" else []
    if name == "orders":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return day_of(name, text) if name.endswith("_on") or name in DAYS else text


HANDLERS = (ask, note)
