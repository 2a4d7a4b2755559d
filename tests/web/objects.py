"""Finding what a page test is about."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM
from app.domain.kept_text import keep
from app.domain.text import say
from app.engine import EngineError
from app.models.case import Case
from app.models.clock import now
from app.models.incident import MESSAGE, Incident
from app.models.takeover import Takeover, TakeoverRow
from app.models.task import Draft, Task
from app.models.webhook import Webhook
from app.services import failures, jobs, webhooks

VALID: dict[str, Any] = {
    "topic": "Werk en rust",
    "day-day": "11",
    "day-month": "1",
    "day-year": "2027",
    "place": "work",
    "remark": "Niets",
    "points-0-what": "Pauze",
}


def open_task(case_id: int, element: str | None = None) -> Task:
    """The open task of a case."""
    with db.reading() as session:
        query = select(Task).where(Task.case_id == case_id, Task.status == "open")
        if element:
            query = query.where(Task.element == element)
        return session.scalars(query).one()


def incident_in(case_id: int) -> int:
    """An open incident of the case, made when there is none."""
    with db.reading() as session:
        found = session.scalar(select(Incident.id).where(Incident.case_id == case_id, Incident.resolved_at.is_(None)))
    if found is None:
        process = case_of(case_id).process
        failures.write_down(case_id, EngineError(process, "nowhere", say("De proef is misgelopen.")), MESSAGE)
        return incident_in(case_id)
    return found


def job_about(case_id: int) -> int:
    """A job about the case."""
    with db.transaction() as session:
        return jobs.enqueue(session, "export_case", {"case": case_id}, case_id=case_id, key=f"of-{case_id}")


def webhook_about(case_id: int) -> int:
    """A webhook with the name of the case."""
    with db.reading() as session:
        found = session.scalar(select(Webhook.id).where(Webhook.name == f"of-{case_id}"))
    wish = webhooks.Wish(f"of-{case_id}", "https://receiver.example/", ["task.opened"])
    return found or webhooks.register(SYSTEM, wish, local=False)[0]


def takeover_at(organisation_id: int, user_id: int) -> int:
    """A file of two employees that an enterprise handed in, looked through already."""
    wrong = json.dumps([["taal", keep(say("Kies iets uit de lijst."))]])
    with db.transaction() as session:
        row = Takeover(
            organisation_id=organisation_id, digest="", headings=["voornaam", "achternaam"], state="checked",
            total=2, handed_in_by=user_id, handed_in_at=now(session),
        )  # fmt: skip
        session.add(row)
        session.flush()
        for line, state, remarks in ((2, "ready", "[]"), (3, "refused", wrong)):
            cells = f'["Jan", "Van rij {line}"]'
            session.add(TakeoverRow(takeover_id=row.id, line=line, cells=cells, state=state, remarks=remarks))
        return row.id


def task_of(task_id: int) -> Task:
    """A task as it is now."""
    with db.reading() as session:
        return session.get_one(Task, task_id)


def case_of(case_id: int) -> Case:
    """A case as it is now."""
    with db.reading() as session:
        return session.get_one(Case, case_id)


def draft_of(task_id: int, user_id: int) -> dict[str, Any] | None:
    """What somebody typed so far."""
    with db.reading() as session:
        found = session.get(Draft, (task_id, user_id))
        return found.values if found else None
