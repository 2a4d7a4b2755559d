"""The employee's own page, made for a phone: what I have to do, my plan, until when my trajectory runs."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.domain.access import Permission
from app.domain.errors import NotVisible
from app.queries import people, plans, term, worklist
from app.queries.worklist import WorklistFilter
from app.web import current
from app.web.access import requires

blueprint = Blueprint("own_page", __name__)


@blueprint.get("/my-page")
@requires(Permission.TASK_WORK)
def show() -> str:
    """Three blocks: appointments, plan, trajectory. Only for who is an employee himself."""
    session, actor = current.session(), current.actor()
    if actor.person_id is None:
        raise NotVisible
    return render_template(
        "own_page/page.html",
        me=people.one(session, actor, actor.person_id),
        tasks=worklist.page(session, actor, WorklistFilter(tab="mine")).items,
        plan=next(iter(plans.of_person(session, actor.person_id)), None),
        term=term.of_person(session, actor.person_id),
    )
