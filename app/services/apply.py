"""From a Snapshot to rows. Start, complete, wake and message all end here (architecture.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from app.domain.audit import Tag
from app.domain.search import fold
from app.engine import OpenTask, Snapshot
from app.models import task as tasks
from app.models.base import new_id
from app.models.case import ENDED, CaseParty, Step, Timer
from app.models.task import Task
from app.services import audit, failures, firings
from app.services.effects.registry import EFFECTS
from app.services.parties import parties_of
from app.services.subjects import item_subject
from app.services.subscriptions import follow
from app.services.work import Work

NO_DUE = datetime(9999, 1, 1, tzinfo=UTC)


def apply_snapshot(work: Work, snapshot: Snapshot, done: Task | None = None) -> list[Task]:
    """Write what the engine made of the case: state, tasks, timers, trail; carry out the effects. Returns new tasks.

    `done` is the task that was just completed; every other open task the engine no longer knows was cancelled.
    """
    case = work.case
    case.state = snapshot.state
    case.variables = dict(snapshot.variables)
    case.waits_for = follow(work, snapshot)
    case.next_due = min((timer.due_at for timer in snapshot.timers), default=None)
    case.revision += 1
    firings.record(work, snapshot.fired)
    _write_trail(work, snapshot)
    opened = _write_tasks(work, snapshot.tasks, done)
    _write_timers(work, snapshot)
    for effect in snapshot.effects:
        EFFECTS[effect.kind](work, effect.payload)
    if snapshot.ended and case.ended_at is None:
        case.status, case.ended_at, case.end_event = ENDED, work.now, snapshot.end
        audit.record(work.session, Tag.CASE_ENDED, actor=work.actor, case_id=case.id, end_event=snapshot.end)
    failures.settle(work)
    return opened


def _write_tasks(work: Work, live: Sequence[OpenTask], done: Task | None) -> list[Task]:
    session, case = work.session, work.case
    known = {}
    if case.revision > 1:
        known = {
            row.key: row
            for row in session.scalars(select(Task).where(Task.case_id == case.id, Task.status == tasks.OPEN))
        }
    live_keys = {task.key for task in live}
    gone = [row for key, row in known.items() if key not in live_keys and row is not done]
    if gone:
        session.execute(
            update(Task).where(Task.id.in_([row.id for row in gone])).values(status=tasks.CANCELLED, done_at=work.now)
        )
        for row in gone:
            audit.record(
                session,
                Tag.TASK_CANCELLED,
                actor=work.actor,
                case_id=case.id,
                process=row.process,
                element=row.element,
                task=row.id,
            )
    fresh = [task for task in live if task.key not in known]
    if not fresh:
        return []
    parties = parties_of(session, case.id)
    opened = [_open_task(work, task, parties) for task in fresh]
    session.add_all(opened)
    for row in opened:
        audit.record(
            session,
            Tag.TASK_OPENED,
            actor=work.actor,
            case_id=case.id,
            process=row.process,
            element=row.element,
            task=row.id,
            role=row.role,
            organisation=row.organisation_id,
            assignee=row.assignee_id,
            due_at=row.due_at,
        )
    return opened


def _open_task(work: Work, task: OpenTask, parties: dict[str, CaseParty]) -> Task:
    party = parties.get(task.role)
    subject = item_subject(work, task.item) or work.case.title
    return Task(
        id=new_id(),
        case_id=work.case.id,
        definition_id=work.case.definition_id,
        key=task.key,
        process=task.process,
        element=task.element,
        name=task.name,
        role=task.role,
        organisation_id=party.organisation_id if party else None,
        assignee_id=party.user_id if party else None,
        subject=subject,
        search_subject=fold(f"{subject} {work.case.title} {task.name}")[:500],
        item=task.item,
        priority=task.priority,
        due_at=task.due_at,
        sort_at=task.due_at or NO_DUE,
        created_at=work.now,
    )


def _write_timers(work: Work, snapshot: Snapshot) -> None:
    session, case_id = work.session, work.case.id
    wanted = {(timer.key, timer.due_at): timer for timer in snapshot.timers}
    if work.case.revision > 1:
        rows = session.execute(select(Timer.id, Timer.key, Timer.due_at).where(Timer.case_id == case_id)).all()
        stale = [row.id for row in rows if (row.key, row.due_at) not in wanted]
        if stale:
            session.execute(delete(Timer).where(Timer.id.in_(stale)))
        for row in rows:
            wanted.pop((row.key, row.due_at), None)
    if wanted:
        session.execute(
            insert(Timer),
            [
                {
                    "id": new_id(),
                    "case_id": case_id,
                    "key": timer.key,
                    "process": timer.process,
                    "element": timer.element,
                    "name": timer.name,
                    "due_at": timer.due_at,
                }
                for timer in wanted.values()
            ],
        )


def _write_trail(work: Work, snapshot: Snapshot) -> None:
    if not snapshot.steps:
        return
    work.session.execute(
        insert(Step),
        [
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
        ],
    )
