"""contracts and proceedings."""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

from schemas.rules import first_rules
from storage.records.base import UtcDateTime
from storage.records.database import new_id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "legal_rules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_rules")),
        sa.UniqueConstraint("code", "regime", "valid_from", name=op.f("uq_legal_rules_code_regime_valid_from")),
    )
    op.create_table(
        "assignment_batches",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_assignment_batches_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_batches")),
        sa.UniqueConstraint("number", name=op.f("uq_assignment_batches_number")),
    )
    with op.batch_alter_table("assignment_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_batches_lawyer_id"), ["lawyer_id"], unique=False)

    op.create_table(
        "closures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("court_id", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["court_id"], ["courts.id"], name=op.f("fk_closures_court_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
        sa.UniqueConstraint("court_id", "first", name=op.f("uq_closures_court_id_first")),
    )
    op.create_table(
        "bulletin_lines",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("court_id", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=True),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["court_id"], ["courts.id"], name=op.f("fk_bulletin_lines_court_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_bulletin_lines_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_lines")),
        sa.UniqueConstraint("court_id", "on", "text", name=op.f("uq_bulletin_lines_court_id_on_text")),
    )
    with op.batch_alter_table("bulletin_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulletin_lines_lawsuit_id"), ["lawsuit_id"], unique=False)

    op.create_table(
        "lawsuit_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("claimed_cents", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_lawsuit_notes_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawsuit_notes")),
        sa.UniqueConstraint("lawsuit_id", "note_id", name=op.f("uq_lawsuit_notes_lawsuit_id_note_id")),
    )
    with op.batch_alter_table("lawsuit_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lawsuit_notes_note_id"), ["note_id"], unique=False)

    op.create_table(
        "lawsuit_parties",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_lawsuit_parties_lawsuit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_lawsuit_parties_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawsuit_parties")),
        sa.UniqueConstraint(
            "lawsuit_id", "person_id", "role", name=op.f("uq_lawsuit_parties_lawsuit_id_person_id_role")
        ),
    )
    with op.batch_alter_table("lawsuit_parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lawsuit_parties_person_id"), ["person_id"], unique=False)

    op.create_table(
        "suit_alerts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_suit_alerts_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suit_alerts")),
        sa.UniqueConstraint("lawsuit_id", "code", "about_id", name=op.f("uq_suit_alerts_lawsuit_id_code_about_id")),
    )
    op.create_table(
        "assignment_batch_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_assignment_batch_items_assignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["assignment_batches.id"], name=op.f("fk_assignment_batch_items_batch_id")
        ),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_assignment_batch_items_credit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_batch_items")),
        sa.UniqueConstraint("batch_id", "credit_id", name=op.f("uq_assignment_batch_items_batch_id_credit_id")),
    )
    with op.batch_alter_table("assignment_batch_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_batch_items_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_batch_items_credit_id"), ["credit_id"], unique=False)

    op.create_table(
        "diligences",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("depositary", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_diligences_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_diligences_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diligences")),
        sa.UniqueConstraint("lawsuit_id", "on", "result", name=op.f("uq_diligences_lawsuit_id_on_result")),
    )
    with op.batch_alter_table("diligences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diligences_document_id"), ["document_id"], unique=False)

    op.create_table(
        "edicts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("newspaper", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("page", sa.String(), nullable=True),
        sa.Column("cost_cents", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_edicts_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_edicts_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edicts")),
        sa.UniqueConstraint(
            "lawsuit_id", "newspaper", "published_on", name=op.f("uq_edicts_lawsuit_id_newspaper_published_on")
        ),
    )
    with op.batch_alter_table("edicts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edicts_document_id"), ["document_id"], unique=False)

    op.create_table(
        "filings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.String(), nullable=True),
        sa.Column("folio", sa.String(), nullable=True),
        sa.Column("annexes", sa.JSON(), nullable=False),
        sa.Column("pushes", sa.String(), nullable=False),
        sa.Column("filed_by", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_filings_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_filings_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint("lawsuit_id", "filed_on", "subject", name=op.f("uq_filings_lawsuit_id_filed_on_subject")),
    )
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filings_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filings_filed_on"), ["filed_on"], unique=False)

    op.create_table(
        "letters_rogatory",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("receiving_court_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_letters_rogatory_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_letters_rogatory_lawsuit_id")),
        sa.ForeignKeyConstraint(
            ["receiving_court_id"], ["courts.id"], name=op.f("fk_letters_rogatory_receiving_court_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters_rogatory")),
        sa.UniqueConstraint("lawsuit_id", "number", name=op.f("uq_letters_rogatory_lawsuit_id_number")),
    )
    with op.batch_alter_table("letters_rogatory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_rogatory_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_letters_rogatory_receiving_court_id"), ["receiving_court_id"], unique=False
        )

    op.create_table(
        "powers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("volume", sa.String(), nullable=True),
        sa.Column("notary", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("grantor", sa.String(), nullable=True),
        sa.Column("grantor_office", sa.String(), nullable=True),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("faculties", sa.JSON(), nullable=False),
        sa.Column("limits", sa.String(), nullable=True),
        sa.Column("registry_entry", sa.String(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_powers_document_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_powers_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_powers")),
        sa.UniqueConstraint("deed", "notary", "city", name=op.f("uq_powers_deed_notary_city")),
    )
    with op.batch_alter_table("powers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_powers_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_powers_lawyer_id"), ["lawyer_id"], unique=False)

    op.create_table(
        "resolutions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("orders", sa.JSON(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_resolutions_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_resolutions_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
        sa.UniqueConstraint("lawsuit_id", "kind", "issued_on", name=op.f("uq_resolutions_lawsuit_id_kind_issued_on")),
    )
    with op.batch_alter_table("resolutions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolutions_document_id"), ["document_id"], unique=False)

    op.create_table(
        "seizures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("seized_on", sa.Date(), nullable=False),
        sa.Column("goods", sa.String(), nullable=False),
        sa.Column("value_cents", sa.BigInteger(), nullable=True),
        sa.Column("registry_folio", sa.String(), nullable=True),
        sa.Column("inscribed_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_seizures_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_seizures_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seizures")),
        sa.UniqueConstraint("lawsuit_id", "seized_on", "goods", name=op.f("uq_seizures_lawsuit_id_seized_on_goods")),
    )
    with op.batch_alter_table("seizures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seizures_document_id"), ["document_id"], unique=False)

    op.create_table(
        "service_contracts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("represented_by", sa.String(), nullable=True),
        sa.Column("represented_as", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("territory", sa.JSON(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("commission", sa.String(), nullable=True),
        sa.Column("commission_stages", sa.JSON(), nullable=False),
        sa.Column("acknowledgement_days", sa.Integer(), nullable=True),
        sa.Column("report_days", sa.Integer(), nullable=True),
        sa.Column("return_days", sa.Integer(), nullable=True),
        sa.Column("penalties", sa.String(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_service_contracts_document_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_service_contracts_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_contracts")),
        sa.UniqueConstraint("number", name=op.f("uq_service_contracts_number")),
    )
    with op.batch_alter_table("service_contracts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_contracts_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_contracts_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_contracts_lawyer_id"), ["lawyer_id"], unique=False)

    op.create_table(
        "stage_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_stage_events_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_stage_events_lawsuit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_events")),
        sa.UniqueConstraint("lawsuit_id", "stage", "on", name=op.f("uq_stage_events_lawsuit_id_stage_on")),
    )
    with op.batch_alter_table("stage_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_events_document_id"), ["document_id"], unique=False)

    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("filing_id", sa.String(), nullable=False),
        sa.Column("stamped_on", sa.Date(), nullable=False),
        sa.Column("stamped_at", sa.String(), nullable=True),
        sa.Column("office", sa.String(), nullable=True),
        sa.Column("folio", sa.String(), nullable=True),
        sa.Column("fojas", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("originals", sa.Integer(), nullable=True),
        sa.Column("legible", sa.Boolean(), nullable=False),
        sa.Column("claimed_cents", sa.BigInteger(), nullable=True),
        sa.Column("valid", sa.Boolean(), nullable=True),
        sa.Column("validated_by", sa.String(), nullable=True),
        sa.Column("validated_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_acknowledgements_document_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name=op.f("fk_acknowledgements_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint("filing_id", name=op.f("uq_acknowledgements_filing_id")),
    )
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acknowledgements_document_id"), ["document_id"], unique=False)

    op.create_table(
        "commissions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawyer_id", sa.String(), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("recovered_on", sa.Date(), nullable=False),
        sa.Column("recovered_cents", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.String(), nullable=False),
        sa.Column("base_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=True),
        sa.Column("invoice", sa.String(), nullable=True),
        sa.Column("packet_sha256", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["service_contracts.id"], name=op.f("fk_commissions_contract_id")),
        sa.ForeignKeyConstraint(["credit_id"], ["credits.id"], name=op.f("fk_commissions_credit_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_commissions_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions")),
        sa.UniqueConstraint("credit_id", "receipt", name=op.f("uq_commissions_credit_id_receipt")),
    )
    with op.batch_alter_table("commissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commissions_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commissions_lawyer_id"), ["lawyer_id"], unique=False)

    op.create_table(
        "contract_amendments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["service_contracts.id"], name=op.f("fk_contract_amendments_contract_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_contract_amendments_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_amendments")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_contract_amendments_contract_id_number")),
    )
    with op.batch_alter_table("contract_amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_amendments_document_id"), ["document_id"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lawsuit_id", sa.String(), nullable=False),
        sa.Column("resolution_id", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("practised_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_notifications_document_id")),
        sa.ForeignKeyConstraint(["lawsuit_id"], ["lawsuits.id"], name=op.f("fk_notifications_lawsuit_id")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolutions.id"], name=op.f("fk_notifications_resolution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "lawsuit_id",
            "way",
            "practised_on",
            "addressee",
            name=op.f("uq_notifications_lawsuit_id_way_practised_on_addressee"),
        ),
    )
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notifications_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notifications_resolution_id"), ["resolution_id"], unique=False)

    _seed()


