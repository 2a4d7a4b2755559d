"""How the worklist is laid out: late, this week, later, paused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext

from app.queries.worklist import TaskRow
from app.web import status


@dataclass
class Group:
    """A heading of the worklist with the tasks under it. `style` colours it."""

    title: str
    style: str
    tasks: list[TaskRow] = field(default_factory=list)


def grouped(tasks: Iterable[TaskRow], sort: str) -> list[Group]:
    """The tasks under their headings, empty headings left out; one group when the list is not in order of date."""
    if sort != "due_at":
        everything = Group(lazy_gettext("Alle taken"), "plain", list(tasks))
        return [everything] if everything.tasks else []
    late = Group(lazy_gettext("Te laat"), "late")
    this_week = Group(lazy_gettext("Deze week"), "soon")
    later = Group(lazy_gettext("Later"), "plain")
    paused = Group(lazy_gettext("Gepauzeerd door een schorsing"), "plain")
    for task in tasks:
        standing = status.of_task(task.due_at, task.paused)
        {"late": late, "soon": this_week, "paused": paused}.get(standing.style, later).tasks.append(task)
    return [group for group in (late, this_week, later, paused) if group.tasks]
