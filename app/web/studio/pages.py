"""The pages of a draft: drawing, reading it in words, its history."""

from __future__ import annotations

from functools import partial

from flask import Response as FileResponse
from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.models.process_draft import DIAGRAM
from app.queries import comparisons, outline, process_drafts, vocabulary
from app.services import draft_in_hand, draft_parts, drafts, file_texts
from app.services.draft_parts import Part
from app.web import comparing, current, parameters
from app.web.access import requires
from app.web.errors import page
from app.web.studio import words
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.studio.texts import after_saving
from app.web.wording import translate


@blueprint.post("")
@requires(Permission.PROCESS_EDIT)
def begin(process: str) -> Response:
    """Open the draft of the next version; begin one where there is none."""
    drafts.open_draft(current.actor(), process)
    return redirect(url_for("studio.draw", process=process))


@blueprint.get("")
@requires(*SEES)
def draw(process: str) -> str:
    """The drawing, with everything the check finds."""
    draft = the_draft(process)
    session = current.session()
    parts = draft_parts.contents(session, draft_in_hand.draft_row(session, draft.id))
    _, revision = process_drafts.content(session, draft.id, DIAGRAM, "")
    return frame(
        "studio/draw.html",
        draft,
        revision=revision,
        is_drawn=process_drafts.is_drawn(session, draft.id, revision),
        known=words.known(vocabulary.of_draft(session, process, parts), process),
    )


@blueprint.post("/file")
@requires(Permission.PROCESS_EDIT)
def read_file(process: str) -> Response | tuple[str, int]:
    """Read a diagram from a file in the place of the one that stands; that one stays in the history."""
    given = request.files.get("file")
    try:
        content = file_texts.text_of(given.read() if given else b"")
        saved = drafts.save(current.actor(), process, Part(DIAGRAM), content, parameters.number("revision") or 0)
    except AnswersInvalid as refusal:
        return page(422, " ".join(translate(text) for texts in refusal.errors.values() for text in texts))
    told = gettext("Ingelezen. De tekening die er stond, staat in de geschiedenis.")
    return after_saving(saved, process, url_for("studio.draw", process=process), told)


@blueprint.get("/diagram")
@requires(*SEES)
def diagram_xml(process: str) -> Response:
    """The diagram of the draft as a file; it opens in the desktop modeler too."""
    content, _ = process_drafts.content(current.session(), the_draft(process).id, DIAGRAM, "")
    return FileResponse(content, content_type="application/xml; charset=utf-8")


@blueprint.get("/outline")
@requires(*SEES)
def in_words(process: str) -> str:
    """The draft in words, step by step."""
    draft = the_draft(process)
    return frame("studio/words.html", draft, steps=outline.of_draft(current.session(), draft.id, process))


@blueprint.get("/comparison")
@requires(*SEES)
def comparison(process: str) -> str:
    """The draft beside the version it began from."""
    draft = the_draft(process)
    found = comparisons.of_draft(current.session(), draft.id)
    shown = comparing.shown(found, partial(url_for, "studio.comparison", process=process))
    return frame("studio/comparison.html", draft, found_differences=found, shown=shown)


@blueprint.get("/history")
@requires(*SEES)
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


@blueprint.post("/discard")
@requires(Permission.PROCESS_EDIT)
def discard(process: str) -> Response:
    """Stop with the draft; what was drawn stays on record."""
    drafts.discard(current.actor(), process)
    flash(gettext("Het concept is gestopt. Alles wat bewaard werd, blijft bewaard."), "success")
    return redirect(url_for("processes.show", process=process))
