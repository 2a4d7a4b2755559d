"""The worklist: the home of everyone who has tasks."""

from __future__ import annotations

from datetime import datetime, time

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.queries import worklist, worklist_counts
from app.queries.worklist import WorklistFilter
from app.web import current, navigation, paging, worklist_choices
from app.web.access import requires, signed_in
from app.web.parameters import one_of, optional_day, optional_id, text
from app.web.task_lines import lines_of
from app.web.worklist_groups import grouped

blueprint = Blueprint("worklist", __name__)
TABS = ("mine", "team", "others")


@blueprint.get("/")
@signed_in
def home() -> Response:
    """The first page of this person's menu: the worklist for whoever has tasks."""
    entries = navigation.menu(current.actor())
    return redirect(url_for(entries[0].endpoint if entries else "account.profile"))


@blueprint.get("/tasks")
@requires(Permission.TASK_WORK, Permission.CASE_READ)
def show() -> str:
    """Late, this week, later; filtered and a page at a time. Who holds nothing himself begins at his team's work."""
    session, actor = current.session(), current.actor()
    counts = worklist_counts.of(session, actor)
    wanted = chosen_filter("team" if counts.team and not counts.mine else "mine")
    page = worklist.page(session, actor, wanted, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "worklist/page.html",
        filter=wanted,
        groups=grouped(lines_of(page.items), wanted.sort),
        next=paging.next_address(page.next, tab=wanted.tab),
        counts=counts,
        choices=worklist_choices.of(session, actor),
    )


def chosen_filter(tab: str) -> WorklistFilter:
    """The filter in the address, on `tab` where it names none; what cannot be read is as if it was not there."""
    before = optional_day("due-before")
    return WorklistFilter(
        tab=one_of("tab", (tab, *TABS)),
        q=text("q") or "",
        process=text("process"),
        organisation_id=optional_id("organisation"),
        role=text("role"),
        due_before=datetime.combine(before, time(), current.BRUSSELS) if before else None,
        sort=one_of("sort", ("due_at", "-created_at")),
    )
