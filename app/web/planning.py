"""The planning: what happens by itself in the coming weeks, what came late, and the outages that were caught up."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, request

from app.domain.access import Permission
from app.queries import deadlines, firings, processes
from app.web import current, paging
from app.web.access import requires
from app.web.parameters import optional_day, text

blueprint = Blueprint("planning", __name__, url_prefix="/planning")


@blueprint.get("")
@requires(Permission.PLANNING_READ)
def show() -> str:
    """What comes: how much in each day and week, and what, soonest first."""
    session, actor = current.session(), current.actor()
    process, first, end = text("process"), optional_day("from"), optional_day("to")
    page = deadlines.page(session, actor, process, first, end, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "planning/coming.html",
        coming=deadlines.coming(session, actor, process),
        page=page,
        next=paging.next_address(page.next),
        process=process,
        first=first,
        end=end,
        processes=processes.titles(session),
        one_day=timedelta(days=1),
        seen=firings.idle_since(session),
    )


@blueprint.get("/late")
@requires(Permission.PLANNING_READ)
def late() -> str:
    """What happened later than it should have, newest first."""
    session, process = current.session(), text("process")
    page = firings.late(session, current.actor(), process, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "planning/late.html",
        page=page,
        next=paging.next_address(page.next),
        process=process,
        processes=processes.titles(session),
    )


@blueprint.get("/outages")
@requires(Permission.PLANNING_READ)
def outages() -> str:
    """The stretches without background work, and the proof that each was caught up."""
    session = current.session()
    found = firings.outages(session, current.actor())
    return render_template("planning/outages.html", outages=found, seen=firings.idle_since(session))
