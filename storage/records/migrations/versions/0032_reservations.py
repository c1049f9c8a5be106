"""Reservations of documents and archival files."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_TEXTS = (
    "decision_act", "extension_reason", "extension_act", "extension_signed_by", "extension_signed_office",
    "end_reason", "end_act",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reservations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("case_file_id", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("legal_basis", "reason")),
        sa.Column("harm", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("parts", "signed_by", "signed_office")),
        sa.Column("classified_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("decided_on", "extended_until", "extended_on")),
        sa.Column("extension_harm", sa.JSON(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_cause", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
        sa.UniqueConstraint("folio", name=op.f("uq_reservations_folio")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_reservations_document_id")),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_files.id"], name=op.f("fk_reservations_case_file_id")),
        sa.ForeignKeyConstraint(["request_id"], ["data_requests.id"], name=op.f("fk_reservations_request_id")),
    )
    for column in ("document_id", "case_file_id", "request_id"):
        op.create_index(op.f(f"ix_reservations_{column}"), "reservations", [column])


def downgrade() -> None:
    """Undo."""
    op.drop_table("reservations")
