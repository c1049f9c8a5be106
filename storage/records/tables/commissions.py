"""Packets of evidence of commissions, and their pieces."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.base import Base


class CommissionPacketRow(Base):
    """The evidence for a lawyer's commission on one payment got (paquete de evidencia de comisión). Natural key: the recovery.

    `manifest` is what was frozen, byte for byte, `digest` its SHA-256 in hex; once there, nothing but the sending changes.
    """

    __tablename__ = "commission_packets"

    id: Mapped[str] = mapped_column(primary_key=True)
    recovery_id: Mapped[str] = mapped_column(ForeignKey("recoveries.id"), unique=True)
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("service_contracts.id"), index=True)
    percent: Mapped[str | None]
    state: Mapped[str] = mapped_column(index=True)
    manifest: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str | None]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    frozen_by: Mapped[str | None]
    frozen_at: Mapped[datetime | None]
    sent_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    sent_note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class CommissionPacketItemRow(Base):
    """A document in a packet and what it proves there (pieza del paquete). Natural key: packet, role and document; pages from 1."""

    __tablename__ = "commission_packet_items"
    __table_args__ = (UniqueConstraint("packet_id", "role", "document_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    packet_id: Mapped[str] = mapped_column(ForeignKey("commission_packets.id"))
    role: Mapped[str]
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    sha256: Mapped[str]
    first_page: Mapped[int]
    last_page: Mapped[int]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
