"""Lists of work stay one range of one index, whatever the number of open tasks, also for onlookers and searches

Revision: 0007; after: 0006

What is kept here is kept by the database itself (triggers), so that no writer can forget it. See docs/decisions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OPEN = "status = 'open'"
_CLAIMED = f"{_OPEN} AND assignee_id IS NOT NULL"
_INDEXES = (
    ("ix_task_team", ("role", "organisation_id", "assignee_id", "sort_at", "id"), _OPEN),
    ("ix_task_team_new", ("role", "organisation_id", "assignee_id", "created_at", "id"), _OPEN),
    ("ix_task_claimed", ("role", "organisation_id", "sort_at", "id"), _CLAIMED),
    ("ix_task_claimed_new", ("role", "organisation_id", "created_at", "id"), _CLAIMED),
    ("ix_task_assignee_new", ("assignee_id", "created_at", "id"), _OPEN),
    ("ix_task_open_new", ("created_at", "id"), _OPEN),
)


def upgrade() -> None:
    """To the newer schema."""
    op.drop_index("ix_task_team", table_name="task")
    for name, columns, where in _INDEXES:
        op.create_index(name, "task", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "task_onlooker",
        sa.Column("task_id", _ID, nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("user_id", _ID),
        sa.Column("sort_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_task_onlooker_task_id_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", "role", name=op.f("pk_task_onlooker")),
    )
    for order in ("sort_at", "created_at"):
        suffix = "" if order == "sort_at" else "_new"
        op.create_index(
            f"ix_task_onlooker_seen{suffix}", "task_onlooker", ["role", "organisation_id", order, "task_id"]
        )
        op.create_index(
            f"ix_task_onlooker_own{suffix}", "task_onlooker", ["user_id", "role", "organisation_id", order, "task_id"]
        )
    op.execute(_onlookers("task.status = 'open'"))
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Back to the older schema."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_BACK if sqlite else _POSTGRESQL_BACK:
        op.execute(statement)
    op.drop_table("task_onlooker")
    for name, _columns, _where in _INDEXES:
        op.drop_index(name, table_name="task")
    op.create_index(
        "ix_task_team",
        "task",
        ["role", "organisation_id", "sort_at", "id"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )


def _onlookers(which: str) -> str:
    """Who sees an open task though it is another's work: the other parties of its case.

    A colleague of the same role finds it among the work of the role; an employee has no such list (a personal role).
    """
    return f"""
        INSERT INTO task_onlooker (task_id, role, organisation_id, user_id, sort_at, created_at)
        SELECT task.id, party.role, party.organisation_id, party.user_id, task.sort_at, task.created_at
        FROM task JOIN case_party AS party ON party.case_id = task.case_id
        WHERE {which} AND (party.role = 'worker' OR party.role <> task.role
                           OR party.organisation_id <> coalesce(task.organisation_id, 0))
    """  # noqa: S608 -- no value of anybody's


_FORGET = "DELETE FROM task_onlooker WHERE task_id = {}.id"
_FORGET_CASE = (
    "DELETE FROM task_onlooker WHERE task_id IN (SELECT id FROM task WHERE case_id = {0}.case_id AND status = 'open')"
)
_SEEN = _onlookers("task.status = 'open' AND task.id = new.id")
_SEEN_CASE = _onlookers("task.status = 'open' AND task.case_id = {}.case_id")
_MATTERS = "status, role, organisation_id, sort_at, created_at"

_SQLITE = (
    """CREATE VIRTUAL TABLE task_text USING fts5(
        search_subject, content = 'task', content_rowid = 'id', tokenize = 'trigram case_sensitive 1', columnsize = 0
    )""",
    "INSERT INTO task_text (rowid, search_subject) SELECT id, search_subject FROM task WHERE status = 'open'",
    f"""CREATE TRIGGER task_opened AFTER INSERT ON task WHEN new.status = 'open' BEGIN
        INSERT INTO task_text (rowid, search_subject) VALUES (new.id, new.search_subject);
        {_SEEN};
    END""",  # noqa: S608 -- the names above
    f"""CREATE TRIGGER task_changed AFTER UPDATE OF {_MATTERS} ON task BEGIN
        {_FORGET.format("old")};
        {_SEEN};
    END""",
    """CREATE TRIGGER task_text_changed AFTER UPDATE OF status, search_subject ON task BEGIN
        INSERT INTO task_text (task_text, rowid, search_subject)
            SELECT 'delete', old.id, old.search_subject WHERE old.status = 'open';
        INSERT INTO task_text (rowid, search_subject)
            SELECT new.id, new.search_subject WHERE new.status = 'open';
    END""",
    f"""CREATE TRIGGER task_removed BEFORE DELETE ON task BEGIN
        INSERT INTO task_text (task_text, rowid, search_subject)
            SELECT 'delete', old.id, old.search_subject WHERE old.status = 'open';
        {_FORGET.format("old")};
    END""",
    *(
        f"""CREATE TRIGGER party_{kind} AFTER {event} ON case_party BEGIN
            {_FORGET_CASE.format(row)};
            {_SEEN_CASE.format(row)};
        END"""
        for kind, event, row in (("added", "INSERT", "new"), ("changed", "UPDATE", "new"), ("removed", "DELETE", "old"))
    ),
)
_SQLITE_BACK = (
    *(
        f"DROP TRIGGER {name}"
        for name in (
            "task_opened",
            "task_changed",
            "task_text_changed",
            "task_removed",
            "party_added",
            "party_changed",
            "party_removed",
        )
    ),
    "DROP TABLE task_text",
)

_POSTGRESQL = (
    # The parts of three letters of a text: what pg_trgm would do, without needing an extension.
    """CREATE FUNCTION trigrams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT substr(words, place, 3)), '{}')
        FROM generate_series(1, length(words) - 2) AS place
    $$""",
    "CREATE INDEX ix_task_text ON task USING gin (trigrams(search_subject)) WHERE status = 'open'",
    f"""CREATE FUNCTION task_seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN {_FORGET.format("old")}; END IF;
        IF new.status = 'open' THEN {_SEEN}; END IF;
        RETURN NULL;
    END $$""",
    f"""CREATE FUNCTION party_seen() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE party_case bigint;
    BEGIN
        IF TG_OP = 'DELETE' THEN party_case := old.case_id; ELSE party_case := new.case_id; END IF;
        DELETE FROM task_onlooker
            WHERE task_id IN (SELECT id FROM task WHERE case_id = party_case AND status = 'open');
        {_onlookers("task.status = 'open' AND task.case_id = party_case")};
        RETURN NULL;
    END $$""",  # noqa: S608 -- the names above
    "CREATE TRIGGER task_opened AFTER INSERT ON task FOR EACH ROW EXECUTE FUNCTION task_seen()",
    f"CREATE TRIGGER task_changed AFTER UPDATE OF {_MATTERS} ON task FOR EACH ROW EXECUTE FUNCTION task_seen()",
    """CREATE TRIGGER party_changed AFTER INSERT OR UPDATE OR DELETE ON case_party
        FOR EACH ROW EXECUTE FUNCTION party_seen()""",
)
_POSTGRESQL_BACK = (
    "DROP TRIGGER party_changed ON case_party",
    "DROP TRIGGER task_changed ON task",
    "DROP TRIGGER task_opened ON task",
    "DROP FUNCTION party_seen()",
    "DROP FUNCTION task_seen()",
    "DROP INDEX ix_task_text",
    "DROP FUNCTION trigrams(text)",
)
