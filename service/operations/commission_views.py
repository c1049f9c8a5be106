"""How a packet of evidence of a commission is shown, and what of it is frozen."""

from collections.abc import Sequence

import msgspec

from schemas.commissions import (
    FORMAT,
    Manifest,
    ManifestPiece,
    Packet,
    PacketState,
    Piece,
    PieceRole,
    Sums,
    lacks,
)
from service.operations.packing import suffix_of
from service.operations.registry.values import pesos
from storage.records import Session, commissions
from storage.records.tables import CommissionPacketItemRow, CommissionPacketRow, DocumentRow, RecoveryRow

Pieces = Sequence[tuple[CommissionPacketItemRow, DocumentRow]]

_SAME = (
    "id",
    "recovery_id",
    "contract_id",
    "digest",
    "opened_by",
    "opened_at",
    "frozen_by",
    "frozen_at",
    "sent_by",
    "sent_at",
    "sent_note",
    "version",
)


def shown(session: Session, rows: Sequence[CommissionPacketRow]) -> tuple[Packet, ...]:
    """The packets; of a frozen one what its manifest says, whatever became of the registry since."""
    pieces = commissions.pieces(session, [row.id for row in rows])
    return tuple(_shown(session, row, pieces[row.id]) for row in rows)


def manifest_of(session: Session, row: CommissionPacketRow, pieces: Pieces) -> Manifest:
    """What is to be frozen of a packet that lacks nothing."""
    recovery = commissions.recovery(session, row.recovery_id)
    contract, lawyer = commissions.contract(session, row.contract_id or "")
    return Manifest(
        format=FORMAT,
        packet=row.id,
        credit=commissions.credit(session, recovery.credit_id).number,
        receipt=recovery.receipt,
        recovered_on=recovery.on,
        recovered=_sums(recovery),
        act=recovery.act,
        lawyer=lawyer.name,
        lawyer_license=lawyer.cedula,
        contract=contract.number,
        percent=row.percent or "",
        pieces=tuple(_frozen_piece(item, document) for item, document in pieces),
        frozen_by=row.frozen_by or "",
        frozen_at=row.frozen_at or row.opened_at,
    )


def _shown(session: Session, row: CommissionPacketRow, pieces: Pieces) -> Packet:
    if row.manifest is not None:
        return _of_manifest(session, row, pieces, msgspec.json.decode(row.manifest, type=Manifest))
    recovery = commissions.recovery(session, row.recovery_id)
    contract, lawyer = commissions.contract(session, row.contract_id) if row.contract_id else (None, None)
    return Packet(
        credit_id=recovery.credit_id,
        credit=commissions.credit(session, recovery.credit_id).number,
        receipt=recovery.receipt,
        recovered_on=recovery.on,
        total=_sums(recovery).total,
        contract=contract.number if contract else None,
        lawyer=lawyer.name if lawyer else None,
        percent=row.percent,
        state=PacketState(row.state),
        pieces=tuple(_piece(item, document.title, document.sha256) for item, document in pieces),
        missing=lacks({PieceRole(item.role) for item, _ in pieces}, row.contract_id, row.percent),
        **{name: getattr(row, name) for name in _SAME},
    )


def _of_manifest(session: Session, row: CommissionPacketRow, pieces: Pieces, said: Manifest) -> Packet:
    titles = {one.document: one.title for one in said.pieces}
    return Packet(
        credit_id=commissions.recovery(session, row.recovery_id).credit_id,
        credit=said.credit,
        receipt=said.receipt,
        recovered_on=said.recovered_on,
        total=said.recovered.total,
        contract=said.contract,
        lawyer=said.lawyer,
        percent=said.percent,
        state=PacketState(row.state),
        pieces=tuple(_piece(item, titles[item.document_id], item.sha256) for item, _ in pieces),
        missing=(),
        **{name: getattr(row, name) for name in _SAME},
    )


def _piece(item: CommissionPacketItemRow, title: str, sha256: str) -> Piece:
    return Piece(item.id, PieceRole(item.role), item.document_id, title, sha256, item.first_page, item.last_page)


def _frozen_piece(item: CommissionPacketItemRow, document: DocumentRow) -> ManifestPiece:
    return ManifestPiece(
        role=PieceRole(item.role),
        document=document.id,
        type=document.type,
        title=document.title,
        file=f"originals/{document.sha256}.{suffix_of(document.kind)}",
        sha256=document.sha256,
        bytes=document.bytes,
        first_page=item.first_page,
        last_page=item.last_page,
    )


def _sums(row: RecoveryRow) -> Sums:
    parts = (row.capital_cents, row.interest_cents, row.default_interest_cents, row.other_cents)
    return Sums(*(pesos(cents) or "" for cents in (*parts, sum(parts))))
