"""promissory notes."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "promissory_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("series_number", sa.Integer(), nullable=True),
        sa.Column("series_total", sa.Integer(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("amount_words", sa.String(), nullable=True),
        sa.Column("amount_effective_cents", sa.BigInteger(), nullable=True),
        sa.Column("amount_conflict", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.String(), nullable=True),
        sa.Column("due_kind", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days_after_sight", sa.Integer(), nullable=True),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("pay_place", sa.String(), nullable=True),
        sa.Column("ordinary_rate", sa.String(), nullable=True),
        sa.Column("ordinary_period", sa.String(), nullable=True),
        sa.Column("default_rate", sa.String(), nullable=True),
        sa.Column("default_period", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("system_uri", sa.String(), nullable=True),
        sa.Column("replaced_by_id", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_promissory_notes_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_promissory_notes_document_id")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["promissory_notes.id"], name=op.f("fk_promissory_notes_replaced_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promissory_notes")),
        sa.UniqueConstraint("credit_id", "number", name=op.f("uq_promissory_notes_credit_id_number")),
    )
    with op.batch_alter_table("promissory_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promissory_notes_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promissory_notes_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_promissory_notes_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_promissory_notes_replaced_by_id"), ["replaced_by_id"], unique=False)

    op.create_table(
        "endorsements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("endorsed_on", sa.Date(), nullable=False),
        sa.Column("endorsee", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_endorsements_document_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_endorsements_lawyer_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_endorsements_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint(
            "note_id", "endorsed_on", "endorsee", name=op.f("uq_endorsements_note_id_endorsed_on_endorsee")
        ),
    )
    with op.batch_alter_table("endorsements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_endorsements_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_endorsements_lawyer_id"), ["lawyer_id"], unique=False)

    op.create_table(
        "note_elements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_note_elements_document_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_note_elements_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_elements")),
        sa.UniqueConstraint("note_id", "element", name=op.f("uq_note_elements_note_id_element")),
    )
    with op.batch_alter_table("note_elements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_elements_document_id"), ["document_id"], unique=False)

    op.create_table(
        "note_obligors",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("for_person_id", sa.String(), nullable=True),
        sa.Column("limit_cents", sa.BigInteger(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["for_person_id"], ["persons.id"], name=op.f("fk_note_obligors_for_person_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_note_obligors_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_note_obligors_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_obligors")),
        sa.UniqueConstraint("note_id", "person_id", "role", name=op.f("uq_note_obligors_note_id_person_id_role")),
    )
    with op.batch_alter_table("note_obligors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_obligors_for_person_id"), ["for_person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_obligors_person_id"), ["person_id"], unique=False)

    op.create_table(
        "note_payments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("on_note", sa.Boolean(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_note_payments_document_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_note_payments_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_payments")),
        sa.UniqueConstraint("note_id", "paid_on", "receipt", name=op.f("uq_note_payments_note_id_paid_on_receipt")),
    )
    with op.batch_alter_table("note_payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_payments_document_id"), ["document_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("note_payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_payments_document_id"))

    op.drop_table("note_payments")
    with op.batch_alter_table("note_obligors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_obligors_person_id"))
        batch_op.drop_index(batch_op.f("ix_note_obligors_for_person_id"))

    op.drop_table("note_obligors")
    with op.batch_alter_table("note_elements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_elements_document_id"))

    op.drop_table("note_elements")
    with op.batch_alter_table("endorsements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_endorsements_lawyer_id"))
        batch_op.drop_index(batch_op.f("ix_endorsements_document_id"))

    op.drop_table("endorsements")
    with op.batch_alter_table("promissory_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promissory_notes_replaced_by_id"))
        batch_op.drop_index(batch_op.f("ix_promissory_notes_number"))
        batch_op.drop_index(batch_op.f("ix_promissory_notes_due_on"))
        batch_op.drop_index(batch_op.f("ix_promissory_notes_document_id"))

    op.drop_table("promissory_notes")
