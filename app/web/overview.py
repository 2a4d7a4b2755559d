"""The overview: how much runs, what is late, what comes."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.domain.access import Permission
from app.domain.errors import NotVisible
from app.queries import overview
from app.web import case_tabs, current
from app.web.access import requires

blueprint = Blueprint("overview", __name__, url_prefix="/overview")


@blueprint.get("")
@requires(Permission.CASE_READ)
def show() -> str:
    """Numbers per process, and the next dates."""
    session, actor = current.session(), current.actor()
    if not case_tabs.sees_whole_file(actor):
        raise NotVisible
    return render_template(
        "overview/page.html", load=overview.load(session, actor), coming=overview.coming(session, actor)
    )
