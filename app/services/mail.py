"""Asking for mail: a notice that is to be mailed gets a job in the transaction that writes it.

Without MAIL_URL nothing is mailed and nothing is lost: the notices stand on the case and in the worklist.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import String, cast, exists, select
from sqlalchemy.orm import Session

from app import db
from app.models.clock import now
from app.models.job import Job
from app.models.record import Notice
from app.services import jobs

# Where mail is switched on later, what is older than this is no news any more.
_NEWS = timedelta(days=30)


class _Mail:
    on: bool = False


def configure(on: bool) -> None:
    """Whether this installation mails (MAIL_URL)."""
    _Mail.on = on


def is_on() -> bool:
    """Whether this installation mails."""
    return _Mail.on


@contextmanager
def held_back() -> Iterator[None]:
    """Notices written inside are nobody's news (the years of a demo) and are not mailed, wherever this one mails."""
    was, _Mail.on = _Mail.on, False
    try:
        yield
    finally:
        _Mail.on = was


def ask(session: Session, notice: Notice) -> None:
    """Have the notice mailed, once, after this transaction is kept."""
    if _Mail.on and notice.mail_status == "pending":
        jobs.enqueue(session, "mail", {"notice": notice.id}, key=_key(notice.id))


def ask_for_waiting() -> int:
    """Have mailed what waits without a job: written while this installation did not mail. Returns how many."""
    with db.transaction() as session:
        waiting = session.scalars(
            select(Notice.id).where(
                Notice.mail_status == "pending",
                Notice.created_at > now(session) - _NEWS,
                ~exists(select(Job.id).where(Job.key == "mail-" + cast(Notice.id, String))),
            )
        ).all()
        for notice_id in waiting:
            jobs.enqueue(session, "mail", {"notice": notice_id}, key=_key(notice_id))
        return len(waiting)


def _key(notice_id: int) -> str:
    return f"mail-{notice_id}"
