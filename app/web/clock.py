"""The time machine of the demo: what time it is, and on to the next moment something happens."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import db
from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NotVisible
from app.domain.text import say
from app.services import clock as services
from app.web import current
from app.web.access import requires
from app.web.dates import date_and_time
from app.web.next_page import safe_next
from app.web.parameters import one_line

blueprint = Blueprint("clock", __name__, url_prefix="/clock")
STEPS = ("P1D", "P7D", "P1M", "P3M", "P1Y")


def ensure_simulated() -> None:
    """Where the clock is the real one, there is no time machine."""
    if not db.clock_is_simulated():
        raise NotVisible


@blueprint.get("")
@requires(Permission.CLOCK_SET)
def show() -> str:
    """The clock, where it is on its way to, and the buttons."""
    ensure_simulated()
    return show_page()


def show_page(**more: object) -> str:
    """The page of the clock."""
    return render_template("clock/page.html", clock=services.show(), **more)


@blueprint.post("/advance")
@requires(Permission.CLOCK_SET)
def advance() -> Response | tuple[str, int]:
    """Forward by a duration."""
    ensure_simulated()
    try:
        services.advance(current.actor(), one_line("duration"))
    except AnswersInvalid as refusal:
        return show_page(errors=refusal.errors), 422
    return on_its_way()


@blueprint.post("/next")
@requires(Permission.CLOCK_SET)
def to_next() -> Response:
    """Forward to the next moment at which something falls due."""
    ensure_simulated()
    services.to_next_due(current.actor())
    return on_its_way()


@blueprint.post("/moment")
@requires(Permission.CLOCK_SET)
def set_moment() -> Response | tuple[str, int]:
    """To a moment."""
    ensure_simulated()
    try:
        moment = datetime.fromisoformat(one_line("moment")).replace(tzinfo=current.BRUSSELS).astimezone(UTC)
    except (ValueError, OverflowError):  # no moment, or one before all time
        problem = {"moment": [say("Vul een datum in, zoals 2027-01-31.")]}
        return show_page(errors=problem), 422
    services.set_to(current.actor(), moment)
    return on_its_way()


@blueprint.post("/real")
@requires(Permission.CLOCK_SET)
def real() -> Response:
    """Back to real time."""
    ensure_simulated()
    services.real(current.actor())
    flash(gettext("De klok loopt weer gelijk met de echte tijd."), "success")
    return redirect(url_for("clock.show"))


@blueprint.post("/stop")
@requires(Permission.CLOCK_SET)
def stop() -> Response:
    """Stop where it is."""
    ensure_simulated()
    services.stop(current.actor())
    return redirect(url_for("clock.show"))


@blueprint.get("/progress")
@requires(Permission.CLOCK_SET)
def progress() -> dict[str, object]:
    """How far the clock is, for the script that follows it."""
    ensure_simulated()
    found = services.show()
    return {"running": found.target is not None, "now": date_and_time(found.now)}


def on_its_way() -> Response:
    """To the page that shows it moving, or back to where the person was when it is there already."""
    if services.show().target is None:
        return redirect(safe_next(request.form.get("next"), url_for("clock.show")))
    return redirect(url_for("clock.show"))
