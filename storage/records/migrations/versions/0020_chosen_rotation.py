"""The rotation of a page that a person chose."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("pages", sa.Column("chosen_rotation", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("pages", "chosen_rotation")
