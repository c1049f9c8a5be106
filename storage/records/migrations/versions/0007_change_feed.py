"""change feed."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "changes",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_kind_entity_id"), "changes", ["kind", "entity_id"], unique=False)
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("updated_at", UtcDateTime(), nullable=True))
    assignments = sa.table(
        "assignments",
        sa.column("version", sa.Integer()),
        sa.column("updated_at", UtcDateTime()),
        sa.column("ended_on", sa.Date()),
    )
    op.execute(assignments.update().values(updated_at=datetime.now(UTC)))
    op.execute(assignments.update().where(assignments.c.ended_on.is_not(None)).values(version=2))
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("updated_at", existing_type=UtcDateTime(), nullable=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_column("updated_at")
        batch_op.drop_column("version")
    op.drop_table("changes")
