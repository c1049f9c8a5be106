"""Public versions of documents."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "public_versions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=True),
        sa.Column("prepared_at", UtcDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_versions")),
        sa.UniqueConstraint("folio", name=op.f("uq_public_versions_folio")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_public_versions_document_id")),
    )
    for column in ("document_id", "state"):
        op.create_index(op.f(f"ix_public_versions_{column}"), "public_versions", [column])
    op.create_table(
        "public_version_pages",
        sa.Column("public_version_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("public_version_id", "number", name=op.f("pk_public_version_pages")),
        sa.ForeignKeyConstraint(
            ["public_version_id"], ["public_versions.id"], name=op.f("fk_public_version_pages_public_version_id")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_public_version_pages_page_id")),
    )
    op.create_index(op.f("ix_public_version_pages_page_id"), "public_version_pages", ["page_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("public_version_pages")
    op.drop_table("public_versions")
