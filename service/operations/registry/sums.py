"""The books of a loan's contracts by school period, of balances and of payments got."""

from collections.abc import Sequence
from typing import Any, ClassVar

from schemas.registry import (
    Balance,
    BalanceIn,
    PeriodContract,
    PeriodContractIn,
    Recovery,
    RecoveryIn,
)
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import CREDIT, DOCUMENT, NOTE, Member, code, day, pesos, ref, text
from service.operations.registry.values import Problem
from service.operations.registry.values import pesos as told
from storage.records import Session
from storage.records.tables import BalanceRow, PeriodContractRow, RecoveryRow

_CREDIT = ref(
    "credit_number", CREDIT, "credit_id", "credito", "numero_de_credito", "no_credito", needed="el número de crédito"
)
_SUMS = ("capital_cents", "interest_cents", "default_interest_cents", "other_cents")


class PeriodContractBook(Declared):
    """Contracts by school period (contratos del periodo), by credit and contract number."""

    kind = "period-contracts"
    entity = "period_contract"
    term = "contrato del periodo escolar"
    table = PeriodContractRow
    input = PeriodContractIn
    shown = PeriodContract
    key_members = ("credit_number", "number")
    members: ClassVar[tuple[Member, ...]] = (
        _CREDIT,
        code("number", "contrato", "numero_de_contrato", "no_contrato", needed="el número de contrato"),
        text("period", "periodo", "ciclo", "ciclo_escolar"),
        text("school", "escuela", "institucion"),
        text("level", "nivel", "nivel_educativo"),
        text("plan"),
        pesos("amount", "monto", "importe"),
        day("signed_on", "fecha_de_firma", "fecha"),
        ref("note", NOTE, "note_id", "pagare"),
        ref("document_id", DOCUMENT, "document_id", "documento"),
    )
    filters: ClassVar[dict[str, str]] = {"credit": "credit_id"}
    paths = ("number", "credit.number_key")


class _Summed(Declared):
    """A kind of which each record is a sum by concepts; a new one counts what is left out as nothing."""

    members: ClassVar[tuple[Member, ...]] = ()

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        columns = [one for one in _SUMS if one in self.table.__table__.columns]
        for column in columns:
            if values.get(column, 0) is None:
                raise Problem(column.removesuffix("_cents"), "No se puede borrar este dato.")
        return values if row is not None else dict.fromkeys(columns, 0) | values

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        columns = [one for one in _SUMS if one in cls.table.__table__.columns]
        return [{"total": told(sum(getattr(row, one) for one in columns))} for row in rows]


class BalanceBook(_Summed):
    """Balances (saldos) as the credit system told them, by credit and day."""

    kind = "balances"
    entity = "balance"
    term = "saldo"
    table = BalanceRow
    input = BalanceIn
    shown = Balance
    key_members = ("credit_number", "on")
    members: ClassVar[tuple[Member, ...]] = (
        _CREDIT,
        day("on", "fecha", "fecha_de_corte", "corte", needed="la fecha del saldo"),
        pesos("capital", "saldo_capital"),
        pesos("interest", "interes", "intereses", "interes_ordinario"),
        pesos("default_interest", "moratorios", "interes_moratorio"),
        text("source", "origen", "fuente"),
    )
    order = ("on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"credit": "credit_id"}
    paths = ("credit.number_key",)


class RecoveryBook(_Summed):
    """Payments got (recuperaciones) as the cash desk told them, by credit and receipt."""

    kind = "recoveries"
    entity = "recovery"
    term = "recuperación"
    table = RecoveryRow
    input = RecoveryIn
    shown = Recovery
    key_members = ("credit_number", "receipt")
    members: ClassVar[tuple[Member, ...]] = (
        _CREDIT,
        code("receipt", "recibo", "folio", needed="el número de recibo"),
        day("on", "fecha", "fecha_de_pago", needed="la fecha del pago"),
        pesos("capital"),
        pesos("interest", "interes", "intereses"),
        pesos("default_interest", "moratorios", "interes_moratorio"),
        pesos("other", "otros", "gastos"),
        text("channel", "medio", "canal"),
        text("act", "acto", "origen"),
    )
    order = ("on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"credit": "credit_id"}
    paths = ("receipt", "credit.number_key")
