"""What one does on a case page: write a note, send the case a message."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NothingWaits
from app.domain.text import say
from app.queries import cases
from app.services import messaging
from app.services import notes as note_services
from app.web import case_tabs, current, kept
from app.web.access import requires
from app.web.cases import blueprint, show_tab
from app.web.kept import keeps_answers

__all__ = ["blueprint"]


@blueprint.get("/<id:case_id>/notes")
@requires(Permission.CASE_READ)
def notes(case_id: int) -> str:
    """Remarks of the people who work on the case."""
    return notes_page(case_id)


def notes_page(case_id: int, **more: object) -> str:
    """The notes, with the form to add one."""
    case_tabs.ensure_tab(current.actor(), "cases.notes")
    return show_tab("notes", cases.one(current.session(), current.actor(), case_id), **more)


@blueprint.post("/<id:case_id>/notes")
@requires(Permission.NOTE_WRITE)
@keeps_answers
def add_note(case_id: int) -> str | Response | tuple[str, int]:
    """Add a note."""
    typed = request.form.get("text", "")
    if kept.asked():
        return notes_page(case_id, typed=typed)
    try:
        note_services.add(current.actor(), case_id, typed)
    except AnswersInvalid as refusal:
        return notes_page(case_id, typed=typed, problem=refusal.errors["text"][0]), 422
    flash(gettext("De notitie is toegevoegd."), "success")
    return redirect(url_for("cases.notes", case_id=case_id))


@blueprint.get("/<id:case_id>/messages/<key:name>")
@requires(Permission.MESSAGE_SEND)
def message(case_id: int, name: str) -> str:
    """Are you sure? A message moves the case at once."""
    view = cases.one(current.session(), current.actor(), case_id)
    titles = dict(view.messages)
    if name not in titles:
        raise NothingWaits(say("Geen enkele stap van dit dossier wacht nu op dit bericht."))
    return render_template("cases/message.html", view=view, name=name, message_title=titles[name])


@blueprint.post("/<id:case_id>/messages/<key:name>")
@requires(Permission.MESSAGE_SEND)
def send_message(case_id: int, name: str) -> Response:
    """Send it."""
    messaging.send(current.actor(), case_id, name)
    flash(gettext("Het is gemeld. Het dossier ging naar de volgende stap."), "success")
    return redirect(url_for("cases.show", case_id=case_id))
