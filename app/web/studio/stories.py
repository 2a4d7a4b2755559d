"""The scenarios of a draft: which go as expected, at which line one goes otherwise, and renewing it with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.models.scenario import Scenario
from app.queries import processes
from app.sandbox import gate, renewing, stepping
from app.sandbox.expected import read_expected
from app.sandbox.names import step_name
from app.sandbox.script import read_script
from app.services import callers, draft_in_hand, scenarios
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors, translate


@blueprint.get("/scenarios")
@requires(*SEES)
def stories(process: str) -> str:
    """Every scenario the draft must pass."""
    return _list_page(process, None, {})


@blueprint.post("/scenarios")
@requires(*SEES)
def play_stories(process: str) -> str | tuple[str, int]:
    """Play them all: which goes otherwise, and where."""
    try:
        return _list_page(process, gate.standings(current.actor(), process), {})
    except AnswersInvalid as refusal:
        return _list_page(process, None, refusal.errors), 422


@blueprint.get("/scenarios/<id:scenario_id>")
@requires(*SEES)
def story(process: str, scenario_id: int) -> str:
    """One scenario, line by line."""
    return _page(process, scenario_id)


@blueprint.post("/scenarios/<id:scenario_id>")
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def describe_story(process: str, scenario_id: int) -> str | Response | tuple[str, int]:
    """Another name or note."""
    values = {"name": one_line("name"), "note": request.form.get("note", "")}
    if kept.asked():
        return _page(process, scenario_id, values=values)
    try:
        scenarios.describe(current.actor(), scenario_id, values["name"], values["note"])
    except AnswersInvalid as refusal:
        return _page(process, scenario_id, values=values, errors=refusal.errors), 422
    flash(gettext("Bewaard."), "success")
    return redirect(url_for("studio.story", process=process, scenario_id=scenario_id))


@blueprint.post("/scenarios/<id:scenario_id>/play")
@requires(*SEES)
def play_story(process: str, scenario_id: int) -> str | tuple[str, int]:
    """Play it on the draft, on with made-up answers where it does not fit; nothing is kept."""
    return _played_page(process, scenario_id, "", {})


@blueprint.post("/scenarios/<id:scenario_id>/renew")
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def renew_story(process: str, scenario_id: int) -> str | Response | tuple[str, int]:
    """Keep it as the draft tells it now, with the reason."""
    reason = request.form.get("reason", "")
    if kept.asked():
        return _played_page(process, scenario_id, reason, {})
    try:
        renewing.keep(current.actor(), process, scenario_id, one_line("content_hash"), reason)
    except AnswersInvalid as refusal:
        return _played_page(process, scenario_id, reason, refusal.errors)
    flash(gettext("Vernieuwd. Wie goedkeurt, ziet uw reden."), "success")
    return redirect(url_for("studio.stories", process=process))


@blueprint.post("/scenarios/<id:scenario_id>/step")
@requires(Permission.PROCESS_EDIT)
def step_story(process: str, scenario_id: int) -> Response | tuple[str, int]:
    """Step on by hand from where it goes otherwise."""
    try:
        found = stepping.begin(current.actor(), process, renews=scenario_id)
    except AnswersInvalid as refusal:
        return _page(process, scenario_id, errors=refusal.errors), 422
    return redirect(url_for("studio.step", process=process, rehearsal_id=found))


@blueprint.post("/step/<id:rehearsal_id>/renew")
@requires(Permission.PROCESS_EDIT)
def renew_by_steps(process: str, rehearsal_id: int) -> Response:
    """Keep what was stepped through in the place of the scenario it began with."""
    try:
        stepping.keep_renewed(current.actor(), process, rehearsal_id, request.form.get("reason", ""))
    except AnswersInvalid as refusal:  # nothing was written, so nothing is lost on the way back
        flash(translate(refusal.errors["reason"][0]), "error")
        return redirect(url_for("studio.step", process=process, rehearsal_id=rehearsal_id))
    flash(gettext("Vernieuwd. Wie goedkeurt, ziet uw reden."), "success")
    return redirect(url_for("studio.stories", process=process))


def told_apart(process: str, rows: Sequence[Scenario]) -> list[tuple[str | None, list[Scenario]]]:
    """The scenarios of the process itself (title None), then those of each process that calls it, by its title."""
    titles = dict(processes.titles(current.session()))
    apart: dict[str, list[Scenario]] = {process: []}
    for row in rows:
        apart.setdefault(row.process, []).append(row)
    own = apart.pop(process)
    others: list[tuple[str | None, list[Scenario]]] = [(titles.get(key, key), found) for key, found in apart.items()]
    return [(None, own), *others] if own else others


def _list_page(process: str, standings: list[gate.Standing] | None, errors: Errors) -> str:
    session = current.session()
    rows = scenarios.of_processes(session, callers.concerned(session, process))
    went = {standing.scenario.id: standing for standing in standings or ()}
    return frame(
        "studio/stories.html",
        the_draft(process),
        groups=told_apart(process, rows),
        went=went,
        played=standings is not None,
        errors=errors,
    )


def _played_page(process: str, scenario_id: int, reason: str, errors: Errors) -> str | tuple[str, int]:
    try:
        found = renewing.renewal(current.actor(), process, scenario_id)
    except AnswersInvalid as refusal:
        return _page(process, scenario_id, errors=refusal.errors), 422
    shown = _page(process, scenario_id, found=found, reason=reason, errors=errors)
    return (shown, 422) if errors else shown


def _page(
    process: str,
    scenario_id: int,
    *,
    found: renewing.Renewal | None = None,
    values: dict[str, str] | None = None,
    reason: str = "",
    errors: Errors | None = None,
) -> str:
    """The page of one scenario, played or not, with what was typed."""
    draft, session = the_draft(process), current.session()
    versions = renewing.versions(session, draft_in_hand.draft_row(session, draft.id))
    row = scenarios.concerning(session, scenario_id, process, versions[0])
    return frame(
        "studio/story.html",
        draft,
        story=row,
        script=read_script(row.script),
        expected=read_expected(row.expected),
        step_name=lambda of_process, element: step_name(of_process, element, *versions),
        renewal=found,
        values=values or {"name": row.name, "note": row.note},
        reason=reason,
        errors=errors or {},
    )
