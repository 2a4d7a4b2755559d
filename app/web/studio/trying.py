"""Trying a draft: ask for a trial, see how far it is, read what it showed."""

from __future__ import annotations

import secrets

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import AnswersInvalid
from app.models.process_draft import DIAGRAM
from app.queries import outline, process_drafts, trials
from app.services import trials as services
from app.web import current
from app.web.access import requires
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors


@blueprint.get("/trials")
@requires(*SEES)
def trials_of(process: str) -> str:
    """The trials there were, and a form for the next."""
    return trials_page(process, {"cases": "1", "years": "5", "seed": ""}, {})


@blueprint.post("/trials")
@requires(*SEES)
def try_draft(process: str) -> Response | tuple[str, int]:
    """Ask for a trial."""
    values = {name: request.form.get(name, "").strip()[:12] for name in ("cases", "years", "seed")}
    try:
        job = services.ask(
            current.actor(),
            process,
            _number(values["cases"]),
            _number(values["years"]),
            _number(values["seed"]) or secrets.randbelow(9999) + 1,
        )
    except AnswersInvalid as refusal:
        return trials_page(process, values, refusal.errors), 422
    return redirect(url_for("studio.trial", process=process, trial_id=job))


@blueprint.get("/trials/<id:trial_id>")
@requires(*SEES)
def trial(process: str, trial_id: int) -> str:
    """What one trial showed."""
    draft, session = the_draft(process), current.session()
    row, told = trials.one(session, draft.id, trial_id)
    bpmn, _ = process_drafts.content(session, draft.id, DIAGRAM, "")
    visits = (told or {}).get("visits", {}).get(process, {})
    steps = outline.of_diagram(bpmn.encode(), process)
    return frame("studio/trial.html", draft, row=row, told=told, visits=visits, steps=steps)


def trials_page(process: str, values: dict[str, str], errors: Errors) -> str:
    """The page, with what was typed."""
    draft = the_draft(process)
    rows = trials.of_draft(current.session(), draft.id)
    return frame("studio/trials.html", draft, rows=rows, values=values, errors=errors)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() else 0
