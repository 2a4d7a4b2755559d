"""Handing the draft in, and the second person's decision."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.calendar import parse_date
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.queries.process_drafts import DraftView
from app.sandbox import gate
from app.sandbox.changed_stories import changed_stories
from app.services import approving, draft_in_hand
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors


@blueprint.get("/publish")
@requires(*SEES)
def publish(process: str) -> str:
    """What will be published, why and from when; for the second person the decision."""
    draft = the_draft(process)
    day = draft.effective_on.isoformat() if draft.effective_on else ""
    return publish_page(draft, {"note": draft.note, "ground": draft.ground, "effective_on": day, "reason": ""}, {})


@blueprint.post("/hand-in")
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def hand_in(process: str) -> str | Response | tuple[str, int]:
    """Ask a second person to approve."""
    values = {"note": request.form.get("note", ""), "ground": request.form.get("ground", "")}
    values |= {"effective_on": one_line("effective_on"), "reason": ""}
    if kept.asked():
        return publish_page(the_draft(process), values, {})
    try:
        day = parse_date(values["effective_on"]) if values["effective_on"] else None
    except ValueError:
        wrong: dict[str, list[Text]] = {"effective_on": [say("Dit is geen bestaande datum.")]}
        return publish_page(the_draft(process), values, wrong), 422
    try:
        gate.hand_in(current.actor(), process, values["note"], values["ground"], day)
    except AnswersInvalid as refusal:
        return publish_page(the_draft(process), values, refusal.errors), 422
    flash(gettext("Ingediend. Een collega kijkt het na en keurt het goed."), "success")
    return redirect(url_for("studio.publish", process=process))


@blueprint.post("/take-back")
@requires(Permission.PROCESS_EDIT)
def take_back(process: str) -> Response:
    """Go on drawing what was handed in."""
    approving.take_back(current.actor(), process)
    return redirect(url_for("studio.draw", process=process))


@blueprint.post("/approve")
@requires(Permission.PROCESS_APPROVE)
def approve(process: str) -> Response:
    """Publish it, as the second person."""
    published = gate.approve(current.actor(), process, one_line("read"))
    number = next(row.number for row in published if row.process == process)
    flash(gettext("Versie %(number)s is gepubliceerd.", number=number), "success")
    return redirect(url_for("processes.show_version", process=process, number=number))


@blueprint.post("/refuse")
@requires(Permission.PROCESS_APPROVE)
@keeps_answers
def refuse(process: str) -> str | Response | tuple[str, int]:
    """Send it back with a reason."""
    reason = request.form.get("reason", "")
    draft = the_draft(process)
    values = {"note": draft.note, "ground": draft.ground, "effective_on": "", "reason": reason}
    if kept.asked():
        return publish_page(draft, values, {})
    try:
        approving.refuse(current.actor(), process, reason)
    except AnswersInvalid as refusal:
        return publish_page(draft, values, refusal.errors), 422
    flash(gettext("Teruggestuurd, met uw reden erbij."), "success")
    return redirect(url_for("studio.publish", process=process))


@blueprint.post("/rebase")
@requires(Permission.PROCESS_EDIT)
def build_on_newest(process: str) -> Response:
    """Go on from the newest version, after looking at what differs."""
    approving.build_on_newest(current.actor(), process)
    flash(gettext("Dit concept volgt nu op de nieuwste versie."), "success")
    return redirect(url_for("studio.publish", process=process))


def publish_page(draft: DraftView, values: dict[str, str], errors: Errors) -> str:
    """The page of publishing, with what was typed."""
    session, actor = current.session(), current.actor()
    row = draft_in_hand.draft_row(session, draft.id)
    return frame(
        "studio/publish.html",
        draft,
        values=values,
        errors=errors,
        newest=draft_in_hand.newest_version(session, draft.process),
        first_day=approving.first_day(session, draft.process),
        changed_stories=changed_stories(session, draft.id) if draft.is_submitted else [],
        read=row.handed_in,
        why_not=approving.why_not_approve(session, actor, row) if draft.is_submitted else None,
    )
