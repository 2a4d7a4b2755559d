"""Handing the draft in, and the second person's decision."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.calendar import parse_date
from app.domain.errors import AnswersInvalid, Conflict
from app.domain.text import Text, say
from app.queries.process_drafts import DraftView
from app.sandbox import gate
from app.sandbox.changed_stories import changed_stories
from app.services import approving, draft_in_hand, handing_in
from app.services.draft_parts import as_it_stands
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number, one_line
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
    values |= {"effective_on": one_line("effective_on"), "reason": "", "read": one_line("read")}
    if kept.asked():
        return publish_page(the_draft(process), values, {})
    try:
        day = parse_date(values["effective_on"]) if values["effective_on"] else None
    except ValueError:
        wrong: dict[str, list[Text]] = {"effective_on": [say("Dit is geen bestaande datum.")]}
        return publish_page(the_draft(process), values, wrong), 422
    try:
        gate.hand_in(current.actor(), process, values["note"], values["ground"], day, values["read"])
    except AnswersInvalid as refusal:
        return publish_page(the_draft(process), values, refusal.errors), 422
    except Conflict as refusal:
        return overtaken(refusal, process, values)
    flash(gettext("Ingediend. Een collega kijkt het na en keurt het goed."), "success")
    return redirect(url_for("studio.publish", process=process))


def overtaken(refusal: Conflict, process: str, values: dict[str, str]) -> tuple[str, int]:
    """Somebody was first: the page as it stands now, with the sentence and what was typed."""
    draft = the_draft(process)
    if draft.is_submitted:  # its page has no place for what was typed; the error page has
        raise refusal
    return publish_page(
        draft, {name: text for name, text in values.items() if name != "read"}, {"": [refusal.text]}
    ), 409


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
    made = next(row.number for row in published if row.process == process)
    flash(gettext("Versie %(number)s is gepubliceerd.", number=made), "success")
    return redirect(url_for("processes.show_version", process=process, number=made))


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
        approving.refuse(current.actor(), process, reason, one_line("read"))
    except AnswersInvalid as refusal:
        return publish_page(draft, values, refusal.errors), 422
    flash(gettext("Teruggestuurd, met uw reden erbij."), "success")
    return redirect(url_for("studio.publish", process=process))


@blueprint.post("/rebase")
@requires(Permission.PROCESS_EDIT)
def build_on_newest(process: str) -> Response:
    """Go on from the newest version, after looking at what differs."""
    handing_in.build_on_newest(current.actor(), process, number("newest") or 0)
    flash(gettext("Dit concept volgt nu op de nieuwste versie."), "success")
    return redirect(url_for("studio.publish", process=process))


def publish_page(draft: DraftView, values: dict[str, str], errors: Errors) -> str:
    """The page of publishing, with what was typed. `read` in `values`: the draft as whoever typed it saw it."""
    session, actor = current.session(), current.actor()
    row = draft_in_hand.draft_row(session, draft.id)
    return frame(
        "studio/publish.html",
        draft,
        values=values,
        errors=errors,
        newest=draft_in_hand.newest_version(session, draft.process),
        first_day=handing_in.first_day(session, draft.process),
        changed_stories=changed_stories(session, draft.id) if draft.is_submitted else [],
        read=row.handed_in if draft.is_submitted else values.get("read") or as_it_stands(session, row),
        why_not=approving.why_not_approve(session, actor, row) if draft.is_submitted else None,
    )
