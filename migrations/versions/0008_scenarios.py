"""Scenarios, rehearsals, and the indexes that say how many cases stand where

Revision: 0008; after: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_COUNTS = sa.text("removed_at IS NULL")
_OPEN = sa.text("status = 'open'")
_DONE = sa.text("status = 'done'")


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "scenario",
        sa.Column("id", _ID, nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("removed_by", _ID, nullable=True),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_scenario_made_by_user")),
        sa.ForeignKeyConstraint(["removed_by"], ["user.id"], name=op.f("fk_scenario_removed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index(
        "uq_scenario_name", "scenario", ["process", "name"], unique=True, sqlite_where=_COUNTS, postgresql_where=_COUNTS
    )
    op.create_table(
        "rehearsal",
        sa.Column("id", _ID, nullable=False),
        sa.Column("draft_id", _ID, nullable=False),
        sa.Column("owner_id", _ID, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_rehearsal_draft_id_process_draft")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_rehearsal_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
    )
    op.create_index(op.f("ix_rehearsal_owner_id"), "rehearsal", ["owner_id"])
    op.create_index(op.f("ix_rehearsal_used_at"), "rehearsal", ["used_at"])
    op.create_index("ix_task_standing", "task", ["process", "element"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_task_stayed", "task", ["process", "done_at"], sqlite_where=_DONE, postgresql_where=_DONE)


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_index("ix_task_stayed", "task")
    op.drop_index("ix_task_standing", "task")
    op.drop_table("rehearsal")
    op.drop_table("scenario")
