"""Cancellations of lost notes."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

DAYS = ("filed_on", "decreed_on", "published_on", "opposed_on", "ended_on", "claimed_on", "reissued_on")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "note_cancellations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("loss", sa.String(), nullable=False),
        sa.Column("court_id", sa.String(), nullable=True),
        sa.Column("court_file", sa.String(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in DAYS),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_cancellations")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_note_cancellations_note_id")),
        sa.ForeignKeyConstraint(["court_id"], ["courts.id"], name=op.f("fk_note_cancellations_court_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_note_cancellations_document_id")),
        sa.UniqueConstraint("note_id", "noticed_on", name=op.f("uq_note_cancellations_note_id_noticed_on")),
    )
    op.create_index(op.f("ix_note_cancellations_court_id"), "note_cancellations", ["court_id"])
    op.create_index(op.f("ix_note_cancellations_document_id"), "note_cancellations", ["document_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("note_cancellations")
