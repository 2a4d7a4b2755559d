"""Documents on a case: kept as they were made, with a digest that shows it, and read by who sees the case."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import NotAllowed, NotVisible
from app.domain.text import say
from app.models.base import new_id
from app.models.case import Case
from app.models.record import Document
from app.queries.visible import visible_case
from app.services import audit
from app.services.work import Work


def store(work: Work, kind: str, title: str, body: str, media_type: str = "text/html") -> Document:
    """Keep a finished document on the case in hand, inside the running transaction."""
    document = Document(
        id=new_id(),
        case_id=work.case.id,
        kind=kind,
        title=title[:200],
        media_type=media_type,
        body=body,
        digest=hashlib.sha256(body.encode()).hexdigest(),
        created_by=work.actor.user_id,
        created_at=work.now,
    )
    work.session.add(document)
    audit.record(
        work.session,
        Tag.DOCUMENT_ADDED,
        actor=work.actor,
        case_id=work.case.id,
        document=document.id,
        kind=kind,
        digest=document.digest,
    )
    return document


def read(session: Session, actor: Actor, document_id: int) -> Document:
    """A document with its body, for who sees its case. Refusals: NotVisible, NotAllowed."""
    document = session.scalars(
        select(Document)
        .join(Case, Case.id == Document.case_id)
        .where(Document.id == document_id, visible_case(actor))
        .options(undefer(Document.body))
    ).first()
    if document is None:
        raise NotVisible()
    if not actor.may(Permission.DOCUMENT_READ):
        raise NotAllowed(say("U kunt de documenten van dit dossier niet lezen."))
    return document
