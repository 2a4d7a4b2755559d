"""Moves of running cases to another version of their process

Revision: 0006; after: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_RUNNING = sa.text("status = 'running'")


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "move",
        sa.Column("id", _ID, nullable=False),
        sa.Column("definition_id", _ID, nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("recompute", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("after_case_id", _ID, nullable=False),
        sa.Column("started_by", _ID, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name=op.f("fk_move_definition_id_definition")),
        sa.ForeignKeyConstraint(["started_by"], ["user.id"], name=op.f("fk_move_started_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index(op.f("ix_move_definition_id"), "move", ["definition_id"])
    op.create_index("ix_move_running", "move", ["id"], sqlite_where=_RUNNING, postgresql_where=_RUNNING)
    op.create_table(
        "moved_case",
        sa.Column("id", _ID, nullable=False),
        sa.Column("move_id", _ID, nullable=True),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("from_definition_id", _ID, nullable=False),
        sa.Column("definition_id", _ID, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("holders", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("moved_by", _ID, nullable=True),
        sa.Column("moved_at", _MOMENT, nullable=False),
        sa.Column("undone_by", _ID, nullable=True),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_moved_case_move_id_move")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_moved_case_case_id_case")),
        sa.ForeignKeyConstraint(
            ["from_definition_id"], ["definition.id"], name=op.f("fk_moved_case_from_definition_id_definition")
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_moved_case_definition_id_definition")
        ),
        sa.ForeignKeyConstraint(["moved_by"], ["user.id"], name=op.f("fk_moved_case_moved_by_user")),
        sa.ForeignKeyConstraint(["undone_by"], ["user.id"], name=op.f("fk_moved_case_undone_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_case")),
    )
    op.create_index("ix_moved_case_case", "moved_case", ["case_id", "id"])
    op.create_index("ix_moved_case_move", "moved_case", ["move_id", "case_id"])


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_table("moved_case")
    op.drop_table("move")
