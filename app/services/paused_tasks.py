"""The due dates of open tasks while a trajectory is suspended: moved on by the suspended days (docs/decisions/0019)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain.audit import Tag
from app.domain.calendar import local_date, moment_at
from app.domain.period import Period, total_days
from app.domain.term_length import counted
from app.models import task as tasks
from app.models.clock import BRUSSELS
from app.models.suspension import Suspension
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.services import audit
from app.services.terms import accepted_suspensions, term_of
from app.services.work import Work


def settle_due_dates(work: Work, trajectory: Trajectory) -> None:
    """Let every open task of the trajectory's case be due as its accepted suspensions have it now.

    Done anew each time from the due date as it was set: an end that comes earlier moves a task back, a later one on.
    A due date is never moved past the legal end of the trajectory.
    """
    suspended = _periods(accepted_suspensions(work.session, trajectory.id), work)
    term = term_of(work.session, trajectory, work.today)
    open_tasks = select(Task).where(
        Task.case_id == trajectory.case_id, Task.status == tasks.OPEN, Task.due_at.is_not(None)
    )
    for task in work.session.scalars(open_tasks.order_by(Task.id)):
        if task.due_at is None:
            continue
        as_set = _moved(task.due_at, -task.paused_days)
        opened, due_on = local_date(task.created_at), local_date(as_set)
        days = total_days(counted(opened, due_on + timedelta(days=1), suspended))
        if term is not None:
            days = min(days, max(0, (term.last_day - due_on).days))
        _move(work, task, _moved(as_set, days), days)


def _periods(suspensions: Sequence[Suspension], work: Work) -> list[Period]:
    """What is suspended so far: up to the last day, the expected one, or today when that is later or nobody knows."""
    found = []
    for each in suspensions:
        last = each.ends_on or max(each.expected_on or work.today, work.today)
        if last >= each.starts_on:
            found.append(Period(each.starts_on, last))
    return found


def _moved(moment: datetime, days: int) -> datetime:
    """The same time of day in Brussels, so many days on."""
    local = moment.astimezone(BRUSSELS)
    return moment_at(local.date() + timedelta(days=days), local.time())


def _move(work: Work, task: Task, due_at: datetime, days: int) -> None:
    if days == task.paused_days:
        return
    audit.record(
        work.session, Tag.FACT_SET, actor=work.actor, case_id=task.case_id, subject="task", id=task.id, what="due_at",
        before=task.due_at, after=due_at, ground="suspension",
    )  # fmt: skip
    task.paused_days, task.due_at, task.sort_at = days, due_at, due_at
