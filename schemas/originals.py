"""Paper originals, their places, loan slips and counts, as they come in and as they are shown."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from schemas.custody import CustodyAct, Ground, HolderKind, LineState


class Originality(StrEnum):
    """Original, copia certificada or copia simple: never mixed (CCom 1242)."""

    ORIGINAL = "original"
    CERTIFIED = "certified_copy"
    PLAIN = "plain_copy"


class Condition(StrEnum):
    """State of the paper (estado físico): buena, regular, mala."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"


class PlaceKind(StrEnum):
    """Site (sede), room (sala), shelf (anaquel), box (caja); each stands in one of the kind before."""

    SITE = "site"
    ROOM = "room"
    SHELF = "shelf"
    BOX = "box"


class IncidentKind(StrEnum):
    """What went wrong: daño, fojas faltantes, extravío, devolución tardía, otra."""

    DAMAGE = "damage"
    MISSING_SHEETS = "missing_sheets"
    LOSS = "loss"
    LATE = "late"
    OTHER = "other"


FOLDER = "folder"
"""The type of an original that is a folder of papers (legajo físico), beside the codes of document types."""

ORIGINALITY_NAMES = {
    Originality.ORIGINAL: "original",
    Originality.CERTIFIED: "copia certificada",
    Originality.PLAIN: "copia simple",
}
CONDITION_NAMES = {Condition.GOOD: "buena", Condition.FAIR: "regular", Condition.BAD: "mala"}


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What proves a hand-over (constancia): a filed document, or in words what was signed and where it is."""

    document_id: str = ""
    note: str = ""

    @property
    def given(self) -> bool:
        """Whether anything was."""
        return bool(self.document_id or self.note.strip())


class PlaceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place, found by its barcode; `parent` is the barcode of what it stands in, `capacity` how many it takes."""

    kind: PlaceKind
    barcode: str
    name: str = ""
    parent: str | None = None
    capacity: int | None = None
    series: str | None = None


class Place(msgspec.Struct, frozen=True):
    """A place as shown; `holds` counts what stands in it now."""

    id: str
    kind: PlaceKind
    barcode: str
    name: str
    path: str
    parent_id: str | None
    capacity: int | None
    series: str | None
    holds: int
    version: int


class HolderIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holder as named by people: `key` is a box's barcode, a lawyer's cédula, a court's code, a CURP, or a notary's name."""

    kind: HolderKind
    key: str = ""


class OriginalIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A paper original to take into custody. `holder` is where it is now, the vault unless said.

    `credit`, `lawsuit` are numbers or ids; `case_file` a classification code.
    Left out, they are those of the document.
    """

    type: str
    barcode: str | None = None
    title: str = ""
    document_id: str | None = None
    note_id: str | None = None
    credit: str | None = None
    lawsuit: str | None = None
    case_file: str | None = None
    volume: int | None = None
    foja_first: int | None = None
    foja_last: int | None = None
    condition: Condition = Condition.GOOD
    originality: Originality = Originality.ORIGINAL
    seal: str | None = None
    holder: HolderIn = HolderIn(HolderKind.VAULT)
    given_by: str = ""
    reason: str = ""
    evidence: Evidence = Evidence()


class OriginalChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is described anew of an original; what is left out stays. The holder changes by acts of custody only."""

    title: str | None = None
    document_id: str | None = None
    note_id: str | None = None
    case_file: str | None = None
    volume: int | None = None
    foja_first: int | None = None
    foja_last: int | None = None
    condition: Condition | None = None
    originality: Originality | None = None
    seal: str | None = None


class Original(msgspec.Struct, frozen=True):
    """A paper original as shown. `where` says in words where it is; `loan` is the folio it is lent under."""

    id: str
    barcode: str
    type: str
    type_name: str
    title: str
    document_id: str | None
    note_id: str | None
    credit_id: str | None
    credit: str | None
    lawsuit_id: str | None
    case_file_id: str | None
    volume: int | None
    foja_first: int | None
    foja_last: int | None
    condition: Condition
    originality: Originality
    seal: str | None
    holder_kind: HolderKind
    holder_id: str
    holder: str
    where: str
    since: datetime
    loan: str | None
    due_on: date | None
    overdue: bool
    held: bool
    version: int


class CustodyIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An act of custody on one original. `to` is the next holder, where the act leaves a choice."""

    act: CustodyAct
    to: HolderIn | None = None
    given_by: str = ""
    received_by: str = ""
    reason: str = ""
    evidence: Evidence = Evidence()
    ground: Ground | None = None


