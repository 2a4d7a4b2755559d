"""Letters as PDF: asked for in the transaction that writes a letter, or later by who reads it; made once, by a job."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session, undefer

from app import db
from app.domain.access import SYSTEM, Actor
from app.domain.audit import Tag
from app.models.clock import now
from app.models.record import Document, DocumentPdf
from app.services import audit, documents, jobs

JOB = "letter"


def have_made(session: Session, document: Document, actor: Actor = SYSTEM, *, new: bool = False) -> None:
    """Have the PDF of a document made after this transaction is kept. `new`: nobody can have asked for it before."""
    jobs.enqueue(
        session,
        JOB,
        {"document": document.id},
        actor=actor,
        key=f"letter-{document.id}",  # asked for twice, made once
        new=new,
        case_id=document.case_id,
    )


def ask(actor: Actor, document_id: int) -> int:
    """Have the PDF made of a document that has none yet; returns the case. Refusals: NotVisible, NotAllowed."""
    with db.transaction() as session:
        document = documents.read(session, actor, document_id)
        if session.get(DocumentPdf, document_id) is None:
            have_made(session, document, actor)
        return document.case_id


def read(session: Session, actor: Actor, document_id: int) -> DocumentPdf | None:
    """The PDF of a document with its content, None while there is none. Refusals: NotVisible, NotAllowed."""
    documents.read(session, actor, document_id)
    return session.get(DocumentPdf, document_id, options=(undefer(DocumentPdf.content),))


def keep(session: Session, document: Document, content: bytes) -> None:
    """Keep the PDF that was made of a document, inside the running transaction."""
    digest = hashlib.sha256(content).hexdigest()
    session.add(DocumentPdf(document_id=document.id, content=content, digest=digest, made_at=now(session)))
    audit.record(
        session, Tag.DOCUMENT_PDF_MADE, actor=SYSTEM, case_id=document.case_id, document=document.id, digest=digest
    )
