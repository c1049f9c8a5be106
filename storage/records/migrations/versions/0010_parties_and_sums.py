"""persons' roles and addresses; contracts by period, balances, recoveries."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "addresses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("not_theirs_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_addresses_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_addresses_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("person_id", "type", "line", name=op.f("uq_addresses_person_id_type_line")),
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addresses_document_id"), ["document_id"], unique=False)

    op.create_table(
        "balances",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("capital_cents", sa.BigInteger(), nullable=False),
        sa.Column("interest_cents", sa.BigInteger(), nullable=False),
        sa.Column("default_interest_cents", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_balances_credit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balances")),
        sa.UniqueConstraint("credit_id", "on", name=op.f("uq_balances_credit_id_on")),
    )
    op.create_table(
        "credit_parties",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("for_person_id", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_credit_parties_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_credit_parties_document_id")),
        sa.ForeignKeyConstraint(["for_person_id"], ["persons.id"], name=op.f("fk_credit_parties_for_person_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_credit_parties_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_parties")),
        sa.UniqueConstraint("credit_id", "person_id", "role", name=op.f("uq_credit_parties_credit_id_person_id_role")),
    )
    with op.batch_alter_table("credit_parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_parties_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_parties_for_person_id"), ["for_person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_parties_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recoveries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("capital_cents", sa.BigInteger(), nullable=False),
        sa.Column("interest_cents", sa.BigInteger(), nullable=False),
        sa.Column("default_interest_cents", sa.BigInteger(), nullable=False),
        sa.Column("other_cents", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_recoveries_credit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
        sa.UniqueConstraint("credit_id", "receipt", name=op.f("uq_recoveries_credit_id_receipt")),
    )
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recoveries_on"), ["on"], unique=False)

    op.create_table(
        "period_contracts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_period_contracts_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_period_contracts_document_id")),
        sa.ForeignKeyConstraint(["note_id"], ["promissory_notes.id"], name=op.f("fk_period_contracts_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_contracts")),
        sa.UniqueConstraint("credit_id", "number", name=op.f("uq_period_contracts_credit_id_number")),
    )
    with op.batch_alter_table("period_contracts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_contracts_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_period_contracts_note_id"), ["note_id"], unique=False)

    with op.batch_alter_table("credits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("level", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("plan", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("studies_end_on", sa.Date(), nullable=True))

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("employer", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("birth_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sex", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("deceased_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("deceased_document_id", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_persons_deceased_document_id"), ["deceased_document_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_persons_deceased_document_id"), "documents", ["deceased_document_id"], ["id"]
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_persons_deceased_document_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_persons_deceased_document_id"))
        batch_op.drop_column("deceased_document_id")
        batch_op.drop_column("deceased_on")
        batch_op.drop_column("sex")
        batch_op.drop_column("birth_date")
        batch_op.drop_column("employer")
        batch_op.drop_column("email")

    with op.batch_alter_table("credits", schema=None) as batch_op:
        batch_op.drop_column("studies_end_on")
        batch_op.drop_column("plan")
        batch_op.drop_column("level")
        batch_op.drop_column("school")

    with op.batch_alter_table("period_contracts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_contracts_note_id"))
        batch_op.drop_index(batch_op.f("ix_period_contracts_document_id"))

    op.drop_table("period_contracts")
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recoveries_on"))

    op.drop_table("recoveries")
    with op.batch_alter_table("credit_parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_parties_person_id"))
        batch_op.drop_index(batch_op.f("ix_credit_parties_for_person_id"))
        batch_op.drop_index(batch_op.f("ix_credit_parties_document_id"))

    op.drop_table("credit_parties")
    op.drop_table("balances")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addresses_document_id"))

    op.drop_table("addresses")
