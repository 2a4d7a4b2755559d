"""Trying a draft: ask for a trial, see how far it is, read what it showed."""

from __future__ import annotations

import secrets
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NotVisible
from app.domain.jobs import UNFINISHED
from app.queries import outline, trials
from app.sandbox import stepping
from app.sandbox.play import Outcome, read_outcome
from app.services import callers, jobs, scenarios
from app.services import trials as services
from app.web import current, refreshing
from app.web.access import requires
from app.web.parameters import one_line, text
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.studio.seen import seen_of
from app.web.studio.stories import told_apart
from app.web.wording import Errors, translate

_BLANK = {"cases": "1", "years": "5", "seed": ""}


@blueprint.get("/trials")
@requires(*SEES)
def trials_of(process: str) -> str:
    """The trials there were, and a form for the next."""
    return trials_page(process, _BLANK, {})


@blueprint.post("/trials")
@requires(*SEES)
def try_draft(process: str) -> Response | tuple[str, int]:
    """Ask for a trial."""
    values = {name: request.form.get(name, "").strip()[:12] for name in ("cases", "years", "seed")}
    try:
        job = services.ask(
            current.actor(),
            process,
            _number(values["cases"]),
            _number(values["years"]),
            _number(values["seed"]) or secrets.randbelow(9999) + 1,
        )
    except AnswersInvalid as refusal:
        return trials_page(process, values, refusal.errors), 422
    return redirect(url_for("studio.trial", process=process, trial_id=job))


@blueprint.get("/trials/<id:trial_id>")
@requires(*SEES)
def trial(process: str, trial_id: int) -> Response:
    """What one trial showed, as far as it is. While there is nothing to read yet, the page comes anew."""
    draft, session, actor = the_draft(process), current.session(), current.actor()
    row, kept = trials.one(session, draft.id, trial_id)
    told = _readable(kept)
    refreshes = row.state in UNFINISHED and not told and refreshing.is_wanted()
    shown = frame(
        "studio/trial.html",
        draft,
        row=row,
        told=told,
        refreshes=refreshes,
        seen=seen_of(session, draft, text("of") or process, told.report, row.asked_at) if told else None,
        is_changed=row.content and services.is_changed(session, draft.id, row.content),
        may_stop=jobs.may_change(actor, row.asked_by_id),
    )
    return refreshing.refreshed(shown, refreshes)


@blueprint.post("/trials/<id:trial_id>/stop")
@requires(*SEES)
def stop_trial(process: str, trial_id: int) -> Response:
    """Stop; what was played stays to be read."""
    row, _ = trials.one(current.session(), the_draft(process).id, trial_id)
    jobs.stop(current.actor(), row.id)
    return redirect(url_for("studio.trial", process=process, trial_id=row.id))


@blueprint.post("/trials/<id:trial_id>/resume")
@requires(*SEES)
def resume_trial(process: str, trial_id: int) -> Response:
    """Play the rest."""
    row, _ = trials.one(current.session(), the_draft(process).id, trial_id)
    jobs.resume(current.actor(), row.id)
    return redirect(url_for("studio.trial", process=process, trial_id=row.id))


@blueprint.post("/trials/<id:trial_id>/keep")
@requires(Permission.PROCESS_EDIT)
def keep_trial(process: str, trial_id: int) -> Response:
    """Keep a trial of one case as a scenario."""
    draft = the_draft(process)
    row, told = trials.one(current.session(), draft.id, trial_id)
    if not told or not told["script"]:
        raise NotVisible()
    try:
        script, expected = told["script"], told["expected"]
        scenarios.keep(current.actor(), script["process"], one_line("name"), script, expected)
    except AnswersInvalid as refusal:
        flash(translate(refusal.errors["name"][0]), "error")
        return redirect(url_for("studio.trial", process=process, trial_id=row.id))
    flash(gettext("Bewaard. Elke volgende versie moet zo blijven gaan."), "success")
    return redirect(url_for("studio.trials_of", process=process))


@blueprint.post("/scenarios/<id:scenario_id>/remove")
@requires(Permission.PROCESS_EDIT)
def remove_scenario(process: str, scenario_id: int) -> Response:
    """Let a scenario not count any more, with the reason."""
    try:
        scenarios.remove(current.actor(), scenario_id, one_line("reason"))
    except AnswersInvalid as refusal:
        flash(translate(refusal.errors["reason"][0]), "error")
    else:
        flash(gettext("Dit scenario geldt niet meer."), "success")
    return redirect(url_for("studio.trials_of", process=process))


def trials_page(process: str, values: dict[str, str], errors: Errors) -> str:
    """The page, with what was typed."""
    draft, session = the_draft(process), current.session()
    stories = scenarios.of_processes(session, callers.concerned(session, process))
    newest = callers.newest_in_use(session)
    return frame(
        "studio/trials.html",
        draft,
        rows=trials.of_draft(session, draft.id),
        groups=told_apart(process, stories),
        names={key: outline.names(session, newest[key]) for key in {one.process for one in stories} & newest.keys()},
        going=stepping.mine(current.actor(), process),
        values=values,
        errors=errors,
    )


def _readable(kept: dict[str, Any] | None) -> Outcome | None:
    """None for a trial that shows nothing yet, or that an older release kept another way."""
    try:
        return read_outcome(kept) if kept else None
    except ValueError:
        return None


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() else 0
