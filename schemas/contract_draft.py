"""The draft of a service contract with an external lawyer: its clauses from what is registered, and what lacks, in words.

The texts are data (`contract_clauses.toml`, beside this module); this module gives them their shape and refuses
a set that cannot be right.
"""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from schemas.contracts import PROCESSOR_CLAUSES
from schemas.errors import Misconfigured
from schemas.legal_dates import MONTHS
from schemas.registry.contracts import ServiceContract
from schemas.stages import stage_name

BLANK = "______________"
"""What stands in a draft for what is not registered, to be filled in by hand."""

LACKS = {
    "represented_by": "Falta quién representa al Instituto.",
    "represented_as": "Falta el cargo de quien representa al Instituto.",
    "lawyer_rfc": "Falta el RFC del abogado.",
    "scope": "Falta el objeto: qué asuntos se le encargan.",
    "territory": "Falta el territorio: en qué distritos.",
    "starts_on": "Falta el primer día.",
    "ends_on": "Falta el último día.",
    "commission": "Falta la comisión: un porcentaje, o uno por etapa.",
    "acknowledgement_days": "Falta en cuántos días hábiles entrega el acuse.",
    "report_days": "Falta en cuántos días hábiles informa de cada mes.",
    "return_days": "Falta en cuántos días hábiles devuelve los originales.",
    "penalties": "Faltan las penas convencionales.",
}
"""What a contract without the member lacks."""


class ClauseText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause as it is kept: `needs` are the members its text takes, `processor` the code of LGPDPPSO 53 it answers."""

    code: str
    title: str
    text: str
    needs: tuple[str, ...] = ()
    processor: str = ""


class DraftedClause(msgspec.Struct, frozen=True):
    """A clause of a draft: `complete` when nothing in it is blank; `registered`: the contract is known to have it, None for clauses that are not registered one by one."""

    code: str
    title: str
    text: str
    complete: bool
    processor: bool
    registered: bool | None


class Lack(msgspec.Struct, frozen=True):
    """What is not registered: the member, and what to say of it."""

    member: str
    sentence: str


class ContractDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The draft of a contract. `document_id` is the signed one, where there is one; `lacking` is empty when it can be signed."""

    contract_id: str
    number: str
    lawyer_id: str
    lawyer: str
    cedula: str
    starts_on: date
    last_on: date
    days_left: int
    signed_on: date | None
    document_id: str | None
    declarations: tuple[str, ...]
    clauses: tuple[DraftedClause, ...]
    lacking: tuple[Lack, ...]


class _Texts(msgspec.Struct, forbid_unknown_fields=True):
    clause: tuple[ClauseText, ...]


@cache
def clause_texts() -> tuple[ClauseText, ...]:
    """The clauses in their order.

    Raises:
        Misconfigured: the file is no TOML, a clause needs what no contract has or does not take what it needs, or one
            of LGPDPPSO 53 is not there.
    """
    text = files("schemas").joinpath("contract_clauses.toml").read_text(encoding="utf-8")
    try:
        found = msgspec.convert(tomllib.loads(text), _Texts).clause
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Misconfigured(f"Las cláusulas del contrato no son válidas: {error}") from error
    wrong = [
        one.code
        for one in found
        if set(one.needs) - set(LACKS) or any(f"{{{name}}}" not in one.text for name in one.needs)
    ]
    if wrong or {one.processor for one in found if one.processor} != set(PROCESSOR_CLAUSES):
        raise Misconfigured("Las cláusulas del contrato no toman lo que necesitan, o falta una de LGPDPPSO 53.")
    return found


def lacking(values: dict[str, str]) -> tuple[Lack, ...]:
    """What of a contract is not registered, in the order in which it is told."""
    return tuple(Lack(name, sentence) for name, sentence in LACKS.items() if not values.get(name))


def drafted(values: dict[str, str], registered: tuple[str, ...]) -> tuple[DraftedClause, ...]:
    """The clauses with what is registered, blanks where it is not; `registered` are the codes of LGPDPPSO 53 the contract has."""
    made = []
    for one in clause_texts():
        taken = {name: values.get(name) or BLANK for name in one.needs}
        text = one.text
        for name, value in taken.items():
            text = text.replace(f"{{{name}}}", value)
        known = one.processor in registered if one.processor else None
        made.append(DraftedClause(one.code, one.title, text, BLANK not in taken.values(), bool(one.processor), known))
    return tuple(made)


def values_of(contract: ServiceContract, lawyer_rfc: str | None) -> dict[str, str]:
    """What the clauses take of a contract, as it is written in one; empty where it is not registered."""
    days = {name: getattr(contract, name) for name in ("acknowledgement_days", "report_days", "return_days")}
    return {
        "represented_by": contract.represented_by or "",
        "represented_as": contract.represented_as or "",
        "lawyer_rfc": lawyer_rfc or "",
        "scope": _without_stop(contract.scope),
        "territory": ", ".join(contract.territory),
        "starts_on": day_in_words(contract.starts_on),
        "ends_on": day_in_words(contract.ends_on),
        "commission": _commission(contract),
        "penalties": _without_stop(contract.penalties),
        **{name: str(value) if value is not None else "" for name, value in days.items()},
    }


def day_in_words(day: date) -> str:
    """`1 de enero de 2027`."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def _commission(contract: ServiceContract) -> str:
    if contract.commission_stages:
        tiers = [f"el {_rate(percent)} si se recupera en {stage_name(stage).lower()}" for stage, percent in contract.commission_stages.items()]  # fmt: skip
        other = [f"el {_rate(contract.commission)} en los demás casos"] if contract.commission else []
        return ", ".join([*tiers, *other])
    return f"el {_rate(contract.commission)}" if contract.commission else ""


def _rate(percent: str) -> str:
    return f"{percent.rstrip('0').rstrip('.') if '.' in percent else percent} %"


def _without_stop(text: str | None) -> str:
    return (text or "").strip().rstrip(".")
