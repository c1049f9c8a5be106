"""Sampling quality control of scans."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "scan_inspections",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("percent", sa.String(), nullable=False),
        sa.Column("reject_over", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("population_digest", sa.String(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_inspections")),
        sa.UniqueConstraint("folio", name=op.f("uq_scan_inspections_folio")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_scan_inspections_batch_id")),
    )
    for column in ("batch_id", "state"):
        op.create_index(op.f(f"ix_scan_inspections_{column}"), "scan_inspections", [column])
    op.create_table(
        "inspected_pages",
        sa.Column("inspection_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(), nullable=False),
        sa.Column("always", sa.Boolean(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("scanner", sa.String(), nullable=True),
        sa.Column("defects", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("seen_by", sa.String(), nullable=True),
        sa.Column("settled", sa.String(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_note", sa.String(), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("inspection_id", "position", name=op.f("pk_inspected_pages")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["scan_inspections.id"], name=op.f("fk_inspected_pages_inspection_id")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_inspected_pages_page_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["documents.id"], name=op.f("fk_inspected_pages_replaced_by")),
    )
    for column in ("page_id", "replaced_by"):
        op.create_index(op.f(f"ix_inspected_pages_{column}"), "inspected_pages", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("inspected_pages")
    op.drop_table("scan_inspections")
