"""Filings and their acknowledgement (promoción, acuse): whether one moves the suit, whether the stamp can be right."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

import msgspec

from schemas.folding import fold

_PUSHING = (
    "se senale fecha", "senalar fecha", "se abra el juicio a prueba", "abrir el juicio a prueba", "periodo de pruebas",
    "se cite para sentencia", "citar para sentencia", "se dicte sentencia", "se gire exhorto", "girar exhorto",
    "se ordene emplazar", "se emplace", "emplazamiento por edictos", "se acuse la rebeldia", "se tenga por confeso",
    "se provea", "se saque a remate", "se despache ejecucion",
)  # fmt: skip
_IDLE = (
    "se autorice a", "autorizo para oir", "autorizados para oir", "nuevo domicilio", "cambio de domicilio",
    "domicilio procesal", "copias certificadas", "copia certificada", "copias simples", "se reconozca personalidad",
    "reconocer personalidad", "se tenga por autorizado", "devolucion de documentos",
)  # fmt: skip


CLAIM = "DEMANDA"
"""The subject (asunto) of the filing that opens a lawsuit."""


class StampIn(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says a stamp says. `lawsuit_id` is one of their own matters, `subject` (asunto) what was handed in.

    `originals`: how many notes were handed in with it (pagarés originales). `version`: that of the document looked at.
    """

    lawsuit_id: str
    stamped_on: date
    subject: str = CLAIM
    stamped_at: str = ""
    folio: str = ""
    sheets: str = ""
    originals: int | None = None
    version: int | None = None


class PushHint(msgspec.Struct, frozen=True):
    """A proposal: `yes`, `no` or `doubt`, and the words it rests on."""

    pushes: str
    words: tuple[str, ...]


def push_hint(text: str) -> PushHint:
    """Whether a filing seems to move the suit (impulsa, DOMAIN 2.12); a person decides.

    Words of both sorts, or of none, are a doubt: the office must not trust a filing that may not interrupt
    the lapse of the instance (CCom 1076).
    """
    folded = " ".join(fold(text).split())
    pushing = tuple(words for words in _PUSHING if words in folded)
    idle = tuple(words for words in _IDLE if words in folded)
    if bool(pushing) == bool(idle):
        return PushHint("doubt", pushing + idle)
    return PushHint("yes", pushing) if pushing else PushHint("no", idle)


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What the court's received stamp says, and what the claim asks for. Sums in pesos."""

    stamped_on: date | None
    court_code: str
    folio: str
    claimed: Decimal | None = None


class Checked(msgspec.Struct, frozen=True):
    """One thing that was looked at: its name, whether it is right (None: cannot be told), a sentence in Spanish."""

    check: str
    right: bool | None
    sentence: str


def check_stamp(
    stamp: Stamp,
    today: date,
    *,
    courts: Collection[str],
    folios: Collection[str],
    owed: Decimal | None,
    tolerance: Decimal,
) -> tuple[Checked, ...]:
    """Every check of an acknowledgement (DOMAIN 1.3): date, court, folio, amount.

    Args:
        stamp: what was read or typed.
        today: the day it is checked on.
        courts: codes of the courts known.
        folios: folios of other acknowledgements of the same court.
        owed: what the promissory notes sued on amount to.
        tolerance: how far claim and notes may differ, in percent of the notes.
    """
    return (
        _date(stamp.stamped_on, today),
        _told("court", stamp.court_code in courts, "El juzgado del sello es conocido.", f"No se conoce el juzgado «{stamp.court_code[:40]}»."),
        _folio(stamp.folio, folios),
        _amount(stamp.claimed, owed, tolerance),
    )  # fmt: skip


def _told(check: str, right: bool, yes: str, no: str) -> Checked:
    return Checked(check, right, yes if right else no)


def _date(on: date | None, today: date) -> Checked:
    if on is None:
        return Checked("date", False, "Falta la fecha del sello.")
    return _told(
        "date", on <= today, "La fecha del sello es posible.", f"El sello dice {on:%d/%m/%Y}, que aún no llega."
    )


def _folio(folio: str, others: Collection[str]) -> Checked:
    if not folio.strip():
        return Checked("folio", None, "El sello no tiene folio legible.")
    key = _folio_key(folio)
    return _told("folio", key not in {_folio_key(other) for other in others}, "El folio no se repite.",
                 f"Otro acuse de ese juzgado ya tiene el folio {folio.strip()[:40]}.")  # fmt: skip


def _folio_key(folio: str) -> str:
    return "".join(letter for letter in folio.upper() if letter.isalnum()).lstrip("0")


def _amount(claimed: Decimal | None, owed: Decimal | None, tolerance: Decimal) -> Checked:
    if claimed is None or owed is None:
        return Checked("amount", None, "No se puede comparar lo demandado con los pagarés.")
    near = abs(claimed - owed) * 100 <= owed * tolerance
    return _told("amount", near, "Lo demandado corresponde a los pagarés.",
                 f"Se demandan ${claimed:,.2f} y los pagarés suman ${owed:,.2f}.")  # fmt: skip
