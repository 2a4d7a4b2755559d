"""Notes on a case: remarks of people who work on it. Added to, never edited."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import NotAllowed, NotVisible
from app.domain.text import say
from app.models.base import new_id
from app.models.case import Case
from app.models.clock import now
from app.models.record import Note
from app.queries.visible import visible_case
from app.services import audit
from app.services.fields import Fields

LONGEST = 5000


def add(actor: Actor, case_id: int, text: str) -> int:
    """Add a note to a case the actor sees, open or ended; returns the note's id."""
    with db.transaction() as session:
        if session.scalar(select(Case.id).where(Case.id == case_id, visible_case(actor))) is None:
            raise NotVisible()
        if actor.user_id is None or not actor.may(Permission.NOTE_WRITE):
            raise NotAllowed(say("U kunt op dit dossier geen notitie schrijven."))
        fields = Fields()
        text = fields.paragraphs("text", text, LONGEST)
        fields.ensure()
        return add_note(session, actor, case_id, text).id


def add_note(session: Session, actor: Actor, case_id: int, text: str) -> Note:
    """The inside of `add`, for a use case that leaves a note as part of its own transaction."""
    assert actor.user_id is not None  # notes are written by people
    note = Note(id=new_id(), case_id=case_id, author_id=actor.user_id, text=text, at=now(session))
    session.add(note)
    audit.record(session, Tag.NOTE_ADDED, actor=actor, case_id=case_id, note=note.id)
    return note
