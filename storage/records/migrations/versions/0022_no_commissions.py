"""Commissions are kept as packets of evidence; their first table never had a writer."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_table("commissions")


def downgrade() -> None:
    """Undo."""
    op.create_table(
        "commissions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("recovered_on", sa.Date(), nullable=False),
        sa.Column("recovered_cents", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.String(), nullable=False),
        sa.Column("base_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=True),
        sa.Column("invoice", sa.String(), nullable=True),
        sa.Column("packet_sha256", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["service_contracts.id"], name=op.f("fk_commissions_contract_id")),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_commissions_credit_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_commissions_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions")),
        sa.UniqueConstraint("credit_id", "receipt", name=op.f("uq_commissions_credit_id_receipt")),
    )
    with op.batch_alter_table("commissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commissions_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commissions_lawyer_id"), ["lawyer_id"], unique=False)
