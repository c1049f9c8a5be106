"""What must be done before a restructure, an agreement or a settlement is closed (lista de cierre, DOMAIN 2.7), from values alone."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Check(msgspec.Struct, frozen=True):
    """One line of a closing checklist: a stable code, what it asks in Spanish, whether it is done, the article."""

    code: str
    sentence: str
    done: bool
    source: str = ""


def of_restructure(given: Mapping[str, Any], notes: int, without_fate: int) -> tuple[Check, ...]:
    """A restructure closes when its new note is there and the fate of each old original is told.

    Args:
        given: columns of the restructure.
        notes: how many old notes it replaces.
        without_fate: of those, how many of which nobody said what became.
    """
    return (
        Check("new_note", "El pagaré nuevo está registrado.", given.get("new_note_id") is not None, "CCom 1042"),
        Check("old_notes", "Se dice qué pagarés sustituye.", notes > 0),
        Check("fate", "De cada pagaré anterior consta si se canceló, se devolvió o se conserva sin novación.",
              notes > 0 and without_fate == 0, "LGTOC 17, 129"),
        Check("document", "El convenio firmado está digitalizado.", given.get("document_id") is not None),
    )  # fmt: skip


def of_agreement(given: Mapping[str, Any], signers: int) -> tuple[Check, ...]:
    """An agreement closes when it is fulfilled and what its type asks for is done; `signers` counts who signed."""
    checks = [
        Check("signers", "Consta quién lo firmó.", signers > 0, "CCom 1041"),
        Check("document", "El convenio firmado está digitalizado.", given.get("document_id") is not None),
        Check("fulfilled", "El convenio está cumplido.", given.get("fulfilled_on") is not None),
    ]
    if given.get("type") == "mediado":
        checks += [
            Check("sent", "Se envió al Sistema de Convenios.", given.get("sent_on") is not None, "LGMASC 105"),
            Check("registered", "Quedó inscrito en el Sistema de Convenios.",
                  given.get("registered_on") is not None and bool(given.get("registry_number")), "LGMASC 98, 106"),
        ]  # fmt: skip
    if given.get("type") == "judicial":
        checks += [
            Check("approved", "Un auto lo aprobó.", given.get("approved_on") is not None, "CCom 1079-IV"),
            Check("seizure", "Se dice si el embargo se conserva o se levanta.", given.get("seizure") is not None),
        ]
    return tuple(checks)


class Around(msgspec.Struct, frozen=True):
    """What still binds the credit of a settlement: lawsuits going on, seizures not lifted, originals of titles not given back."""

    suits: int = 0
    seizures: int = 0
    originals: int = 0


FREE = Around()
"""What nothing binds."""


def of_settlement(given: Mapping[str, Any], around: Around = FREE) -> tuple[Check, ...]:
    """A settlement closes when the suit is over, the seizure lifted and the originals given back against a signature.

    What the registry knows counts whether or not the letter names it: a suit going on over the credit, a seizure
    nobody recorded as lifted, an original that is still in the vault, with a lawyer or in court.
    """
    left = f" Quedan {around.originals} por entregar." if around.originals else ""
    checks = [
        Check("originals", "El deudor firmó de recibidos los originales.",
              given.get("originals_receipt_id") is not None and given.get("originals_returned_on") is not None,
              "LGTOC 17, 129"),
        Check("handed_back", f"Ningún título original del crédito queda fuera de manos del deudor.{left}",
              around.originals == 0, "LGTOC 17, 129"),
        Check("letter", "La carta firmada está digitalizada.", given.get("document_id") is not None),
    ]  # fmt: skip
    if given.get("lawsuit_id") is not None or around.suits:
        done = given.get("conclusion_id") is not None
        checks.append(Check("conclusion", "El auto de desistimiento o conclusión del juicio está digitalizado.", done))
    if given.get("seized") or around.seizures:
        lifted = given.get("seizure_lifted_on") is not None
        checks.append(Check("seizure", "El embargo está levantado.", lifted, "CCom 1394"))
        cancelled = given.get("registry_cancelled_on") is not None
        checks.append(Check("registry", "La inscripción del embargo está cancelada.", cancelled))
    return tuple(checks)


def lacking(checks: tuple[Check, ...]) -> str:
    """What is not done yet, as one sentence; empty when all is."""
    return " ".join(f"Falta: {one.sentence}" for one in checks if not one.done)
