"""The decision tables of a draft: listed, drawn in the editor, tried with values."""

from __future__ import annotations

from flask import request

from app.domain.errors import AnswersInvalid
from app.models.process_draft import TABLE
from app.queries import part_titles, process_drafts
from app.services import trying_tables
from app.services.draft_parts import Part
from app.web import current
from app.web.access import requires
from app.web.studio.frame import SEES, blueprint, frame, the_draft


@blueprint.get("/tables/<file:part>")
@requires(*SEES)
def table(process: str, part: str) -> str:
    """One table in the editor, with fields to try it."""
    return table_page(process, part, {}, {}, None)


@blueprint.post("/tables/<file:part>/try")
@requires(*SEES)
def try_table(process: str, part: str) -> str | tuple[str, int]:
    """What the table answers to these values."""
    content, _ = process_drafts.content(current.session(), the_draft(process).id, TABLE, part)
    values = {name: text for name, text in request.form.items() if name.startswith("value-")}
    try:
        named = {name.removeprefix("value-"): text for name, text in values.items()}
        return table_page(process, part, values, {}, trying_tables.outcome(content, named))
    except AnswersInvalid as refusal:
        return table_page(process, part, values, dict(refusal.errors), None), 422


def table_page(
    process: str, part: str, values: dict[str, str], errors: dict[str, object], outcome: trying_tables.Tried | None
) -> str:
    """The page of one table, with what was tried."""
    draft = the_draft(process)
    content, revision = process_drafts.content(current.session(), draft.id, TABLE, part)
    return frame(
        "studio/table.html",
        draft,
        part=part,
        called=part_titles.of_draft(current.session(), draft.id).get(Part(TABLE, part), part),
        revision=revision,
        asked=trying_tables.asked(content),
        values=values,
        errors=errors,
        outcome=outcome,
    )
