"""Sampling quality control of scans (muestreo de calidad, DOMAIN 4.6 G3): which pages of a batch are drawn, what is found on them."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

import msgspec

from schemas.errors import InvalidInput

ALWAYS = frozenset({"promissory_note", "filing_receipt"})
"""Types of documents of which every page is inspected: pagarés and acuses."""
MOST_NOTE = 500


class Defect(StrEnum):
    """Cortada, torcida, fuera de foco, falta el reverso, fuera de orden, documento equivocado."""

    CUT_OFF = "cut_off"
    SKEW = "skew"
    FOCUS = "focus"
    MISSING_BACK = "missing_back"
    WRONG_ORDER = "wrong_order"
    WRONG_DOCUMENT = "wrong_document"


DEFECT_NAMES = {
    Defect.CUT_OFF: "Cortada",
    Defect.SKEW: "Torcida",
    Defect.FOCUS: "Fuera de foco",
    Defect.MISSING_BACK: "Falta el reverso",
    Defect.WRONG_ORDER: "Fuera de orden",
    Defect.WRONG_DOCUMENT: "De otro documento",
}
WHAT_TO_DO = {
    Defect.CUT_OFF: "Escanear otra vez con la hoja completa entre las guías; si es más grande, en la cama plana.",
    Defect.SKEW: "Ajustar las guías a la hoja y escanear otra vez.",
    Defect.FOCUS: "Limpiar el vidrio, aplanar la hoja y escanear otra vez a 300 ppp.",
    Defect.MISSING_BACK: "Escanear otra vez por los dos lados.",
    Defect.WRONG_ORDER: "Poner las páginas en su orden en la página del lote.",
    Defect.WRONG_DOCUMENT: "Separar o unir en la página del lote; si el papel es de otro, escanearlo con el suyo.",
}
"""What whoever scanned is told to do about each defect."""


class State(StrEnum):
    """En inspección, aceptado, rechazado."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


STATE_NAMES = {State.OPEN: "en inspección", State.ACCEPTED: "aceptado", State.REJECTED: "rechazado"}


class Settled(StrEnum):
    """How a page with a defect was attended to: digitalizada otra vez, corregida en pantalla, así está el papel."""

    RESCANNED = "rescanned"
    CORRECTED = "corrected"
    AS_ON_PAPER = "as_on_paper"


SETTLED_NAMES = {
    Settled.RESCANNED: "digitalizada otra vez",
    Settled.CORRECTED: "corregida en pantalla",
    Settled.AS_ON_PAPER: "así está el papel",
}


class Candidate(msgspec.Struct, frozen=True):
    """A page that may be drawn; `always`: it is inspected whatever the lot says."""

    id: str
    always: bool


class Judgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the inspector saw on a page; no defect: it is as it should be."""

    defects: tuple[Defect, ...] = ()
    note: str = ""


class Settlement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a page with a defect was attended to; `document` is the id of the new scan where it was scanned again."""

    how: Settled
    document: str | None = None
    note: str = ""


class InspectedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was drawn. `number` is its place in its document now; who scanned it, and with what, is told once the batch is judged."""

    position: int
    document_id: str
    number: int
    of: int
    title: str
    type: str
    always: bool
    defects: tuple[Defect, ...]
    note: str
    seen_at: datetime | None
    seen_by: str | None
    operator: str | None
    scanner: str | None
    what_to_do: tuple[str, ...]
    settled: Settled | None
    settled_at: datetime | None
    settled_by: str | None
    settled_note: str
    replaced_by: str | None


class ScanInspection(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection of a batch. `population` pages were there, `drawn` of them drawn by `seed`, `rate` is per cent of those seen.

    `seed` is told once the batch is judged; `population_digest` is the SHA-256 of the sorted ids of all pages, a line each.
    `unsettled` counts pages with a defect that nobody has attended to.
    """

    id: str
    folio: str
    batch_id: str
    batch: str
    state: State
    percent: str
    reject_over: str
    population: int
    population_digest: str
    drawn: int
    always: int
    seen: int
    defective: int
    rate: float | None
    defects: dict[Defect, int]
    unsettled: int
    seed: str | None
    drawn_at: datetime
    drawn_by: str
    closed_at: datetime | None
    closed_by: str | None
    own: bool
    version: int


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How the pages of an operator, or of a scanner, stood: pages inspected, those with a defect, per cent, and of which kinds."""

    name: str
    inspected: int
    defective: int
    rate: float | None
    defects: dict[Defect, int]


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """The inspections closed in a time: batches by how they ended, all pages together, by operator and by scanner, the worst first."""

    accepted: int
    rejected: int
    total: Rate
    operators: tuple[Rate, ...]
    scanners: tuple[Rate, ...]


def drawn(pages: Iterable[Candidate], seed: str, percent: Decimal) -> frozenset[str]:
    """The ids of the pages to inspect: all that always are, and of the others so many per cent, rounded up.

    The others come in the order of SHA-256 over `seed:id`, so that whoever has the seed can draw again, with any tool.
    """
    there = list(pages)
    lots = sorted((one.id for one in there if not one.always), key=lambda page: lot_of(seed, page))
    number = int((len(lots) * percent / 100).to_integral_value(ROUND_CEILING))
    return frozenset(one.id for one in there if one.always) | frozenset(lots[:number])


def lot_of(seed: str, page: str) -> bytes:
    """What decides when a page is drawn: the lowest first."""
    return hashlib.sha256(f"{seed}:{page}".encode()).digest()


def seed_digest(seed: str) -> str:
    """What binds a draw to its seed before that is told: its SHA-256."""
    return hashlib.sha256(seed.encode()).hexdigest()


def digest_of(pages: Sequence[str]) -> str:
    """What names the pages that an inspection was drawn from."""
    return hashlib.sha256("\n".join(sorted(pages)).encode()).hexdigest()


def is_rejected(defective: int, seen: int, limit: Decimal) -> bool:
    """Whether a batch goes back: more than `limit` per cent of the pages seen have a defect."""
    return bool(seen) and 100 * defective > limit * seen


def kept_note(text: str) -> str:
    """The note with its blanks laid together.

    Raises:
        InvalidInput: it is too long or has letters that no page shows.
    """
    said = " ".join(text.split())
    if len(said) > MOST_NOTE or not said.isprintable():
        raise InvalidInput(f"Nota: escriba hasta {MOST_NOTE} letras.", code="bad_text")
    return said
