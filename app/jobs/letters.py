"""The PDF of a letter, made from the letter that was kept. Asked for by app/services/document_pdfs.py."""

from __future__ import annotations

from sqlalchemy.orm import undefer

from app import db
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.record import Document, DocumentPdf
from app.services import document_pdfs, letter_pdf


@job(document_pdfs.JOB)
def make_pdf(run: Run) -> None:
    """Make the PDF of the document `{document}`, unless it is there. Hopeless where none can be made of it."""
    document_id = int(run.arguments["document"])
    with db.reading() as session:
        if session.get(DocumentPdf, document_id) is not None:
            return
        document = session.get_one(Document, document_id, options=(undefer(Document.body),))
    try:
        content = letter_pdf.typeset(document.title, document.body, document.created_at)
    except letter_pdf.NotTypeset as error:
        raise Hopeless(str(error)) from error
    with run.finishing() as session:
        document_pdfs.keep(session, document, content)
