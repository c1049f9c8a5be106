"""Dossiers bound as a job."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "binding_orders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("hearing", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("folios", sa.Integer(), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=False),
        sa.Column("bound", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_orders")),
    )
    op.create_index(op.f("ix_binding_orders_asked_by"), "binding_orders", ["asked_by"])
    op.create_index(op.f("ix_binding_orders_finished_at"), "binding_orders", ["finished_at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("binding_orders")