def _seed() -> None:
    """The rules a new archive starts with; what the office changes later stays."""
    columns = ("id", "code", "regime", "value", "unit", "name", "source", "note")
    table = sa.table(
        "legal_rules",
        *(sa.column(name, sa.String()) for name in columns),
        sa.column("valid_from", sa.Date()),
        sa.column("valid_to", sa.Date()),
        sa.column("version", sa.Integer()),
        sa.column("updated_at", UtcDateTime()),
    )
    op.bulk_insert(
        table,
        [
            {
                "id": new_id(),
                "code": rule.code,
                "regime": rule.regime or "",
                "valid_from": rule.valid_from or date(1900, 1, 1),
                "valid_to": rule.valid_to,
                "value": rule.value,
                "unit": rule.unit.value,
                "name": rule.name,
                "source": rule.source,
                "note": rule.note,
                "version": 1,
                "updated_at": datetime.now(UTC),
            }
            for rule in first_rules()
        ],
    )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notifications_resolution_id"))
        batch_op.drop_index(batch_op.f("ix_notifications_document_id"))

    op.drop_table("notifications")
    with op.batch_alter_table("contract_amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_amendments_document_id"))

    op.drop_table("contract_amendments")
    with op.batch_alter_table("commissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commissions_lawyer_id"))
        batch_op.drop_index(batch_op.f("ix_commissions_contract_id"))

    op.drop_table("commissions")
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acknowledgements_document_id"))

    op.drop_table("acknowledgements")
    with op.batch_alter_table("stage_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_events_document_id"))

    op.drop_table("stage_events")
    with op.batch_alter_table("service_contracts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_contracts_lawyer_id"))
        batch_op.drop_index(batch_op.f("ix_service_contracts_ends_on"))
        batch_op.drop_index(batch_op.f("ix_service_contracts_document_id"))

    op.drop_table("service_contracts")
    with op.batch_alter_table("seizures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seizures_document_id"))

    op.drop_table("seizures")
    with op.batch_alter_table("resolutions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolutions_document_id"))

    op.drop_table("resolutions")
    with op.batch_alter_table("powers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_powers_lawyer_id"))
        batch_op.drop_index(batch_op.f("ix_powers_document_id"))

    op.drop_table("powers")
    with op.batch_alter_table("letters_rogatory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_rogatory_receiving_court_id"))
        batch_op.drop_index(batch_op.f("ix_letters_rogatory_document_id"))

    op.drop_table("letters_rogatory")
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_filings_filed_on"))
        batch_op.drop_index(batch_op.f("ix_filings_document_id"))

    op.drop_table("filings")
    with op.batch_alter_table("edicts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edicts_document_id"))

    op.drop_table("edicts")
    with op.batch_alter_table("diligences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diligences_document_id"))

    op.drop_table("diligences")
    with op.batch_alter_table("assignment_batch_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_batch_items_credit_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_batch_items_assignment_id"))

    op.drop_table("assignment_batch_items")
    op.drop_table("suit_alerts")
    with op.batch_alter_table("lawsuit_parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lawsuit_parties_person_id"))

    op.drop_table("lawsuit_parties")
    with op.batch_alter_table("lawsuit_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lawsuit_notes_note_id"))

    op.drop_table("lawsuit_notes")
    with op.batch_alter_table("bulletin_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulletin_lines_lawsuit_id"))

    op.drop_table("bulletin_lines")
    op.drop_table("closures")
    with op.batch_alter_table("assignment_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_batches_lawyer_id"))

    op.drop_table("assignment_batches")
    op.drop_table("legal_rules")
