"""Route and procedural regime of a lawsuit; a note sued on is one that is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("lawsuits", sa.Column("route", sa.String(), nullable=True))
    op.add_column("lawsuits", sa.Column("regime", sa.String(), nullable=True))
    with op.batch_alter_table("lawsuit_notes", schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f("fk_lawsuit_notes_note_id"), "promissory_notes", ["note_id"], ["id"])


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("lawsuit_notes", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_lawsuit_notes_note_id"), type_="foreignkey")
    op.drop_column("lawsuits", "regime")
    op.drop_column("lawsuits", "route")
