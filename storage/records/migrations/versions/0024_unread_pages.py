"""An index of the pages without usable text, which every look at the archive counts."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

UNREAD = sa.text("letters = 0 AND state <> 'blank'")


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_pages_unread", "pages", ["document_id"], sqlite_where=UNREAD, postgresql_where=UNREAD)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_pages_unread", "pages")
