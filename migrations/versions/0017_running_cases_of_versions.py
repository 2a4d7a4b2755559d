"""An index that tells how many cases run on each version: counting them read every case there ever was

Revision: 0017; after: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """To the newer schema."""
    running = sa.text("status = 'open'")
    columns = ["definition_id", "status"]
    op.create_index("ix_case_running", "case", columns, sqlite_where=running, postgresql_where=running)


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_index("ix_case_running", "case")
