"""Records management as values: the scheme, retention, archival files, holds and lots, and the rules that values alone decide.

A rule of retention only proposes: nothing here, and nothing that calls this, removes
anything without a signed act (LGA 31-IX, 55, 58).
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from schemas.custody import Refusal
from schemas.reservations import ReservationMark

MOST_YEARS = 25
"""Years no retention may pass (LGA 37)."""

FEWEST_SIGNATURES = 2


class Level(StrEnum):
    """Levels of the scheme: fondo, sección, serie, subserie (LGA 13)."""

    FONDS = "fonds"
    SECTION = "section"
    SERIES = "series"
    SUBSERIES = "subseries"


class Value(StrEnum):
    """Documentary values: administrativo, legal, fiscal o contable."""

    ADMINISTRATIVE = "A"
    LEGAL = "L"
    FISCAL = "F"


class Disposition(StrEnum):
    """Final destination (destino final): baja, archivo histórico, muestreo."""

    DESTROY = "destroy"
    HISTORICAL = "historical"
    SAMPLE = "sample"


class Stage(StrEnum):
    """Where an archival file is in its life (ciclo vital): trámite, concentración, histórico, baja (LGA 4-IV, V, VIII)."""

    ACTIVE = "active"
    SEMI_ACTIVE = "semi_active"
    HISTORICAL = "historical"
    DESTROYED = "destroyed"


class LotKind(StrEnum):
    """What a lot does: transferencia primaria, transferencia secundaria, baja documental."""

    PRIMARY = "primary_transfer"
    SECONDARY = "secondary_transfer"
    DESTRUCTION = "destruction"


class LotState(StrEnum):
    """How far a lot is: propuesto, firmado, con acta, ejecutado, cancelado."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    ACTED = "acted"
    DONE = "done"
    CANCELLED = "cancelled"


class HoldKind(StrEnum):
    """By what a hold reaches: deudor, crédito, juicio, abogado, expediente de archivo, auditoría."""

    DEBTOR = "debtor"
    CREDIT = "credit"
    LAWSUIT = "lawsuit"
    LAWYER = "lawyer"
    CASE_FILE = "case_file"
    AUDIT = "audit"


STAGE_NAMES = {
    Stage.ACTIVE: "trámite",
    Stage.SEMI_ACTIVE: "concentración",
    Stage.HISTORICAL: "histórico",
    Stage.DESTROYED: "baja",
}
LOT_NAMES = {
    LotKind.PRIMARY: "transferencia primaria",
    LotKind.SECONDARY: "transferencia secundaria",
    LotKind.DESTRUCTION: "baja documental",
}
DISPOSITION_NAMES = {
    Disposition.DESTROY: "baja",
    Disposition.HISTORICAL: "archivo histórico",
    Disposition.SAMPLE: "muestreo",
}


class NodeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A node of the scheme. The same code from a later day ends the row before it."""

    code: str
    level: Level
    name: str
    parent: str | None = None
    valid_from: date


class Node(msgspec.Struct, frozen=True):
    """A node as shown; `path` is its code with those above it, by slashes."""

    id: str
    code: str
    path: str
    level: Level
    name: str
    parent_id: str | None
    valid_from: date
    valid_to: date | None


class RuleIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A retention rule of a series; without `approval_act` it is a proposal."""

    series: str
    values: tuple[Value, ...]
    active_years: int
    semi_active_years: int
    precaution_years: int = 0
    disposition: Disposition
    legal_basis: str
    approval_act: str = ""
    valid_from: date


class Rule(msgspec.Struct, frozen=True):
    """A retention rule as shown."""

    id: str
    series: str
    values: tuple[Value, ...]
    active_years: int
    semi_active_years: int
    precaution_years: int
    disposition: Disposition
    legal_basis: str
    approval_act: str
    valid_from: date
    valid_to: date | None


class CaseFileIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An archival file to open: its series, what it is about, and the matter it keeps."""

    series: str
    title: str
    subject: str = ""
    unit: str = ""
    opened_on: date
    debtor: str | None = None
    credit: str | None = None
    lawsuit: str | None = None
    lawyer: str | None = None


class ClosingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Closing of an archival file: the day, the sheets counted, the volumes (legajos) they make."""

    closed_on: date
    fojas: int
    volumes: int = 1


class CaseFile(msgspec.Struct, frozen=True):
    """An archival file as shown. `proposes` is what its rule proposes today, null for nothing yet; `reservation` stands today."""

    id: str
    code: str
    series: str
    series_name: str
    number: int
    year: int
    title: str
    subject: str
    unit: str
    opened_on: date
    closed_on: date | None
    volumes: int | None
    fojas: int | None
    access: str
    stage: Stage
    values: tuple[Value, ...]
    active_years: int | None
    semi_active_years: int | None
    disposition: Disposition | None
    active_until: date | None
    kept_until: date | None
    proposes: LotKind | None
    held: bool
    documents: int
    originals: int
    boxes: tuple[str, ...]
    debtor_id: str | None
    credit_id: str | None
    lawsuit_id: str | None
    lawyer_id: str | None
    version: int
    reservation: ReservationMark | None = None


class HoldIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A hold to place: `subject` is a CURP, number, cédula, code, or for an audit a classification code."""

    kind: HoldKind
    subject: str
    reason: str
    authority: str


class Hold(msgspec.Struct, frozen=True):
    """A hold as shown; `originals` counts the files of the store it keeps, where that was asked."""

    id: str
    kind: HoldKind
    subject_id: str
    subject: str
    reason: str
    authority: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifting_reason: str | None
    originals: int | None = None


class LotIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lot to propose: codes of archival files, and why."""

    kind: LotKind
    case_files: tuple[str, ...]
    reason: str


class SignatureIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody signs a lot: name and office held."""

    name: str
    office: str


class ActIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signed act of a lot: its reference, day, and the filed document that is its scan."""

    reference: str
    on: date
    document_id: str | None = None


class Signature(msgspec.Struct, frozen=True):
    """A signature as kept."""

    name: str
    office: str
    at: str
    recorded_by: str


class Lot(msgspec.Struct, frozen=True):
    """A lot as shown, with the codes of its files."""

    id: str
    folio: str
    kind: LotKind
    state: LotState
    reason: str
    signatures: tuple[Signature, ...]
    act: str
    act_on: date | None
    act_document_id: str | None
    created_at: datetime
    created_by: str
    done_at: datetime | None
    case_files: tuple[str, ...]
    version: int


class Ending(msgspec.Struct, frozen=True):
    """What is known of an archival file whose turn to be transferred or destroyed is asked."""

    stage: Stage
    closed_on: date | None
    term_over: bool
    approved: bool
    disposition: Disposition | None
    held: bool
    live_lawsuits: int = 0
    live_titles: int = 0
    out: int = 0
    reserved: bool = False


def rule_refusal(rule: RuleIn) -> Refusal | None:
    """Why a retention rule cannot stand."""
    years = (rule.active_years, rule.semi_active_years, rule.precaution_years)
    if min(years) < 0:
        return Refusal("bad_years", "Los años de conservación no pueden ser negativos.")
    if sum(years) > MOST_YEARS:
        return Refusal("too_long", f"El plazo suma {sum(years)} años y no puede pasar de {MOST_YEARS} (LGA 37).")
    if not rule.values or not rule.legal_basis.strip():
        return Refusal("no_basis", "La regla lleva al menos un valor documental y su fundamento legal.")
    return None


def proposed(stage: Stage, active_until: date | None, kept_until: date | None, end: Disposition | None, today: date) -> LotKind | None:  # fmt: skip
    """What the rule proposes for a closed file today; it is proposed, never done."""
    if stage is Stage.ACTIVE and active_until is not None and active_until <= today:
        return LotKind.PRIMARY
    if stage is not Stage.SEMI_ACTIVE or kept_until is None or kept_until > today:
        return None
    return LotKind.DESTRUCTION if end is Disposition.DESTROY else LotKind.SECONDARY


def ending_refusal(kind: LotKind, file: Ending) -> Refusal | None:
    """Why an archival file may not be transferred or destroyed now; None when it may. A hold wins over every rule."""
    if file.closed_on is None:
        return Refusal("not_closed", "el expediente de archivo no está cerrado")
    if file.held and kind is not LotKind.PRIMARY:
        return Refusal("on_hold", "está en resguardo legal")
    if kind is LotKind.PRIMARY:
        fits = file.stage is Stage.ACTIVE
        return None if fits else Refusal("wrong_stage", f"ya no está en trámite, sino en {STAGE_NAMES[file.stage]}")
    if file.stage is not Stage.SEMI_ACTIVE:
        return Refusal("wrong_stage", f"no está en concentración, sino en {STAGE_NAMES[file.stage]}")
    if not file.term_over:
        return Refusal("term_running", "su plazo de conservación no ha terminado")
    if kind is LotKind.SECONDARY:
        return None
    return _destruction_refusal(file)


def _destruction_refusal(file: Ending) -> Refusal | None:
    if not file.approved:
        return Refusal("rule_not_approved", "su regla de conservación no tiene acta de aprobación")
    if file.disposition is not Disposition.DESTROY:
        return Refusal("not_for_destruction", "su destino final no es la baja")
    if file.live_lawsuits:
        return Refusal("live_lawsuit", "tiene un juicio en trámite")
    if file.live_titles:
        return Refusal("title_alive", "guarda títulos de crédito vivos")
    if file.out:
        return Refusal("originals_out", "tiene originales fuera de la bóveda")
    if file.reserved:
        return Refusal("reserved", "está reservado o guarda documentos reservados")
    return None


def sheets_refusal(fojas: int, documents: tuple[tuple[str, int, int | None], ...]) -> Refusal | None:
    """Why the sheets counted do not agree with those scanned; None when they do.

    A sheet gives one or two pages, as its back was scanned or not. Where the
    range of sheets of a document is known, it must fit the document's own pages.

    Args:
        fojas: sheets counted in the file.
        documents: of each its title, pages scanned, and sheets by its range of fojas (None where not said).
    """
    for title, pages, sheets in documents:
        if sheets is not None and not -(-pages // 2) <= sheets <= pages:
            return Refusal("foja_mismatch", f"«{title}» dice {sheets} fojas y se digitalizaron {pages} páginas.")
    said = [sheets for _, _, sheets in documents]
    low = sum(sheets if sheets is not None else -(-pages // 2) for _, pages, sheets in documents)
    high = sum(sheets if sheets is not None else pages for _, pages, sheets in documents)
    if documents and None not in said and fojas != low:
        return Refusal("foja_mismatch", f"Se contaron {fojas} fojas y los originales suman {low}.")
    if not low <= fojas <= high:
        return Refusal(
            "foja_mismatch", f"Se contaron {fojas} fojas; lo digitalizado corresponde a entre {low} y {high}."
        )
    return None
