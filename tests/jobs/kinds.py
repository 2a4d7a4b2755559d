"""Kinds of job that only tests know: they leave an organisation per item, so that each can be counted."""

from __future__ import annotations

import secrets
import time
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app import db
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.job import Job
from app.models.organisation import Organisation


def leave(session: Session, name: str) -> None:
    """One more organisation of this name; nothing stops a second one."""
    session.add(Organisation(key=secrets.token_hex(8), name=name, kind="enterprise"))


def lose_database(session: Session) -> None:
    """Let the database be away for this transaction: a server ends the connection, SQLite what it is doing."""
    if db.engine().dialect.name == "postgresql":
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    else:
        connection: Any = session.connection().connection.driver_connection
        connection.set_progress_handler(lambda: 1, 1)
        try:
            session.execute(select(func.count()).select_from(Job))
        finally:
            connection.set_progress_handler(None, 0)


@job("walk")
def walk(run: Run) -> None:
    """`{items}` items, with a `{pause}` after each; item `{breaks}` breaks, at `{away}` the database goes, once."""

    def one(session: Session) -> None:
        leave(session, f"{run.arguments['name']}-{run.done}")
        if run.done == run.arguments.get("breaks"):
            raise RuntimeError("Jan Peeters")  # a message with a name in it: it must not be shown
        if run.done == run.arguments.get("away") and run.turn == 1:
            lose_database(session)
        time.sleep(run.arguments.get("pause", 0))

    run.one_by_one(lambda: run.done < run.arguments["items"], one, lambda _session, _error: None)


@job("meet")
def meet(run: Run) -> None:
    """Waits until `{others}` jobs of its kind were taken up: more than one worker takes up at once."""
    end = time.monotonic() + 60
    while _taken_up() < run.arguments["others"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    with run.finishing() as session:
        leave(session, run.arguments["name"])


def _taken_up() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).where(Job.kind == "meet", Job.started_at.is_not(None))) or 0


@job("break")
def broken(run: Run) -> None:
    """Fails each time, unless its worker dies first."""
    run.go_on()
    raise RuntimeError("Jan Peeters")


@job("hopeless")
def hopeless(run: Run) -> None:
    """Fails for good."""
    raise Hopeless("no such thing")


@job("once")
def once(run: Run) -> None:
    """Leaves one organisation together with the end of the job."""
    with run.finishing() as session:
        leave(session, run.arguments["name"])
