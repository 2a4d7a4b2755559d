"""Kinds of job that only tests know: they leave an organisation per item, so that each can be counted."""

from __future__ import annotations

import secrets
import time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import db
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.job import Job
from app.models.organisation import Organisation


def leave(session: Session, name: str) -> None:
    """One more organisation of this name; nothing stops a second one."""
    session.add(Organisation(key=secrets.token_hex(8), name=name, kind="enterprise"))


@job("walk")
def walk(run: Run) -> None:
    """`{items}` items, with a `{pause}` after each; item `{breaks}` breaks."""

    def one(session: Session, number: int) -> None:
        leave(session, f"{run.arguments['name']}-{number}")
        if number == run.arguments.get("breaks"):
            raise RuntimeError("Jan Peeters")  # a message with a name in it: it must not be shown
        time.sleep(run.arguments.get("pause", 0))

    run.walk(range(run.arguments["items"]), one)


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
    """Fails each time."""
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