class CustodyEvent(msgspec.Struct, frozen=True):
    """One hand-over as shown."""

    number: int
    act: CustodyAct
    at: datetime
    from_kind: HolderKind | None
    from_name: str
    to_kind: HolderKind
    to_name: str
    given_by: str
    received_by: str
    reason: str
    evidence: Evidence
    loan: str | None
    recorded_by: str


class LoanIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A loan slip to make out. `items` are barcodes or ids; `days` working days, the house's usual number unless said."""

    borrower: HolderIn
    items: tuple[str, ...]
    purpose: str
    days: int | None = None
    lawsuit: str | None = None
    received_by: str = ""
    authorised_by: str = ""
    evidence: Evidence = Evidence()


class Inspection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was seen when an original came back (inspección): state, sheets, seal, endorsement crossed out."""

    condition: Condition = Condition.GOOD
    fojas: int | None = None
    seal_intact: bool | None = None
    endorsement_cancelled: bool | None = None
    note: str = ""


class ReturnIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Originals brought back to a box, or to the vault without one."""

    items: tuple[str, ...]
    box: str | None = None
    given_by: str = ""
    received_by: str = ""
    inspection: Inspection = Inspection()
    evidence: Evidence = Evidence()


class ExtensionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """More time for a loan slip (prórroga), in working days from its due date."""

    reason: str
    days: int | None = None


class IncidentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that went wrong with an original of a slip."""

    item: str
    kind: IncidentKind
    description: str


class Incident(msgspec.Struct, frozen=True):
    """An incident as shown; open until settled."""

    id: str
    item_id: str
    barcode: str
    loan: str | None
    kind: IncidentKind
    at: datetime
    reported_by: str
    description: str
    settled_at: datetime | None
    settlement: str | None


class LoanLine(msgspec.Struct, frozen=True):
    """An original on a slip."""

    item_id: str
    barcode: str
    title: str
    originality: Originality
    foja_first: int | None
    foja_last: int | None
    seal: str | None
    state: LineState
    ended_at: datetime | None
    inspection: Inspection | None


class Extension(msgspec.Struct, frozen=True):
    """A later due date once granted."""

    at: datetime
    granted_by: str
    before: date
    after: date
    reason: str


class Loan(msgspec.Struct, frozen=True):
    """A loan slip (vale) as shown."""

    id: str
    folio: str
    borrower_kind: HolderKind
    borrower_id: str
    borrower: str
    received_by: str
    purpose: str
    lawsuit_id: str | None
    issued_at: datetime
    issued_by: str
    authorised_by: str
    days: int | None
    due_on: date | None
    overdue: bool
    closed_at: datetime | None
    lines: tuple[LoanLine, ...]
    extensions: tuple[Extension, ...]


class Missing(msgspec.Struct, frozen=True):
    """An original the register says is in the box and nobody read there, with who had it last."""

    item_id: str
    barcode: str
    title: str
    since: datetime
    last_act: CustodyAct
    last_from: str
    last_given_by: str
    last_received_by: str


class Elsewhere(msgspec.Struct, frozen=True):
    """An original read in the box that the register says is elsewhere."""

    item_id: str
    barcode: str
    title: str
    where: str
    since: datetime


class Count(msgspec.Struct, frozen=True):
    """A cycle count (arqueo). `unexpected` are barcodes nobody registered; `twice` were read more than once."""

    id: str
    folio: str
    box: str
    place: str
    at: datetime
    counted_by: str
    expected: int
    read: int
    found: int
    missing: tuple[Missing, ...]
    elsewhere: tuple[Elsewhere, ...]
    unexpected: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether box and register say the same."""
        return not (self.missing or self.elsewhere or self.unexpected)


class CountIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Barcodes read in a box."""

    box: str
    barcodes: tuple[str, ...]


class LabelsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which originals and places labels are to be printed: barcodes or ids."""

    originals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
