"""restructures, agreements, settlements."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recognised_cents", sa.BigInteger(), nullable=True),
        sa.Column("waiver", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("default_clause", sa.Boolean(), nullable=True),
        sa.Column("no_novation", sa.Boolean(), nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("ratification", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registry_number", sa.String(), nullable=True),
        sa.Column("lawsuit_id", sa.String(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("seizure", sa.String(), nullable=True),
        sa.Column("breached_on", sa.Date(), nullable=True),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_agreements_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_agreements_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_agreements_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("number", name=op.f("uq_agreements_number")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreements_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_lawsuit_id"), ["lawsuit_id"], unique=False)

    op.create_table(
        "settlements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=True),
        sa.Column("waived_cents", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("received_by", sa.String(), nullable=True),
        sa.Column("identification", sa.String(), nullable=True),
        sa.Column("originals_returned_on", sa.Date(), nullable=True),
        sa.Column("originals_receipt_id", sa.String(), nullable=True),
        sa.Column("lawsuit_id", sa.String(), nullable=True),
        sa.Column("conclusion_id", sa.String(), nullable=True),
        sa.Column("seized", sa.Boolean(), nullable=True),
        sa.Column("seizure_lifted_on", sa.Date(), nullable=True),
        sa.Column("registry_cancelled_on", sa.Date(), nullable=True),
        sa.Column("bureau_updated_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["conclusion_id"], ["documents.id"], name=op.f("fk_settlements_conclusion_id")),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_settlements_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_settlements_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_settlements_lawsuit_id")),
        sa.ForeignKeyConstraint(
            ["originals_receipt_id"], ["documents.id"], name=op.f("fk_settlements_originals_receipt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
        sa.UniqueConstraint("number", name=op.f("uq_settlements_number")),
    )
    with op.batch_alter_table("settlements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlements_conclusion_id"), ["conclusion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlements_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlements_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlements_lawsuit_id"), ["lawsuit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlements_originals_receipt_id"), ["originals_receipt_id"], unique=False)

    op.create_table(
        "agreement_instalments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_instalments_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_instalments")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_instalments_agreement_id_number")),
    )
    with op.batch_alter_table("agreement_instalments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_instalments_due_on"), ["due_on"], unique=False)

    op.create_table(
        "agreement_signers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("represented_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_signers_agreement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_agreement_signers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signers")),
        sa.UniqueConstraint("agreement_id", "person_id", name=op.f("uq_agreement_signers_agreement_id_person_id")),
    )
    with op.batch_alter_table("agreement_signers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_signers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "restructures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("new_note_id", sa.String(), nullable=True),
        sa.Column("schedule", sa.String(), nullable=True),
        sa.Column("waived_cents", sa.BigInteger(), nullable=True),
        sa.Column("authorised_by", sa.String(), nullable=True),
        sa.Column("program", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_restructures_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_restructures_document_id")),
        sa.ForeignKeyConstraint(["new_note_id"], ["promissory_notes.id"], name=op.f("fk_restructures_new_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restructures")),
        sa.UniqueConstraint("number", name=op.f("uq_restructures_number")),
    )
    with op.batch_alter_table("restructures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restructures_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restructures_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restructures_new_note_id"), ["new_note_id"], unique=False)

    op.create_table(
        "restructured_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("restructure_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("fate", sa.String(), nullable=True),
        sa.Column("fate_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_restructured_notes_document_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_restructured_notes_note_id")),
        sa.ForeignKeyConstraint(
            ["restructure_id"], ["restructures.id"], name=op.f("fk_restructured_notes_restructure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restructured_notes")),
        sa.UniqueConstraint("restructure_id", "note_id", name=op.f("uq_restructured_notes_restructure_id_note_id")),
    )
    with op.batch_alter_table("restructured_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restructured_notes_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restructured_notes_note_id"), ["note_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("restructured_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_restructured_notes_note_id"))
        batch_op.drop_index(batch_op.f("ix_restructured_notes_document_id"))

    op.drop_table("restructured_notes")
    with op.batch_alter_table("restructures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_restructures_new_note_id"))
        batch_op.drop_index(batch_op.f("ix_restructures_document_id"))
        batch_op.drop_index(batch_op.f("ix_restructures_credit_id"))

    op.drop_table("restructures")
    with op.batch_alter_table("agreement_signers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_signers_person_id"))

    op.drop_table("agreement_signers")
    with op.batch_alter_table("agreement_instalments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_instalments_due_on"))

    op.drop_table("agreement_instalments")
    with op.batch_alter_table("settlements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settlements_originals_receipt_id"))
        batch_op.drop_index(batch_op.f("ix_settlements_lawsuit_id"))
        batch_op.drop_index(batch_op.f("ix_settlements_document_id"))
        batch_op.drop_index(batch_op.f("ix_settlements_credit_id"))
        batch_op.drop_index(batch_op.f("ix_settlements_conclusion_id"))

    op.drop_table("settlements")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreements_lawsuit_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_document_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_credit_id"))

    op.drop_table("agreements")
