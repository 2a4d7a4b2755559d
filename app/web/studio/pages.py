"""The studio: the draft of a process' next version, from opening it to handing it in (screens.md, Studio)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FileResponse
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.calendar import parse_date
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.process_draft import DIAGRAM
from app.queries import outline, process_drafts, vocabulary
from app.queries.process_drafts import DraftView
from app.services import approving, draft_parts, drafts
from app.services.draft_parts import Part, problems_of
from app.web import current, kept, parameters, studio_words
from app.web.access import requires
from app.web.errors import page
from app.web.kept import keeps_answers
from app.web.parameters import one_line
from app.web.wording import Errors, translate

blueprint = Blueprint("studio", __name__, url_prefix="/processes/<key:process>/draft")
_SEES = (Permission.PROCESS_EDIT, Permission.PROCESS_APPROVE)


@blueprint.post("")
@requires(Permission.PROCESS_EDIT)
def begin(process: str) -> Response:
    """Open the draft of the next version; begin one where there is none."""
    drafts.open_draft(current.actor(), process)
    return redirect(url_for("studio.draw", process=process))


@blueprint.get("")
@requires(*_SEES)
def draw(process: str) -> str:
    """The drawing, with everything the check finds."""
    draft = the_draft(process)
    session = current.session()
    parts = draft_parts.contents(session, drafts.draft_row(session, draft.id))
    return frame(
        "studio/draw.html", draft, known=studio_words.known(vocabulary.of_draft(session, process, parts), process)
    )


@blueprint.post("/file")
@requires(Permission.PROCESS_EDIT)
def read_file(process: str) -> Response | tuple[str, int]:
    """Read a diagram from a file in the place of the one that stands; that one stays in the history."""
    given = request.files.get("file")
    draft = the_draft(process)
    _, revision = process_drafts.content(current.session(), draft.id, DIAGRAM, "")
    try:
        content = given.read().decode() if given else ""
    except UnicodeDecodeError:
        content = ""
    try:
        drafts.save(current.actor(), process, Part(DIAGRAM), content, revision)
    except AnswersInvalid as refusal:
        return page(422, " ".join(translate(text) for texts in refusal.errors.values() for text in texts))
    flash(gettext("Ingelezen. De tekening die er stond, staat in de geschiedenis."), "success")
    return redirect(url_for("studio.draw", process=process))


@blueprint.get("/diagram")
@requires(*_SEES)
def diagram_xml(process: str) -> Response:
    """The diagram of the draft as a file; it opens in the desktop modeler too."""
    content, _ = process_drafts.content(current.session(), the_draft(process).id, DIAGRAM, "")
    return FileResponse(content, content_type="application/xml; charset=utf-8")


@blueprint.get("/outline")
@requires(*_SEES)
def words(process: str) -> str:
    """The draft in words, step by step."""
    draft = the_draft(process)
    bpmn, _ = process_drafts.content(current.session(), draft.id, DIAGRAM, "")
    return frame("studio/words.html", draft, steps=outline.of_diagram(bpmn.encode(), process))


@blueprint.get("/history")
@requires(*_SEES)
def history(process: str) -> str:
    """Everything that was saved of the draft, and what lies beside it."""
    draft = the_draft(process)
    rows = process_drafts.saves(current.session(), draft.id, parameters.optional_id("before"))
    return frame("studio/history.html", draft, saves=rows, more=rows[-1].id if len(rows) == 50 else None)


@blueprint.post("/history/<id:save_id>")
@requires(Permission.PROCESS_EDIT)
def put_back(process: str, save_id: int) -> Response:
    """Put an earlier save back."""
    drafts.put_back(current.actor(), process, save_id)
    flash(gettext("Teruggezet. Wat er stond, staat in de geschiedenis."), "success")
    return redirect(url_for("studio.history", process=process))


@blueprint.get("/publish")
@requires(*_SEES)
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
        approving.hand_in(current.actor(), process, values["note"], values["ground"], day)
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
    published = approving.approve(current.actor(), process)
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


@blueprint.post("/discard")
@requires(Permission.PROCESS_EDIT)
def discard(process: str) -> Response:
    """Stop with the draft; what was drawn stays on record."""
    drafts.discard(current.actor(), process)
    flash(gettext("Het concept is gestopt. Alles wat bewaard werd, blijft bewaard."), "success")
    return redirect(url_for("processes.show", process=process))


def the_draft(process: str) -> DraftView:
    """The draft this page is about."""
    current.refresh()
    return process_drafts.one(current.session(), current.actor(), process)


def frame(template: str, draft: DraftView, **more: object) -> str:
    """A page of the studio: the tabs, the state of the draft, what the check finds."""
    session, actor = current.session(), current.actor()
    problems = problems_of(session, drafts.draft_row(session, draft.id))
    return render_template(
        template,
        draft=draft,
        problems=problems,
        found=[problem.as_json() | {"message": translate(problem.text)} for problem in problems],
        words=studio_words.words(),
        may_edit=actor.may(Permission.PROCESS_EDIT) and not draft.is_submitted,
        **more,
    )


def publish_page(draft: DraftView, values: dict[str, str], errors: Errors) -> str:
    """The page of publishing, with what was typed."""
    session, actor = current.session(), current.actor()
    row = drafts.draft_row(session, draft.id)
    return frame(
        "studio/publish.html",
        draft,
        values=values,
        errors=errors,
        newest=drafts.newest_version(session, draft.process),
        first_day=approving.first_day(session, draft.process),
        why_not=approving.why_not_approve(session, actor, row) if draft.is_submitted else None,
    )
