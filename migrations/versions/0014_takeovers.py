"""Employees taken over from a file, and from which day on the plans of somebody taken over are made here

Revision: 0014; after: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To the newer schema."""
    op.add_column("trajectory", sa.Column("first_plan_on", sa.Date(), nullable=True))
    op.create_table(
        "takeover",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("handed_in_by", _ID, nullable=False),
        sa.Column("handed_in_at", _MOMENT, nullable=False),
        sa.Column("begun_by", _ID, nullable=True),
        sa.Column("begun_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("forgotten_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_takeover_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["handed_in_by"], ["user.id"], name=op.f("fk_takeover_handed_in_by_user")),
        sa.ForeignKeyConstraint(["begun_by"], ["user.id"], name=op.f("fk_takeover_begun_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeover")),
    )
    op.create_index("ix_takeover_organisation", "takeover", ["organisation_id", "id"])
    op.create_index(op.f("ix_takeover_forgotten_at"), "takeover", ["forgotten_at"])
    op.create_table(
        "takeover_row",
        sa.Column("id", _ID, nullable=False),
        sa.Column("takeover_id", _ID, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("number_digest", sa.String(64), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("organisation_id", _ID, nullable=True),
        sa.Column("fraction", sa.Numeric(6, 4), nullable=True),
        sa.Column("next_plan_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("case_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["takeover_id"], ["takeover.id"], name=op.f("fk_takeover_row_takeover_id_takeover")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_takeover_row_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_takeover_row_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeover_row")),
    )
    op.create_index("ix_takeover_row_line", "takeover_row", ["takeover_id", "line"], unique=True)
    op.create_index("ix_takeover_row_state", "takeover_row", ["takeover_id", "state", "line"])
    op.create_index("ix_takeover_row_number", "takeover_row", ["takeover_id", "number_digest"])


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_table("takeover_row")
    op.drop_table("takeover")
    op.drop_column("trajectory", "first_plan_on")
