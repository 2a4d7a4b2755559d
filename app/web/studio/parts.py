"""What the editors in the studio read and save, as JSON: one part of the draft at a time.

An answer always says how the draft stands now: the revision to save against next time, and what the check finds. A save
that came second is kept beside the draft and answered with 409: who was first, when, and where the save lies.
"""

from __future__ import annotations

from flask import Response, jsonify, request
from flask_babel import gettext

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, Refusal
from app.domain.text import Text
from app.queries import process_drafts
from app.services import draft_in_hand, drafts, pictures
from app.services.draft_parts import Part, problems_of
from app.web import current, dates
from app.web.access import requires
from app.web.studio.frame import SEES, blueprint, the_draft, told
from app.web.wording import translate


@blueprint.get("/parts/<key:kind>", defaults={"part": ""})
@blueprint.get("/parts/<key:kind>/<file:part>")
@requires(*SEES)
def read_part(process: str, kind: str, part: str) -> Response:
    """A part: `{"content", "revision"}`."""
    content, revision = process_drafts.content(current.session(), the_draft(process).id, kind, part)
    return jsonify(content=content, revision=revision)


@blueprint.post("/parts/<key:kind>", defaults={"part": ""})
@blueprint.post("/parts/<key:kind>/<file:part>")
@requires(Permission.PROCESS_EDIT)
def save_part(process: str, kind: str, part: str) -> Response | tuple[Response, int]:
    """Save `{"content", "revision"}`; answers `{"revision", "problems"}`, or `{"error"}` with 409, 413 or 422."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not isinstance(given.get("content"), str):
        return jsonify(error=gettext("Deze vraag klopt niet")), 400
    revision = given.get("revision")
    try:
        saved = drafts.save(
            current.actor(),
            process,
            Part(kind, part),
            given["content"],
            revision if isinstance(revision, int) else 0,
        )
    except Refusal as refusal:
        return refused(refusal)
    if saved.displaced_by is not None:
        return displaced(saved), 409
    return jsonify(revision=saved.revision, problems=found(process))


@blueprint.post("/picture")
@requires(Permission.PROCESS_EDIT)
def save_picture(process: str) -> Response | tuple[Response, int]:
    """Keep the picture of the diagram: `{"content", "revision"}` of the diagram; answers `{"kept"}`."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not isinstance(given.get("content"), str):
        return jsonify(error=gettext("Deze vraag klopt niet")), 400
    revision = given.get("revision")
    try:
        known = revision if isinstance(revision, int) else 0
        return jsonify(kept=pictures.keep_picture(current.actor(), process, given["content"], known))
    except Refusal as refusal:
        return refused(refusal)


@blueprint.get("/problems")
@requires(*SEES)
def problems(process: str) -> Response:
    """What the check finds: `{"problems": [{"file", "element", "severity", "code", "message"}]}`."""
    return jsonify(problems=found(process))


def found(process: str) -> list[dict[str, object]]:
    """What the check finds, in the language of the page."""
    row = draft_in_hand.draft_row(current.session(), the_draft(process).id)
    return [told(problem, process) for problem in problems_of(current.session(), row)]


def refused(refusal: Refusal) -> tuple[Response, int]:
    """A refusal for an editor: one sentence."""
    texts: list[Text] = [refusal.text]
    if isinstance(refusal, AnswersInvalid):
        texts = [text for field in refusal.errors.values() for text in field]
    return jsonify(error=" ".join(translate(text) for text in texts)), refusal.status


def displaced(saved: drafts.Saved) -> Response:
    """Somebody else was first: who, when, and what became of this save."""
    when = dates.date_and_time(saved.displaced_at) if saved.displaced_at else ""
    error = gettext(
        "%(who)s bewaarde dit intussen, op %(when)s. Uw versie is ernaast bewaard: u vindt ze in de geschiedenis.",
        who=saved.displaced_by,
        when=when,
    )
    return jsonify(error=error, revision=saved.revision, save=str(saved.save_id))
