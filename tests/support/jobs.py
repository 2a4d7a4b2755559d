"""Doing background work inside a test, in its own thread: as a worker does it, without the queue."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from app import db
from app.domain.jobs import UNFINISHED
from app.jobs import registry
from app.jobs.perform import perform
from app.models.job import Job
from app.models.record import Notice
from app.services import mail
from config import Environment, Settings

SETTINGS = Settings(environment=Environment.TESTING)


def do_waiting(settings: Settings = SETTINGS) -> None:
    """Do every job that waits or was left in hand, once, however long it should still wait; the oldest first."""
    registry.load()
    with db.reading() as session:
        waiting = session.execute(select(Job.id, Job.turn).where(Job.state.in_(UNFINISHED)).order_by(Job.id)).all()
    for job_id, turn in waiting:
        perform(job_id, turn, "worker@tests-0", settings, lambda: False)


def do_mail(mail_url: str) -> int:
    """Mail what waits to be mailed; returns how many mails were delivered."""
    before = _mailed()
    mail.ask_for_waiting()
    do_waiting(replace(SETTINGS, mail_url=mail_url))
    return _mailed() - before


def _mailed() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).where(Notice.mail_status == "sent")) or 0
