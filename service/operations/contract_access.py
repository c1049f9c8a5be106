"""The access of an external lawyer expires with the contract (DOMAIN 4.6, C19)."""

from schemas.access import Role
from schemas.contracts import refusal_of_contract
from schemas.errors import Unauthenticated
from service.operations.days import today
from storage.records import Session, lawyers_work


def refuse_past_contract(session: Session, role: str, lawyer_id: str | None) -> None:
    """Refuse a lawyer whose registered contracts are over or have not begun; one without any is not refused.

    It is asked with every request, so that a session or token that was begun in time ends with the contract.

    Raises:
        Unauthenticated: code `contract_ended`; the sentence says since when.
    """
    if role != Role.EXTERNAL_LAWYER or not lawyer_id:
        return
    said = refusal_of_contract(lawyers_work.contract_terms(session, [lawyer_id]).get(lawyer_id, ()), today())
    if said is not None:
        raise Unauthenticated(
            f"{said} Su acceso sólo dura lo que el contrato; acuda a la Cartera Judicial para devolver los originales.",
            code="contract_ended",
        )
