"""The books of what stands on a promissory note: obligors, endorsements, partial payments, the checklist."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.registry import (
    Endorsement,
    EndorsementIn,
    NoteElement,
    NoteElementIn,
    NotePayment,
    NotePaymentIn,
    Obligor,
    ObligorIn,
)
from schemas.registry.notes import ELEMENTS, ENDORSEMENT_KINDS, OBLIGOR_ROLES
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import (
    DOCUMENT,
    LAWYER,
    NOTE,
    PERSON,
    Member,
    choice,
    code,
    day,
    flag,
    pesos,
    ref,
    text,
    whole,
)
from service.operations.registry.values import Problem
from storage.records import Session, registry_rows
from storage.records.tables import EndorsementRow, NoteElementRow, NoteObligorRow, NotePaymentRow, NoteRow

_NOTE = ref("note", NOTE, "note_id", "pagare", needed="el pagaré (CRÉDITO:NÚMERO)")
_DOCUMENT = ref("document_id", DOCUMENT, "document_id", "documento")
_OF_NOTE = {"note": "note_id", "credit": "note_id.credit_id"}
_REGION = re.compile(r"(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)(?:,(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)){3}")


class ObligorBook(Declared):
    """Who answers for a note (obligados), by note, person and role."""

    kind = "note-obligors"
    entity = "note_obligor"
    term = "obligado de un pagaré"
    table = NoteObligorRow
    input = ObligorIn
    shown = Obligor
    key_members = ("note", "person_curp", "role")
    members: ClassVar[tuple[Member, ...]] = (
        _NOTE,
        ref("person_curp", PERSON, "person_id", "curp", needed="la CURP del obligado"),
        choice("role", OBLIGOR_ROLES, "caracter", "papel", needed="el carácter del obligado"),
        text("act", "acto"),
        ref("for_person_curp", PERSON, "for_person_id", "avala_a", "curp_del_avalado"),
        pesos("limit", "hasta", "importe_avalado"),
        flag("signed", "firmo", "firmado"),
    )
    filters: ClassVar[dict[str, str]] = {**_OF_NOTE, "person": "person_id"}
    paths = ("person.name_key", "note.number")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if values.get("signed", True) is None:
            raise Problem("signed", "No se puede borrar este dato.")
        if values.get("for_person_id") and values["role"] != "avalista":
            raise Problem("for_person_curp", "Sólo un avalista responde por otra persona (LGTOC 113).")
        return values if row is not None else {"signed": True, **values}


class EndorsementBook(Declared):
    """Endorsements (endosos), by note, day and endorsee."""

    kind = "endorsements"
    entity = "endorsement"
    term = "endoso"
    table = EndorsementRow
    input = EndorsementIn
    shown = Endorsement
    key_members = ("note", "endorsed_on", "endorsee")
    members: ClassVar[tuple[Member, ...]] = (
        _NOTE,
        day("endorsed_on", "fecha_de_endoso", "fecha", needed="la fecha del endoso"),
        text("endorsee", "endosatario", needed="el endosatario"),
        choice("kind", ENDORSEMENT_KINDS, "clase", "tipo"),
        ref("lawyer_cedula", LAWYER, "lawyer_id", "cedula", "cedula_profesional"),
        text("place", "lugar"),
        text("signed_by", "firma", "endosante"),
        day("cancelled_on", "cancelado_el", "fecha_de_cancelacion"),
        _DOCUMENT,
    )
    filters: ClassVar[dict[str, str]] = {**_OF_NOTE, "lawyer": "lawyer_id"}
    paths = ("note.number", "lawyer.name_key")

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: the notes."""
        self._notes = registry_rows.by_id(session, NoteRow, {one["note_id"] for one in coming if one.get("note_id")})

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        on, cancelled = values["endorsed_on"], values.get("cancelled_on")
        if cancelled and cancelled < on:
            raise Problem("cancelled_on", "El endoso no puede cancelarse antes de hacerse.")
        note = self._notes.get(values["note_id"])
        if note is not None and note.signed_on and on < note.signed_on:
            raise Problem("endorsed_on", "El endoso es anterior a la suscripción del pagaré.")
        if note is not None and note.due_on and on > note.due_on and values.get("kind") == "propiedad":
            warnings.append("endorsed_on: posterior al vencimiento; surte efectos de cesión ordinaria (LGTOC 37).")
        if values.get("kind", "") is None:
            raise Problem("kind", "No se puede borrar este dato.")
        return values if row is not None else {"kind": ENDORSEMENT_KINDS[0], **values}


class NotePaymentBook(Declared):
    """Partial payments of notes (pagos parciales), by note, day and receipt."""

    kind = "note-payments"
    entity = "note_payment"
    term = "pago parcial de un pagaré"
    table = NotePaymentRow
    input = NotePaymentIn
    shown = NotePayment
    key_members = ("note", "paid_on", "receipt")
    members: ClassVar[tuple[Member, ...]] = (
        _NOTE,
        day("paid_on", "fecha_de_pago", "fecha", needed="la fecha del pago"),
        code("receipt", "recibo", "folio", needed="el número de recibo"),
        pesos("amount", "monto", "importe", "cantidad", needed="la cantidad pagada"),
        flag("on_note", "anotado", "anotado_en_el_titulo"),
        _DOCUMENT,
    )
    filters: ClassVar[dict[str, str]] = _OF_NOTE
    paths = ("note.number", "receipt")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if values.get("amount_cents") == 0:
            raise Problem("amount", "Un pago no puede ser de cero pesos.")
        if values.get("on_note") is False:
            warnings.append("on_note: el pago parcial debe anotarse en el título (LGTOC 17, 130).")
        return values


class NoteElementBook(Declared):
    """The checklist of notes (requisitos, LGTOC 170 I–VI), by note and element."""

    kind = "note-elements"
    entity = "note_element"
    term = "requisito de un pagaré"
    table = NoteElementRow
    input = NoteElementIn
    shown = NoteElement
    key_members = ("note", "element")
    members: ClassVar[tuple[Member, ...]] = (
        _NOTE,
        Member("element", "element", lambda column, value, _: _element(column, value), ("requisito", "fraccion"),
               "la fracción del requisito"),
        flag("present", "presente", "cumple", needed="si el requisito se ve en el papel"),
        _DOCUMENT,
        whole("page", "pagina", least=1),
        text("region", "recuadro"),
        text("comment", "comentario", "observacion"),
    )  # fmt: skip
    filters: ClassVar[dict[str, str]] = _OF_NOTE
    paths = ("note.number",)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        region = values.get("region")
        if region and not _REGION.fullmatch(region.replace(" ", "")):
            raise Problem("region", "El recuadro es x,y,ancho,alto en fracciones de la página, de 0 a 1.")
        return values | ({"region": region.replace(" ", "")} if region else {})


def _element(column: str, value: Any) -> Any:  # noqa: ANN401 - a text, None or UNSET
    wanted = str(value).strip().upper()
    if wanted not in ELEMENTS:
        raise Problem(column, f"«{str(value)[:20]}» no es una fracción del artículo 170: {', '.join(ELEMENTS)}.")
    return wanted
