"""The books of restructures, agreements and settlements; none is closed before its checklist is done (DOMAIN 2.7)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas import closing
from schemas.registry import Agreement, AgreementIn, Restructure, RestructureIn, Settlement, SettlementIn
from schemas.registry.agreements import AGREEMENT_TYPES, RATIFICATIONS, SEIZURES
from service.operations.registry.adding import Adding, Adds, hanging
from service.operations.registry.agreement_parts import RestructuredNoteBook, SignerBook
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import (
    AGREEMENT,
    CREDIT,
    DOCUMENT,
    LAWSUIT,
    NOTE,
    PERSON,
    RESTRUCTURE,
    SETTLEMENT,
    Member,
    choice,
    code,
    day,
    flag,
    pesos,
    rate,
    ref,
    text,
    texts,
)
from service.operations.registry.values import Problem
from storage.records import Session, registry, registry_references, registry_rows, settling
from storage.records.tables import AgreementRow, RestructuredNoteRow, RestructureRow, SettlementRow

_CREDIT = ref("credit_number", CREDIT, "credit_id", "credito", "numero_de_credito", "no_credito",
              needed="el número de crédito")  # fmt: skip
_DOCUMENT = ref("document_id", DOCUMENT, "document_id", "documento")
_LAWSUIT = ref("lawsuit", LAWSUIT, "lawsuit_id", "juicio")
_CLOSED = day("closed_on", "cerrado_el", "fecha_de_cierre")
_OLD_NOTES = Adds("old_notes", RestructuredNoteBook, "restructure_id", "note_id", NOTE)
_SIGNERS = Adds("signer_curps", SignerBook, "agreement_id", "person_id", PERSON)
_OF_CREDIT = {"credit": "credit_id", "debtor": "credit_id.debtor_id"}
_PATHS = ("number", "credit.number_key", "credit.debtor.name_key")


class RestructureBook(Adding):
    """Restructures (reestructuras), by number."""

    kind = "restructures"
    entity = "restructure"
    term = "reestructura"
    table = RestructureRow
    input = RestructureIn
    shown = Restructure
    key_members = ("number",)
    members: ClassVar[tuple[Member, ...]] = (
        code("number", "numero", "folio", needed="el número de la reestructura"),
        _CREDIT,
        day("signed_on", "fecha_de_firma", "fecha", needed="la fecha de firma"),
        ref("new_note", NOTE, "new_note_id", "pagare_nuevo"),
        texts("old_notes", "pagares_anteriores", "pagares_sustituidos"),
        text("schedule", "calendario"),
        pesos("waived", "quita", "condonado"),
        text("authorised_by", "autorizo"),
        text("program", "programa"),
        _DOCUMENT,
        _CLOSED,
    )
    adds = (_OLD_NOTES,)
    target = RESTRUCTURE
    order = ("signed_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = _OF_CREDIT
    paths = _PATHS

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: of each restructure how many old notes have no fate yet."""
        super().gather(session, there, coming)
        self._without = _without_fate(session, there)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        notes = self.number_of(row, values, _OLD_NOTES)
        known = self.number_of(row, {}, _OLD_NOTES)
        without = (self._without.get(row.id, 0) if row is not None else 0) + notes - known
        _close(row, values, closing.of_restructure(_as_it_will_be(row, values), notes, without))
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        old, without = hanging(session, _OLD_NOTES, rows), _without_fate(session, rows)
        keys = registry_references.note_keys(session, {one.note_id for of in old.values() for one in of})
        return [
            {
                "old_notes": tuple(keys[one.note_id] for one in old.get(row.id, ())),
                "checklist": closing.of_restructure(
                    _as_it_will_be(row, {}), len(old.get(row.id, ())), without.get(row.id, 0)
                ),
            }
            for row in rows
        ]


