"""What reviewed documents gave of their notes; copies found by what they are copies of."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

COPIES = ("rescan_of", "version_of")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "note_sources",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("gave", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_note_sources")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_note_sources_document_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_note_sources_note_id")),
    )
    op.create_index(op.f("ix_note_sources_note_id"), "note_sources", ["note_id"])
    for column in COPIES:
        op.create_index(op.f(f"ix_documents_{column}"), "documents", [column])


def downgrade() -> None:
    """Undo."""
    for column in COPIES:
        op.drop_index(op.f(f"ix_documents_{column}"), "documents")
    op.drop_table("note_sources")
