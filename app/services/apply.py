"""From a Snapshot to rows. Start, complete, wake, message and migrate all end here (architecture.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.domain.audit import Tag
from app.domain.search import fold
from app.engine import OpenTask, Snapshot
from app.models import task as tasks
from app.models.base import new_id
from app.models.case import ENDED
from app.models.person import Person
from app.models.task import Task
from app.queries.case_state import NewTask
from app.services import audit, broken_steps, failures, firings
from app.services.case_rows import CaseRows, gathered, write_gathered
from app.services.effects.registry import ASKS_CASES, EFFECTS
from app.services.parties import know_parties, parties_of
from app.services.subjects import item_subject
from app.services.subscriptions import follow
from app.services.work import Work

_NEW_TASK = tuple(field.name for field in fields(NewTask))
NO_DUE = datetime(9999, 1, 1, tzinfo=UTC)


def apply_snapshot(work: Work, snapshot: Snapshot, done: Task | None = None) -> list[NewTask]:
    """Write what the engine made of the case: state, tasks, timers, trail; carry out the effects. Returns new tasks.

    `done` is the task that was just completed; every other open task the engine no longer knows was cancelled. The
    rows are written when this and every move it leads to is at rest (case_rows.py).
    """
    case, session = work.case, work.session
    with gathered(session) as rows:
        know_parties(session, case.id, rows.standing_of(case).parties)
        rows.change_case(
            case,
            waits_for=follow(work, snapshot),
            state=snapshot.state,
            variables=dict(snapshot.variables),
            next_due=min((timer.due_at for timer in snapshot.timers), default=None),
            revision=case.revision + 1,
        )
        firings.record(work, snapshot.fired)
        rows.add_steps(_trail(work, snapshot))
        opened = _follow_tasks(work, rows, snapshot.tasks, done)
        _follow_timers(work, rows, snapshot)
        for effect in snapshot.effects:
            if effect.kind in ASKS_CASES:
                rows.write()
            with broken_steps.named(effect):
                EFFECTS[effect.kind](work, effect.payload)
        if snapshot.ended and case.ended_at is None:
            rows.change_case(case, status=ENDED, ended_at=work.now, end_event=snapshot.end)
            audit.record(session, Tag.CASE_ENDED, actor=work.actor, case_id=case.id, end_event=snapshot.end)
        if case.open_incidents:
            write_gathered(session)
        failures.settle(work, snapshot)
    return opened


def _follow_tasks(work: Work, rows: CaseRows, live: Sequence[OpenTask], done: Task | None) -> list[NewTask]:
    session, case = work.session, work.case
    known = dict(rows.standing_of(case).tasks)
    if done is not None:
        rows.close_task(case, done.key, status=tasks.DONE, done_at=work.now, done_by=work.actor.user_id)
        rows.drop_drafts(case, done.id)
    live_keys = {task.key for task in live}
    for key, row in known.items():
        if key in live_keys or (done is not None and row.id == done.id):
            continue
        rows.close_task(case, key, status=tasks.CANCELLED, done_at=work.now, done_by=None)
        audit.record(
            session,
            Tag.TASK_CANCELLED,
            actor=work.actor,
            case_id=case.id,
            process=row.process,
            element=row.element,
            task=row.id,
        )
    fresh = [_open_task(work, task) for task in _with_people(work, [task for task in live if task.key not in known])]
    for values in fresh:
        rows.open_task(case, values)
        audit.record(
            session,
            Tag.TASK_OPENED,
            actor=work.actor,
            case_id=case.id,
            process=values["process"],
            element=values["element"],
            task=values["id"],
            role=values["role"],
            organisation=values["organisation_id"],
            assignee=values["assignee_id"],
            due_at=values["due_at"],
        )
    return [NewTask(**{name: values[name] for name in _NEW_TASK}) for values in fresh]


def _with_people(work: Work, fresh: list[OpenTask]) -> list[OpenTask]:
    """The same tasks; the people they are about are read at once, not one by one."""
    people = {int(str(task.item)) for task in fresh if task.item is not None and str(task.item).isdigit()}
    if len(people) > 1:
        work.session.info["people"] = work.session.scalars(select(Person).where(Person.id.in_(people))).all()
    return fresh


def _open_task(work: Work, task: OpenTask) -> dict[str, Any]:
    party = parties_of(work.session, work.case.id).get(task.role)
    subject = item_subject(work, task.item) or work.case.title
    return {
        "id": new_id(),
        "case_id": work.case.id,
        "definition_id": work.case.definition_id,
        "key": task.key,
        "process": task.process,
        "element": task.element,
        "name": task.name,
        "role": task.role,
        "organisation_id": party.organisation_id if party else None,
        "assignee_id": party.user_id if party else None,
        "subject": subject,
        "search_subject": fold(f"{subject} {work.case.title} {task.name}")[:500],
        "item": task.item,
        "priority": task.priority,
        "paused_days": 0,
        "due_at": task.due_at,
        "sort_at": task.due_at or NO_DUE,
        "status": tasks.OPEN,
        "created_at": work.now,
        "done_at": None,
        "done_by": None,
    }


def _follow_timers(work: Work, rows: CaseRows, snapshot: Snapshot) -> None:
    case = work.case
    wanted = {(timer.key, timer.due_at): timer for timer in snapshot.timers}
    known = set(rows.standing_of(case).timers)
    for key, due_at in known - wanted.keys():
        rows.drop_timer(case, key, due_at)
    for (key, due_at), timer in wanted.items():
        if (key, due_at) not in known:
            rows.arm_timer(case, key, due_at, process=timer.process, element=timer.element, name=timer.name)


def _trail(work: Work, snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "case_id": work.case.id,
            "position": work.case.revision * 1000 + position,
            "process": step.process,
            "element": step.element,
            "name": step.name,
            "kind": step.kind,
            "at": work.now,
            "actor_id": work.actor.user_id,
        }
        for position, step in enumerate(snapshot.steps)
    ]
