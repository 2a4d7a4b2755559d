"""Drafts of processes

Revision: 0002; after: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "process_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("based_on", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["based_on"], ["definition.id"], name=op.f("fk_process_draft_based_on_definition")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_process_draft_decided_by_user")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_process_draft_definition_id_definition")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_process_draft_opened_by_user")),
        sa.ForeignKeyConstraint(["submitted_by"], ["user.id"], name=op.f("fk_process_draft_submitted_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_draft")),
    )
    with op.batch_alter_table("process_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_draft_process"), ["process"], unique=False)
        batch_op.create_index(
            "uq_process_draft_live",
            ["process"],
            unique=True,
            sqlite_where=sa.text("status IN ('open', 'submitted')"),
            postgresql_where=sa.text("status IN ('open', 'submitted')"),
        )

    op.create_table(
        "draft_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_draft_part_draft_id_process_draft")),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_draft_part_saved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_part")),
        sa.UniqueConstraint("draft_id", "kind", "name", name=op.f("uq_draft_part_draft_id_kind_name")),
    )
    op.create_table(
        "draft_save",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("displaced", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_draft_save_draft_id_process_draft")),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_draft_save_saved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_save")),
    )
    with op.batch_alter_table("draft_save", schema=None) as batch_op:
        batch_op.create_index("ix_draft_save_part", ["draft_id", "kind", "name", "id"], unique=False)

    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("svg", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ground", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Back to the older schema."""
    with op.batch_alter_table("definition", schema=None) as batch_op:
        batch_op.drop_column("ground")
        batch_op.drop_column("svg")

    with op.batch_alter_table("draft_save", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_save_part")

    op.drop_table("draft_save")
    op.drop_table("draft_part")
    with op.batch_alter_table("process_draft", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_process_draft_live",
            sqlite_where=sa.text("status IN ('open', 'submitted')"),
            postgresql_where=sa.text("status IN ('open', 'submitted')"),
        )
        batch_op.drop_index(batch_op.f("ix_process_draft_process"))

    op.drop_table("process_draft")
