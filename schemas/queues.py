"""Queues (colas de trabajo): what a person should do next, each line with its evidence, each queue with its figures."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from schemas.access import Role


class QueueName(StrEnum):
    """The queues, by the names used in addresses and by the command.

    Pagarés sin título registrado, acuses faltantes, asignados sin demanda, riesgo de caducidad, originales por devolver, contratos por vencer, documentos en revisión,
    dossiers incompletos, etapas sin soporte, pagarés demandados dos veces, tablero de prescripción, títulos perdidos,
    solicitudes ARCO y de información, lotes por digitalizar otra vez.
    """

    UNREGISTERED = "unregistered"
    ACKNOWLEDGEMENTS = "acknowledgements"
    UNFILED = "unfiled"
    LAPSE = "lapse"
    ORIGINALS = "originals"
    CONTRACTS = "contracts"
    AWAITING_REVIEW = "awaiting_review"
    INCOMPLETE = "incomplete"
    STAGES = "stages"
    SUED_TWICE = "sued_twice"
    PRESCRIPTION = "prescription"
    LOST_NOTES = "lost_notes"
    DATA_REQUESTS = "data_requests"
    RESCANS = "rescans"


_NO_ACKNOWLEDGEMENT = frozenset(
    (
        "sin acuse", "sin acuses", "sin el acuse", "sin su acuse", "demandas sin acuse", "juicios sin acuse", "falta acuse",
        "falta el acuse", "faltan acuses", "acuses faltantes", "acuse faltante", "acuses pendientes", "acuse pendiente",
    )
)  # fmt: skip


def queue_meant(words: Sequence[str]) -> QueueName | None:
    """The queue that somebody asks for who searches for these folded words (DOMAIN 2.15): no document says what is not there."""
    return QueueName.ACKNOWLEDGEMENTS if " ".join(words) in _NO_ACKNOWLEDGEMENT else None


class Level(StrEnum):
    """How pressing a line is: en orden, atención, aviso, urgente, último momento, vencido."""

    CALM = "calm"
    WATCH = "watch"
    WARN = "warn"
    URGENT = "urgent"
    LAST = "last"
    PAST = "past"


LEVEL_NAMES = {
    Level.CALM: "en orden",
    Level.WATCH: "atención",
    Level.WARN: "aviso",
    Level.URGENT: "urgente",
    Level.LAST: "último momento",
    Level.PAST: "vencido",
}


class Ref(msgspec.Struct, frozen=True):
    """What a line is about or rests on: kind (`lawsuit`, `credit`, `debtor`, `document`, `loan`, …), id, what to call it."""

    kind: str
    id: str
    label: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do. `days` counts what the queue's heading says; `why` is a sentence; `refs` open the evidence."""

    about: Ref
    what: str
    who: str = ""
    lawyer: str = ""
    since: date | None = None
    limit: date | None = None
    days: int | None = None
    level: Level = Level.CALM
    why: str = ""
    source: str = ""
    refs: tuple[Ref, ...] = ()


class Figure(msgspec.Struct, frozen=True):
    """A figure of a queue: stable code, what to call it, the number (None when there is nothing to count) and its unit."""

    code: str
    label: str
    value: float | None
    unit: str = ""


class Headings(msgspec.Struct, frozen=True):
    """What the columns of a queue are called."""

    what: str
    since: str
    limit: str
    days: str


class QueuePage(msgspec.Struct, frozen=True):
    """A page of a queue, the most pressing first. `next` is the offset of the next page and null on the last.

    `levels` counts all lines by how pressing they are, `lawyers` those of each lawyer, most first.
    """

    name: QueueName
    title: str
    on: date
    headings: Headings
    figures: tuple[Figure, ...]
    total: int
    items: tuple[Line, ...]
    next: int | None
    levels: dict[Level, int] = {}
    lawyers: tuple[tuple[str, int], ...] = ()


MORNING: dict[Role, tuple[QueueName, ...]] = {
    Role.ARCHIVIST: (
        QueueName.AWAITING_REVIEW,
        QueueName.RESCANS,
        QueueName.UNREGISTERED,
        QueueName.ORIGINALS,
        QueueName.LOST_NOTES,
        QueueName.INCOMPLETE,
    ),  # fmt: skip
    Role.AUDITOR: (QueueName.ORIGINALS, QueueName.STAGES, QueueName.INCOMPLETE),
}
"""Which queues a role looks at first; whoever is not named begins with lawsuits and their clocks."""


def in_order(role: Role, names: Iterable[QueueName]) -> tuple[QueueName, ...]:
    """The queues as somebody of that role wants them: their own first, the others as they come."""
    first = MORNING.get(role, ())
    there = tuple(names)
    return tuple(one for one in first if one in there) + tuple(one for one in there if one not in first)


def share(part: int, whole: int) -> float | None:
    """Per cent with one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def median(numbers: list[int]) -> float | None:
    """The middle number, None of none."""
    if not numbers:
        return None
    ordered, middle = sorted(numbers), len(numbers) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
