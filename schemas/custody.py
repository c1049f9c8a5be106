"""Custody of paper originals: who may hold one, by which act it changes hands, and why an act is refused.

    vault ──lend──→ lawyer ──file_in_court──→ court ──collect_from_court──→ lawyer
      ↑               │ lend (court, notary)    │
      └────return─────┴──────────return─────────┘
    vault ──deliver_to_debtor──→ debtor        vault ──transfer──→ historical archive
    any   ──report_lost──→ lost ──find──→ vault    vault ──destroy──→ destroyed

An item has exactly one holder from the act that registers it; each act says
from whom to whom, and the holder is whoever the last act says. Pure: what is known comes
in as values, the answer is a `Step` or the reason why not.
"""

from datetime import date
from enum import StrEnum

import msgspec

from schemas.errors import Conflict, InvalidInput

MOST_BARCODE = 40
MOST_LOAN_DAYS = 120
EXTENSION_DAYS = 10
MOST_EXTENSIONS = 2
BACK_DAYS = 5
"""Working days to bring back what the court has handed out."""


class HolderKind(StrEnum):
    """Who may hold an original (tenedor): bóveda, abogado, juzgado, notaría, deudor, extraviado, archivo histórico, baja."""

    VAULT = "vault"
    LAWYER = "lawyer"
    COURT = "court"
    NOTARY = "notary"
    DEBTOR = "debtor"
    LOST = "lost"
    HISTORICAL = "historical_archive"
    DESTROYED = "destroyed"


class Holder(msgspec.Struct, frozen=True):
    """A holder: `id` is of the box, lawyer, court or person (empty where there is no row), `name` how it is called."""

    kind: HolderKind
    id: str = ""
    name: str = ""

    def same(self, other: "Holder") -> bool:
        """Whether it is the same holder, whatever it is called."""
        return (self.kind, self.id or self.name) == (other.kind, other.id or other.name)


class CustodyAct(StrEnum):
    """By what an original changes hands (acto de custodia)."""

    REGISTER = "register"
    MOVE = "move"
    LEND = "lend"
    FILE_IN_COURT = "file_in_court"
    COLLECT_FROM_COURT = "collect_from_court"
    RETURN = "return"
    DELIVER_TO_DEBTOR = "deliver_to_debtor"
    REPORT_LOST = "report_lost"
    FIND = "find"
    TRANSFER = "transfer"
    DESTROY = "destroy"


class LineState(StrEnum):
    """How an item stands on a loan slip: con el prestatario, en el juzgado, devuelto, extraviado."""

    OUT = "out"
    IN_COURT = "in_court"
    RETURNED = "returned"
    LOST = "lost"


LINE_NAMES = {
    LineState.OUT: "prestado",
    LineState.IN_COURT: "en el juzgado",
    LineState.RETURNED: "devuelto",
    LineState.LOST: "extraviado",
}


class Ground(StrEnum):
    """Why a título goes back to its debtor: pagado, o sustituido por otro título."""

    PAID = "paid"
    SUBSTITUTED = "substituted"


class Standing(msgspec.Struct, frozen=True):
    """An item as it stands. `held` is under a legal hold; `alive` a título still needed to collect (LGTOC 5, 17)."""

    holder: Holder | None
    held: bool = False
    alive: bool = False


class Borrower(msgspec.Struct, frozen=True):
    """What is known of who is to receive: items past their due date, unsettled losses, why their contract forbids it."""

    overdue: int = 0
    lost: int = 0
    contract: str | None = None


