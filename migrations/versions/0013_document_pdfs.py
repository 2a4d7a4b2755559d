"""Documents as PDF, beside the document they were made from

Revision: 0013; after: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "document_pdf",
        sa.Column("document_id", _ID, autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_pdf_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_pdf")),
    )


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_table("document_pdf")
