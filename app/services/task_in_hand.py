"""The task somebody works on: seen by him, locked with its case, still open, and his to do."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Membership, Role
from app.domain.audit import Tag
from app.domain.errors import AlreadyDone, NotAllowed, NotVisible
from app.domain.text import say
from app.models import task as tasks
from app.models.case import Case
from app.models.clock import clock_column, remember
from app.models.held import columns, found
from app.models.task import Task
from app.models.user import User
from app.prepared import Prepared
from app.queries.visible import visible_task
from app.services import audit
from app.services.overtaken import not_needed, taken
from app.services.work import Work


def visible_work(session: Session, actor: Actor, task_id: int) -> Work:
    """The task and its locked case, if the actor may see them."""
    query = _task_and_case(actor, db.clock_is_simulated())
    row = query.first(session.connection(), task_id=task_id)
    if row is None:
        raise NotVisible()
    moment = remember(session, row.clock)
    return Work(session, actor, moment, found(session, Case, row), found(session, Task, row))


@lru_cache(maxsize=500)
def _task_and_case(actor: Actor, _simulated: bool) -> Prepared:
    """The question of `visible_work`, made once an actor: making it costs more than asking it."""
    return Prepared(
        select(*columns(Task), *columns(Case), clock_column())
        .select_from(Case)  # locked in this order, as by everything else that moves a case
        .join(Task, Task.case_id == Case.id)
        .where(Task.id == bindparam("task_id"), visible_task(actor))
        .with_for_update(of=(Case, Task))
    )


def open_work(session: Session, actor: Actor, task_id: int) -> Work:
    """An open task that is the actor's work: his own, or unclaimed in his team."""
    work = visible_work(session, actor, task_id)
    task = own(work)
    if not actor.can_work(task.role, task.organisation_id, task.assignee_id):
        raise NotAllowed(say("Deze taak is niet voor u, maar voor: %(role)s.", role=Role(task.role).text))
    ensure_open(session, task)
    if (
        task.assignee_id not in (None, actor.user_id)
        and Membership(Role(task.role), task.organisation_id or 0) in actor.memberships
    ):
        raise taken(session, task)
    return work


def ensure_open(session: Session, task: Task) -> None:
    """AlreadyDone, by whom and when, or a Refusal that says why the task is no longer needed."""
    if task.status == tasks.OPEN:
        return
    if task.status == tasks.DONE:
        by = session.get(User, task.done_by) if task.done_by else None
        raise AlreadyDone(by.name if by else None, task.done_at)
    raise not_needed(session, task)


def take(work: Work) -> None:
    """An unclaimed task becomes his who works on it."""
    task = own(work)
    if task.assignee_id is None:
        work.session.execute(update(Task).where(Task.id == task.id).values(assignee_id=work.actor.user_id))
        record_act(work.session, Tag.TASK_CLAIMED, work.actor, task)


def own(work: Work) -> Task:
    """The task of a work that is about one."""
    assert work.task is not None
    return work.task


def record_act(session: Session, tag: Tag, actor: Actor, task: Task, **payload: object) -> None:
    """An audit entry about a task; `payload` as the tag declares it."""
    audit.record(
        session,
        tag,
        actor=actor,
        case_id=task.case_id,
        process=task.process,
        element=task.element,
        task=task.id,
        **payload,
    )
