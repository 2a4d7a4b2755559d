"""How many days a suspension moved the due date of a task

Revision: 0009; after: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """To the newer schema."""
    op.add_column("task", sa.Column("paused_days", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_column("task", "paused_days")
