"""Taking a process out of use: nobody can start it any more; what runs goes on, on the version it runs on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotAllowed, NotVisible
from app.domain.text import say
from app.models.clock import now
from app.models.definition import Definition
from app.services import audit
from app.services.callers import newest_in_use


def retire(actor: Actor, process: str) -> None:
    """Retire every version of a process. Refusals: NotAllowed, NotVisible, Conflict (another process calls it)."""
    if not actor.may(Permission.PROCESS_PUBLISH):
        raise NotAllowed()
    with db.transaction() as session:
        versions = session.scalars(
            select(Definition).where(Definition.process == process, Definition.retired_at.is_(None)).with_for_update()
        ).all()
        if not versions:
            raise NotVisible()
        caller = _caller(session, process)
        if caller is not None:
            raise Conflict(
                say("«%(process)s» roept dit proces op. Zet eerst dat stop, of teken het anders.", process=caller)
            )
        for version in versions:
            version.retired_at = now(session)
            audit.record(session, Tag.PROCESS_RETIRED, actor=actor, process=process, definition=version.id)


def _caller(session: Session, process: str) -> str | None:
    """The title of a process in use whose newest version calls this one."""
    newest = newest_in_use(session).values()
    rows = session.execute(select(Definition.title, Definition.calls).where(Definition.id.in_(newest)))
    return next((row.title for row in rows if process in row.calls), None)
