"""Messages about a debtor or a lawyer."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "call_messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("lawyer_id", sa.String(), nullable=True),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("assigned_to", sa.String(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_messages")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_call_messages_person_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_call_messages_lawyer_id")),
    )
    op.create_index(op.f("ix_call_messages_person_id"), "call_messages", ["person_id"])
    op.create_index(op.f("ix_call_messages_lawyer_id"), "call_messages", ["lawyer_id"])
    op.create_index(op.f("ix_call_messages_assigned_to_done_at"), "call_messages", ["assigned_to", "done_at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("call_messages")
