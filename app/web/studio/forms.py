"""The forms of a draft: listed, drawn in the editor, and shown beside it the way the task page shows them."""

from __future__ import annotations

import orjson
from flask import redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import Refusal
from app.domain.text import say
from app.forms import BoundForm, SchemaInvalid, compile_form
from app.models.process_draft import FORM
from app.queries import process_drafts
from app.services import drafts
from app.services.draft_parts import Part, form_text
from app.web import current
from app.web.access import requires
from app.web.errors import page
from app.web.parameters import one_line
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import in_words, translate

#: The components of form-js that our forms run (docs/forms.md), by type; the editor offers no others.
COMPONENTS = {
    "textfield": say("Tekst"),
    "textarea": say("Lange tekst"),
    "number": say("Getal"),
    "datetime": say("Datum of uur"),
    "checkbox": say("Vinkje"),
    "radio": say("Kies één (knoppen)"),
    "select": say("Kies één (lijst)"),
    "checklist": say("Kies meer (vinkjes)"),
    "taglist": say("Kies meer (lijst)"),
    "group": say("Groep"),
    "dynamiclist": say("Rijen"),
    "expression": say("Berekening"),
    "text": say("Uitleg"),
    "separator": say("Lijn"),
    "spacer": say("Ruimte"),
}
_SAMPLES = [("1", say("Voorbeeld 1")), ("2", say("Voorbeeld 2"))]


@blueprint.get("/forms")
@requires(*SEES)
def forms(process: str) -> str:
    """The forms there are."""
    draft = the_draft(process)
    return frame("studio/forms.html", draft, forms=draft.named(FORM))


@blueprint.post("/forms")
@requires(Permission.PROCESS_EDIT)
def new_form(process: str) -> Response | tuple[str, int]:
    """An empty form for a task."""
    name = one_line("name")
    schema = {"type": "default", "id": name, "schemaVersion": 19, "components": []}
    try:
        drafts.save(current.actor(), process, Part(FORM, name), form_text(schema), 0)
    except Refusal:
        return page(422, gettext("Geef de naam van de taak waar het formulier bij hoort: letters, cijfers en _."))
    return redirect(url_for("studio.form", process=process, part=name))


@blueprint.get("/forms/<file:part>")
@requires(*SEES)
def form(process: str, part: str) -> str:
    """One form in the editor."""
    draft = the_draft(process)
    process_drafts.content(current.session(), draft.id, FORM, part)
    return frame(
        "studio/form.html", draft, part=part, components={type_: translate(name) for type_, name in COMPONENTS.items()}
    )


@blueprint.post("/forms/<file:part>/remove")
@requires(Permission.PROCESS_EDIT)
def remove_form(process: str, part: str) -> Response:
    """Take a form out; it can be put back from the history."""
    drafts.remove(current.actor(), process, Part(FORM, part))
    return redirect(url_for("studio.forms", process=process))


@blueprint.get("/forms/<file:part>/preview")
@requires(*SEES)
def preview(process: str, part: str) -> str:
    """The form as the task page shows it, to put into the page; a sentence where it cannot be shown yet."""
    content, _ = process_drafts.content(current.session(), the_draft(process).id, FORM, part)
    return render_template("studio/_preview.html", bound=_bound(content))


def _bound(content: str) -> BoundForm | None:
    """The form, empty, with sample options where a real case hands over a list."""
    try:
        compiled = compile_form(orjson.loads(content))
        samples = [(value, translate(label)) for value, label in _SAMPLES]
        context = dict.fromkeys(compiled.context_names, samples)
        return compiled.bind(None, {}, context, current.today(), *in_words())
    except SchemaInvalid:
        return None
