"""The log as a Merkle tree, with checkpoints."""

import sqlalchemy as sa
from alembic import op

from schemas.merkle import Frontier, leaf_hash
from storage.records.base import UtcDateTime
from storage.records.events import FIRST, Act, entry

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EVENTS = sa.table(
    "events",
    sa.column("sequence", sa.Integer()),
    sa.column("at", UtcDateTime()),
    sa.column("actor", sa.String()),
    sa.column("origin", sa.String()),
    sa.column("action", sa.String()),
    sa.column("object_kind", sa.String()),
    sa.column("object_id", sa.String()),
    sa.column("detail", sa.JSON()),
    sa.column("digest", sa.LargeBinary()),
)


def upgrade() -> None:
    """Apply; what was recorded before becomes the beginning of the tree, not one row of it changed."""
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("timestamp", sa.LargeBinary(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoints")),
    )
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkpoints_at"), ["at"], unique=False)
    heads = op.create_table(
        "log_heads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_heads")),
    )
    tree, digest = Frontier(), FIRST
    for row in op.get_bind().execute(sa.select(EVENTS).order_by(EVENTS.c.sequence)):
        act = Act(row.actor, row.origin, row.action, row.object_kind, row.object_id, row.detail)
        tree, digest = tree.appended(leaf_hash(entry(row.sequence, row.at, act))), row.digest
    op.bulk_insert(heads, [{"id": 1, "size": tree.size, "frontier": tree.roots, "digest": digest}])


def downgrade() -> None:
    """Undo."""
    op.drop_table("log_heads")
    op.drop_table("checkpoints")
