"""Where the tasks of a list are found: ranges of open tasks, each one stretch of one index, whatever their number.

A list is the union of a few ranges, one for each role somebody has. The ranges narrow; what decides is the policy of
`visible.py`, which every query repeats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, null, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.access import PERSONAL_ROLES, Actor, Membership, Permission
from app.models.case import Case
from app.models.onlooker import TaskOnlooker
from app.models.task import Task
from app.queries.visible import visible_task, workable_task


@dataclass(frozen=True)
class Range:
    """Tasks at a place (columns and values that an index begins with) and under conditions; `of_case`: one is about
    their case; `onlooker`: found by the onlookers' index."""

    conditions: tuple[ColumnElement[bool], ...]
    place: tuple[tuple[InstrumentedAttribute[Any], str | int | None], ...] = ()
    of_case: bool = True
    onlooker: bool = False

    def key(self, newest: bool) -> tuple[InstrumentedAttribute[datetime], InstrumentedAttribute[int]]:
        """The columns the range is in order by."""
        if self.onlooker:
            return (TaskOnlooker.created_at if newest else TaskOnlooker.sort_at), TaskOnlooker.task_id
        return (Task.created_at if newest else Task.sort_at), Task.id

    def of(self, query: Select[Any], status: str, *, joined: bool = True, sought: bool = False) -> Select[Any]:
        """`query` over tasks, for this range only. `joined`: it has the tasks' cases already; `sought`: it names few
        tasks, and it is them that are looked at, not the range (which SQLite takes for shorter than it may be)."""
        if self.onlooker:
            query = query.join(TaskOnlooker, TaskOnlooker.task_id == Task.id)
        if self.of_case and not joined:
            query = query.join(Case, Case.id == Task.case_id)
        there = [(_by_no_index(column) if sought else column) == value for column, value in self.place]
        return query.where(Task.status == status, *there, *self.conditions)


def of_tab(actor: Actor, tab: str) -> list[Range]:
    """The ranges of a tab: mine, team (unclaimed work of my roles), others (what my cases wait for), all."""
    if tab == "mine":
        return [_assigned(actor)] if actor.user_id is not None and _work(actor) else []
    if tab == "team":
        return [_unclaimed(member) for member in _work(actor) if member.role not in PERSONAL_ROLES]
    if tab == "others":
        return _others(actor)
    return _all(actor)


def everything_seen(actor: Actor) -> Range:
    """All tasks the actor sees, of whatever status: for a condition that leaves few of them."""
    seen = or_(workable_task(actor), visible_task(actor)) if actor.may(Permission.TASK_WORK) else visible_task(actor)
    return Range((seen,))


def held_by(actor: Actor, assignee_id: int) -> Range:
    """What one person holds, as far as the actor sees it."""
    return Range((Task.assignee_id == assignee_id, *everything_seen(actor).conditions))


def _others(actor: Actor) -> list[Range]:
    """What the actor sees and is not his to do: another took it, or it is another role's."""
    held_by_nobody_else = or_(Task.assignee_id == actor.user_id, Task.assignee_id.is_(None))
    foreign = and_(visible_task(actor), not_(and_(workable_task(actor), held_by_nobody_else)))
    scope = actor.case_scope()
    if scope.everything:
        return [Range((foreign,))]
    ranges = [Range((Task.assignee_id.is_not(None), foreign), _pair(member)) for member in _in_order(scope.memberships)]
    return ranges + _onlooking(actor, foreign)


def _all(actor: Actor) -> list[Range]:
    if actor.case_scope().everything:
        return [everything_seen(actor)]
    (seen,) = everything_seen(actor).conditions
    ranges: list[Range] = []
    for member in _in_order(actor.case_scope().memberships | frozenset(_work(actor))):
        if member.role in PERSONAL_ROLES:
            ranges.append(Range((Task.assignee_id == actor.user_id, seen), _pair(member)))
        else:
            ranges.append(Range((Task.assignee_id.is_(None), seen), _pair(member)))
            ranges.append(Range((Task.assignee_id.is_not(None), seen), _pair(member)))
    return ranges + _onlooking(actor, seen)


def _onlooking(actor: Actor, condition: ColumnElement[bool]) -> list[Range]:
    """Tasks of others in cases in which the actor takes part; who is outside sees none of them."""
    if not actor.sees_whole_file:
        return []
    scope = actor.case_scope()
    ranges = [Range((condition,), _looking(member), onlooker=True) for member in _in_order(scope.memberships)]
    return ranges + [
        Range((condition,), ((TaskOnlooker.user_id, actor.user_id), *_looking(member)), onlooker=True)
        for member in _in_order(scope.personal)
    ]


def _assigned(actor: Actor) -> Range:
    return Range((Task.assignee_id == actor.user_id, workable_task(actor)), of_case=False)


def _unclaimed(member: Membership) -> Range:
    return Range((Task.assignee_id.is_(None),), _pair(member), of_case=False)


def _by_no_index(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The same value, as an expression that no index serves: nothing is nothing's equal."""
    return func.nullif(column, null(), type_=column.type)


def _pair(member: Membership) -> tuple[tuple[InstrumentedAttribute[Any], str | int], ...]:
    return (Task.role, member.role.value), (Task.organisation_id, member.organisation_id)


def _looking(member: Membership) -> tuple[tuple[InstrumentedAttribute[Any], str | int], ...]:
    return (TaskOnlooker.role, member.role.value), (TaskOnlooker.organisation_id, member.organisation_id)


def _work(actor: Actor) -> list[Membership]:
    return _in_order(actor.granting(Permission.TASK_WORK))


def _in_order(members: Iterable[Membership]) -> list[Membership]:
    return sorted(members, key=lambda member: (member.role.value, member.organisation_id))
