"""The forms and the decision tables of a draft: listed, begun and taken out. Each has its editor in its own module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NotVisible
from app.domain.text import Text, say
from app.models.process_draft import FORM, TABLE
from app.queries import part_titles
from app.services import drafts
from app.services.draft_parts import Part
from app.services.new_parts import empty_form, empty_table
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number, one_line
from app.web.studio.frame import SEES, blueprint, frame, the_draft
from app.web.wording import Errors


@dataclass(frozen=True)
class Shelf:
    """Parts of one kind: the page of one, what a new one holds and how its file is called, and the words around it."""

    editor: str
    empty: Callable[[str], str]
    suffix: str
    title: Text
    none: Text
    label: Text
    hint: Text
    button: Text
    wrong: Text


SHELVES = {
    FORM: Shelf(
        "studio.form",
        empty_form,
        "",
        say("formulieren"),
        say("Dit proces heeft nog geen formulier."),
        say("Nieuw formulier voor de taak"),
        say("De naam in programma’s van de taak, zoals ze onder «Technisch» staat."),
        say("Formulier maken"),
        say("Geef de naam van de taak waar het formulier bij hoort: letters, cijfers en _."),
    ),
    TABLE: Shelf(
        "studio.table",
        empty_table,
        ".dmn",
        say("beslistabellen"),
        say("Dit proces heeft nog geen beslistabel."),
        say("Nieuwe beslistabel"),
        say("Kleine letters, cijfers en _, zoals voorrang."),
        say("Tabel maken"),
        say("Geef de tabel een naam: kleine letters, cijfers en _, met een letter vooraan."),
    ),
}


@blueprint.get("/forms", defaults={"kind": FORM})
@blueprint.get("/tables", defaults={"kind": TABLE})
@requires(*SEES)
def shelf(process: str, kind: str) -> str:
    """What there is of one kind, by title."""
    return shelf_page(process, kind, "", {})


@blueprint.post("/forms", defaults={"kind": FORM})
@blueprint.post("/tables", defaults={"kind": TABLE})
@requires(Permission.PROCESS_EDIT)
@keeps_answers
def begin_part(process: str, kind: str) -> str | Response | tuple[str, int]:
    """An empty one, in its editor; where there is one of that name already, that one."""
    its, name = SHELVES[kind], one_line("name")
    if kept.asked():
        return shelf_page(process, kind, name, {})
    part = Part(kind, f"{name}{its.suffix}")
    if part.name not in {row.name for row in the_draft(process).named(kind)}:
        try:
            drafts.save(current.actor(), process, part, its.empty(name), 0)
        except (AnswersInvalid, NotVisible):
            return shelf_page(process, kind, name, {"name": [its.wrong]}), 422
    return redirect(url_for(its.editor, process=process, part=part.name))


@blueprint.post("/forms/<file:part>/remove", defaults={"kind": FORM})
@blueprint.post("/tables/<file:part>/remove", defaults={"kind": TABLE})
@requires(Permission.PROCESS_EDIT)
def remove_from_shelf(process: str, kind: str, part: str) -> Response:
    """Take one out; it can be put back from the history."""
    drafts.remove(current.actor(), process, Part(kind, part), number("revision") or 0)
    return redirect(url_for("studio.shelf", process=process, kind=kind))


def shelf_page(process: str, kind: str, name: str, errors: Errors) -> str:
    """The page of one kind, with the name that was typed for a new one."""
    draft = the_draft(process)
    titles = part_titles.of_draft(current.session(), draft.id)
    rows = [(row, titles.get(Part(kind, row.name))) for row in draft.named(kind)]
    return frame("studio/shelf.html", draft, kind=kind, shelf=SHELVES[kind], rows=rows, name=name, errors=errors)
