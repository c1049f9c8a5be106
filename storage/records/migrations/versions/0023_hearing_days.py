"""Day and hour of the hearing that a resolution sets."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("resolutions", sa.Column("hearing_on", sa.Date(), nullable=True))
    op.add_column("resolutions", sa.Column("hearing_at", sa.String(), nullable=True))
    op.create_index(op.f("ix_resolutions_hearing_on"), "resolutions", ["hearing_on"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_resolutions_hearing_on"), "resolutions")
    op.drop_column("resolutions", "hearing_at")
    op.drop_column("resolutions", "hearing_on")
