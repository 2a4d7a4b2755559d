"""A process that starts and completes cases of `simple` until it is killed. Usage: busy.py URL EMAIL."""

from __future__ import annotations

import sys

from app import db
from app.models.base import configure_keys
from app.queries import users
from app.services import cases, registries, tasks

A = {"name": "Amina", "approved": True, "amount": 12}


def main(url: str, email: str) -> None:
    """Work for ever."""
    configure_keys("a-secret-of-the-tests-and-of-nothing-else")
    db.configure(url, simulated_clock=True)
    registries.load()
    with db.reading() as session:
        actor = users.actor_for(session, users.id_of(session, email) or 0)
    assert actor is not None
    print("ready", flush=True)
    while True:
        case_id = cases.start(actor, "simple")
        with db.reading() as session:
            task_id = _open_task(session, case_id)
        second = tasks.complete(actor, task_id, A).next_task_ids[0]
        tasks.complete(actor, second, {"note": "klaar"})


def _open_task(session, case_id):
    from sqlalchemy import select

    from app.models.task import Task

    return session.scalars(select(Task.id).where(Task.case_id == case_id, Task.status == "open")).one()


if __name__ == "__main__":
    main(*sys.argv[1:3])
