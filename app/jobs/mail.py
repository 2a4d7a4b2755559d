"""Mail: notices that are still to be sent, one transaction each.

Without MAIL_URL nothing is mailed and nothing is lost: the notices stand on the case and in the worklist."""

from __future__ import annotations

import logging
import smtplib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from sqlalchemy import select, update

from app import db
from app.models.clock import now
from app.models.record import Notice
from app.models.user import User

_log = logging.getLogger(__name__)
_SENDER = "traject@localhost"


def send_pending(mail_url: str | None) -> int:
    """Send what waits; returns how many were sent.

    Stops where the server is away: the rest waits. A mail that the server will never take is set aside as failed, so
    that one wrong address holds up nobody else's mail.
    """
    if mail_url is None:
        return 0
    sent = 0
    while (outcome := _send_one(mail_url)) is not None:
        sent += outcome == "sent"
    return sent


def _send_one(mail_url: str) -> str | None:
    """Send the oldest waiting notice; what became of it, None when nothing waits or the server is away.

    The mail server is not waited for inside a write transaction; a crash between delivery and mark sends the same
    Message-ID again.
    """
    with db.reading() as session:
        notice = session.scalars(
            select(Notice).where(Notice.mail_status == "pending").order_by(Notice.id).limit(1)
        ).first()
        if notice is None:
            return None
        user = session.get_one(User, notice.user_id)
    try:
        _deliver(mail_url, _message(user, notice))
        outcome = "sent"
    except (OSError, smtplib.SMTPException, ValueError, LookupError, MessageError) as error:
        if not _is_final(error):
            _log.warning("mail server is away: %s", type(error).__name__)
            return None
        _log.warning("mail of notice %s is refused for good: %s", notice.id, type(error).__name__)
        outcome = "failed"
    with db.transaction() as session:
        sent_at = now(session) if outcome == "sent" else None
        session.execute(update(Notice).where(Notice.id == notice.id).values(mail_status=outcome, sent_at=sent_at))
    return outcome


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
    message = EmailMessage(policy=SMTP)
    message["From"] = _SENDER
    message["To"] = Address(addr_spec=user.email)
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
