"""Notes of supervision on lawsuits."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "supervision_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_notes")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_supervision_notes_lawsuit_id_lawsuits")),
    )
    op.create_index("ix_supervision_notes_lawsuit_id_id", "supervision_notes", ["lawsuit_id", "id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("supervision_notes")
