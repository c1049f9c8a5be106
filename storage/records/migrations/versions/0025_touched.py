"""What was touched last: rows that triggers keep, made by `migrate` when the tables stand."""

import sqlalchemy as sa
from alembic import op

from storage.records.touching import remove

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "touched",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "subject_id", name=op.f("pk_touched")),
    )
    op.create_index("ix_touched_sequence", "touched", ["sequence"])


def downgrade() -> None:
    """Undo."""
    remove(op.get_bind())
    op.drop_table("touched")
