"""The elements a promissory note must have (requisitos del pagaré, LGTOC 170): which are there, and what follows where one is not."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Element(StrEnum):
    """The six elements, by their numbers in the article."""

    MENTION = "I"
    PROMISE = "II"
    PAYEE = "III"
    PAYMENT = "IV"
    SIGNING = "V"
    SIGNATURE = "VI"


NAMES = {
    Element.MENTION: "la mención de ser pagaré, en el texto",
    Element.PROMISE: "la promesa incondicional de pagar una suma determinada",
    Element.PAYEE: "el nombre de a quién se paga",
    Element.PAYMENT: "la época y el lugar del pago",
    Element.SIGNING: "la fecha y el lugar en que se suscribe",
    Element.SIGNATURE: "la firma del suscriptor o de quien firma a su ruego",
}

_NOT_A_NOTE = "no vale como pagaré: queda la acción del contrato"
_WITHOUT = {
    Element.MENTION: (_NOT_A_NOTE, "LGTOC 14, 170-I"),
    Element.PROMISE: (_NOT_A_NOTE, "LGTOC 14, 170-II"),
    Element.PAYEE: (_NOT_A_NOTE, "LGTOC 14, 170-III"),
    Element.PAYMENT: ("sin fecha es pagadero a la vista; sin lugar, en el domicilio del suscriptor", "LGTOC 171"),
    Element.SIGNING: ("la ley no lo presume: el título tiene un defecto", "LGTOC 14, 170-V"),
    Element.SIGNATURE: ("no hay acción contra quien no firmó", "LGTOC 8, 170-VI"),
}
MENDED_BY_LAW = frozenset((Element.PAYMENT,))
"""What the law itself supplies when it is missing."""


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """What was captured of a note, as far as it tells of the elements."""

    amount: bool
    payee: bool
    due: bool
    pay_place: bool
    signed_on: bool
    signed_at: bool
    makers: int


class Checked(msgspec.Struct, frozen=True):
    """One element: `seen` (somebody looked at the paper), `captured` (its value is known), `missing` or `unknown`; what follows if it lacks."""

    element: Element
    name: str
    state: str
    consequence: str
    source: str


def checklist(captured: Captured, looked: Mapping[str, bool]) -> tuple[Checked, ...]:
    """The six elements in their order.

    Args:
        captured: what was captured.
        looked: by number of the element whether somebody who looked at the paper found it; that wins.
    """
    known = {
        Element.PROMISE: captured.amount,
        Element.PAYEE: captured.payee,
        Element.PAYMENT: captured.due and captured.pay_place,
        Element.SIGNING: captured.signed_on and captured.signed_at,
        Element.SIGNATURE: captured.makers > 0,
    }
    told = []
    for element in Element:
        state = _state(looked.get(element.value), captured=known.get(element, False))
        consequence, source = _WITHOUT[element]
        lacks = state == "missing"
        told.append(Checked(element, NAMES[element], state, consequence if lacks else "", source if lacks else ""))
    return tuple(told)


def _state(seen: bool | None, *, captured: bool) -> str:
    if seen is None:
        return "captured" if captured else "unknown"
    return "seen" if seen else "missing"


def enforceable(checked: tuple[Checked, ...]) -> bool | None:
    """Whether the note can be sued on as a note: false when an element the law does not supply is missing, null while one is unknown."""
    states = {one.state for one in checked if one.element not in MENDED_BY_LAW}
    if "missing" in states:
        return False
    return None if "unknown" in states else True
