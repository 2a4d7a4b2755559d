"""Trying a draft oneself: one case, step by step with the real forms, and time that one lets pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.calendar import add_duration, local_date, parse_duration
from app.domain.errors import AnswersInvalid
from app.forms import BoundForm
from app.queries.tasks import Opening
from app.sandbox import stepping
from app.sandbox.answering import opening
from app.sandbox.looking import Look, look
from app.sandbox.rehearsal import Rehearsal
from app.web import current, wording
from app.web.access import requires
from app.web.parameters import number, one_line, optional_id
from app.web.studio.days import asked_day
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors, in_words

#: How far a press lets time pass.
SPANS = ("P1D", "P7D", "P1M", "P3M", "P1Y")


@dataclass
class Desk:
    """What the page shows: the world, the task that is open on it with its form, and who does it."""

    look: Look
    task_id: int | None = None
    bound: BoundForm | None = None
    role: str = ""
    name: str = ""


@blueprint.post("/step")
@requires(*SEES)
def begin_stepping(process: str) -> Response:
    """Begin, from the beginning."""
    try:
        found = stepping.begin(current.actor(), process)
    except AnswersInvalid as refusal:
        flash(wording.translate(refusal.errors[""][0]), "error")
        return redirect(url_for("studio.trials_of", process=process))
    return redirect(url_for("studio.step", process=process, rehearsal_id=found))


@blueprint.get("/step/<id:rehearsal_id>")
@requires(*SEES)
def step(process: str, rehearsal_id: int) -> str:
    """Where the case stands, and the form of one of its open tasks."""
    with stepping.entered(current.actor(), process, rehearsal_id) as open_now:
        desk = _desk(open_now, optional_id("task"))
    return _page(process, rehearsal_id, desk)


@blueprint.post("/step/<id:rehearsal_id>/tasks/<id:rehearsed_task_id>")
@requires(*SEES)
def complete_step(process: str, rehearsal_id: int, rehearsed_task_id: int) -> Response | tuple[str, int]:
    """Complete a task with what was typed, or (other button) with answers that Traject makes up."""
    with stepping.entered(current.actor(), process, rehearsal_id, number("steps")) as open_now:
        desk = _answered(open_now, rehearsed_task_id)
    if desk is None:
        return redirect(url_for("studio.step", process=process, rehearsal_id=rehearsal_id))
    return _page(process, rehearsal_id, desk), 422


@blueprint.post("/step/<id:rehearsal_id>/travel")
@requires(*SEES)
def travel_step(process: str, rehearsal_id: int) -> Response:
    """Let time pass: to the next moment at which something happens, or by a span."""
    with stepping.entered(current.actor(), process, rehearsal_id, number("steps")) as open_now:
        seen, span = look(open_now), one_line("span")
        if span == "next" and seen.next_due:
            open_now.travel(seen.next_due)
        elif span in SPANS:
            open_now.travel(add_duration(seen.now, parse_duration(span)))
    return redirect(url_for("studio.step", process=process, rehearsal_id=rehearsal_id))


@blueprint.post("/step/<id:rehearsal_id>/back")
@requires(*SEES)
def step_back(process: str, rehearsal_id: int) -> Response:
    """Undo the last step."""
    stepping.back(current.actor(), process, rehearsal_id)
    return redirect(url_for("studio.step", process=process, rehearsal_id=rehearsal_id))


@blueprint.post("/step/<id:rehearsal_id>/again")
@requires(*SEES)
def step_again(process: str, rehearsal_id: int) -> Response:
    """The same steps in the draft as it is now."""
    stepping.play_again(current.actor(), process, rehearsal_id)
    return redirect(url_for("studio.step", process=process, rehearsal_id=rehearsal_id))


@blueprint.post("/step/<id:rehearsal_id>/keep")
@requires(Permission.PROCESS_EDIT)
def keep_steps(process: str, rehearsal_id: int) -> Response | tuple[str, int]:
    """Keep what was done as a scenario."""
    name, dates = one_line("name"), request.form.get("dates") == "yes"
    try:
        stepping.keep_as_scenario(current.actor(), process, rehearsal_id, name, dates=dates)
    except AnswersInvalid as refusal:
        with stepping.entered(current.actor(), process, rehearsal_id) as open_now:
            desk = _desk(open_now, None)
        return _page(process, rehearsal_id, desk, name=name, errors=refusal.errors), 422
    flash(gettext("Bewaard. Elke volgende versie moet zo blijven gaan."), "success")
    return redirect(url_for("studio.trials_of", process=process))


@blueprint.post("/step/<id:rehearsal_id>/end")
@requires(*SEES)
def end_stepping(process: str, rehearsal_id: int) -> Response:
    """Stop."""
    stepping.end(current.actor(), process, rehearsal_id)
    return redirect(url_for("studio.trials_of", process=process))


def _desk(open_now: Rehearsal, chosen: int | None) -> Desk:
    seen = look(open_now)
    ids = [task.id for task in seen.tasks]
    if not ids:
        return Desk(seen)
    task_id = chosen if chosen in ids else ids[0]
    found = opening(open_now.world, task_id)
    if found is None:
        return Desk(seen, task_id)
    actor, view = found
    bound = view.form.bind(None, view.values, view.context, local_date(seen.now), *in_words())
    return Desk(seen, task_id, bound, view.row.role, actor.name)


def _answered(open_now: Rehearsal, task_id: int) -> Desk | None:
    """None when the task is completed; else the page with what is wrong."""
    seen = look(open_now)
    if task_id not in {task.id for task in seen.tasks}:
        return _desk(open_now, None)
    found = opening(open_now.world, task_id)
    if request.form.get("_action") == "draw" or found is None:
        done = open_now.complete(task_id, None)
        desk = _desk(open_now, task_id) if not done.ok else None
        if desk and desk.bound:
            desk.bound.add_errors(done.errors)
        return desk
    actor, view = found
    bound = _posted(view, seen.now)
    desk = Desk(seen, task_id, bound, view.row.role, actor.name)
    if bound.rows_changed:
        return desk
    checked = bound.validate()
    if not checked.ok:
        return desk
    done = open_now.complete(task_id, view.form.to_answers(checked.values))
    bound.add_errors(done.errors)
    return None if done.ok else desk


def _posted(view: Opening, at: datetime) -> BoundForm:
    return view.form.bind(request.form, view.values, view.context, local_date(at), *in_words())


def _page(process: str, rehearsal_id: int, desk: Desk, name: str = "", errors: Errors | None = None) -> str:
    draft = the_draft(process)
    return frame(
        "studio/step.html",
        draft,
        rehearsal_id=rehearsal_id,
        desk=desk,
        spans=SPANS,
        days=asked_day(desk.look.trail, desk.look.begin, desk.look.now),
        name=name,
        errors=errors or {},
        renews=stepping.renewed_by(current.actor(), process, rehearsal_id),
        behind=stepping.is_behind(current.actor(), process, rehearsal_id),
    )
