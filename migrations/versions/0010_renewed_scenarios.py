"""A scenario may stand in the place of an earlier one, a rehearsal may be to renew one; and a note beside its name

Revision: 0010; after: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SCENARIO = "fk_scenario_replaces_scenario"
_REHEARSAL = "fk_rehearsal_renews_scenario"


def upgrade() -> None:
    """To the newer schema."""
    with op.batch_alter_table("scenario") as scenario:
        scenario.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        scenario.add_column(sa.Column("replaces", _ID, nullable=True))
        scenario.create_foreign_key(_SCENARIO, "scenario", ["replaces"], ["id"])
    with op.batch_alter_table("rehearsal") as rehearsal:
        rehearsal.add_column(sa.Column("renews", _ID, nullable=True))
        rehearsal.create_foreign_key(_REHEARSAL, "scenario", ["renews"], ["id"])


def downgrade() -> None:
    """Back to the older schema."""
    with op.batch_alter_table("rehearsal") as rehearsal:
        rehearsal.drop_constraint(_REHEARSAL, type_="foreignkey")
        rehearsal.drop_column("renews")
    with op.batch_alter_table("scenario") as scenario:
        scenario.drop_constraint(_SCENARIO, type_="foreignkey")
        scenario.drop_column("replaces")
        scenario.drop_column("note")
