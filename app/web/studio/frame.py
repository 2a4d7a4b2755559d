"""What every page of the studio shares: the draft it is about, the tabs, what the check finds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath

from flask import Blueprint, render_template, url_for

from app.domain.access import Permission
from app.engine import Problem
from app.queries import process_drafts
from app.queries.process_drafts import DraftView
from app.services import draft_in_hand
from app.services.draft_parts import problems_of
from app.web import current
from app.web.studio import words
from app.web.wording import translate

blueprint = Blueprint("studio", __name__, url_prefix="/processes/<key:process>/draft")
SEES = (Permission.PROCESS_EDIT, Permission.PROCESS_APPROVE)


def the_draft(process: str) -> DraftView:
    """The draft this page is about."""
    current.refresh()
    return process_drafts.one(current.session(), current.actor(), process)


def frame(template: str, draft: DraftView, **more: object) -> str:
    """A page of the studio: the tabs, the state of the draft, what the check finds."""
    session, actor = current.session(), current.actor()
    problems = problems_of(session, draft_in_hand.draft_row(session, draft.id))
    return render_template(
        template,
        draft=draft,
        found=[told(problem, draft.process) for problem in problems],
        words=words.sentences(),
        may_edit=actor.may(Permission.PROCESS_EDIT) and not draft.is_submitted,
        **more,
    )


def told(problem: Problem, process: str) -> dict[str, object]:
    """A problem for a page: its sentence in the language of the page, and where in the draft it is mended.

    `place`: the rows and column of a table, or the component of a form, for its editor to mark; None elsewhere.
    """
    place = asdict(problem.place) if problem.place else None
    said = {"message": translate(problem.text), "address": _page_of(problem, process)}
    return problem.as_json() | said | {"place": place}


def _page_of(problem: Problem, process: str) -> str:
    file = PurePath(problem.file)
    if file.suffix == ".dmn":
        return url_for("studio.table", process=process, part=file.name)
    if file.suffix == ".json":
        return url_for("studio.form", process=process, part=file.stem)
    if file.suffix == ".toml":
        return url_for("studio.settings", process=process)
    return url_for("studio.draw", process=process, element=problem.element or None)
