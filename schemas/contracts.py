"""Service contracts of external lawyers (contrato de prestación de servicios): clauses, term, and who may receive credits."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

PROCESSOR_CLAUSES: dict[str, str] = {
    "instructions": "Tratar los datos personales sólo conforme a las instrucciones del Instituto",
    "no_other_purpose": "No tratarlos para otra finalidad",
    "security": "Aplicar medidas de seguridad",
    "report_breaches": "Informar de las vulneraciones",
    "confidentiality": "Guardar confidencialidad",
    "delete_or_return": "Suprimirlos o devolverlos al terminar",
    "no_transfer": "No transferirlos salvo instrucción o mandato de autoridad",
}
"""What a contract with whoever processes personal data must say (encargado, LGPDPPSO 53)."""


class Term(msgspec.Struct, frozen=True):
    """First and last day of a contract, both included; `ended_on` when it was rescinded or ended before."""

    starts_on: date
    ends_on: date
    ended_on: date | None = None

    @property
    def last(self) -> date:
        """The last day on which it holds."""
        return min(self.ends_on, self.ended_on) if self.ended_on else self.ends_on

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.starts_on <= day <= self.last


def missing_clauses(present: Collection[str]) -> tuple[str, ...]:
    """The clauses of LGPDPPSO 53 that a contract lacks, in Spanish."""
    return tuple(sentence for code, sentence in PROCESSOR_CLAUSES.items() if code not in present)


def refusal_of_contract(terms: Sequence[Term], day: date) -> str | None:
    """Why a lawyer with these contracts may not receive credits or originals on that day, in Spanish; None when they may.

    Refused is who is past the end of a contract, or before its beginning (DOMAIN 1.1, R4; 4.6, C19). That nobody
    registered a contract is no proof that there is none: it is told where credits are assigned, and forbids nothing.
    """
    if not terms or any(term.holds_on(day) for term in terms):
        return None
    past = [term.last for term in terms if term.last < day]
    if past:
        return f"El contrato del abogado terminó el {max(past):%d/%m/%Y}."
    return f"El contrato del abogado empieza el {min(term.starts_on for term in terms):%d/%m/%Y}."
