"""Requests of people about their personal data."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "data_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("requester", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("identity_proven", sa.Boolean(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
        sa.UniqueConstraint("folio", name=op.f("uq_data_requests_folio")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_data_requests_person_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_data_requests_document_id")),
    )
    for column in ("received_on", "person_id", "document_id"):
        op.create_index(op.f(f"ix_data_requests_{column}"), "data_requests", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("data_requests")
