"""Tasks: list, look at, claim, release, assign, draft, complete."""

from __future__ import annotations

from typing import Any

from app.api import asked, schemas, shown
from app.api.blueprint import endpoint
from app.db import reading
from app.domain.access import Actor, Permission
from app.queries import case_state, worklist
from app.queries import tasks as queries
from app.services import tasks


@endpoint("GET", "/tasks", permission=Permission.CASE_READ, query=asked.TaskQuery, returns=schemas.Tasks)
def list_tasks(actor: Actor, query: asked.TaskQuery) -> dict[str, Any]:
    """The tasks one sees, in due order."""
    assignee = actor.user_id if query.assignee == "me" else int(query.assignee) if query.assignee else None
    wanted = worklist.WorklistFilter(
        q=query.q,
        process=query.process,
        element=query.element,
        role=query.role,
        case_id=int(query.case) if query.case else None,
        assignee_id=assignee,
        status=query.status,
        due_before=query.due_before,
        sort=query.sort,
    )
    with reading() as session:
        page = worklist.page(session, actor, wanted, query.cursor, query.limit)
    return {"items": [shown.task(row) for row in page.items], "next": page.next}


@endpoint(
    "GET", "/tasks/<number:task_id>", permission=Permission.CASE_READ, returns=schemas.TaskWithForm, refusals=(404,)
)
def get_task(actor: Actor, task_id: int) -> dict[str, Any]:
    """One task with its form and the values it opens with."""
    with reading() as session:
        view = queries.one(session, actor, task_id)
    values = view.given if view.given is not None else _opening_values(view)
    choices = {name: [list(option) for option in options] for name, options in view.context.items()}
    return shown.task(view.row) | {"form": view.schema, "values": values, "choices": choices}


@endpoint(
    "POST", "/tasks/<number:task_id>/claim", permission=Permission.TASK_WORK, refusals=(404, 409), returns=schemas.Task
)
def claim_task(actor: Actor, task_id: int) -> dict[str, Any]:
    """Take a task of one's team."""
    tasks.claim(actor, task_id)
    return _task(actor, task_id)


@endpoint(
    "POST",
    "/tasks/<number:task_id>/release",
    permission=Permission.TASK_WORK,
    refusals=(404, 409),
    returns=schemas.Task,
)
def release_task(actor: Actor, task_id: int) -> dict[str, Any]:
    """Give a task back to the team."""
    tasks.release(actor, task_id)
    return _task(actor, task_id)


@endpoint(
    "POST",
    "/tasks/<number:task_id>/assign",
    permission=Permission.TASK_ASSIGN,
    body=asked.Assign,
    returns=schemas.Task,
    refusals=(404, 409),
)
def assign_task(actor: Actor, task_id: int, body: asked.Assign) -> dict[str, Any]:
    """Give a task to a colleague."""
    tasks.assign(actor, task_id, int(body.user))
    return _task(actor, task_id)


@endpoint(
    "PUT",
    "/tasks/<number:task_id>/draft",
    permission=Permission.TASK_WORK,
    refusals=(404, 409),
    body=asked.Draft,
    returns=schemas.Task,
)
def save_draft(actor: Actor, task_id: int, body: asked.Draft) -> dict[str, Any]:
    """Keep answers as typed, valid or not."""
    tasks.save_draft(actor, task_id, body.answers)
    return _task(actor, task_id)


@endpoint(
    "POST",
    "/tasks/<number:task_id>/complete",
    permission=Permission.TASK_WORK,
    refusals=(404, 409),
    body=asked.Complete,
    returns=schemas.Completed,
)
def complete_task(actor: Actor, task_id: int, body: asked.Complete) -> dict[str, Any]:
    """Complete a task."""
    done = tasks.complete(actor, task_id, body.answers, body.revision)
    state = done.state
    if state is None:
        with reading() as session:
            state = case_state.of(session, actor, done.case_id)
    case = shown.case(state)
    opened = {str(task_id) for task_id in done.next_task_ids}
    return {"case": case, "next_tasks": [task for task in case["open_tasks"] if task["id"] in opened]}


def _opening_values(view: queries.TaskView) -> dict[str, Any]:
    """What the form opens with: what is known and the defaults, the draft over it; nothing where there is neither."""
    filled = view.form.prefill(view.values, view.draft, view.context)
    return {key: value for key, value in filled.items() if value is not None}


def _task(actor: Actor, task_id: int) -> dict[str, Any]:
    with reading() as session:
        return shown.task(worklist.one(session, actor, task_id))
