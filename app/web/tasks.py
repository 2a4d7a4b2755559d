"""One task: open it, take it, keep a draft, complete it."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AlreadyDone, AnswersInvalid, NotVisible, Stale, StandsStill
from app.forms import BoundForm, Checked
from app.queries import colleagues, following
from app.queries import tasks as queries
from app.queries.tasks import TaskView
from app.services import tasks as services
from app.web import current, kept
from app.web.access import requires
from app.web.dates import clock_time
from app.web.kept import keeps_answers
from app.web.parameters import number
from app.web.wording import in_words

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")


@blueprint.get("/<id:task_id>")
@requires(Permission.TASK_WORK, Permission.CASE_READ)
def show(task_id: int) -> str:
    """The task: what to know, what to do, what was typed before. Opening is not taking: typing is."""
    view = open_task(task_id)
    return page(view, empty_form(view))


def open_task(task_id: int) -> TaskView:
    """The task, if it is this person's to open."""
    view = queries.one(current.session(), current.actor(), task_id)
    if not current.actor().opens_task(view.row.role):
        raise NotVisible
    return view


def page(view: TaskView, bound: BoundForm, **more: object) -> str:
    """The page of a task around its form."""
    team = []
    if view.can_assign and view.row.organisation_id:
        team = colleagues.with_role(current.session(), view.row.role, [view.row.organisation_id])
    given = view.form.show(view.given, view.context, *in_words()) if view.given else []
    return render_template("tasks/task.html", view=view, bound=bound, team=team, given=given, **more)


def empty_form(view: TaskView) -> BoundForm:
    """The form as it opens: the person's draft over what is known."""
    if view.draft:
        return view.form.from_draft(view.draft, view.values, view.context, current.today(), *in_words())
    return view.form.bind(None, view.values, view.context, current.today(), *in_words())


def posted_form(view: TaskView) -> BoundForm:
    """The form as it was posted."""
    return view.form.bind(request.form, view.values, view.context, current.today(), *in_words())


@blueprint.post("/<id:task_id>")
@requires(Permission.TASK_WORK)
@keeps_answers
def complete(task_id: int) -> str | Response | tuple[str, int]:
    """Complete the task, or (other buttons of the form) keep it, add a row, take a row away."""
    view = open_task(task_id)
    try:
        return answered(view)
    except AlreadyDone as refusal:
        answers = view.form.show_posted(request.form, view.context, *in_words())
        return render_template("tasks/too_late.html", view=view, refusal=refusal, answers=answers), 409


def answered(view: TaskView) -> str | Response | tuple[str, int]:
    """Do what the button asks. AlreadyDone when the task takes no answers any more, whatever was typed."""
    if view.too_late:
        raise view.too_late
    if kept.asked() or request.form.get(kept.ACTION) == "save":
        return keep(view)
    bound = posted_form(view)
    if bound.rows_changed:
        return page(view, bound)
    checked = bound.validate()
    return finish(view, bound, checked) if checked.ok else (page(view, bound), 422)


def finish(view: TaskView, bound: BoundForm, checked: Checked) -> Response | tuple[str, int]:
    """Complete the task with answers that are valid by themselves; the rules of the field have the last word."""
    task_id, answers = view.row.id, view.form.to_answers(checked.values)
    try:
        services.complete(current.actor(), task_id, answers, number("revision"), checked.ignored)
    except AnswersInvalid as refusal:
        bound.add_errors(refusal.errors)
        return page(view, bound), 422
    except StandsStill as refusal:
        current.refresh()
        return page(open_task(task_id), bound, stuck=refusal.text), 409
    except Stale as refusal:
        current.refresh()
        view = open_task(task_id)
        return page(view, posted_form(view), problem=refusal.text), 409
    return redirect(url_for("tasks.done", task_id=task_id))


def keep(view: TaskView) -> Response:
    """Keep what was typed, and show the task again."""
    services.save_draft(current.actor(), view.row.id, view.form.draft_values(request.form))
    flash(gettext("Uw antwoorden zijn bewaard. De taak is nog niet klaar."), "success")
    return redirect(url_for("tasks.show", task_id=view.row.id))


@blueprint.post("/<id:task_id>/draft")
@requires(Permission.TASK_WORK)
@keeps_answers
def draft(task_id: int) -> Response:
    """What the page keeps by itself while somebody types."""
    view = open_task(task_id)
    services.save_draft(current.actor(), task_id, view.form.draft_values(request.form))
    return jsonify(message=gettext("bewaard om %(time)s", time=clock_time(current.now())))


@blueprint.get("/<id:task_id>/done")
@requires(Permission.TASK_WORK)
def done(task_id: int) -> str:
    """Done: what happens now and who is next."""
    session, actor = current.session(), current.actor()
    view = open_task(task_id)
    return render_template("tasks/done.html", view=view, following=following.of_case(session, actor, view.row.case_id))


@blueprint.post("/<id:task_id>/claim")
@requires(Permission.TASK_WORK)
def claim(task_id: int) -> Response:
    """Take the task."""
    services.claim(current.actor(), task_id)
    return redirect(url_for("tasks.show", task_id=task_id))


@blueprint.post("/<id:task_id>/release")
@requires(Permission.TASK_WORK)
def release(task_id: int) -> Response:
    """Give the task back to the team."""
    services.release(current.actor(), task_id)
    flash(gettext("De taak is terug bij uw team."), "success")
    return redirect(url_for("worklist.show"))


@blueprint.post("/<id:task_id>/assignee")
@requires(Permission.TASK_ASSIGN)
def assign(task_id: int) -> Response:
    """Give the task to a colleague."""
    services.assign(current.actor(), task_id, number("user") or 0)
    flash(gettext("De taak is doorgegeven."), "success")
    return redirect(url_for("tasks.show", task_id=task_id))
