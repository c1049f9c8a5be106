"""How a document stood before its last review."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "last_reviews",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reviewed_by", sa.String(), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_last_reviews")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_last_reviews_document_id_documents")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("last_reviews")
