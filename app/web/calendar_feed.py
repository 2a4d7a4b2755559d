"""Deadlines in one's own calendar: the settings, and the address that calendar programs fetch (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from app.domain.calendar import add_months, moment_at
from app.queries import calendar_feed as queries
from app.services import calendar_feeds
from app.services.tokens import token_digest
from app.web import current, ical
from app.web.access import public, signed_in

blueprint = Blueprint("calendar_feed", __name__)
_MORNING = time(9)
_DAY_BEFORE = timedelta(days=1)
_LAST_REMINDER = 1  # months before the legal end, after those of the term itself


@blueprint.get("/account/calendar")
@signed_in
def settings() -> str:
    """Whether there is an address, and what it shows."""
    return _page()


@blueprint.post("/account/calendar")
@signed_in
def make() -> str:
    """A new address, shown this once; the one before ends."""
    secret = calendar_feeds.open_feed(current.actor())
    current.refresh()
    return _page(address=url_for("calendar_feed.fetch", secret=secret, _external=True))


@blueprint.post("/account/calendar/revocation")
@signed_in
def revoke() -> Response:
    """End the address."""
    calendar_feeds.close_feed(current.actor())
    flash(gettext("Het adres is ingetrokken. Agenda’s die het gebruikten, krijgen niets meer."), "success")
    return redirect(url_for("calendar_feed.settings"))


@blueprint.get("/calendar/<secret:secret>")
@public
def fetch(secret: str) -> Response:
    """The calendar of whoever this secret belongs to. Calendar programs cannot sign in: the secret is the key."""
    session = current.session()
    owner = queries.owner(session, token_digest(secret))
    if owner is None:
        abort(404)
    with force_locale(owner.language):
        events = [_task(each) for each in queries.tasks_due(session, owner.actor)]
        events += [_term(each) for each in queries.terms_ending(session, owner.actor)]
        response = make_response(ical.calendar(gettext("Traject: mijn termijnen"), events, current.now()))
    response.content_type = "text/calendar; charset=utf-8"
    return response


def _page(**more: object) -> str:
    is_open = queries.is_open(current.session(), current.actor().user_id or 0)
    return render_template("account/calendar.html", is_open=is_open, **more)


def _task(due: queries.TaskDue) -> ical.Event:
    return ical.Event(
        uid=f"task-{due.task_id}",
        day=due.day,
        summary=due.name,
        description=gettext("Open de taak in Traject om te zien voor wie ze is."),
        url=url_for("tasks.show", task_id=due.task_id, _external=True),
        alarms=[_morning(due.day - _DAY_BEFORE)],
    )


def _term(ends: queries.TermEnds) -> ical.Event:
    last = ends.term.last_day
    summary = gettext("Laatste dag van een traject")
    return ical.Event(
        uid=f"term-{ends.trajectory_id}",
        day=last,
        summary=gettext("%(what)s (voorlopig)", what=summary) if ends.term.provisional else summary,
        description=gettext("Open het dossier in Traject om te zien voor wie, en hoe de dag berekend is."),
        url=url_for("cases.term_sum", case_id=ends.case_id, _external=True),
        alarms=[_morning(each.day) for each in ends.term.milestones()] + [_morning(add_months(last, -_LAST_REMINDER))],
    )


def _morning(day: date) -> datetime:
    return moment_at(day, _MORNING).astimezone(UTC)