class Wanted(msgspec.Struct, frozen=True):
    """An act somebody wants to do. `evidence` and `reason` tell whether any was given."""

    act: CustodyAct
    to: Holder
    evidence: bool = False
    reason: bool = False
    ground: Ground | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Why not: a stable code and one sentence."""

    code: str
    sentence: str

    def error(self) -> Conflict:
        """The refusal as the error a caller meets."""
        return Conflict(self.sentence, code=self.code)


class Step(msgspec.Struct, frozen=True):
    """The item goes from one holder to another; `line` is how it then stands on its loan slip, if it is on one."""

    act: CustodyAct
    before: Holder | None
    after: Holder
    line: LineState | None = None


_K = HolderKind
_OUT = frozenset((_K.LAWYER, _K.COURT, _K.NOTARY))
_WAYS: dict[CustodyAct, tuple[frozenset[HolderKind], frozenset[HolderKind], LineState | None]] = {
    CustodyAct.MOVE: (frozenset((_K.VAULT,)), frozenset((_K.VAULT,)), None),
    CustodyAct.LEND: (frozenset((_K.VAULT,)), _OUT, LineState.OUT),
    CustodyAct.FILE_IN_COURT: (frozenset((_K.LAWYER, _K.NOTARY)), frozenset((_K.COURT,)), LineState.IN_COURT),
    CustodyAct.COLLECT_FROM_COURT: (frozenset((_K.COURT,)), frozenset((_K.LAWYER,)), LineState.OUT),
    CustodyAct.RETURN: (_OUT | {_K.DEBTOR}, frozenset((_K.VAULT,)), LineState.RETURNED),
    CustodyAct.DELIVER_TO_DEBTOR: (frozenset((_K.VAULT,)), frozenset((_K.DEBTOR,)), None),
    CustodyAct.REPORT_LOST: (_OUT | {_K.VAULT}, frozenset((_K.LOST,)), LineState.LOST),
    CustodyAct.FIND: (frozenset((_K.LOST,)), frozenset((_K.VAULT,)), LineState.RETURNED),
    CustodyAct.TRANSFER: (frozenset((_K.VAULT,)), frozenset((_K.HISTORICAL,)), None),
    CustodyAct.DESTROY: (frozenset((_K.VAULT,)), frozenset((_K.DESTROYED,)), None),
}
"""From which holders each act leads to which, and what it means for the loan slip."""

_FIRST = _OUT | {_K.VAULT}
"""Where an item may be when it is registered: originals of old lawsuits are in court already."""

NAMES = {
    _K.VAULT: "en la bóveda",
    _K.LAWYER: "con el abogado",
    _K.COURT: "en el juzgado",
    _K.NOTARY: "con la notaría",
    _K.DEBTOR: "entregado al deudor",
    _K.LOST: "reportado como extraviado",
    _K.HISTORICAL: "en el archivo histórico",
    _K.DESTROYED: "dado de baja",
}
"""Where an item is, in words."""


def decide(item: Standing, wanted: Wanted, borrower: Borrower | None = None) -> Step | Refusal:
    """What the act does, or why it may not be done.

    Args:
        item: the item as it stands; without a holder it is not registered yet.
        wanted: the act.
        borrower: who is to receive; needed to lend.
    """
    reasons = (_way(item, wanted), _papers(wanted), _leaving(item, wanted), _credit_of(wanted, borrower))
    refused = next((reason for reason in reasons if reason is not None), None)
    if refused is not None:
        return refused
    line = None if wanted.act is CustodyAct.REGISTER else _WAYS[wanted.act][2]
    return Step(wanted.act, item.holder, wanted.to, line)


def place(holder: Holder) -> str:
    """Where the item is, in words a person understands."""
    return f"{NAMES[holder.kind]} {holder.name}".strip()


def _way(item: Standing, wanted: Wanted) -> Refusal | None:
    if wanted.act is CustodyAct.REGISTER:
        if item.holder is not None:
            return Refusal("already_registered", "El original ya está registrado.")
        fits = wanted.to.kind in _FIRST
        return None if fits else Refusal("impossible_holder", "Un original no puede registrarse con ese tenedor.")
    if item.holder is None:
        return Refusal("not_registered", "El original no está registrado.")
    sources, targets, _ = _WAYS[wanted.act]
    if item.holder.kind not in sources:
        code = "not_in_vault" if sources == {_K.VAULT} else "wrong_holder"
        return Refusal(code, f"El original está {place(item.holder)}; desde ahí no procede ese acto.")
    if wanted.to.kind not in targets:
        return Refusal("impossible_holder", "Ese acto no entrega el original a ese tenedor.")
    if wanted.to.same(item.holder):
        return Refusal("same_holder", f"El original ya está {place(item.holder)}.")
    return None


def _papers(wanted: Wanted) -> Refusal | None:
    """Acts that cannot be undone, or leave the office without a signature, want proof."""
    proof = (
        CustodyAct.FILE_IN_COURT,
        CustodyAct.DELIVER_TO_DEBTOR,
        CustodyAct.TRANSFER,
        CustodyAct.DESTROY,
    )
    if wanted.act in proof and not wanted.evidence:
        return Refusal("evidence_required", "Falta la constancia del acto: acuse, recibo firmado o acta.")
    if wanted.act in (CustodyAct.REPORT_LOST, CustodyAct.FIND) and not wanted.reason:
        return Refusal("reason_required", "Diga las circunstancias: cuándo, dónde y quién lo notó.")
    return None


def _leaving(item: Standing, wanted: Wanted) -> Refusal | None:
    gone = wanted.act in (CustodyAct.DELIVER_TO_DEBTOR, CustodyAct.TRANSFER, CustodyAct.DESTROY)
    if gone and item.held:
        return Refusal("on_hold", "El original está en resguardo legal; no puede salir del archivo.")
    if gone and item.alive and wanted.ground is not Ground.SUBSTITUTED:
        return Refusal("title_alive", "El título sigue vivo: el crédito no está pagado ni el título sustituido.")
    return None


def _credit_of(wanted: Wanted, borrower: Borrower | None) -> Refusal | None:
    """Why the borrower may not receive anything on loan at present."""
    if wanted.act is not CustodyAct.LEND:
        return None
    known = borrower or Borrower()
    name = wanted.to.name or "El prestatario"
    if known.contract is not None:
        return Refusal("contract_ended", f"{name} no puede recibir originales. {known.contract}")
    if known.overdue:
        return Refusal("borrower_overdue", f"{name} tiene {known.overdue} originales vencidos sin devolver.")
    if known.lost:
        return Refusal("borrower_lost", f"{name} tiene {known.lost} originales extraviados sin resolver.")
    return None


def extension_refusal(*, open_lines: int, extensions: int, due_on: date | None, today: date) -> Refusal | None:
    """Why a loan may not be extended; None when it may."""
    if not open_lines:
        return Refusal("loan_closed", "El vale ya está cerrado.")
    if due_on is None:
        return Refusal("no_due_date", "El vale no tiene fecha de devolución que prorrogar.")
    if due_on < today:
        return Refusal("loan_overdue", "El vale ya venció; primero deben devolverse los originales.")
    if extensions >= MOST_EXTENSIONS:
        return Refusal("no_more_extensions", f"El vale ya se prorrogó {extensions} veces; no admite otra.")
    return None


def normal_barcode(text: str) -> str:
    """A barcode as compared: without blanks, in capitals.

    A reader set to the United States keyboard types an apostrophe for the hyphen on a Spanish one.
    """
    return "".join(text.split()).upper().replace("'", "-")


def checked_barcode(text: str) -> str:
    """The barcode as it is kept.

    Raises:
        InvalidInput: nothing can bear it (`bad_barcode`).
    """
    barcode = normal_barcode(text)
    if not 0 < len(barcode) <= MOST_BARCODE or not barcode.isascii():
        said = f"El código de barras lleva de 1 a {MOST_BARCODE} letras, números o guiones."
        raise InvalidInput(said, code="bad_barcode")
    return barcode
