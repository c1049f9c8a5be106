"""The books of what hangs on restructures and agreements: old notes and their fate, signers, instalments."""

from typing import Any, ClassVar

from schemas.registry import Instalment, InstalmentIn, RestructuredNote, RestructuredNoteIn, Signer, SignerIn
from schemas.registry.agreements import FATES
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import (
    AGREEMENT,
    DOCUMENT,
    NOTE,
    PERSON,
    RESTRUCTURE,
    Member,
    choice,
    code,
    day,
    pesos,
    ref,
    text,
    whole,
)
from service.operations.registry.values import Problem
from storage.records.tables import AgreementSignerRow, InstalmentRow, RestructuredNoteRow

_AGREEMENT = ref("agreement", AGREEMENT, "agreement_id", "convenio", needed="el número del convenio")


class RestructuredNoteBook(Declared):
    """Old notes of restructures (pagarés sustituidos) and what became of each original, by restructure and note."""

    kind = "restructured-notes"
    entity = "restructured_note"
    term = "pagaré sustituido"
    table = RestructuredNoteRow
    input = RestructuredNoteIn
    shown = RestructuredNote
    key_members = ("restructure", "note")
    members: ClassVar[tuple[Member, ...]] = (
        ref("restructure", RESTRUCTURE, "restructure_id", "reestructura", needed="el número de la reestructura"),
        ref("note", NOTE, "note_id", "pagare", needed="el pagaré (CRÉDITO:NÚMERO)"),
        choice("fate", FATES, "destino"),
        day("fate_on", "fecha", "fecha_del_destino"),
        ref("document_id", DOCUMENT, "document_id", "documento"),
    )
    filters: ClassVar[dict[str, str]] = {"restructure": "restructure_id", "note": "note_id"}
    paths = ("note.number", "restructure.number")


class SignerBook(Declared):
    """Who signed agreements (firmantes), by agreement and person; only theirs is the prescription it interrupts (CCom 1041)."""

    kind = "agreement-signers"
    entity = "agreement_signer"
    term = "firmante de un convenio"
    table = AgreementSignerRow
    input = SignerIn
    shown = Signer
    key_members = ("agreement", "person_curp")
    members: ClassVar[tuple[Member, ...]] = (
        _AGREEMENT,
        ref("person_curp", PERSON, "person_id", "curp", "firmante", needed="la CURP del firmante"),
        day("signed_on", "firmado_el", "fecha_de_firma", "fecha"),
        text("represented_by", "representado_por"),
    )
    filters: ClassVar[dict[str, str]] = {"agreement": "agreement_id", "person": "person_id"}
    paths = ("agreement.number", "person.name_key")


class InstalmentBook(Declared):
    """Payments that agreements set (parcialidades), by agreement and number."""

    kind = "agreement-instalments"
    entity = "agreement_instalment"
    term = "parcialidad de un convenio"
    table = InstalmentRow
    input = InstalmentIn
    shown = Instalment
    key_members = ("agreement", "number")
    members: ClassVar[tuple[Member, ...]] = (
        _AGREEMENT,
        whole("number", "numero", "parcialidad", least=1, most=1_000, needed="el número de la parcialidad"),
        day("due_on", "vence", "vencimiento", "fecha", needed="la fecha de vencimiento"),
        pesos("amount", "monto", "importe", needed="la cantidad"),
        day("paid_on", "pagada_el"),
        code("receipt", "recibo"),
    )
    order = ("due_on", "id")
    filters: ClassVar[dict[str, str]] = {"agreement": "agreement_id", "credit": "agreement_id.credit_id"}
    paths = ("agreement.number",)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if values.get("amount_cents") == 0:
            raise Problem("amount", "Una parcialidad no puede ser de cero pesos.")
        return values
