"""The queue of background work: DBOS, as far as the rest of Traject needs to know it.

What is put here with a session stands in the database when that transaction commits, and not otherwise; a worker
(`app/jobs`) takes it from there. DBOS keeps its tables in the same database: in the schema `dbos` on PostgreSQL, beside
ours on SQLite (docs/decisions/0007). It is imported on first use: its import takes a second, and most commands and
requests put nothing in the queue.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app import db

if TYPE_CHECKING:
    from dbos import DBOSClient

#: One name and one version for ever: what was put in the queue before an upgrade is done after it.
APPLICATION = "traject"
VERSION = "1"
#: The one workflow DBOS knows of; `app/jobs/executor.py` does the job its arguments name.
WORKFLOW = "job"
SCHEMA = "dbos"
#: The schema the locked DBOS wants, per product; a test compares these with DBOS.
SCHEMA_VERSIONS = {"sqlite": 125, "postgresql": 125}
#: DBOS's tables, which Alembic leaves alone (on PostgreSQL they have a schema of their own).
TABLES = frozenset(
    {
        "application_versions", "dbos_migrations", "notifications", "operation_outputs", "queues", "streams",
        "workflow_events", "workflow_events_history", "workflow_input", "workflow_output", "workflow_schedules",
        "workflow_status",
    }
)  # fmt: skip

_client: tuple[str, DBOSClient] | None = None
_making = threading.Lock()


def put(session: Session, job_id: int, turn: int, lane: str, delay: timedelta = timedelta(0)) -> None:
    """Put this turn of a job in the queue, as part of the session's transaction; not to be taken up before `delay`.

    In a throw-away database nothing is put in a queue: nobody would take it from there.
    """
    if db.is_elsewhere():
        return
    from dbos import EnqueueOptions, WorkflowSerializationFormat

    options: EnqueueOptions = {
        "workflow_name": WORKFLOW,
        "queue_name": lane,
        "workflow_id": workflow_id(job_id, turn),
        "app_version": VERSION,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,
    }
    if delay > timedelta(0):
        options["delay_seconds"] = delay.total_seconds()
    client().enqueue_in_transaction(session, options, job_id, turn)


def take_away(turns: Iterable[tuple[int, int]]) -> None:
    """Cancel these turns of jobs (pairs of job id and turn), outside any transaction.

    Only tidies up: a turn that was overtaken or stopped does nothing when its moment comes.
    """
    if ids := [workflow_id(job_id, turn) for job_id, turn in turns]:
        client().cancel_workflows(ids)


def forget(turns: Iterable[tuple[int, int]]) -> None:
    """Delete what DBOS remembers of these turns, outside any transaction. Unknown ones are no fault."""
    if ids := [workflow_id(job_id, turn) for job_id, turn in turns]:
        client().delete_workflows(ids)


def alive(turns: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these turns that the queue will still hand out, or has handed out, outside any transaction."""
    known = {workflow_id(*turn): turn for turn in turns}
    found = client().list_workflows(
        workflow_ids=list(known), status=["ENQUEUED", "DELAYED", "PENDING"], load_input=False, load_output=False
    )
    return {known[workflow.workflow_id] for workflow in found}


def workflow_id(job_id: int, turn: int) -> str:
    """What DBOS calls this turn of a job."""
    return f"job-{job_id}-{turn}"


def prepare() -> None:
    """Make or renew DBOS's tables in the connected database. Looks first: mostly there is nothing to do."""
    if _schema_version() == SCHEMA_VERSIONS[db.engine().dialect.name]:
        return
    from dbos import DBOS

    DBOS.migrate(address(), schema=SCHEMA)


def address() -> str:
    """Where DBOS finds the database. It gets the address, not our engine: it sets SQLite up differently."""
    return db.engine().url.render_as_string(hide_password=False)


def client() -> DBOSClient:
    """DBOS's client for the connected database, made once."""
    global _client
    with _making:
        if _client is None or _client[0] != address():
            from dbos import DBOSClient

            if _client is not None:
                _client[1].destroy()
            made = DBOSClient(
                system_database_url=address(), dbos_system_schema=SCHEMA, application_name=APPLICATION, lazy=True
            )
            _client = address(), made
        return _client[1]


def close() -> None:
    """Close the client's connections."""
    global _client
    with _making:
        if _client is not None:
            _client[1].destroy()
            _client = None


def _schema_version() -> int:
    """The version of DBOS's tables in the database; 0 when there are none."""
    table = f"{SCHEMA}.dbos_migrations" if db.engine().dialect.name == "postgresql" else "dbos_migrations"
    try:
        with db.reading() as session:
            return session.scalar(text(f"SELECT version FROM {table}")) or 0  # noqa: S608 -- a name of ours
    except DatabaseError:  # no such table
        return 0
