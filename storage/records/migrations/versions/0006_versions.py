"""Which document is another version of which."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("documents", sa.Column("version_of", sa.String(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("documents", "version_of")
