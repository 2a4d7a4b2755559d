"""The trail packed as it is written; the steps and answers of cases that closed long ago in one row a case

Revision: 0011; after: 0010

Entries that are there stay as they are and are read as they are: a release before this one goes on reading and writing
them meanwhile, and nobody rewrites a trail.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_ENDED = sa.text("ended_at IS NOT NULL")


def upgrade() -> None:
    """To the newer schema."""
    op.add_column("audit", sa.Column("packed", sa.LargeBinary(), nullable=True))
    op.add_column("audit", sa.Column("digest", sa.LargeBinary(), nullable=True))
    op.create_table(
        "closed_rows",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("packed_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_closed_rows_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_closed_rows")),
    )
    op.create_index("ix_case_ended", "case", ["ended_at", "id"], sqlite_where=_ENDED, postgresql_where=_ENDED)


def downgrade() -> None:
    """Back to the older schema. For tests: what was packed is lost (docs/operations.md)."""
    op.drop_index("ix_case_ended", table_name="case")
    op.drop_table("closed_rows")
    op.drop_column("audit", "digest")
    op.drop_column("audit", "packed")
