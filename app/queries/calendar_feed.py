"""What somebody's calendar shows: his open tasks and the legal ends of the trajectories he takes part in, no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.domain.calendar import local_date
from app.domain.codes import TrajectoryStatus
from app.domain.term import Term
from app.models import task as tasks
from app.models.calendar_feed import CalendarFeed
from app.models.case import OPEN, Case, CaseParty
from app.models.clock import today
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.models.user import User
from app.queries import users
from app.queries.visible import visible_case, workable_task
from app.services.terms import terms_of

#: A calendar that holds more is no calendar; what is due first is in it.
MOST = 300


@dataclass(frozen=True)
class Owner:
    """Whose address it is, as he is today, and the language of his account."""

    actor: Actor
    language: str


@dataclass(frozen=True)
class TaskDue:
    """An open task of his: the name of the step and the day. Never who it is about."""

    task_id: int
    name: str
    day: date
    opened_at: datetime


@dataclass(frozen=True)
class TermEnds:
    """The legal end of a trajectory, with its reminders. Never whose."""

    trajectory_id: int
    case_id: int
    term: Term


def owner(session: Session, digest: str) -> Owner | None:
    """The account an address belongs to, by the digest of its secret; None when it ended or the account is closed."""
    found = session.execute(
        select(User.id, User.language)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.digest == digest, CalendarFeed.revoked_at.is_(None))
    ).one_or_none()
    actor = users.actor_for(session, found.id) if found else None
    return Owner(actor, found.language) if found and actor else None


def is_open(session: Session, user_id: int) -> bool:
    """Whether an account has an address now."""
    query = select(exists().where(CalendarFeed.user_id == user_id, CalendarFeed.revoked_at.is_(None)))
    return bool(session.scalar(query))


def tasks_due(session: Session, actor: Actor) -> list[TaskDue]:
    """The open tasks in the actor's own hands that have a day, the first ones first; at most MOST."""
    rows = session.execute(
        select(Task.id, Task.name, Task.due_at, Task.created_at)
        .where(
            Task.assignee_id == actor.user_id, Task.status == tasks.OPEN, Task.due_at.is_not(None), workable_task(actor)
        )
        .order_by(Task.sort_at, Task.id)
        .limit(MOST)
    )
    return [TaskDue(row.id, row.name, local_date(row.due_at), row.created_at) for row in rows]


def terms_ending(session: Session, actor: Actor) -> list[TermEnds]:
    """The legal ends of the running trajectories in which the actor himself takes part by name; at most MOST."""
    if not actor.sees_whole_file:
        return []
    by_name = exists().where(CaseParty.case_id == Case.id, CaseParty.user_id == actor.user_id)
    running: Sequence[Trajectory] = session.scalars(
        select(Trajectory)
        .join(Case, Case.id == Trajectory.case_id)
        .where(
            Case.status == OPEN,
            by_name,
            visible_case(actor),
            Trajectory.status != TrajectoryStatus.BEEINDIGD.value,
            Trajectory.clock_start.is_not(None),
        )
        .order_by(Trajectory.clock_start, Trajectory.id)
        .limit(MOST)
    ).all()
    terms = terms_of(session, running, today(session))
    return [TermEnds(each.id, each.case_id, terms[each.id]) for each in running if each.id in terms]
