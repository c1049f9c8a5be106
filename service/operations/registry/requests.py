"""The book of requests about personal data (derechos ARCO): 20 working days to answer, 10 more once, 15 to carry out (DOMAIN 4.4)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from schemas.clocks.terms import DataRequest, DataRequestTerms, data_request_terms
from schemas.registry.requests import GRANTED, OF_ANYBODY, OUTCOMES, RIGHTS, DataRequestIn, DataRequestShown
from schemas.rules import RuleTable
from service.operations.registry.book import Row
from service.operations.registry.declared import Declared
from service.operations.registry.members import PERSON, Member, choice, code, day, flag, long_text, ref, text
from service.operations.registry.suits import SHOWN_BY, not_yet
from service.operations.registry.values import Problem
from storage.records import Session
from storage.records.legal_rules import rule_table
from storage.records.tables import DataRequestRow

_NAMES = (
    "kind", "received_on", "identity_proven", "extended_on", "extension_reason", "answered_on", "outcome", "grounds",
    "carried_out_on",
)  # fmt: skip


class DataRequestBook(Declared):
    """Requests about personal data and for information, by folio."""

    kind = "data-requests"
    entity = "data_request"
    term = "solicitud ARCO o de información"
    table = DataRequestRow
    input = DataRequestIn
    shown = DataRequestShown
    key_members = ("folio",)
    members: ClassVar[tuple[Member, ...]] = (
        code("folio", "numero", "solicitud", needed="el folio de la solicitud"),
        choice("kind", RIGHTS, "derecho", "tipo", needed="el derecho que se ejerce"),
        day("received_on", "recibida_el", "fecha", needed="el día en que se recibió"),
        ref("person_curp", PERSON, "person_id", "curp", "titular"),
        text("requester", "solicitante"),
        long_text("subject", "asunto", "que_pide"),
        flag("identity_proven", "identidad_acreditada"),
        day("extended_on", "prorrogada_el"),
        text("extension_reason", "motivo_de_prorroga"),
        day("answered_on", "respondida_el"),
        choice("outcome", OUTCOMES, "sentido", "resultado"),
        long_text("grounds", "fundamento", "motivo"),
        day("carried_out_on", "ejecutada_el"),
        SHOWN_BY,
    )
    order = ("received_on", "id")
    newest = True
    filters: ClassVar[dict[str, str]] = {"person": "person_id", "document": "document_id"}
    paths = ("folio", "requester", "person.name_key")

    def gather(self, session: Session, there: Sequence[Row], coming: Sequence[dict[str, Any]]) -> None:
        """See `Declared.gather`: the rules that say how many days there are."""
        self._rules = rule_table(session)

    def complete(self, row: Row | None, values: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
        """See `Declared.complete`."""
        if values.get("identity_proven", False) is None:
            raise Problem("identity_proven", "No se puede borrar este dato.")
        given = {name: values.get(name, getattr(row, name, None)) for name in _NAMES}
        _days_stand(given)
        _answer_stands(given)
        terms = terms_of(given, self._rules)
        if given["extended_on"] and given["extended_on"] > _unextended(given, self._rules):
            raise Problem("extended_on", "La prórroga se acuerda dentro de los veinte días (LGPDPPSO 45).")
        if given["answered_on"] and given["answered_on"] > terms.answer_by.on:
            warnings.append(f"answered_on: se respondió fuera de plazo; vencía el {terms.answer_by.on:%d/%m/%Y}.")
        if row is None and given["kind"] in ("cancelacion", "oposicion"):
            warnings.append("kind: una deuda viva o un juicio en trámite son causa de improcedencia (LGPDPPSO 49).")
        return values if row is not None else {"identity_proven": False, **values}

    @classmethod
    def more(cls, session: Session, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """See `Declared.more`."""
        rules, made = rule_table(session), []
        for row in rows:
            terms = terms_of({name: getattr(row, name) for name in _NAMES}, rules)
            carry = terms.carry_out_by
            made.append({"answer_by": terms.answer_by.on, "carry_out_by": carry.on if carry else None})
        return made


def terms_of(given: Mapping[str, Any], rules: RuleTable) -> DataRequestTerms:
    """Until when the request must be answered and, once granted, carried out."""
    granted = given["answered_on"] if given["outcome"] in GRANTED else None
    return data_request_terms(DataRequest(given["received_on"], given["extended_on"] is not None, granted), rules)


def _unextended(given: Mapping[str, Any], rules: RuleTable) -> Any:  # noqa: ANN401 - a date
    return data_request_terms(DataRequest(given["received_on"]), rules).answer_by.on


def _days_stand(given: Mapping[str, Any]) -> None:
    """Refuse days that have not come or do not follow each other.

    Raises:
        Problem: they cannot be.
    """
    before = given["received_on"]
    for name in ("received_on", "extended_on", "answered_on", "carried_out_on"):
        not_yet(name, given[name])
        if given[name] is not None and given[name] < before:
            raise Problem(name, "La fecha es anterior al paso que la precede.")
        before = given[name] or before
    if given["extended_on"] and not given["extension_reason"]:
        raise Problem("extension_reason", "Diga por qué se prorroga: la prórroga se justifica (LGPDPPSO 45).")


def _answer_stands(given: Mapping[str, Any]) -> None:
    """Refuse an answer without its sense, its grounds or a proven identity.

    Raises:
        Problem: something is missing.
    """
    if (given["answered_on"] is None) != (given["outcome"] is None):
        raise Problem("outcome", "Una respuesta lleva su fecha y su sentido.")
    if given["outcome"] == "improcedente" and not given["grounds"]:
        raise Problem("grounds", "Una negativa dice su causa (LGPDPPSO 49).")
    if given["outcome"] in GRANTED and given["kind"] not in OF_ANYBODY and not given["identity_proven"]:
        raise Problem("identity_proven", "Antes de conceder se acredita la identidad del titular (LGPDPPSO 43).")
    if given["carried_out_on"] and given["outcome"] not in GRANTED:
        raise Problem("carried_out_on", "Sólo se ejecuta lo que se concedió.")
