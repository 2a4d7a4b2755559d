"""What a diagram cannot say about its process: its title, who may start it, its data and messages (process.toml).

The form is one of ours (app/forms), so it is judged, and handed back with what was typed, as every other. A text that
says other things than a form can show is shown as text (texts.py).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from flask import request, url_for
from werkzeug.wrappers import Response

from app.domain.access import Permission, Role
from app.forms import BoundForm, CompiledForm, compile_form
from app.models.process_draft import META
from app.queries import process_drafts, record_titles
from app.services import drafts
from app.services.draft_parts import Part
from app.services.process_settings import Answers, as_answers, with_answers, wrong
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.studio.texts import after_saving, text_page
from app.web.studio.words import by_words
from app.web.wording import in_words

_SCHEMA = Path(__file__).with_name("settings.json")


@blueprint.get("/settings")
@requires(*SEES)
def settings(process: str) -> str:
    """The settings as a form; as text where a form cannot show them."""
    content, revision = process_drafts.content(current.session(), the_draft(process).id, META, "")
    known = as_answers(content)
    if known is None:
        return text_page(process, Part(META), content, revision, {})
    return settings_page(process, bound(process, None, known), revision)


@blueprint.post("/settings")
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def save_settings(process: str) -> str | Response | tuple[str, int]:
    """Save them; what is wrong with an answer stands at its field."""
    revision = number("revision") or 0
    form = bound(process, request.form, {})
    if kept.asked() or form.rows_changed:
        return settings_page(process, form, revision)
    checked = form.validate()
    if checked.ok:
        form.add_errors(wrong(checked.values))
    if form.errors:
        return settings_page(process, form, revision), 422
    answers = form.compiled.to_answers(checked.values)
    content, _ = process_drafts.content(current.session(), the_draft(process).id, META, "")
    saved = drafts.save(current.actor(), process, Part(META), with_answers(content, answers), revision)
    return after_saving(saved, process, url_for("studio.settings", process=process))


@cache
def settings_form() -> CompiledForm:
    """The form, made once."""
    return compile_form(orjson.loads(_SCHEMA.read_bytes()))


def bound(process: str, formdata: Any, known: Answers) -> BoundForm:
    """The form with what was posted, else with the settings as they are."""
    records = record_titles.of_process(current.session(), process)
    context = {"roles": by_words((role.value, role.text) for role in Role), "records": by_words(records)}
    posted = settings_form().to_formdata(known) if formdata is None else formdata
    return settings_form().bind(posted, {}, context, current.today(), *in_words())


def settings_page(process: str, form: BoundForm, revision: int) -> str:
    """The page, with what was typed."""
    return frame("studio/settings.html", the_draft(process), bound=form, revision=revision)
