"""The forms of a draft: listed, drawn in the editor, and shown beside it the way the task page shows them."""

from __future__ import annotations

import orjson
from flask import render_template

from app.domain import codes
from app.domain.text import say
from app.forms import BoundForm, SchemaInvalid, compile_form
from app.models.process_draft import FORM
from app.queries import part_titles, process_drafts
from app.services.draft_parts import Part
from app.web import current
from app.web.access import requires
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.studio.words import by_words
from app.web.wording import in_words, translate, translate_label

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
#: The lists that a case hands over (app/services/choices), by name.
HANDED_OVER = {
    "appeal_evaluations": say("Evaluaties van de werknemer die betwist kunnen worden"),
    "appeal_indications": say("Adviezen over de werknemer die betwist kunnen worden"),
    "appeal_routes": say("Wie een heroverweging vraagt, naar de rol van wie het doet"),
    "coaches": say("De jobcoaches van de onderneming"),
    "enterprises": say("De ondernemingen waarvoor iemand mag handelen"),
    "establishments": say("De vestigingen van de onderneming"),
    "host_employers": say("De werkgevers waar stage kan"),
    "other_enterprises": say("De andere ondernemingen"),
    "providers": say("De mandatarissen van doorstroomtrajecten"),
    "stop_employees": say("De werknemers in dienst op de dag van de stopzetting"),
    "transition_coaches": say("De doorstroomcoaches"),
    "vdab_regions": say("De regio’s van VDAB"),
}
_SAMPLES = [("1", say("Voorbeeld 1")), ("2", say("Voorbeeld 2"))]


@blueprint.get("/forms/<file:part>")
@requires(*SEES)
def form(process: str, part: str) -> str:
    """One form in the editor."""
    draft = the_draft(process)
    _, revision = process_drafts.content(current.session(), draft.id, FORM, part)
    words = {type_: translate(name) for type_, name in COMPONENTS.items()}
    called = part_titles.of_draft(current.session(), draft.id).get(Part(FORM, part), part)
    return frame(
        "studio/form.html", draft, part=part, called=called, revision=revision, components=words, lists=lists()
    )


def lists() -> list[tuple[str, str]]:
    """The lists a choice can take its options from: a code list by its first codes, another by what it is."""
    coded = [(f"codes.{name}", _first_of(name)) for name in codes.LISTS]
    return by_words([*coded, *((f"context.{name}", words) for name, words in HANDED_OVER.items())])


def _first_of(name: str) -> str:
    labels = [translate_label(label) for _, label in codes.by_name(name)]
    return ", ".join(labels[:3]) + (" …" if len(labels) > 3 else "")


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
