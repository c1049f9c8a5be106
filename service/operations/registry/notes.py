"""The book of promissory notes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import UNSET

from schemas.amounts import effective, parse_words
from schemas.note_elements import Captured, checklist, enforceable
from schemas.registry import Note, NoteIn
from schemas.registry.notes import DUE_KINDS, NOTE_STATES, PERIODS, SUPPORTS, Answering
from service.operations.registry.adding import Adding, Adds
from service.operations.registry.book import Row
from service.operations.registry.members import (
    CREDIT,
    DOCUMENT,
    NOTE,
    PERSON,
    Member,
    choice,
    code,
    day,
    pesos,
    rate,
    ref,
    text,
    texts,
    whole,
)
from service.operations.registry.note_acts import ObligorBook
from service.operations.registry.values import Problem
from service.operations.registry.values import pesos as told
from storage.records import Session, registry_references, registry_rows
from storage.records.tables import NoteElementRow, NoteObligorRow, NotePaymentRow, NoteRow

MAKER, AVAL = "suscriptor", "avalista"
_MAKERS = Adds(
    "maker_curps", ObligorBook, "note_id", "person_id", PERSON, {"role": MAKER}, {"act": MAKER, "signed": True}
)
_AVALES = Adds("guarantor_curps", ObligorBook, "note_id", "person_id", PERSON, {"role": AVAL}, {"signed": True})
"""Makers sign one act together; an aval is an act of its own (LGTOC 111-114, 166)."""


class NoteBook(Adding):
    """Promissory notes (pagarés), by credit and number. The amount in words wins over the figures (LGTOC 16)."""

    kind = "promissory-notes"
    entity = "note"
    term = "pagaré"
    table = NoteRow
    input = NoteIn
    shown = Note
    key_members = ("credit_number", "number")
    members: ClassVar[tuple[Member, ...]] = (
        ref("credit_number", CREDIT, "credit_id", "credito", "numero_de_credito", "no_credito", "num_credito",
            needed="el número de crédito"),
        code("number", "numero", "pagare", "numero_de_pagare", "no_pagare", "num_pagare", needed="el número de pagaré"),
        pesos("amount", "monto", "importe", "cantidad", "cantidad_en_numero"),
        text("amount_words", "cantidad_en_letra", "monto_en_letra", "importe_con_letra"),
        code("currency", "moneda"),
        text("payee", "beneficiario", "a_la_orden_de"),
        day("signed_on", "fecha_de_suscripcion", "fecha_de_firma", "fecha_suscripcion", "fecha"),
        text("signed_at", "lugar_de_suscripcion", "lugar"),
        choice("due_kind", DUE_KINDS, "tipo_de_vencimiento", "forma_de_vencimiento"),
        day("due_on", "fecha_de_vencimiento", "vencimiento", "vence"),
        whole("days_after_sight", "dias_vista", most=36_500),
        day("presented_on", "fecha_de_presentacion", "presentado_el"),
        text("pay_place", "lugar_de_pago"),
        rate("ordinary_rate", "tasa_ordinaria", "interes_ordinario"),
        choice("ordinary_period", PERIODS, "periodo_tasa_ordinaria"),
        rate("default_rate", "tasa_moratoria", "interes_moratorio"),
        choice("default_period", PERIODS, "periodo_tasa_moratoria"),
        choice("state", NOTE_STATES, "estado", "estatus"),
        whole("series_number", "serie", least=1, most=10_000),
        whole("series_total", "de", "total_de_la_serie", least=1, most=10_000),
        choice("support", SUPPORTS, "soporte"),
        text("system_uri", "sistema", "direccion_del_sistema"),
        ref("replaced_by", NOTE, "replaced_by_id", "sustituido_por"),
        day("closed_on", "fecha_de_cierre", "cancelado_el", "pagado_el"),
        ref("document_id", DOCUMENT, "document_id", "documento"),
        texts("maker_curps", "curp_suscriptor", "curp_del_suscriptor", "suscriptores", "curp_acreditado"),
        texts("guarantor_curps", "curp_aval", "curp_del_aval", "avales"),
    )  # fmt: skip
    adds = (_MAKERS, _AVALES)
    target = NOTE
    order = ("credit_id", "number", "id")
    filters: ClassVar[dict[str, str]] = {"credit": "credit_id", "debtor": "credit_id.debtor_id", "state": "state"}
    paths = ("number", "credit.number_key", "credit.debtor.name_key")

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if row is None:
            support = values.get("support") or SUPPORTS[0]
            fresh = "electronico" if support == SUPPORTS[1] else "en_boveda"
            due = "dia_fijo" if values.get("due_on") else "vista"
            values = {"support": support, "state": fresh, "due_kind": due, "currency": "MXN", **values}
        elif values.get("due_on") and row.due_on is None and row.due_kind == "vista":
            values = {"due_kind": "dia_fijo", **values}
        for name in ("support", "state", "due_kind", "currency"):
            if values.get(name, "") is None:
                raise Problem(name, "No se puede borrar este dato.")
        _dates_stand(row, values, warnings)
        return values | _amounts(row, values, warnings)

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        ids = [row.id for row in rows]
        keys = registry_references.note_keys(session, set(ids))
        obligors = registry_rows.children(session, NoteObligorRow, "note_id", ids)
        people = registry_references.names(session, {one.person_id for of in obligors.values() for one in of})
        payments = registry_rows.children(session, NotePaymentRow, "note_id", ids)
        looked = registry_rows.children(session, NoteElementRow, "note_id", ids)
        made = []
        for row in rows:
            answering = sorted((one.role != MAKER, one.role, one.person_id) for one in obligors.get(row.id, ()))
            seen = {one.element: one.present for one in looked.get(row.id, ())}
            checked = checklist(_captured(row, sum(role == MAKER for _, role, _ in answering)), seen)
            made.append(
                {
                    "key": keys[row.id],
                    "obligors": tuple(Answering(role, one, people.get(one, "")) for _, role, one in answering),
                    "paid": told(sum(one.amount_cents for one in payments.get(row.id, ()))),
                    "elements": checked,
                    "enforceable": enforceable(checked),
                }
            )
        return made

    @classmethod
    def label(cls, entity: Note) -> str:
        """See `Book.label`."""
        return f"pagaré {entity.key}"


def _now(row: Row | None, values: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - a column's value
    """The value as it will be."""
    value = values.get(name, UNSET)
    return getattr(row, name, None) if value is UNSET else value


def _dates_stand(row: Row | None, values: dict[str, Any], warnings: list[str]) -> None:
    signed, due, kind = (_now(row, values, name) for name in ("signed_on", "due_on", "due_kind"))
    if signed and due and due < signed:
        raise Problem("due_on", "El pagaré no puede vencer antes de suscribirse.")
    if kind in ("dia_fijo", "cierto_plazo_fecha") and not due:
        warnings.append("due_on: sin fecha de vencimiento se considera pagadero a la vista (LGTOC 171).")
    presented, closed = _now(row, values, "presented_on"), _now(row, values, "closed_on")
    for name, later in (("presented_on", presented), ("closed_on", closed)):
        if signed and later and later < signed:
            raise Problem(name, "La fecha es anterior a la suscripción del pagaré.")
    number, total = _now(row, values, "series_number"), _now(row, values, "series_total")
    if number and total and number > total:
        raise Problem("series_number", f"El pagaré {number} no puede ser de una serie de {total}.")


def _amounts(row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
    """What counts in law, and whether words and figures differ (LGTOC 16)."""
    said, figures = _now(row, values, "amount_words"), _now(row, values, "amount_cents")
    words = parse_words(said) if said else None
    if said and words is None:
        warnings.append(f"amount_words: no se entiende la cantidad en letra «{said[:60]}».")
    counts = effective(words, figures)
    if counts.conflict:
        warnings.append(
            f"amount_words: letra ({told(words)}) y número ({told(figures)}) no coinciden; vale la letra (LGTOC 16)."
        )
    return {"amount_effective_cents": counts.cents, "amount_conflict": counts.conflict}


def _captured(row: Row, makers: int) -> Captured:
    return Captured(
        amount=row.amount_effective_cents is not None,
        payee=bool(row.payee),
        due=row.due_on is not None or row.due_kind != "dia_fijo",
        pay_place=bool(row.pay_place),
        signed_on=row.signed_on is not None,
        signed_at=bool(row.signed_at),
        makers=makers,
    )
