"""One task as its page needs it: the form, what is known, what was typed, why it is here and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission, Role
from app.domain.errors import AlreadyDone, NotVisible
from app.domain.text import Text, say
from app.engine import Element
from app.forms import CompiledForm
from app.models import task as tasks
from app.models.case import Case
from app.models.clock import now
from app.models.held import columns, found
from app.models.task import Answers, Draft, Task
from app.models.user import User
from app.prepared import Prepared
from app.queries.visible import visible_task
from app.queries.worklist import TaskRow, row_of, task_rows
from app.services.choices.registry import Choice, context_for
from app.services.definitions import compiled, element_of, form_of
from app.services.four_eyes import why_not_alone
from app.services.records.registry import KNOWN, PANELS, Panel
from app.services.work import Work


@dataclass(frozen=True)
class Opening:
    """What filling in a task's form needs: the form, what is known, the choices, and why this actor may not, if so."""

    row: TaskRow
    work: Work
    element: Element
    form: CompiledForm
    schema: dict[str, Any]
    values: dict[str, Any]
    context: dict[str, list[Choice]]
    why_not: Text | None


@dataclass(frozen=True)
class TaskView:
    """A task, its case, and everything its page shows."""

    row: TaskRow
    case: Case
    documentation: str
    ground: str
    form: CompiledForm
    schema: dict[str, Any]
    values: dict[str, Any]
    carried: frozenset[str]
    draft: dict[str, Any] | None
    draft_at: datetime | None
    panels: list[Panel]
    context: dict[str, list[Choice]]
    can_work: bool
    why_not: Text | None
    can_assign: bool
    revision: int
    given: dict[str, Any] | None = None
    done_by: str | None = None
    done_at: datetime | None = None

    @property
    def too_late(self) -> AlreadyDone | None:
        """Why the task takes no answers any more; None while it is open."""
        if self.row.status == tasks.OPEN:
            return None
        done = self.row.status == tasks.DONE
        return AlreadyDone(self.done_by, self.done_at) if done else AlreadyDone.overtaken(self.done_at)


def opening(session: Session, actor: Actor, task_id: int) -> Opening:
    """What somebody needs to fill in a task's form. NotVisible when he does not see the task."""
    row = _seen_by(actor).first(session.connection(), task_id=task_id)
    if row is None or not actor.opens_task(row.role):
        raise NotVisible()
    task = found(session, Task, row)
    work = Work(session, actor, now(session), found(session, Case, row), task)
    element, form = element_of(session, task), form_of(session, task)
    name = element.properties.get("record", "")
    return Opening(
        row=row_of(row),
        work=work,
        element=element,
        form=form,
        schema=compiled(session, task.definition_id).form(task.process, task.element),
        values=KNOWN[name](work) if task.status == tasks.OPEN and name in KNOWN else {},
        context=context_for(work, form.context_names),
        why_not=_why_not(session, actor, task, element.properties.get("not_by")),
    )


@lru_cache(maxsize=500)
def _seen_by(actor: Actor) -> Prepared:
    """The question of `opening`, made once an actor: making it costs more than asking it."""
    seen = task_rows().where(Task.id == bindparam("task_id"), visible_task(actor))
    return Prepared(seen.add_columns(*columns(Task), *columns(Case)))


def one(session: Session, actor: Actor, task_id: int) -> TaskView:
    """The task with id `task_id` as `actor` sees it. NotVisible when he does not."""
    opened = opening(session, actor, task_id)
    work, case = opened.work, opened.work.case
    task = session.get_one(Task, task_id)
    name = opened.element.properties.get("record", "")
    open_ = task.status == tasks.OPEN
    draft = session.get(Draft, (task_id, actor.user_id)) if open_ and actor.user_id else None
    documentation, ground = split_ground(opened.element.documentation)
    given, by = _given(session, task)
    return TaskView(
        row=opened.row,
        case=case,
        documentation=documentation,
        ground=ground,
        form=opened.form,
        schema=opened.schema,
        values=opened.values,
        carried=frozenset(opened.values),
        draft=draft.values if draft else None,
        draft_at=draft.saved_at if draft else None,
        panels=PANELS[name](work) if open_ and name in PANELS else [],  # what one needs to know to do it
        context=opened.context,
        can_work=opened.why_not is None,
        why_not=opened.why_not,
        can_assign=open_ and actor.may(Permission.TASK_ASSIGN) and _in_team(actor, task),
        revision=case.revision,
        given=given,
        done_by=by,
        done_at=task.done_at,
    )


def split_ground(documentation: str) -> tuple[str, str]:
    """What to do, and the ground («Grond: …», the last line that says so) of an element's documentation."""
    lines = documentation.strip().splitlines()
    grounds = [line.strip()[len("Grond:") :].strip() for line in lines if line.strip().startswith("Grond:")]
    rest = [line for line in lines if not line.strip().startswith("Grond:")]
    return "\n".join(rest).strip(), " ".join(grounds)


def _why_not(session: Session, actor: Actor, task: Task, not_by: str | None) -> Text | None:
    if task.status != tasks.OPEN:
        return say("Deze taak is niet meer open.")
    if not actor.can_work(task.role, task.organisation_id, task.assignee_id):
        role = Role.by_key(task.role)
        return say("Deze taak is voor: %(role)s.", role=role.text if role else task.role)
    if task.assignee_id not in (None, actor.user_id):
        holder = session.get(User, task.assignee_id)
        return say("%(who)s heeft deze taak opgenomen.", who=holder.name if holder else "—")
    return why_not_alone(session, actor, task, not_by)


def _in_team(actor: Actor, task: Task) -> bool:
    if actor.has(Role.ADMINISTRATOR):
        return True
    return task.organisation_id is not None and any(
        m.organisation_id == task.organisation_id for m in actor.memberships
    )


def _given(session: Session, task: Task) -> tuple[dict[str, Any] | None, str | None]:
    if task.status != tasks.DONE:
        return None, None
    row = session.execute(
        select(Answers.values, User.name)
        .join(User, User.id == Answers.given_by, isouter=True)
        .where(Answers.task_id == task.id)
    ).first()
    return (row.values, row.name) if row else (None, None)
