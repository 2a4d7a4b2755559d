"""Incidents say what was done about them; timers that fired, and outages, can be listed

Revision: 0003; after: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_LATE = sa.text("late_seconds >= 60")


def upgrade() -> None:
    """To the newer schema."""
    op.create_table(
        "firing",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("fired_at", _MOMENT, nullable=False),
        sa.Column("late_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_firing_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firing")),
    )
    op.create_index("ix_firing_fired", "firing", ["fired_at", "id"])
    op.create_index("ix_firing_late", "firing", ["fired_at", "id"], sqlite_where=_LATE, postgresql_where=_LATE)
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
    )
    op.create_table(
        "outage",
        sa.Column("id", _ID, nullable=False),
        sa.Column("from_at", _MOMENT, nullable=False),
        sa.Column("to_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.add_column("case", sa.Column("open_incidents", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("during", sa.String(length=20), nullable=False, server_default="timer"))
        batch_op.add_column(sa.Column("task_id", _ID, nullable=True))
        batch_op.add_column(sa.Column("last_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("skip", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("resolved_by", _ID, nullable=True))
        batch_op.add_column(sa.Column("resolution", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_incident_task_id_task"), "task", ["task_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_incident_resolved_by_user"), "user", ["resolved_by"], ["id"])
    _one_incident_a_case()


def _one_incident_a_case() -> None:
    """Each try used to be an incident of its own, and a case with one was held back by a subquery.

    Now `next_due` itself says when to look again: the newest incident stays open, and its case waits for it.
    """
    op.execute(
        "UPDATE incident SET resolved_at = at WHERE resolved_at IS NULL AND id NOT IN "
        "(SELECT max(id) FROM incident WHERE resolved_at IS NULL GROUP BY case_id)"
    )
    op.execute(
        'UPDATE "case" SET open_incidents = 1, next_due = '
        '(SELECT retry_at FROM incident WHERE incident.case_id = "case".id AND resolved_at IS NULL) '
        "WHERE id IN (SELECT case_id FROM incident WHERE resolved_at IS NULL)"
    )


def downgrade() -> None:
    """Back to the older schema."""
    op.execute(
        'UPDATE "case" SET next_due = (SELECT min(due_at) FROM timer WHERE timer.case_id = "case".id) '
        "WHERE open_incidents > 0"
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_incident_resolved_by_user"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_incident_task_id_task"), type_="foreignkey")
        for name in ("note", "resolution", "resolved_by", "skip", "last_at", "task_id", "during"):
            batch_op.drop_column(name)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_column("open_incidents")
    op.drop_table("outage")
    op.drop_table("presence")
    op.drop_index("ix_firing_late", "firing", sqlite_where=_LATE, postgresql_where=_LATE)
    op.drop_index("ix_firing_fired", "firing")
    op.drop_table("firing")
