"""An index that tells how many cases run on each version: counting them read every case there ever was

Revision: 0017; after: 0016
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """To the newer schema."""
    op.drop_index("ix_case_definition_id", "case")
    op.create_index("ix_case_running", "case", ["status", "definition_id"])


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_index("ix_case_running", "case")
    op.create_index("ix_case_definition_id", "case", ["definition_id"])
