"""What every page of the studio shares: the draft it is about, the tabs, what the check finds."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.domain.access import Permission
from app.queries import process_drafts
from app.queries.process_drafts import DraftView
from app.services import drafts
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
    problems = problems_of(session, drafts.draft_row(session, draft.id))
    return render_template(
        template,
        draft=draft,
        problems=problems,
        found=[problem.as_json() | {"message": translate(problem.text)} for problem in problems],
        words=words.sentences(),
        may_edit=actor.may(Permission.PROCESS_EDIT) and not draft.is_submitted,
        **more,
    )
