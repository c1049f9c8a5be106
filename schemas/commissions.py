"""Evidence of a commission (paquete de evidencia de comisión): the papers on which accounting pays an external lawyer's share of a payment got."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

FORMAT = "legajo-commission-packet-1"
MOST_PIECES = 60


class PacketState(StrEnum):
    """How a packet stands (en preparación, congelado, enviado a Contabilidad)."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SENT = "sent"


class PieceRole(StrEnum):
    """What a piece proves: the payment, what brought it about, the clause with the percentage, what the lawyer charges."""

    RECEIPT = "receipt"
    SOURCE = "source"
    CONTRACT = "contract"
    INVOICE = "invoice"


ROLES: dict[PieceRole, str] = {
    PieceRole.RECEIPT: "el recibo del pago",
    PieceRole.SOURCE: "la resolución o el convenio que lo produjo",
    PieceRole.CONTRACT: "el contrato del abogado con la cláusula del porcentaje",
    PieceRole.INVOICE: "la factura del abogado",
}

TAKES: dict[PieceRole, frozenset[str]] = {
    PieceRole.RECEIPT: frozenset(("payment_receipt", "prepayment_proof")),
    PieceRole.SOURCE: frozenset(
        (
            "settlement_ajc",
            "mediated_agreement",
            "judicial_agreement",
            "restructure",
            "admission_order",
            "court_order",
            "seizure_record",
            "judgment",
            "finality_order",
            "execution_docs",
            "withdrawal_lift",
        )
    ),
    PieceRole.CONTRACT: frozenset(("services_contract",)),
    PieceRole.INVOICE: frozenset(("commission_invoice",)),
}
"""The types of documents that prove each (`document_types.toml`)."""


class PacketIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Open the packet of a recovery, or change its contract (id or number) and percentage while it is a draft.

    Without `contract`: the one in force on the day of the payment of the lawyer who had the credit then, if there is one only.
    Without `percent`: the commission of the contract, if it is not tiered.
    """

    recovery: str
    contract: str | None | UnsetType = UNSET
    percent: str | None | UnsetType = UNSET


class PieceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document as proof; without pages, all of it."""

    role: PieceRole
    document: str
    first_page: int | None = None
    last_page: int | None = None


class SentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """That it was sent to accounting; `note` is the official letter or whoever received it."""

    note: str = ""


class Piece(msgspec.Struct, frozen=True):
    """A piece: document, the SHA-256 of its original file in hex, pages from 1, both included."""

    id: str
    role: PieceRole
    document_id: str
    title: str
    sha256: str
    first_page: int
    last_page: int


class Lack(msgspec.Struct, frozen=True):
    """What is missing before a packet can be frozen: a stable code and a sentence in Spanish."""

    code: str
    sentence: str


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """A packet as shown; `digest` is the SHA-256 in hex of its manifest, null while it is a draft."""

    id: str
    recovery_id: str
    credit_id: str
    credit: str
    receipt: str
    recovered_on: date
    total: str
    contract_id: str | None
    contract: str | None
    lawyer: str | None
    percent: str | None
    state: PacketState
    pieces: tuple[Piece, ...]
    missing: tuple[Lack, ...]
    digest: str | None
    opened_by: str
    opened_at: datetime
    frozen_by: str | None
    frozen_at: datetime | None
    sent_by: str | None
    sent_at: datetime | None
    sent_note: str
    version: int


class Sums(msgspec.Struct, frozen=True):
    """The payment by concepts, in pesos."""

    capital: str
    interest: str
    default_interest: str
    other: str
    total: str


class ManifestPiece(msgspec.Struct, frozen=True):
    """A piece as frozen; `file` is where the export holds the original."""

    role: PieceRole
    document: str
    type: str
    title: str
    file: str
    sha256: str
    bytes: int
    first_page: int
    last_page: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is frozen: the payment, whose contract and percentage, and the pieces."""

    format: str
    packet: str
    credit: str
    receipt: str
    recovered_on: date
    recovered: Sums
    act: str | None
    lawyer: str
    lawyer_license: str
    contract: str
    percent: str
    pieces: tuple[ManifestPiece, ...]
    frozen_by: str
    frozen_at: datetime


def canonical(manifest: Manifest) -> bytes:
    """The one form of a manifest in bytes: JSON in UTF-8, members sorted by name, no spaces. The digest is over these."""
    return msgspec.json.encode(manifest, order="sorted")


def lacks(roles: Collection[PieceRole], contract: str | None, percent: str | None) -> tuple[Lack, ...]:
    """What a packet with pieces of these roles still lacks, in a fixed order."""
    found = [] if contract else [Lack("no_contract", "Falta decir con qué contrato del abogado se paga.")]
    if not percent:
        found.append(Lack("no_percent", "Falta el porcentaje pactado en el contrato."))
    found += [Lack(f"no_{role.value}", f"Falta {called}.") for role, called in ROLES.items() if role not in roles]
    return tuple(found)
