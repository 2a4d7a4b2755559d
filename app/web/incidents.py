"""Cases that stand still: the list, one incident, and what a person does about it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.queries import incidents, processes
from app.services import incidents as services
from app.web import current, incident_words, kept, paging
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line, one_of, text
from app.web.wording import Errors, readable

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")


@blueprint.get("")
@requires(Permission.INCIDENT_READ)
def list_incidents() -> str:
    """The incidents in cases this person sees, newest first."""
    session = current.session()
    status = one_of("status", (incidents.OPEN, incidents.RESOLVED, incidents.ALL))
    process = text("process")
    page = incidents.page(session, current.actor(), status, process, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "incidents/list.html",
        page=page,
        next=paging.next_address(page.next),
        chosen=status,
        process=process,
        processes=processes.titles(session),
        words=incident_words,
    )


@blueprint.get("/<id:incident_id>")
@requires(Permission.INCIDENT_READ)
def show(incident_id: int) -> str:
    """One incident: what happened, and for who may, what can be done."""
    return incident_page(incident_id, {}, {})


def incident_page(incident_id: int, values: dict[str, str], errors: Errors) -> str:
    """The page of one incident, with what was typed."""
    view = incidents.one(current.session(), current.actor(), incident_id)
    changeable = [variable for variable in view.variables if variable.kind in incident_words.KINDS]
    return render_template(
        "incidents/incident.html",
        view=view,
        row=view.row,
        changeable=changeable,
        options=[(each.name, f"{readable(each.title)} ({incident_words.KINDS[each.kind]})") for each in changeable],
        values=values,
        errors=errors,
        words=incident_words,
    )


@blueprint.post("/<id:incident_id>/retry")
@requires(Permission.INCIDENT_MANAGE)
def retry(incident_id: int) -> Response:
    """Try again."""
    return told(incident_id, services.retry(current.actor(), incident_id))


@blueprint.post("/<id:incident_id>/correction")
@requires(Permission.INCIDENT_MANAGE)
@keeps_answers
def correct(incident_id: int) -> str | Response | tuple[str, int]:
    """Give a variable of the case another value, and try again."""
    values = {name: one_line(name) for name in ("name", "value")}
    if kept.asked():
        return incident_page(incident_id, values, {})
    view = incidents.one(current.session(), current.actor(), incident_id)
    kinds = {variable.name: variable.kind for variable in view.variables}
    try:
        value = incident_words.typed(kinds.get(values["name"], ""), values["value"])
        went_on = services.correct(current.actor(), incident_id, values["name"], value)
    except AnswersInvalid as refusal:
        return incident_page(incident_id, values, refusal.errors), 422
    return told(incident_id, went_on)


@blueprint.post("/<id:incident_id>/skip")
@requires(Permission.INCIDENT_MANAGE)
@keeps_answers
def skip(incident_id: int) -> str | Response | tuple[str, int]:
    """Let the case pass the step."""
    values = {"reason": request.form.get("reason", "")}
    if kept.asked():
        return incident_page(incident_id, values, {})
    try:
        went_on = services.pass_step(current.actor(), incident_id, values["reason"])
    except AnswersInvalid as refusal:
        return incident_page(incident_id, values, refusal.errors), 422
    return told(incident_id, went_on)


@blueprint.post("/<id:incident_id>/move")
@requires(Permission.INCIDENT_MANAGE)
def move(incident_id: int) -> str | Response | tuple[str, int]:
    """Move the case to the version in force."""
    try:
        return told(incident_id, services.move(current.actor(), incident_id))
    except AnswersInvalid as refusal:
        return incident_page(incident_id, {}, refusal.errors), 422


def told(incident_id: int, went_on: bool) -> Response:
    """Back to the incident, with what came of it."""
    current.refresh()
    row = incidents.one(current.session(), current.actor(), incident_id).row
    if row.resolved_at is not None:
        flash(gettext("Het dossier kan weer verder."), "success")
    elif row.skip and row.during != "timer":
        flash(gettext("De stap wordt overgeslagen zodra de persoon zijn deel opnieuw doet."), "info")
    elif not went_on:
        flash(gettext("Het lukte nog niet: het dossier staat nog stil. De reden staat hieronder."), "info")
    return redirect(url_for("incidents.show", incident_id=incident_id))
