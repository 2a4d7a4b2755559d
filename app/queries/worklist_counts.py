"""How much work there is: the numbers beside the tabs of the worklist and in its title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, select, union
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.models import task as tasks
from app.models.base import Moment
from app.models.clock import BRUSSELS, now
from app.models.task import Task
from app.prepared import Prepared
from app.queries.worklist_ranges import Range, of_tab

COUNTED = 100


@dataclass(frozen=True)
class Counts:
    """How many open tasks: mine, unclaimed in my team, with others; of the first two, how many late and this week.

    Counted no further than `COUNTED`: nobody acts on whether it is 400 or 500, and no page reads a million rows.
    """

    mine: int
    team: int
    others: int
    late: int
    this_week: int


def of(session: Session, actor: Actor) -> Counts:
    """The counts beside the tabs and in the title, in one statement."""
    moment = now(session)
    row = _counting(actor, COUNTED).first(session.connection(), moment=moment, week_end=week_end(moment))
    return Counts(*(min(number, COUNTED) for number in row))


@lru_cache(maxsize=1000)
def _counting(actor: Actor, _most: int) -> Prepared:
    """The statement of `of`. Putting it together costs more than the database needs for it."""
    mine, team = of_tab(actor, "mine"), of_tab(actor, "team")
    moment, end = bindparam("moment", type_=Moment()), bindparam("week_end", type_=Moment())
    return Prepared(
        select(
            _count(mine),
            _count(team),
            _count(of_tab(actor, "others")),
            _count(mine + team, Task.sort_at < moment),
            _count(mine + team, and_(Task.sort_at >= moment, Task.sort_at < end)),
        )
    )


def _count(ranges: list[Range], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many tasks there are in the ranges, each read no further than `COUNTED`."""
    if not ranges:
        return literal(0)
    parts = [
        select(one.of(select(Task.id).where(*conditions), tasks.OPEN, joined=False).limit(COUNTED).subquery())
        for one in ranges
    ]
    found = union(*parts).subquery() if len(parts) > 1 else parts[0].subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def week_end(moment: datetime) -> datetime:
    """The moment the current week ends in Brussels: next Monday, midnight."""
    local = moment.astimezone(BRUSSELS)
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=BRUSSELS)
