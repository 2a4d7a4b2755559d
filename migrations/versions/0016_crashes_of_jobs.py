"""How often a job lost the worker that had it in hand, apart from how often it failed

Revision: 0016; after: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """To the newer schema."""
    op.add_column("job", sa.Column("crashes", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_column("job", "crashes")
