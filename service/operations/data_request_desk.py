"""Requests about personal data taken in at the desk, and what is printed of each (derechos ARCO, LGPDPPSO 43-49, DOMAIN 4.4)."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from schemas.access import Action, Actor
from schemas.errors import Conflict, InvalidInput
from schemas.printed import Fields, Part, Printed, Signatures, Words, day
from schemas.registry import Upserted
from schemas.registry.requests import GRANTED, OF_ANYBODY, DataRequestShown
from service.archive import Archive, require
from service.operations import registry
from service.operations.days import today
from service.operations.held_data import held_form
from service.operations.printed_forms import HOUSE, UNIT, write_form
from storage.records import events, numbering

KIND = "data-requests"
RIGHTS_SAID = {
    "acceso": "Acceso", "rectificacion": "Rectificación", "cancelacion": "Cancelación", "oposicion": "Oposición",
    "informacion": "Información pública",
}  # fmt: skip
OUTCOMES_SAID = {"procedente": "Procedente", "parcial": "Procedente en parte", "improcedente": "Improcedente"}
_RECOURSE = (
    "Contra esta respuesta procede el recurso de revisión que prevé la ley de la materia. La entrega de hasta veinte hojas "
    "simples no tiene costo."
)


class RequestForm(StrEnum):
    """What is printed of a request: constancia de recepción, respuesta, relación de los datos que se conservan."""

    RECEIPT = "receipt"
    ANSWER = "answer"
    HELD = "held"


def next_folio(archive: Archive, actor: Actor) -> str:
    """A folio of the year that no request of ours has: `ARCO-2026-0007`; it is taken, whether or not it is used.

    Raises:
        Forbidden: the actor may not write the registry.
    """
    require(actor, Action.WRITE_REGISTRY)
    year = today().year
    with archive.database.write() as session:
        return f"ARCO-{year}-{numbering.next_number(session, f'data_request_{year}'):04d}"


def take_in(archive: Archive, actor: Actor, data: Mapping[str, Any]) -> Upserted:
    """Take a new request in; one that has the folio already is not touched.

    Raises:
        Forbidden: the actor may not write the registry.
        InvalidInput: as `registry.upsert`.
        Conflict: code `folio_taken`.
    """
    try:
        return registry.upsert(archive, actor, KIND, data, expected_version=0)
    except Conflict as conflict:
        raise Conflict("folio: ya hay una solicitud con ese folio.", code="folio_taken") from conflict


def print_request(archive: Archive, actor: Actor, key: str, form: RequestForm, target: Path) -> None:
    """Write a form of the request of that folio or id as a PDF; the hand-over of the copy is recorded.

    Raises:
        Forbidden: the actor is not of the house.
        NotFound: there is no such request.
        InvalidInput: it is not answered yet, or nobody's data are named; `target` cannot be written.
    """
    require(actor, Action.READ_RECORDS)
    found: DataRequestShown = registry.get(archive, actor, KIND, key)
    if form is RequestForm.HELD:
        if found.person_id is None:
            raise InvalidInput("person_curp: diga primero de quién son los datos.", code="incomplete")
        printed = held_form(archive, actor, found.person_id, found.folio)
    else:
        printed = answer_form(found) if form is RequestForm.ANSWER else receipt_form(found)
    write_form(printed, target)
    with archive.database.write() as session:
        detail = {"folio": found.folio, "form": form.value}
        events.record(session, events.Act(actor.name, actor.origin, "print", "data_request", found.id, detail))


def receipt_form(one: DataRequestShown) -> Printed:
    """That it came in, and until when it is answered."""
    parts: list[Part] = [_head(one), Words("Lo que se solicita", heading=True), Words(one.subject or "—")]
    if one.kind not in OF_ANYBODY:
        proven = "La identidad del titular quedó acreditada."
        lacking = "Falta acreditar la identidad del titular, o la de su representante: sin ello no puede concederse."
        parts.append(Words(proven if one.identity_proven else lacking))
    parts.append(Words(
        f"La respuesta se dará a más tardar el {day(one.answer_by)}, en días hábiles. El plazo puede ampliarse una sola "
        "vez, con causa justificada, y se le avisará."
    ))  # fmt: skip
    return _form("Constancia de recepción de la solicitud", one, parts, ("Recibe por la unidad", "Solicitante"))


def answer_form(one: DataRequestShown) -> Printed:
    """How it was answered, on what grounds, and what follows.

    Raises:
        InvalidInput: it is not answered yet.
    """
    if one.answered_on is None or one.outcome is None:
        raise InvalidInput("answered_on: la solicitud aún no tiene respuesta.", code="incomplete")
    parts: list[Part] = [
        _head(one), Words("Lo que se solicitó", heading=True), Words(one.subject or "—"),
        Words("Respuesta", heading=True), Words(f"{OUTCOMES_SAID[one.outcome]}. {one.grounds or ''}".strip()),
    ]  # fmt: skip
    if one.outcome in GRANTED:
        carried = f"Se ejecutó el {day(one.carried_out_on)}." if one.carried_out_on else ""
        parts.append(Words(carried or f"Se ejecutará a más tardar el {day(one.carry_out_by)}, en días hábiles."))
    parts.append(Words(_RECOURSE))
    return _form("Respuesta a la solicitud", one, parts, ("Por la unidad", "Recibe el solicitante"))


def _head(one: DataRequestShown) -> Fields:
    return Fields(
        (
            ("Folio", one.folio), ("Derecho", RIGHTS_SAID[one.kind]), ("Recibida el", day(one.received_on)),
            ("Titular de los datos", one.person or "—"), ("Solicitante", one.requester or one.person or "—"),
            ("Respondida el" if one.answered_on else "Responder a más tardar el", day(one.answered_on or one.answer_by)),
            *((("Prorrogada el", f"{day(one.extended_on)}: {one.extension_reason}"),) if one.extended_on else ()),
        )
    )  # fmt: skip


def _form(title: str, one: DataRequestShown, parts: list[Part], signs: tuple[str, ...]) -> Printed:
    return Printed(HOUSE, UNIT, title, (*parts, Signatures(signs)), code=one.folio)
