"""Starting something: choose a process, say about whom, fill in its first form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, Conflict
from app.domain.text import say
from app.forms import BoundForm
from app.queries import cases, people
from app.queries import start as queries
from app.queries.start import StartView
from app.services import cases as services
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import text
from app.web.wording import in_words

blueprint = Blueprint("start", __name__, url_prefix="/start")
_MOST_PEOPLE = 20
WHO_FIRST = say("Kies eerst over welke werknemer het gaat.")
STARTED_BEFORE = say("Met dit formulier is al een dossier gestart. Kijk dat eerst na in uw dossiers.")


@blueprint.get("")
@requires(Permission.CASE_START)
def choose() -> str:
    """What this person may start."""
    return render_template("start/choose.html", processes=queries.startable(current.session(), current.actor()))


@blueprint.get("/<key:process>")
@requires(Permission.CASE_START)
def fill(process: str) -> str:
    """The first form of a process; first of all: about whom."""
    view = queries.one(current.session(), current.actor(), process, request.args.get("subject") or None)
    return page(view, bind(view, None))


def page(view: StartView, bound: BoundForm | None, **more: object) -> str:
    """The start page of a process."""
    found = []
    if view.needs_subject and view.meta.subject == "person":
        found = people.page(current.session(), current.actor(), q=text("q") or "", limit=_MOST_PEOPLE).items
    return render_template("start/form.html", view=view, bound=bound, people=found, q=text("q") or "", **more)


def bind(view: StartView, formdata: object) -> BoundForm | None:
    """The form with what was posted, or as it opens; None when the process asks nothing."""
    if view.form is None:
        return None
    return view.form.bind(formdata, view.known, view.context, current.today(), *in_words())  # type: ignore[arg-type]  # request.form is one


@blueprint.post("/<key:process>")
@requires(Permission.CASE_START)
@keeps_answers
def begin(process: str) -> str | Response | tuple[str, int]:
    """Start the case."""
    subject = request.form.get("subject") or None
    view = queries.one(current.session(), current.actor(), process, subject)
    bound = bind(view, request.form)
    if view.needs_subject and view.meta.subject == "person":
        return page(view, None, errors={"subject": [WHO_FIRST]}), 422
    if kept.asked() or (bound is not None and bound.rows_changed):
        return page(view, bound)
    answers: dict[str, Any] = {}
    ignored: tuple[str, ...] = ()
    if bound is not None:
        checked = bound.validate()
        if not checked.ok:
            return page(view, bound), 422
        answers, ignored = bound.compiled.to_answers(checked.values), checked.ignored
    try:
        once = request.form.get("_once", "")[:100] or None
        case_id = services.start(current.actor(), process, subject, answers, once, ignored)
    except Conflict:
        return page(view, bound, problem=STARTED_BEFORE), 409
    except AnswersInvalid as refusal:
        if bound is not None:
            bound.add_errors(refusal.errors)
        return page(view, bound, errors=refusal.errors), 422
    return redirect(url_for("start.started", case_id=case_id))


@blueprint.get("/started/<id:case_id>")
@requires(Permission.CASE_START)
def started(case_id: int) -> str:
    """Started: what happens now and who is next."""
    return render_template("start/started.html", view=cases.one(current.session(), current.actor(), case_id))
