"""Whether the registry knows the note on a filed title, as far as values tell that nobody may have confirmed.

A paper whose note is not registered has no clock, and nobody sues on it in time. What is read alone registers
nothing; it may tell that a note already registered is the one on the paper, where nothing speaks against it.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from schemas.clocks.calendar import in_figures
from schemas.identifiers import credit_key
from schemas.note_fields import CONTRACT_NOTE, NOTE


class ReadNote(msgspec.Struct, frozen=True):
    """What is read on the paper: every different number, day and sum, in centavos. `confirmed`: a person stands for the number.

    `type` is that of the paper: a pagaré, or a contract that is a title itself.
    """

    numbers: tuple[str, ...] = ()
    due_on: tuple[date, ...] = ()
    signed_on: tuple[date, ...] = ()
    cents: tuple[int, ...] = ()
    confirmed: bool = False
    type: str = NOTE


class KnownNote(msgspec.Struct, frozen=True):
    """A registered note of the credit; `document_id` is the document known as its paper, `type` that document's.

    `contracts` are numbers of contracts of the credit that were registered as that note's.
    """

    number: str
    due_on: date | None = None
    signed_on: date | None = None
    cents: int | None = None
    document_id: str | None = None
    type: str | None = None
    contracts: tuple[str, ...] = ()


class Doubt(msgspec.Struct, frozen=True):
    """Why the registry does not know the note on a paper: a Spanish sentence, and the document that shows the same number."""

    why: str
    other: str | None = None


def doubt(read: ReadNote, credits: int, known: Sequence[KnownNote]) -> Doubt | None:
    """Why a note is to be registered, None where it is that of a registered note.

    Args:
        read: the paper.
        credits: how many credits it is linked to.
        known: the notes of its credit.
    """
    if len(read.numbers) != 1:
        several = f"Se leyeron varios números: {', '.join(read.numbers[:5])}." if read.numbers else ""
        return Doubt(several or "No se leyó su número.")
    if credits != 1:
        return Doubt("Está vinculado con varios créditos." if credits else "No está vinculado con ningún crédito.")
    same = next((one for one in known if credit_key(one.number) == credit_key(read.numbers[0])), None)
    if same is None and (is_of_contract(read, known) or twin(read, known) is not None):
        return None
    if same is None:
        sure = "Se confirmó su número, pero el registro no lo admitió." if read.confirmed else ""
        return Doubt(sure or "Lo archivó la máquina y nadie ha confirmado sus datos.")
    if same.document_id is not None:
        return Doubt(
            f"El pagaré {same.number} ya está registrado con otro documento: ¿es el mismo papel?", same.document_id
        )
    if other := _differs(read, same):
        return Doubt(f"El pagaré {same.number} está registrado con otros datos: {other}.")
    if not _agrees(read, same):
        return Doubt(f"El pagaré {same.number} está registrado, sin una fecha que confirme que es éste.")
    return None


def is_of_contract(read: ReadNote, known: Sequence[KnownNote]) -> KnownNote | None:
    """The note that was registered as that of the contract which the paper is."""
    if read.type != CONTRACT_NOTE or len(read.numbers) != 1:
        return None
    number = credit_key(read.numbers[0])
    return next((one for one in known if number in map(credit_key, one.contracts)), None)


def twin(read: ReadNote, known: Sequence[KnownNote]) -> KnownNote | None:
    """The note of the same debt registered from the other kind of paper: a pagaré beside its contract, or a contract beside its pagaré.

    Both are signed together, each under a number of its own; registered twice, one debt would be two titles. A day must
    agree and nothing may speak against it. Two pagarés of one day are two titles; a note whose paper nobody named is
    one that a contract may be of, since its number is the pagaré's.
    """
    others = [one for one in known if one.type != read.type and CONTRACT_NOTE in (one.type, read.type)]
    return next((one for one in others if _agrees(read, one) and not _differs(read, one)), None)


def _differs(read: ReadNote, known: KnownNote) -> str:
    """What the registry says otherwise, in words; empty where nothing speaks against it."""
    told = []
    if known.due_on and read.due_on and read.due_on != (known.due_on,):
        told.append(f"vence el {in_figures(known.due_on)}")
    if known.signed_on and read.signed_on and read.signed_on != (known.signed_on,):
        told.append(f"se suscribió el {in_figures(known.signed_on)}")
    if known.cents is not None and read.cents and known.cents not in read.cents:
        told.append(f"por ${known.cents / 100:,.2f}")
    return ", ".join(told)


def _agrees(read: ReadNote, known: KnownNote) -> bool:
    """Whether a day says that it is the same paper: notes of a credit are often of the same sum."""
    return any(
        own is not None and found == (own,)
        for own, found in ((known.due_on, read.due_on), (known.signed_on, read.signed_on))
    )
