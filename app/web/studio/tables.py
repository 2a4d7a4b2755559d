"""The decision tables of a draft: listed, drawn in the editor, tried with values."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, Refusal
from app.models.process_draft import TABLE
from app.queries import process_drafts
from app.services import drafts, trying_tables
from app.services.draft_parts import Part
from app.services.new_tables import empty_table
from app.web import current
from app.web.access import requires
from app.web.errors import page
from app.web.parameters import one_line
from app.web.studio.frame import SEES, blueprint, frame, the_draft


@blueprint.get("/tables")
@requires(*SEES)
def tables(process: str) -> str:
    """The tables there are."""
    draft = the_draft(process)
    return frame("studio/tables.html", draft, tables=draft.named(TABLE))


@blueprint.post("/tables")
@requires(Permission.PROCESS_EDIT)
def new_table(process: str) -> Response | tuple[str, int]:
    """An empty table of one decision."""
    name = one_line("name")
    try:
        drafts.save(current.actor(), process, Part(TABLE, f"{name}.dmn"), empty_table(name), 0)
    except Refusal:
        return page(422, gettext("Geef de tabel een naam: kleine letters, cijfers en _, met een letter vooraan."))
    return redirect(url_for("studio.table", process=process, part=f"{name}.dmn"))


@blueprint.get("/tables/<file:part>")
@requires(*SEES)
def table(process: str, part: str) -> str:
    """One table in the editor, with fields to try it."""
    return table_page(process, part, {}, {}, None)


@blueprint.post("/tables/<file:part>/remove")
@requires(Permission.PROCESS_EDIT)
def remove_table(process: str, part: str) -> Response:
    """Take a table out; it can be put back from the history."""
    drafts.remove(current.actor(), process, Part(TABLE, part))
    return redirect(url_for("studio.tables", process=process))


@blueprint.post("/tables/<file:part>/try")
@requires(*SEES)
def try_table(process: str, part: str) -> str | tuple[str, int]:
    """What the table answers to these values."""
    content, _ = process_drafts.content(current.session(), the_draft(process).id, TABLE, part)
    values = {name.removeprefix("value-"): text for name, text in request.form.items() if name.startswith("value-")}
    try:
        return table_page(process, part, values, {}, trying_tables.outcome(content, values))
    except AnswersInvalid as refusal:
        return table_page(process, part, values, dict(refusal.errors), None), 422


def table_page(
    process: str, part: str, values: dict[str, str], errors: dict[str, object], outcome: trying_tables.Tried | None
) -> str:
    """The page of one table, with what was tried."""
    draft = the_draft(process)
    content, _ = process_drafts.content(current.session(), draft.id, TABLE, part)
    asked = trying_tables.asked(content)
    return frame("studio/table.html", draft, part=part, asked=asked, values=values, errors=errors, outcome=outcome)
