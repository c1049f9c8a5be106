"""Days on which the lapse of a suit does not run."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "lapse_pauses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lapse_pauses")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_lapse_pauses_lawsuit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_lapse_pauses_document_id")),
        sa.UniqueConstraint("lawsuit_id", "cause", "first", name=op.f("uq_lapse_pauses_lawsuit_id_cause_first")),
    )
    op.create_index(op.f("ix_lapse_pauses_document_id"), "lapse_pauses", ["document_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("lapse_pauses")
