"""What happened to one thing is found in the log by its id: who asks for it says no kind."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

INDEX = "ix_events_object_id_sequence"


def upgrade() -> None:
    """Apply."""
    op.create_index(op.f(INDEX), "events", ["object_id", "sequence"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f(INDEX), table_name="events")
