"""Custody of originals and records management."""

import sqlalchemy as sa
from alembic import op

from storage.records.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "classification_nodes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["classification_nodes.id"], name=op.f("fk_classification_nodes_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_nodes")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_classification_nodes_code_valid_from")),
    )
    with op.batch_alter_table("classification_nodes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_classification_nodes_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("placed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifting_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_holds_subject_kind_subject_id"), ["subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "places",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("barcode", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["places.id"], name=op.f("fk_places_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("barcode", name=op.f("uq_places_barcode")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_places_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "counts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_counts_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counts")),
        sa.UniqueConstraint("folio", name=op.f("uq_counts_folio")),
    )
    with op.batch_alter_table("counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counts_place_id"), ["place_id"], unique=False)

    op.create_table(
        "retention_rules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("active_years", sa.Integer(), nullable=False),
        sa.Column("semi_active_years", sa.Integer(), nullable=False),
        sa.Column("precaution_years", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("approval_act", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["node_id"], ["classification_nodes.id"], name=op.f("fk_retention_rules_node_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rules")),
    )
    with op.batch_alter_table("retention_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_rules_node_id"), ["node_id"], unique=False)

    op.create_table(
        "case_files",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("node_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("volumes", sa.Integer(), nullable=True),
        sa.Column("fojas", sa.Integer(), nullable=True),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=True),
        sa.Column("debtor_id", sa.String(), nullable=True),
        sa.Column("credit_id", sa.String(), nullable=True),
        sa.Column("lawsuit_id", sa.String(), nullable=True),
        sa.Column("lawyer_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_case_files_credit_id")),
        sa.ForeignKeyConstraint(["debtor_id"], ["persons.id"], name=op.f("fk_case_files_debtor_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_case_files_lawsuit_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_case_files_lawyer_id")),
        sa.ForeignKeyConstraint(["node_id"], ["classification_nodes.id"], name=op.f("fk_case_files_node_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["retention_rules.id"], name=op.f("fk_case_files_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
        sa.UniqueConstraint("code", name=op.f("uq_case_files_code")),
        sa.UniqueConstraint("node_id", "year", "number", name=op.f("uq_case_files_node_id_year_number")),
    )
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_files_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_debtor_id"), ["debtor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_lawsuit_id"), ["lawsuit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_lawyer_id"), ["lawyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_stage_closed_on"), ["stage", "closed_on"], unique=False)

    op.create_table(
        "loans",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("borrower_kind", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("borrower_name", sa.String(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=True),
        sa.Column("issued_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("authorised_by", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_loans_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
        sa.UniqueConstraint("folio", name=op.f("uq_loans_folio")),
    )
    with op.batch_alter_table("loans", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_loans_borrower_kind_borrower_id"), ["borrower_kind", "borrower_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_loans_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_loans_lawsuit_id"), ["lawsuit_id"], unique=False)

    op.create_table(
        "case_file_documents",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("case_file_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_files.id"], name=op.f("fk_case_file_documents_case_file_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_case_file_documents_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_case_file_documents")),
    )
    with op.batch_alter_table("case_file_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_file_documents_case_file_id"), ["case_file_id"], unique=False)

    op.create_table(
        "loan_extensions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_loan_extensions_loan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_extensions")),
    )
    with op.batch_alter_table("loan_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_extensions_loan_id"), ["loan_id"], unique=False)

    op.create_table(
        "lots",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("folio", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=True),
        sa.Column("act_document_id", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_document_id"], ["documents.id"], name=op.f("fk_lots_act_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint("folio", name=op.f("uq_lots_folio")),
    )
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lots_state"), ["state"], unique=False)

    op.create_table(
        "originals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("barcode", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("credit_id", sa.String(), nullable=True),
        sa.Column("lawsuit_id", sa.String(), nullable=True),
        sa.Column("case_file_id", sa.String(), nullable=True),
        sa.Column("volume", sa.Integer(), nullable=True),
        sa.Column("foja_first", sa.Integer(), nullable=True),
        sa.Column("foja_last", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("originality", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=True),
        sa.Column("holder_kind", sa.String(), nullable=False),
        sa.Column("holder_id", sa.String(), nullable=False),
        sa.Column("holder_name", sa.String(), nullable=False),
        sa.Column("held_since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_originals_credit_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_originals_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_originals_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_originals")),
        sa.UniqueConstraint("barcode", name=op.f("uq_originals_barcode")),
    )
    with op.batch_alter_table("originals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_originals_case_file_id"), ["case_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_originals_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_originals_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_originals_holder_kind_holder_id"), ["holder_kind", "holder_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_originals_lawsuit_id"), ["lawsuit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_originals_note_id"), ["note_id"], unique=False)

    op.create_table(
        "custody_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=True),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("to_kind", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["originals.id"], name=op.f("fk_custody_events_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_events")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_custody_events_item_id_number")),
    )
    with op.batch_alter_table("custody_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_events_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_custody_events_loan_id"), ["loan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_custody_events_to_kind_to_id"), ["to_kind", "to_id"], unique=False)

    op.create_table(
        "custody_incidents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reported_by", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settlement", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["originals.id"], name=op.f("fk_custody_incidents_item_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_custody_incidents_loan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_incidents")),
    )
    with op.batch_alter_table("custody_incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_incidents_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_custody_incidents_loan_id"), ["loan_id"], unique=False)

    op.create_table(
        "loan_items",
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("inspection", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["originals.id"], name=op.f("fk_loan_items_item_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_loan_items_loan_id")),
        sa.PrimaryKeyConstraint("loan_id", "item_id", name=op.f("pk_loan_items")),
    )
    with op.batch_alter_table("loan_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_items_item_id"), ["item_id"], unique=False)

    op.create_table(
        "lot_files",
        sa.Column("lot_id", sa.String(), nullable=False),
        sa.Column("case_file_id", sa.String(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_files.id"], name=op.f("fk_lot_files_case_file_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_lot_files_lot_id")),
        sa.PrimaryKeyConstraint("lot_id", "case_file_id", name=op.f("pk_lot_files")),
    )
    with op.batch_alter_table("lot_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_files_case_file_id"), ["case_file_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("lot_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lot_files_case_file_id"))

    op.drop_table("lot_files")
    with op.batch_alter_table("loan_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_items_item_id"))

    op.drop_table("loan_items")
    with op.batch_alter_table("custody_incidents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_incidents_loan_id"))
        batch_op.drop_index(batch_op.f("ix_custody_incidents_item_id"))

    op.drop_table("custody_incidents")
    with op.batch_alter_table("custody_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_events_to_kind_to_id"))
        batch_op.drop_index(batch_op.f("ix_custody_events_loan_id"))
        batch_op.drop_index(batch_op.f("ix_custody_events_at"))

    op.drop_table("custody_events")
    with op.batch_alter_table("originals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_originals_note_id"))
        batch_op.drop_index(batch_op.f("ix_originals_lawsuit_id"))
        batch_op.drop_index(batch_op.f("ix_originals_holder_kind_holder_id"))
        batch_op.drop_index(batch_op.f("ix_originals_document_id"))
        batch_op.drop_index(batch_op.f("ix_originals_credit_id"))
        batch_op.drop_index(batch_op.f("ix_originals_case_file_id"))

    op.drop_table("originals")
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lots_state"))

    op.drop_table("lots")
    with op.batch_alter_table("loan_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_extensions_loan_id"))

    op.drop_table("loan_extensions")
    with op.batch_alter_table("case_file_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_documents_case_file_id"))

    op.drop_table("case_file_documents")
    with op.batch_alter_table("loans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loans_lawsuit_id"))
        batch_op.drop_index(batch_op.f("ix_loans_due_on"))
        batch_op.drop_index(batch_op.f("ix_loans_borrower_kind_borrower_id"))

    op.drop_table("loans")
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_files_stage_closed_on"))
        batch_op.drop_index(batch_op.f("ix_case_files_lawyer_id"))
        batch_op.drop_index(batch_op.f("ix_case_files_lawsuit_id"))
        batch_op.drop_index(batch_op.f("ix_case_files_debtor_id"))
        batch_op.drop_index(batch_op.f("ix_case_files_credit_id"))

    op.drop_table("case_files")
    with op.batch_alter_table("retention_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_rules_node_id"))

    op.drop_table("retention_rules")
    with op.batch_alter_table("counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counts_place_id"))

    op.drop_table("counts")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_parent_id"))
        batch_op.drop_index(batch_op.f("ix_places_kind"))

    op.drop_table("places")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holds_subject_kind_subject_id"))

    op.drop_table("holds")
    with op.batch_alter_table("classification_nodes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_classification_nodes_parent_id"))

    op.drop_table("classification_nodes")
