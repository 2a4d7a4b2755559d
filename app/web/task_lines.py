"""The lines of a table of tasks, in words. A list has fifty of them: what does not differ from line to line (who asks,
what day it is, where addresses lead) is found once for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext

from app.domain.access import Role
from app.queries.worklist import TaskRow
from app.web import current, dates, status
from app.web.addresses import to_number
from app.web.dates import as_day


@dataclass(frozen=True, slots=True)
class Line:
    """A task and what its line says. `address` is where it opens and `act` where its button leads, None where there is
    none; the button takes the task (`takes`) or gives it back. Without a due date, `due` and `due_on` are empty."""

    task: TaskRow
    style: str
    address: str | None
    since: str
    due: str
    due_on: str
    holder: str | None
    act: str | None
    takes: bool


def lines_of(tasks: Iterable[TaskRow]) -> list[Line]:
    """The lines of these tasks, for who asks for the page."""
    actor, today = current.actor(), current.today()
    show, claim, release = (to_number(f"tasks.{name}", "task_id") for name in ("show", "claim", "release"))
    opens, works = cache(actor.opens_task), cache(actor.can_work)
    since = cache(lambda day: dates.since(day, today))
    due, in_full = cache(lambda day: dates.due(day, today)), cache(dates.long_date)

    def line(task: TaskRow) -> Line:
        takes = not task.assignee_id and works(task.role, task.organisation_id, None)
        his = task.assignee_id is not None and task.assignee_id == actor.user_id
        gives_back = his and task.role != Role.WORKER
        due_on = as_day(task.due_at) if task.due_at else None
        return Line(
            task=task,
            style=status.of_task(task.due_at, task.paused).style,
            address=show(task.id) if opens(task.role) else None,
            since=since(as_day(task.created_at)),
            due=due(due_on) if due_on else "",
            due_on=in_full(due_on) if due_on else "",
            holder=gettext("U") if his else task.assignee_name,
            act=claim(task.id) if takes else release(task.id) if gives_back else None,
            takes=takes,
        )

    return [line(task) for task in tasks]
