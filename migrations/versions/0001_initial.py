"""The tables Traject begins with

Revision: 0001; after:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_case", ["case_id", "number"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("simulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("target_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=True),
        sa.Column("legal_form", sa.String(length=20), nullable=True),
        sa.Column("region", sa.String(length=60), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("quota_fte", sa.Float(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_number"), ["number"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt", ["email_digest", "id"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("same_person_as", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_salt", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_person_id_person"), use_alter=True),
        sa.ForeignKeyConstraint(["same_person_as"], ["user.id"], name=op.f("fk_user_same_person_as_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_person_id"), ["person_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_api_token_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "definition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("bpmn", sa.LargeBinary(), nullable=False),
        sa.Column("dmn", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("calls", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["checked_by"], ["user.id"], name=op.f("fk_definition_checked_by_user")),
        sa.ForeignKeyConstraint(["published_by"], ["user.id"], name=op.f("fk_definition_published_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint("process", "number", name=op.f("uq_definition_process_number")),
    )
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_definition_content_hash"), ["content_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_definition_process"), ["process"], unique=False)

    op.create_table(
        "establishment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("service_type", sa.String(length=30), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_establishment_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment")),
        sa.UniqueConstraint("number", name=op.f("uq_establishment_number")),
    )
    with op.batch_alter_table("establishment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_establishment_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id", "role", "organisation_id", name=op.f("uq_membership_user_id_role_organisation_id")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_role"), ["role"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("search_name", sa.String(length=220), nullable=False),
        sa.Column("national_number", sa.Text(), nullable=False),
        sa.Column("number_digest", sa.String(length=64), nullable=False),
        sa.Column("number_masked", sa.String(length=20), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("coach_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["user.id"], name=op.f("fk_person_coach_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("number_digest", name=op.f("uq_person_number_digest")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_coach_id"), ["coach_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_search_name"), ["search_name"], unique=False)

    op.create_table(
        "rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_rule_set_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.create_index("ix_rule_key", ["key", "valid_from"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("search_title", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("waits_for", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_event", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name=op.f("fk_case_definition_id_definition")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_person_id_person")),
        sa.ForeignKeyConstraint(["started_by"], ["user.id"], name=op.f("fk_case_started_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index("ix_case_created", ["created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_definition_id"), ["definition_id"], unique=False)
        batch_op.create_index(
            "ix_case_due",
            ["next_due", "id"],
            unique=False,
            sqlite_where=sa.text("next_due IS NOT NULL"),
            postgresql_where=sa.text("next_due IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_case_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_case_person_process", ["person_id", "process", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_process"), ["process"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_search_title"), ["search_title"], unique=False)

    op.create_table(
        "indication",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.String(length=10), nullable=False),
        sa.Column("advised_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["checked_by"], ["user.id"], name=op.f("fk_indication_checked_by_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_indication_person_id_person")),
        sa.ForeignKeyConstraint(["replaces_id"], ["indication.id"], name=op.f("fk_indication_replaces_id_indication")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indication")),
    )
    with op.batch_alter_table("indication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indication_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_party",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_party_case_id_case")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_party_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_case_party_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_party")),
        sa.UniqueConstraint("case_id", "role", name=op.f("uq_case_party_case_id_role")),
    )
    with op.batch_alter_table("case_party", schema=None) as batch_op:
        batch_op.create_index("ix_case_party_scope", ["role", "organisation_id", "case_id"], unique=False)
        batch_op.create_index("ix_case_party_user", ["user_id", "role", "case_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_document_case_id_case")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_document_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_case_id"), ["case_id"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_idempotency_key_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_idempotency_key_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_key")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_idempotency_key_user_id_key")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_incident_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_incident_open", ["resolved_at", "id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_note_author_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_note_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_status", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_notice_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_notice_mail", ["mail_status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_user_id"), ["user_id"], unique=False)

    op.create_table(
        "step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_step_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index("ix_step_case", ["case_id", "position"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assignee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("search_subject", sa.String(length=500), nullable=False),
        sa.Column("item", sa.JSON(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sort_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["user.id"], name=op.f("fk_task_assignee_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_task_case_id_case")),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name=op.f("fk_task_definition_id_definition")),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_task_done_by_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_task_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_assignee",
            ["assignee_id", "sort_at", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.create_index("ix_task_case", ["case_id", "status"], unique=False)
        batch_op.create_index(
            "ix_task_open",
            ["sort_at", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.create_index(
            "ix_task_team",
            ["role", "organisation_id", "sort_at", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "timer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_timer_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timer_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_timer_due", ["due_at", "id"], unique=False)

    op.create_table(
        "trajectory",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=True),
        sa.Column("clock_start", sa.Date(), nullable=True),
        sa.Column("clock_reading", sa.String(length=20), nullable=True),
        sa.Column("clock_reason", sa.Text(), nullable=True),
        sa.Column("clock_decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("clock_decided_on", sa.Date(), nullable=True),
        sa.Column("clock_confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_months", sa.Integer(), nullable=False),
        sa.Column("used_days", sa.Integer(), nullable=False),
        sa.Column("max_years", sa.Integer(), nullable=False),
        sa.Column("extension_months", sa.Integer(), nullable=False),
        sa.Column("destination", sa.String(length=20), nullable=True),
        sa.Column("destination_note", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_trajectory_case_id_case")),
        sa.ForeignKeyConstraint(
            ["clock_confirmed_by"], ["user.id"], name=op.f("fk_trajectory_clock_confirmed_by_user")
        ),
        sa.ForeignKeyConstraint(["clock_decided_by"], ["user.id"], name=op.f("fk_trajectory_clock_decided_by_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_trajectory_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trajectory_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trajectory")),
    )
    with op.batch_alter_table("trajectory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trajectory_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trajectory_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_trajectory_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trajectory_status"), ["status"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("given_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_answers_case_id_case")),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name=op.f("fk_answers_definition_id_definition")),
        sa.ForeignKeyConstraint(["given_by"], ["user.id"], name=op.f("fk_answers_given_by_user")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_answers_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_case", ["case_id", "process", "element", "id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_draft_task_id_task")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id_user")),
        sa.PrimaryKeyConstraint("task_id", "user_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "earlier_measure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_earlier_measure_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_measure")),
    )
    with op.batch_alter_table("earlier_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_measure_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "early_end",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("what_next", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("informed_how", sa.String(length=20), nullable=True),
        sa.Column("reaction", sa.Text(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contract_continues", sa.String(length=10), nullable=True),
        sa.Column("sent_back", sa.Text(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("noted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_early_end_case_id_case")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["user.id"], name=op.f("fk_early_end_confirmed_by_user")),
        sa.ForeignKeyConstraint(["noted_by"], ["user.id"], name=op.f("fk_early_end_noted_by_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_early_end_person_id_person")),
        sa.ForeignKeyConstraint(["reported_by"], ["user.id"], name=op.f("fk_early_end_reported_by_user")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_early_end_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_end")),
    )
    with op.batch_alter_table("early_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_early_end_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_early_end_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_early_end_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "employment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("establishment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contract_type", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours_week", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("fulltime_hours", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("fraction", sa.Numeric(precision=6, scale=4), nullable=False),
        sa.Column("within_quota", sa.Boolean(), nullable=False),
        sa.Column("quota_reason", sa.Text(), nullable=True),
        sa.Column("job", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["establishment_id"], ["establishment.id"], name=op.f("fk_employment_establishment_id_establishment")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_employment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_employment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_employment_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
    )
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employment_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_employment_person", ["person_id", "starts_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_employment_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("occasion", sa.String(length=30), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("interview_place", sa.String(length=300), nullable=True),
        sa.Column("plan_due_on", sa.Date(), nullable=True),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("plan_shared_on", sa.Date(), nullable=True),
        sa.Column("plan_late_reason", sa.Text(), nullable=True),
        sa.Column("plan_gaps", sa.JSON(), nullable=False),
        sa.Column("plan_gaps_reason", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("employer_statement", sa.Text(), nullable=True),
        sa.Column("employer_wish", sa.String(length=30), nullable=True),
        sa.Column("internal_support", sa.String(length=20), nullable=True),
        sa.Column("internal_from", sa.Date(), nullable=True),
        sa.Column("internal_job", sa.String(length=200), nullable=True),
        sa.Column("employer_heard_on", sa.Date(), nullable=True),
        sa.Column("employer_user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("worker_statement", sa.Text(), nullable=True),
        sa.Column("worker_wish", sa.Text(), nullable=True),
        sa.Column("worker_heard_on", sa.Date(), nullable=True),
        sa.Column("worker_heard_how", sa.String(length=30), nullable=True),
        sa.Column("worker_absent_reason", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("chance", sa.String(length=20), nullable=True),
        sa.Column("extension_months", sa.Integer(), nullable=True),
        sa.Column("proposed_from", sa.Date(), nullable=True),
        sa.Column("proposed_support", sa.String(length=20), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_motive", sa.Text(), nullable=True),
        sa.Column("late_allowed", sa.Boolean(), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("late_decided_on", sa.Date(), nullable=True),
        sa.Column("late_decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision_motive", sa.Text(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("notice_how", sa.String(length=30), nullable=True),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evaluation_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_evaluation_decided_by_user")),
        sa.ForeignKeyConstraint(["employer_user_id"], ["user.id"], name=op.f("fk_evaluation_employer_user_id_user")),
        sa.ForeignKeyConstraint(["late_decided_by"], ["user.id"], name=op.f("fk_evaluation_late_decided_by_user")),
        sa.ForeignKeyConstraint(["letter_id"], ["document.id"], name=op.f("fk_evaluation_letter_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evaluation_person_id_person")),
        sa.ForeignKeyConstraint(["proposed_by"], ["user.id"], name=op.f("fk_evaluation_proposed_by_user")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_evaluation_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_evaluation_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_extension_decided_by_user")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_extension_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("trajectory_id", name=op.f("uq_extension_trajectory_id")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("prepared_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("situation", sa.Text(), nullable=True),
        sa.Column("goals", sa.Text(), nullable=True),
        sa.Column("generic_now", sa.Text(), nullable=True),
        sa.Column("generic_goal", sa.Text(), nullable=True),
        sa.Column("technical_now", sa.Text(), nullable=True),
        sa.Column("technical_goal", sa.Text(), nullable=True),
        sa.Column("agreement", sa.String(length=20), nullable=True),
        sa.Column("agreement_reason", sa.Text(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("objection", sa.Text(), nullable=True),
        sa.Column("coach_signed_on", sa.Date(), nullable=True),
        sa.Column("coach_signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("employer_signed_on", sa.Date(), nullable=True),
        sa.Column("employer_signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("followed_on", sa.Date(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["user.id"], name=op.f("fk_plan_agreed_by_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_case_id_case")),
        sa.ForeignKeyConstraint(["coach_signed_by"], ["user.id"], name=op.f("fk_plan_coach_signed_by_user")),
        sa.ForeignKeyConstraint(["employer_signed_by"], ["user.id"], name=op.f("fk_plan_employer_signed_by_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_person_id_person")),
        sa.ForeignKeyConstraint(["replaces_id"], ["plan.id"], name=op.f("fk_plan_replaces_id_plan")),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name=op.f("fk_plan_trajectory_id_trajectory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_plan_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("measure", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("worker_view", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("body_contact", sa.String(length=200), nullable=True),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("chosen_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("informed_how", sa.String(length=30), nullable=True),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.String(length=30), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("followed_up_on", sa.Date(), nullable=True),
        sa.Column("follow_up", sa.String(length=30), nullable=True),
        sa.Column("follow_up_report", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_referral_case_id_case")),
        sa.ForeignKeyConstraint(["chosen_by"], ["user.id"], name=op.f("fk_referral_chosen_by_user")),
        sa.ForeignKeyConstraint(["letter_id"], ["document.id"], name=op.f("fk_referral_letter_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id_person")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_referral_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_referral_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "stop_notification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("label_number", sa.String(length=60), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_function", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=True),
        sa.Column("service_name", sa.String(length=200), nullable=False),
        sa.Column("service_type", sa.String(length=30), nullable=False),
        sa.Column("commissioner_name", sa.String(length=200), nullable=True),
        sa.Column("commissioner_number", sa.String(length=10), nullable=True),
        sa.Column("entrusted_on", sa.Date(), nullable=True),
        sa.Column("quota_fte", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("stop_date", sa.Date(), nullable=False),
        sa.Column("fte_stopped", sa.Numeric(precision=8, scale=4), nullable=False),
        sa.Column("fte_remaining", sa.Numeric(precision=8, scale=4), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("reason_text", sa.Text(), nullable=False),
        sa.Column("permanence", sa.String(length=20), nullable=False),
        sa.Column("resume_on", sa.Date(), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("no_employees_reason", sa.Text(), nullable=True),
        sa.Column("last_advance_month", sa.Date(), nullable=True),
        sa.Column("expected_reclaim", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("iban", sa.String(length=34), nullable=True),
        sa.Column("quota_to", sa.String(length=200), nullable=True),
        sa.Column("quota_reduction_asked", sa.Boolean(), nullable=False),
        sa.Column("council_informed", sa.String(length=10), nullable=True),
        sa.Column("council_informed_on", sa.Date(), nullable=True),
        sa.Column("commissioner_informed_on", sa.Date(), nullable=True),
        sa.Column("declarant_name", sa.String(length=200), nullable=True),
        sa.Column("declarant_function", sa.String(length=200), nullable=True),
        sa.Column("declared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quota_reduced_by", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("advances_paid", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("entitlement", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("corrections", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settlement_reference", sa.String(length=60), nullable=True),
        sa.Column("last_report_on", sa.Date(), nullable=True),
        sa.Column("last_report_reference", sa.String(length=60), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_stop_notification_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_stop_notification_decided_by_user")),
        sa.ForeignKeyConstraint(["declared_by"], ["user.id"], name=op.f("fk_stop_notification_declared_by_user")),
        sa.ForeignKeyConstraint(["letter_id"], ["document.id"], name=op.f("fk_stop_notification_letter_id_document")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stop_notification_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_notification")),
        sa.UniqueConstraint("case_id", name=op.f("uq_stop_notification_case_id")),
    )
    with op.batch_alter_table("stop_notification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_notification_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("proof_on", sa.Date(), nullable=True),
        sa.Column("proof_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("legal_ground", sa.String(length=300), nullable=True),
        sa.Column("stops_clock", sa.Boolean(), nullable=True),
        sa.Column("keeps_compensation", sa.Boolean(), nullable=True),
        sa.Column("motive", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_suspension_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_suspension_decided_by_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suspension_person_id_person")),
        sa.ForeignKeyConstraint(["proof_by"], ["user.id"], name=op.f("fk_suspension_proof_by_user")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_suspension_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspension_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_suspension_trajectory", ["trajectory_id", "starts_on"], unique=False)

    op.create_table(
        "track",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("provider_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("coach_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("release_agreed", sa.Boolean(), nullable=True),
        sa.Column("release_hours", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("release_terms", sa.Text(), nullable=True),
        sa.Column("release_on", sa.Date(), nullable=True),
        sa.Column("refusal_phase", sa.String(length=20), nullable=True),
        sa.Column("refusal_motive", sa.Text(), nullable=True),
        sa.Column("refusal_on", sa.Date(), nullable=True),
        sa.Column("refusal_decision", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("outcome_motive", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_track_case_id_case")),
        sa.ForeignKeyConstraint(["coach_id"], ["user.id"], name=op.f("fk_track_coach_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_track_person_id_person")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_track_provider_id_organisation")),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name=op.f("fk_track_trajectory_id_trajectory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
    )
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_track_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "flow_through",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("track_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("employer_name", sa.String(length=200), nullable=False),
        sa.Column("employer_number", sa.String(length=10), nullable=True),
        sa.Column("job", sa.String(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("contract_type", sa.String(length=20), nullable=True),
        sa.Column("contract_ends_on", sa.Date(), nullable=True),
        sa.Column("hours_week", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("support", sa.String(length=20), nullable=False),
        sa.Column("support_package", sa.String(length=30), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("aftercare_until", sa.Date(), nullable=True),
        sa.Column("aftercare_ended_on", sa.Date(), nullable=True),
        sa.Column("aftercare_report", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_flow_through_case_id_case")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_flow_through_employer_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_flow_through_person_id_person")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_flow_through_track_id_track")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_flow_through_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_through")),
    )
    with op.batch_alter_table("flow_through", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flow_through_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flow_through_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index("ix_flow_through_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flow_through_track_id"), ["track_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flow_through_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "internship",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("track_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("host_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("host_contact", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours_week", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=True),
        sa.Column("total_reason", sa.Text(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("mid_talk_on", sa.Date(), nullable=True),
        sa.Column("mid_report", sa.Text(), nullable=True),
        sa.Column("host_report", sa.Text(), nullable=True),
        sa.Column("host_score", sa.String(length=20), nullable=True),
        sa.Column("host_hires", sa.String(length=20), nullable=True),
        sa.Column("host_report_by", sa.String(length=30), nullable=True),
        sa.Column("coach_report", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=30), nullable=True),
        sa.Column("result_reason", sa.Text(), nullable=True),
        sa.Column("plan_update", sa.Text(), nullable=True),
        sa.Column("plan_updated_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_internship_case_id_case")),
        sa.ForeignKeyConstraint(["host_id"], ["organisation.id"], name=op.f("fk_internship_host_id_organisation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_internship_person_id_person")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_internship_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internship")),
    )
    with op.batch_alter_table("internship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_internship_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_internship_host_id"), ["host_id"], unique=False)
        batch_op.create_index("ix_internship_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_internship_track_id"), ["track_id"], unique=False)

    op.create_table(
        "plan_action",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=20), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("carried_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["carried_from"], ["plan_action.id"], name=op.f("fk_plan_action_carried_from_plan_action")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_action_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
    )
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_action_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "reconsideration",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("against", sa.String(length=20), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("indication_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision_text", sa.String(length=300), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("lodged_by", sa.String(length=20), nullable=False),
        sa.Column("behalf_reason", sa.Text(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("registered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("final_day", sa.Date(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("admissible", sa.Boolean(), nullable=True),
        sa.Column("admissible_motive", sa.Text(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("judged_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("statement_view", sa.String(length=20), nullable=True),
        sa.Column("statement_on", sa.Date(), nullable=True),
        sa.Column("statement_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("no_statement_reason", sa.Text(), nullable=True),
        sa.Column("advice_due", sa.Date(), nullable=False),
        sa.Column("advice", sa.String(length=20), nullable=True),
        sa.Column("advice_text", sa.Text(), nullable=True),
        sa.Column("advice_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("not_heard_reason", sa.Text(), nullable=True),
        sa.Column("decision_due", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("new_decision", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("delivered_how", sa.String(length=20), nullable=True),
        sa.Column("withdrawal_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawal_note", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("follow_up", sa.String(length=30), nullable=True),
        sa.Column("follow_up_text", sa.Text(), nullable=True),
        sa.Column("follow_up_by", sa.Date(), nullable=True),
        sa.Column("followed_up_on", sa.Date(), nullable=True),
        sa.Column("followed_up_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_reconsideration_case_id_case")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_reconsideration_evaluation_id_evaluation")
        ),
        sa.ForeignKeyConstraint(["followed_up_by"], ["user.id"], name=op.f("fk_reconsideration_followed_up_by_user")),
        sa.ForeignKeyConstraint(
            ["indication_id"], ["indication.id"], name=op.f("fk_reconsideration_indication_id_indication")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["user.id"], name=op.f("fk_reconsideration_judged_by_user")),
        sa.ForeignKeyConstraint(["letter_id"], ["document.id"], name=op.f("fk_reconsideration_letter_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reconsideration_person_id_person")),
        sa.ForeignKeyConstraint(["registered_by"], ["user.id"], name=op.f("fk_reconsideration_registered_by_user")),
        sa.ForeignKeyConstraint(["statement_by"], ["user.id"], name=op.f("fk_reconsideration_statement_by_user")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_reconsideration_trajectory_id_trajectory")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawal_asked_by"], ["user.id"], name=op.f("fk_reconsideration_withdrawal_asked_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconsideration")),
        sa.UniqueConstraint("case_id", name=op.f("uq_reconsideration_case_id")),
    )
    with op.batch_alter_table("reconsideration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reconsideration_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reconsideration_indication_id"), ["indication_id"], unique=False)
        batch_op.create_index("ix_reconsideration_person", ["person_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reconsideration_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "stop_attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["stop_notification.id"],
            name=op.f("fk_stop_attachment_notification_id_stop_notification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_attachment")),
    )
    with op.batch_alter_table("stop_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_attachment_notification_id"), ["notification_id"], unique=False)

    op.create_table(
        "stop_employee",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fraction", sa.Numeric(precision=6, scale=4), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("legal_end", sa.Date(), nullable=True),
        sa.Column("destination", sa.String(length=30), nullable=True),
        sa.Column("destination_on", sa.Date(), nullable=True),
        sa.Column("destination_note", sa.Text(), nullable=True),
        sa.Column("new_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("long_term_ill", sa.Boolean(), nullable=True),
        sa.Column("vdab_informed_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["new_organisation_id"], ["organisation.id"], name=op.f("fk_stop_employee_new_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["stop_notification.id"],
            name=op.f("fk_stop_employee_notification_id_stop_notification"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stop_employee_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_stop_employee_recorded_by_user")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_stop_employee_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_employee")),
        sa.UniqueConstraint("notification_id", "person_id", name=op.f("uq_stop_employee_notification_id_person_id")),
    )
    with op.batch_alter_table("stop_employee", schema=None) as batch_op:
        batch_op.create_index("ix_stop_employee_person", ["person_id", "id"], unique=False)

    op.create_table(
        "stop_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("fk_stop_question_answered_by_user")),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_stop_question_asked_by_user")),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["stop_notification.id"],
            name=op.f("fk_stop_question_notification_id_stop_notification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_question")),
    )
    with op.batch_alter_table("stop_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_question_notification_id"), ["notification_id"], unique=False)

    op.create_table(
        "track_hours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("track_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_hours_track_id_track")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_track_hours_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_hours")),
    )
    with op.batch_alter_table("track_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_hours_track_id"), ["track_id"], unique=False)

    op.create_table(
        "track_phase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("track_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ends_by", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_phase_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_phase")),
    )
    with op.batch_alter_table("track_phase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_phase_track_id"), ["track_id"], unique=False)

    op.create_table(
        "flow_through_follow_up",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("flow_through_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("still_working", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["flow_through_id"],
            ["flow_through.id"],
            name=op.f("fk_flow_through_follow_up_flow_through_id_flow_through"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flow_through_follow_up")),
    )
    with op.batch_alter_table("flow_through_follow_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_flow_through_follow_up_flow_through_id"), ["flow_through_id"], unique=False
        )

    op.create_table(
        "signature",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("internship_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("party", sa.String(length=30), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("paper_reason", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_signature_entered_by_user")),
        sa.ForeignKeyConstraint(
            ["internship_id"], ["internship.id"], name=op.f("fk_signature_internship_id_internship")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("internship_id", "party", name=op.f("uq_signature_internship_id_party")),
    )
    # user and person name each other: SQLite takes that as it comes, elsewhere the one constraint comes last
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key("fk_user_person_id_person", "user", "person", ["person_id"], ["id"])


def downgrade() -> None:
    """Back to the older schema."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_user_person_id_person", "user", type_="foreignkey")
    op.drop_table("signature")
    with op.batch_alter_table("flow_through_follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flow_through_follow_up_flow_through_id"))

    op.drop_table("flow_through_follow_up")
    with op.batch_alter_table("track_phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_phase_track_id"))

    op.drop_table("track_phase")
    with op.batch_alter_table("track_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_hours_track_id"))

    op.drop_table("track_hours")
    with op.batch_alter_table("stop_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_question_notification_id"))

    op.drop_table("stop_question")
    with op.batch_alter_table("stop_employee", schema=None) as batch_op:
        batch_op.drop_index("ix_stop_employee_person")

    op.drop_table("stop_employee")
    with op.batch_alter_table("stop_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_attachment_notification_id"))

    op.drop_table("stop_attachment")
    with op.batch_alter_table("reconsideration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reconsideration_trajectory_id"))
        batch_op.drop_index("ix_reconsideration_person")
        batch_op.drop_index(batch_op.f("ix_reconsideration_indication_id"))
        batch_op.drop_index(batch_op.f("ix_reconsideration_evaluation_id"))

    op.drop_table("reconsideration")
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_action_plan_id"))

    op.drop_table("plan_action")
    with op.batch_alter_table("internship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_internship_track_id"))
        batch_op.drop_index("ix_internship_person")
        batch_op.drop_index(batch_op.f("ix_internship_host_id"))
        batch_op.drop_index(batch_op.f("ix_internship_case_id"))

    op.drop_table("internship")
    with op.batch_alter_table("flow_through", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flow_through_trajectory_id"))
        batch_op.drop_index(batch_op.f("ix_flow_through_track_id"))
        batch_op.drop_index("ix_flow_through_person")
        batch_op.drop_index(batch_op.f("ix_flow_through_employer_id"))
        batch_op.drop_index(batch_op.f("ix_flow_through_case_id"))

    op.drop_table("flow_through")
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_trajectory_id"))
        batch_op.drop_index(batch_op.f("ix_track_provider_id"))
        batch_op.drop_index("ix_track_person")
        batch_op.drop_index(batch_op.f("ix_track_case_id"))

    op.drop_table("track")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index("ix_suspension_trajectory")
        batch_op.drop_index(batch_op.f("ix_suspension_person_id"))
        batch_op.drop_index(batch_op.f("ix_suspension_case_id"))

    op.drop_table("suspension")
    with op.batch_alter_table("stop_notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_notification_organisation_id"))

    op.drop_table("stop_notification")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_trajectory_id"))
        batch_op.drop_index("ix_referral_person")
        batch_op.drop_index(batch_op.f("ix_referral_case_id"))

    op.drop_table("referral")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_trajectory_id"))
        batch_op.drop_index("ix_plan_person")
        batch_op.drop_index(batch_op.f("ix_plan_case_id"))

    op.drop_table("plan")
    op.drop_table("extension")
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_trajectory_id"))
        batch_op.drop_index("ix_evaluation_person")
        batch_op.drop_index(batch_op.f("ix_evaluation_case_id"))

    op.drop_table("evaluation")
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employment_trajectory_id"))
        batch_op.drop_index("ix_employment_person")
        batch_op.drop_index(batch_op.f("ix_employment_organisation_id"))

    op.drop_table("employment")
    with op.batch_alter_table("early_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_early_end_trajectory_id"))
        batch_op.drop_index(batch_op.f("ix_early_end_person_id"))
        batch_op.drop_index(batch_op.f("ix_early_end_case_id"))

    op.drop_table("early_end")
    with op.batch_alter_table("earlier_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_measure_trajectory_id"))

    op.drop_table("earlier_measure")
    op.drop_table("draft")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index("ix_answers_case")

    op.drop_table("answers")
    with op.batch_alter_table("trajectory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trajectory_status"))
        batch_op.drop_index("ix_trajectory_person")
        batch_op.drop_index(batch_op.f("ix_trajectory_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_trajectory_case_id"))

    op.drop_table("trajectory")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index("ix_timer_due")
        batch_op.drop_index(batch_op.f("ix_timer_case_id"))

    op.drop_table("timer")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_task_team", sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'")
        )
        batch_op.drop_index(
            "ix_task_open", sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'")
        )
        batch_op.drop_index("ix_task_case")
        batch_op.drop_index(
            "ix_task_assignee", sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'")
        )

    op.drop_table("task")
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index("ix_step_case")

    op.drop_table("step")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_user_id"))
        batch_op.drop_index("ix_notice_mail")
        batch_op.drop_index(batch_op.f("ix_notice_case_id"))

    op.drop_table("notice")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_case_id"))

    op.drop_table("note")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("ix_incident_open")
        batch_op.drop_index(batch_op.f("ix_incident_case_id"))

    op.drop_table("incident")
    op.drop_table("idempotency_key")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_case_id"))

    op.drop_table("document")
    with op.batch_alter_table("case_party", schema=None) as batch_op:
        batch_op.drop_index("ix_case_party_user")
        batch_op.drop_index("ix_case_party_scope")

    op.drop_table("case_party")
    with op.batch_alter_table("indication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indication_person_id"))

    op.drop_table("indication")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_search_title"))
        batch_op.drop_index(batch_op.f("ix_case_process"))
        batch_op.drop_index("ix_case_person_process")
        batch_op.drop_index(batch_op.f("ix_case_organisation_id"))
        batch_op.drop_index(
            "ix_case_due",
            sqlite_where=sa.text("next_due IS NOT NULL"),
            postgresql_where=sa.text("next_due IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_definition_id"))
        batch_op.drop_index("ix_case_created")

    op.drop_table("case")
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_key")

    op.drop_table("rule")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_search_name"))
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_person_coach_id"))

    op.drop_table("person")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_role"))
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("establishment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_establishment_organisation_id"))

    op.drop_table("establishment")
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_definition_process"))
        batch_op.drop_index(batch_op.f("ix_definition_content_hash"))

    op.drop_table("definition")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_user_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_person_id"))

    op.drop_table("user")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt")

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_number"))
        batch_op.drop_index(batch_op.f("ix_organisation_name"))
        batch_op.drop_index(batch_op.f("ix_organisation_kind"))

    op.drop_table("organisation")
    op.drop_table("clock")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_case")

    op.drop_table("audit")
