"""The overview: how much runs, what is late, what comes."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.domain.access import Permission
from app.domain.errors import NotVisible
from app.queries import overview
from app.web import current
from app.web.access import requires

blueprint = Blueprint("overview", __name__, url_prefix="/overview")


@blueprint.get("")
@requires(Permission.CASE_READ)
def show() -> str:
    """Numbers per process, and the next dates."""
    session, actor = current.session(), current.actor()
    if not actor.sees_whole_file:
        raise NotVisible
    return render_template(
        "overview/page.html", load=overview.load(session, actor), coming=overview.coming(session, actor)
    )
