"""The evidence bundle of a case: asked for on a page, made in the background, fetched by who asked for it."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.queries import cases, jobs
from app.services import evidence
from app.web import current, job_words
from app.web.access import requires

blueprint = Blueprint("exports", __name__, url_prefix="/cases/<id:case_id>/export")


@blueprint.get("")
@requires(Permission.CASE_EXPORT)
def show(case_id: int) -> str:
    """What the bundle is, and how far the newest one is."""
    session, actor = current.session(), current.actor()
    view = cases.one(session, actor, case_id)
    job = jobs.latest(session, actor, evidence.JOB, case_id)
    ready = jobs.result(session, actor, evidence.JOB, case_id) is not None
    return render_template("jobs/export.html", row=view.row, job=job, ready=ready, words=job_words)


@blueprint.post("")
@requires(Permission.CASE_EXPORT)
def ask(case_id: int) -> Response:
    """Have the bundle made."""
    evidence.ask(current.actor(), case_id)
    flash(gettext("De bundel wordt gemaakt. Dat duurt enkele tellen; daarna staat hij hier klaar."), "success")
    return redirect(url_for("exports.show", case_id=case_id))


@blueprint.get("/file")
@requires(Permission.CASE_EXPORT)
def fetch(case_id: int) -> Response:
    """The newest bundle this person asked for; back to the page where there is none."""
    session, actor = current.session(), current.actor()
    cases.one(session, actor, case_id)
    result = jobs.result(session, actor, evidence.JOB, case_id)
    if result is None:
        return redirect(url_for("exports.show", case_id=case_id))
    response = make_response(result.content)
    response.content_type = result.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{result.filename}"'
    return response
