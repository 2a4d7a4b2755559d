"""The evidence bundle of a case as one file, for who asked for it."""

from __future__ import annotations

import io
import zipfile

from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.errors import NotVisible, Refusal
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.job import Job, JobResult
from app.queries import signed_in
from app.services import evidence


@job(evidence.JOB)
def export_case(run: Run) -> None:
    """Make the bundle of the case `{case}`, as far as the one who asked for it may see, now."""
    packed = io.BytesIO()
    with db.reading() as session, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        try:
            for name, content in evidence.contents(session, _asker(session, run), int(run.arguments["case"])):
                bundle.writestr(name, content)
        except Refusal as refusal:
            raise Hopeless(type(refusal).__name__) from refusal
    with run.finishing() as session:
        name = f"dossier-{run.arguments['case']}.zip"
        session.add(
            JobResult(job_id=run.job_id, filename=name, media_type="application/zip", content=packed.getvalue())
        )


def _asker(session: Session, run: Run) -> Actor:
    """Who asked for it, with the roles he has now. NotVisible where his account was closed."""
    user_id = session.get_one(Job, run.job_id).requested_by
    account = signed_in.account(session, user_id) if user_id is not None else None
    if account is None:
        raise NotVisible()
    return account.actor
