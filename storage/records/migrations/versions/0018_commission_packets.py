"""Packets of evidence of commissions."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "commission_packets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recovery_id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("percent", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=True),
        sa.Column("frozen_at", UtcDateTime(), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("sent_note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_packets")),
        sa.UniqueConstraint("recovery_id", name=op.f("uq_commission_packets_recovery_id")),
        sa.ForeignKeyConstraint(["recovery_id"], ["recoveries.id"], name=op.f("fk_commission_packets_recovery_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["service_contracts.id"], name=op.f("fk_commission_packets_contract_id")
        ),
    )
    op.create_index(op.f("ix_commission_packets_contract_id"), "commission_packets", ["contract_id"])
    op.create_index(op.f("ix_commission_packets_state"), "commission_packets", ["state"])
    op.create_table(
        "commission_packet_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("packet_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_packet_items")),
        sa.UniqueConstraint(
            "packet_id", "role", "document_id", name=op.f("uq_commission_packet_items_packet_id_role_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["packet_id"], ["commission_packets.id"], name=op.f("fk_commission_packet_items_packet_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_commission_packet_items_document_id")),
    )
    op.create_index(op.f("ix_commission_packet_items_document_id"), "commission_packet_items", ["document_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("commission_packet_items")
    op.drop_table("commission_packets")
