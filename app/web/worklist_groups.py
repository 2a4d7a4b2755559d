"""How the worklist is laid out: late, this week, later, paused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext

from app.web.task_lines import Line


@dataclass
class Group:
    """A heading of the worklist with the lines under it. `style` colours it."""

    title: str
    style: str
    lines: list[Line] = field(default_factory=list)


def grouped(lines: Sequence[Line], sort: str) -> list[Group]:
    """The lines under their headings, empty headings left out; one group when the list is not in order of date."""
    if sort != "due_at":
        return [Group(lazy_gettext("Alle taken"), "plain", list(lines))] if lines else []
    late = Group(lazy_gettext("Te laat"), "late")
    this_week = Group(lazy_gettext("Deze week"), "soon")
    later = Group(lazy_gettext("Later"), "plain")
    paused = Group(lazy_gettext("Gepauzeerd door een schorsing"), "plain")
    of_style = {"late": late, "soon": this_week, "paused": paused}
    for line in lines:
        of_style.get(line.style, later).lines.append(line)
    return [group for group in (late, this_week, later, paused) if group.lines]