class AgreementBook(Adding):
    """Agreements (convenios) in court, out of court or mediated, by number."""

    kind = "agreements"
    entity = "agreement"
    term = "convenio"
    table = AgreementRow
    input = AgreementIn
    shown = Agreement
    key_members = ("number",)
    members: ClassVar[tuple[Member, ...]] = (
        code("number", "numero", "folio", "convenio", needed="el número del convenio"),
        _CREDIT,
        choice("type", AGREEMENT_TYPES, "tipo", needed="el tipo de convenio"),
        day("signed_on", "fecha_de_firma", "fecha", needed="la fecha de firma"),
        texts("signer_curps", "firmantes", "curp_firmantes"),
        pesos("recognised", "adeudo_reconocido", "monto", "importe"),
        rate("waiver", "quita", "condonacion"),
        day("due_on", "vencimiento", "fecha_de_vencimiento"),
        flag("default_clause", "clausula_de_incumplimiento"),
        flag("no_novation", "sin_novacion"),
        text("witness", "testigo", "testigos"),
        choice("ratification", RATIFICATIONS, "ratificacion"),
        day("sent_on", "enviado_el"),
        day("registered_on", "inscrito_el"),
        text("registry_number", "numero_de_registro"),
        _LAWSUIT,
        day("filed_on", "presentado_el"),
        day("approved_on", "aprobado_el"),
        choice("seizure", SEIZURES, "embargo"),
        day("breached_on", "incumplido_el"),
        day("fulfilled_on", "cumplido_el"),
        _DOCUMENT,
        _CLOSED,
    )
    adds = (_SIGNERS,)
    target = AGREEMENT
    order = ("signed_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {**_OF_CREDIT, "lawsuit": "lawsuit_id", "type": "type"}
    paths = _PATHS

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: who answers for the credits."""
        super().gather(session, there, coming)
        ids = {row.credit_id for row in there} | {one["credit_id"] for one in coming if one.get("credit_id")}
        credits = registry.credits_by_id(session, ids)
        obligors = {one: [who for who in (row.debtor_id, row.guarantor_id) if who] for one, row in credits.items()}
        names = registry_references.names(session, {who for those in obligors.values() for who in those})
        self._obligors = {one: [(who, names.get(who, "")) for who in those] for one, those in obligors.items()}

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        given = _as_it_will_be(row, values)
        if given.get("due_on") and given["due_on"] < given["signed_on"]:
            raise Problem("due_on", "El convenio no puede vencer antes de firmarse.")
        if given["type"] == "judicial" and not given.get("lawsuit_id"):
            warnings.append("lawsuit: un convenio judicial es de un juicio.")
        signers = self.children_of(row, values, _SIGNERS)
        absent = [name for one, name in self._obligors.get(given["credit_id"], ()) if one not in signers]
        if not signers:
            warnings.append("signer_curps: no consta quién firmó; no interrumpe la prescripción de nadie (CCom 1041).")
        elif absent:
            warnings.append(
                f"signer_curps: no consta la firma de {' ni de '.join(absent)}, y contra quien no firma la prescripción"
                " sigue corriendo (CCom 1041; 1a./J. 9/2018)."
            )
        _close(row, values, closing.of_agreement(given, len(signers)))
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        signers = hanging(session, _SIGNERS, rows)
        people = registry_references.names(session, {one.person_id for of in signers.values() for one in of})
        return [
            {
                "signers": tuple(people[one.person_id] for one in signers.get(row.id, ())),
                "checklist": closing.of_agreement(_as_it_will_be(row, {}), len(signers.get(row.id, ()))),
            }
            for row in rows
        ]


class SettlementBook(Declared):
    """Settlement letters (finiquitos, cartas de no adeudo), by number."""

    kind = "settlements"
    entity = "settlement"
    term = "finiquito"
    table = SettlementRow
    input = SettlementIn
    shown = Settlement
    key_members = ("number",)
    members: ClassVar[tuple[Member, ...]] = (
        code("number", "numero", "folio", "carta", needed="el número de la carta"),
        _CREDIT,
        day("issued_on", "fecha", "fecha_de_expedicion", needed="la fecha de la carta"),
        pesos("paid", "pagado", "importe_pagado"),
        pesos("waived", "quita", "condonado"),
        text("receipt", "recibo"),
        text("received_by", "recibio"),
        text("identification", "identificacion"),
        day("originals_returned_on", "originales_devueltos_el"),
        ref("originals_receipt_id", DOCUMENT, "originals_receipt_id", "recibo_de_originales"),
        _LAWSUIT,
        ref("conclusion_id", DOCUMENT, "conclusion_id", "auto_de_conclusion"),
        flag("seized", "hubo_embargo"),
        day("seizure_lifted_on", "embargo_levantado_el"),
        day("registry_cancelled_on", "inscripcion_cancelada_el"),
        day("bureau_updated_on", "buro_actualizado_el"),
        _DOCUMENT,
        _CLOSED,
    )
    target = SETTLEMENT
    order = ("issued_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {**_OF_CREDIT, "lawsuit": "lawsuit_id"}
    paths = _PATHS

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: what still binds the credits."""
        ids = {row.credit_id for row in there} | {one["credit_id"] for one in coming if one.get("credit_id")}
        self._around = settling.around(session, ids)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        given = _as_it_will_be(row, values)
        _close(row, values, closing.of_settlement(given, self._around.get(given["credit_id"], closing.FREE)))
        return values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        around = settling.around(session, {row.credit_id for row in rows})
        return [{"checklist": closing.of_settlement(_as_it_will_be(row, {}), around[row.credit_id])} for row in rows]


def _as_it_will_be(row: Row | None, values: dict[str, Any]) -> dict[str, Any]:
    there = {} if row is None else {name: getattr(row, name) for name in row.__table__.columns.keys()}  # noqa: SIM118
    return there | values


def _close(row: Row | None, values: dict[str, Any], checks: tuple[closing.Check, ...]) -> None:
    """Refuse to close, and to keep closed, what is not done."""
    closed = _as_it_will_be(row, values).get("closed_on")
    if closed and (lacking := closing.lacking(checks)):
        raise Problem("closed_on", f"No se puede cerrar. {lacking}")


def _without_fate(session: Session, rows: Sequence[Row]) -> dict[str, int]:
    children = registry_rows.children(session, RestructuredNoteRow, "restructure_id", [row.id for row in rows])
    return {parent: sum(one.fate is None for one in of) for parent, of in children.items()}
