"""A part of a draft as its plain text: for experts, for a part its editor cannot open, and without JavaScript."""

from __future__ import annotations

import re

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.engine import FormPlace, Problem
from app.models.process_draft import DIAGRAM, FORM, META, TABLE
from app.queries import process_drafts
from app.services import draft_in_hand, drafts
from app.services.draft_parts import Part, problems_of
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors, translate

EDITORS = {
    DIAGRAM: ("studio.draw", say("de tekening als tekst")),
    META: ("studio.settings", say("de gegevens als tekst")),
    FORM: ("studio.form", say("het formulier als tekst")),
    TABLE: ("studio.table", say("de beslistabel als tekst")),
}


@blueprint.get("/text", defaults={"kind": DIAGRAM, "part": ""})
@blueprint.get("/settings/text", defaults={"kind": META, "part": ""})
@blueprint.get("/forms/<file:part>/text", defaults={"kind": FORM})
@blueprint.get("/tables/<file:part>/text", defaults={"kind": TABLE})
@requires(*SEES)
def text(process: str, kind: str, part: str) -> str:
    """The text of a part as it stands."""
    content, revision = process_drafts.content(current.session(), the_draft(process).id, kind, part)
    return text_page(process, Part(kind, part), content, revision, {})


@blueprint.post("/text", defaults={"kind": DIAGRAM, "part": ""})
@blueprint.post("/settings/text", defaults={"kind": META, "part": ""})
@blueprint.post("/forms/<file:part>/text", defaults={"kind": FORM})
@blueprint.post("/tables/<file:part>/text", defaults={"kind": TABLE})
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def save_text(process: str, kind: str, part: str) -> str | Response | tuple[str, int]:
    """Save it; what cannot be read at all comes back as it was typed, with where it goes wrong."""
    content = request.form.get("content", "").replace("\r\n", "\n")
    revision = number("revision") or 0
    of = Part(kind, part)
    if kept.asked():
        return text_page(process, of, content, revision, {})
    try:
        saved = drafts.save(current.actor(), process, of, content, revision)
    except AnswersInvalid as refusal:
        return text_page(process, of, content, revision, refusal.errors), 422
    return after_saving(saved, process, url_for("studio.text", process=process, kind=kind, part=part))


def after_saving(saved: drafts.Saved, process: str, onward: str, told: str | None = None) -> Response:
    """On to the address `onward`, told that it is saved; to the history, where somebody else was first."""
    if saved.displaced_by is None:
        flash(told or gettext("Bewaard."), "success")
        return redirect(onward)
    flash(gettext("%(who)s bewaarde dit intussen. Uw versie staat in de geschiedenis.", who=saved.displaced_by))
    return redirect(url_for("studio.history", process=process))


def spots(content: str, part: Part, problems: list[Problem]) -> list[tuple[int, str]]:
    """What the check finds in this text, with its line where that can be told (1 elsewhere)."""
    file = {DIAGRAM: ".bpmn", META: ".toml", FORM: f"/{part.name}.json", TABLE: f"/{part.name}"}[part.kind]
    return sorted((line_of(content, one), translate(one.text)) for one in problems if f"/{one.file}".endswith(file))


def line_of(content: str, problem: Problem) -> int:
    """The line of the element a finding is about: where its id or its name in program text stands last."""
    name = problem.place.component if isinstance(problem.place, FormPlace) else problem.element
    found = list(re.finditer(rf'(?:\bid"?\s*[=:]\s*"|^\s*){re.escape(name)}(?:"|\s*=)', content, re.M)) if name else []
    return content.count("\n", 0, found[-1].end()) + 1 if found else 1


def text_page(process: str, part: Part, content: str, revision: int, errors: Errors) -> str:
    """The page of one text, with what was typed."""
    endpoint, title = EDITORS[part.kind]
    editor = url_for(endpoint, process=process, part=part.name or None)
    draft = the_draft(process)
    problems = problems_of(current.session(), draft_in_hand.draft_row(current.session(), draft.id))
    return frame(
        "studio/text.html",
        draft,
        spots=spots(content, part, problems),
        title_of=title,
        part=part,
        content=content,
        revision=revision,
        errors=errors,
        editor=editor,
    )
