"""Mail: notices that are still to be sent, one transaction each.

Without MAIL_URL nothing is mailed and nothing is lost: the notices stand on the case and in the worklist."""

from __future__ import annotations

import logging
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import db
from app.models.clock import now
from app.models.record import Notice
from app.models.user import User

_log = logging.getLogger(__name__)
_SENDER = "traject@localhost"


def send_pending(mail_url: str | None) -> int:
    """Send what waits; returns how many were sent. Stops at the first failure: the server is away, the rest waits."""
    if mail_url is None:
        return 0
    sent = 0
    while _send_one(mail_url):
        sent += 1
    return sent


def _send_one(mail_url: str) -> bool:
    """Send the oldest waiting notice. The mail server is not waited for inside a write transaction; a crash between
    delivery and mark sends the same Message-ID again."""
    with db.reading() as session:
        notice = session.scalars(
            select(Notice).where(Notice.mail_status == "pending").order_by(Notice.id).limit(1)
        ).first()
        if notice is None:
            return False
        message = _message(session, notice)
    try:
        _deliver(mail_url, message)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("mail server refused or is away: %s", type(error).__name__)
        return False
    with db.transaction() as session:
        session.execute(update(Notice).where(Notice.id == notice.id).values(mail_status="sent", sent_at=now(session)))
    return True


def _message(session: Session, notice: Notice) -> EmailMessage:
    """The mail of a notice. Its Message-ID is the notice's own, so that a second delivery is recognised as the same."""
    user = session.get_one(User, notice.user_id)
    message = EmailMessage(policy=SMTP)
    message["From"] = _SENDER
    message["To"] = user.email.replace("\r", "").replace("\n", "")
    message["Subject"] = " ".join(notice.subject.split())
    message["Message-ID"] = f"<notice-{notice.id}@traject>"
    message.set_content(notice.text)
    return message


def _deliver(mail_url: str, message: EmailMessage) -> None:
    parts = urlsplit(mail_url)
    host, port = parts.hostname or "localhost", parts.port
    secure = parts.scheme == "smtps"
    client = smtplib.SMTP_SSL(host, port or 465, timeout=20) if secure else smtplib.SMTP(host, port or 25, timeout=20)
    with client:
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        client.send_message(message)
