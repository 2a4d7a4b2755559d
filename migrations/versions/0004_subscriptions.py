"""What cases wait for from outside has a table of its own

Revision: 0004; after: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models.base import new_id

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 1_000


def upgrade() -> None:
    """To the newer schema."""
    subscription = op.create_table(
        "subscription",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("business_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_subscription_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_index("ix_subscription_waiting", "subscription", ["kind", "name", "business_key", "case_id"], unique=True)
    op.create_index("ix_subscription_case", "subscription", ["case_id"])
    _subscribe_open_cases(subscription)


def _subscribe_open_cases(subscription: sa.Table) -> None:
    """Until now a case only said which messages it waits for; it waits for them about its subject."""
    case = sa.table(
        "case",
        sa.column("id", _ID),
        sa.column("person_id", _ID),
        sa.column("organisation_id", _ID),
        sa.column("status", sa.String),
        sa.column("waits_for", sa.JSON),
    )
    connection, last = op.get_bind(), 0
    while True:
        query = sa.select(case).where(case.c.status == "open", case.c.id > last).order_by(case.c.id).limit(_BATCH)
        found = connection.execute(query).all()
        if not found:
            return
        last = found[-1].id
        rows = [
            {"id": new_id(), "case_id": row.id, "kind": "message", "name": name, "business_key": _subject(row)}
            for row in found
            for name in row.waits_for
        ]
        if rows:
            connection.execute(sa.insert(subscription), rows)


def _subject(row: sa.Row[tuple[object, ...]]) -> str:
    if row.person_id is not None:
        return f"person:{row.person_id}"
    return f"organisation:{row.organisation_id}" if row.organisation_id is not None else f"case:{row.id}"


def downgrade() -> None:
    """Back to the older schema."""
    op.drop_index("ix_subscription_case", "subscription")
    op.drop_index("ix_subscription_waiting", "subscription")
    op.drop_table("subscription")
