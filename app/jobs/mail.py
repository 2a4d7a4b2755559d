"""Mail: one notice, to one person. Asked for by app/services/mail.py."""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import db
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.clock import now
from app.models.record import Notice
from app.models.user import User
from config import Settings

_log = logging.getLogger(__name__)
_SENDER = "traject@localhost"
_WAITS_FOR_DATABASE = (1, 5, 15)  # seconds


#: A mail server that is away is tried for three days, ever less often (RFC 5321, 4.5.4.1: four to five days at most).
PATIENCE = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 60, 120, 240, 480, 720, 1440, 1440))


class NoMailServer(Exception):
    """Mail was switched off after this mail was asked for."""


def _mark_failed(session: Session, arguments: Mapping[str, Any]) -> None:
    """Nobody goes on trying: the notice does not wait any more, unless it was delivered all the same."""
    waiting = update(Notice).where(Notice.id == int(arguments["notice"]), Notice.mail_status == "pending")
    session.execute(waiting.values(mail_status="failed"))


@job("mail", patience=PATIENCE, given_up=_mark_failed)
def send(run: Run) -> None:
    """Mail the notice `{notice}`. Raises what the mail server says, and Hopeless where it will never take it.

    The mail server is not waited for inside a transaction. SMTP has no exactly-once: a crash between delivery and mark
    sends the same Message-ID again, by which the second one is known as the same mail.
    """
    notice_id = int(run.arguments["notice"])
    with db.reading() as session:
        notice = session.get_one(Notice, notice_id)
        if notice.mail_status not in ("pending", "failed"):
            return  # delivered by a run that died before it could say so of the job
        user = session.get_one(User, notice.user_id)
    hand_over(run.settings, lambda: _message(user, notice))
    _mark_delivered(notice_id)


def hand_over(settings: Settings, write: Callable[[], EmailMessage]) -> None:
    """Write the mail and give it to the mail server. Hopeless where no mail can be made of it, or nobody takes it."""
    if settings.mail_url is None:
        raise NoMailServer
    try:
        _deliver(settings.mail_url, write())
    except (OSError, smtplib.SMTPException, ValueError, LookupError, MessageError) as error:
        if not _is_final(error):
            raise
        raise Hopeless(f"refused for good: {type(error).__name__}") from error


def _mark_delivered(notice_id: int) -> None:
    """It was delivered: where the database is busy or away now, waiting is better than delivering it again."""
    for pause in _WAITS_FOR_DATABASE:
        try:
            _mark_sent(notice_id)
            return
        except db.AWAY as error:
            _log.warning("notice %s was mailed, and cannot be marked yet: %s", notice_id, type(error).__name__)
            time.sleep(pause)
    _mark_sent(notice_id)


def _mark_sent(notice_id: int) -> None:
    with db.transaction() as session:
        sent = update(Notice).where(Notice.id == notice_id)
        session.execute(sent.values(mail_status="sent", sent_at=now(session)))


def _is_final(error: Exception) -> bool:
    """Whether trying again cannot help: no mail can be made of it, or the server says so (RFC 5321: 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError | LookupError | MessageError | smtplib.SMTPNotSupportedError)


def _message(user: User, notice: Notice) -> EmailMessage:
    """The mail of a notice. Its Message-ID is the notice's own, so that a second delivery is recognised as the same.

    ValueError, LookupError or MessageError, as the standard library has it, when the address is not one address
    (security.md 16).
    """
    return message_to(user, notice.subject, notice.text, f"notice-{notice.id}")


def message_to(user: User, subject: str, text: str, key: str) -> EmailMessage:
    """A mail for somebody; `key` makes its Message-ID. Raises as `_message`."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _SENDER
    message["To"] = Address(addr_spec=user.email)
    message["Subject"] = " ".join(subject.split())
    message["Message-ID"] = f"<{key}@traject>"
    message.set_content(text)
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
