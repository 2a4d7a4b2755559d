"""Background work, for who manages it: what waits, runs, failed; stop it, or let it go on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.jobs import JobState
from app.queries import jobs
from app.services import jobs as services
from app.web import current, job_words, paging
from app.web.access import requires
from app.web.parameters import one_of

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")
_ALL = "all"


@blueprint.get("")
@requires(Permission.JOB_MANAGE)
def list_jobs() -> str:
    """The jobs, newest first, and the workers."""
    session, actor = current.session(), current.actor()
    chosen = one_of("state", (_ALL, *JobState))
    state = None if chosen == _ALL else JobState(chosen)
    page = jobs.page(session, actor, state, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "jobs/list.html",
        page=page,
        next=paging.next_address(page.next),
        chosen=chosen,
        counts=jobs.counts(session),
        workers=jobs.workers(session, actor),
        words=job_words,
    )


@blueprint.get("/<id:job_id>")
@requires(Permission.JOB_MANAGE)
def show(job_id: int) -> str:
    """One job: how far it is, and what can be done."""
    return render_template("jobs/job.html", row=jobs.one(current.session(), current.actor(), job_id), words=job_words)


@blueprint.post("/<id:job_id>/stop")
@requires(Permission.JOB_MANAGE)
def stop(job_id: int) -> Response:
    """Stop it; what is done stays done."""
    services.stop(current.actor(), job_id)
    flash(gettext("Het werk is gestopt. Wat al gedaan is, blijft zo."), "success")
    return redirect(url_for("jobs.show", job_id=job_id))


@blueprint.post("/<id:job_id>/resume")
@requires(Permission.JOB_MANAGE)
def resume(job_id: int) -> Response:
    """Let it go on where it was."""
    services.resume(current.actor(), job_id)
    flash(gettext("Het werk gaat verder waar het was."), "success")
    return redirect(url_for("jobs.show", job_id=job_id))
