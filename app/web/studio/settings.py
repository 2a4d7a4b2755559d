"""What a diagram cannot say about its process: title, who may start it, its variables and messages (process.toml)."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.models.process_draft import META
from app.queries import process_drafts
from app.services import drafts
from app.services.draft_parts import Part
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors


@blueprint.get("/settings")
@requires(*SEES)
def settings(process: str) -> str:
    """The settings as text, with what they mean."""
    content, revision = process_drafts.content(current.session(), the_draft(process).id, META, "")
    return settings_page(process, content, revision, {})


@blueprint.post("/settings")
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def save_settings(process: str) -> str | Response | tuple[str, int]:
    """Save them; what the check says of them stands on the page."""
    content = request.form.get("content", "").replace("\r\n", "\n")
    revision = number("revision") or 0
    if kept.asked():
        return settings_page(process, content, revision, {})
    try:
        saved = drafts.save(current.actor(), process, Part(META), content, revision)
    except AnswersInvalid as refusal:
        return settings_page(process, content, revision, refusal.errors), 422
    if saved.displaced_by is not None:
        flash(gettext("%(who)s bewaarde dit intussen. Uw versie staat in de geschiedenis.", who=saved.displaced_by))
        return redirect(url_for("studio.history", process=process))
    flash(gettext("Bewaard."), "success")
    return redirect(url_for("studio.settings", process=process))


def settings_page(process: str, content: str, revision: int, errors: Errors) -> str:
    """The page, with what was typed."""
    return frame("studio/settings.html", the_draft(process), content=content, revision=revision, errors=errors)
