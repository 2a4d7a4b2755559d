"""Which documents of a case are there as PDF, and how far the others are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.jobs import JobState
from app.models.job import Job
from app.models.record import Document, DocumentPdf
from app.services.document_pdfs import JOB


@dataclass(frozen=True)
class Pdf:
    """The PDF of a document: how many bytes it has, or how its job stands while there is none."""

    size: int | None = None
    job_id: int | None = None
    state: JobState | None = None


def of_case(session: Session, case_id: int) -> dict[int, Pdf]:
    """By document id, of those whose PDF is there or was asked for (the caller checked that the case is visible)."""
    asked = select(Job.id, Job.state, Job.arguments).where(Job.case_id == case_id, Job.kind == JOB).order_by(Job.id)
    found = {int(row.arguments["document"]): Pdf(None, row.id, JobState(row.state)) for row in session.execute(asked)}
    made = (
        select(DocumentPdf.document_id, func.length(DocumentPdf.content).label("size"))
        .join(Document, Document.id == DocumentPdf.document_id)
        .where(Document.case_id == case_id)
    )
    return found | {row.document_id: Pdf(row.size) for row in session.execute(made)}
