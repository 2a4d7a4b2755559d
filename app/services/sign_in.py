"""Signing in with an address and a password.

An unknown address takes as long and answers the same as a wrong password. After MOST_FAILURES wrong tries for one
address nothing is checked any more until WINDOW has passed: guessing is slow, and a person who mistyped waits a little.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Refusal, TooMany
from app.domain.text import say
from app.models.base import new_id, search_digest
from app.models.sign_in import SignInAttempt
from app.models.user import User
from app.services import audit, passwords

MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)


def sign_in(email: str, password: str) -> User:
    """The account of this address, if the password is its own.

    Refusals: AnswersInvalid (address or password wrong, or the account is closed), TooMany (locked out for now).
    """
    address = email.strip().lower()[:254]
    digest = search_digest(f"sign-in:{address}")
    with db.reading() as session:
        user = _account(session, address)
    # Outside the transaction: checking a password takes tens of milliseconds, in which nobody else should wait.
    matches = passwords.verify(user.password_hash if user else None, password)
    with db.transaction() as session:
        outcome = _decide(session, digest, user.id if user else None, matches, password)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _decide(session: Session, digest: str, user_id: int | None, matches: bool, password: str) -> User | Refusal:
    """What came of it. A refusal is returned, not raised: the failed try must be kept."""
    if _failures(session, digest) >= MOST_FAILURES:
        audit.record(session, Tag.USER_SIGN_IN_REFUSED, actor=SYSTEM, user=user_id, reason="locked")
        minutes = int(WINDOW.total_seconds() // 60)
        return TooMany(say("Te veel pogingen. Wacht %(minutes)s minuten en probeer opnieuw.", minutes=minutes))
    user = session.get(User, user_id) if user_id else None
    if user is None or not matches or not user.active:
        session.add(SignInAttempt(email_digest=digest))
        audit.record(session, Tag.USER_SIGN_IN_REFUSED, actor=SYSTEM, user=user_id, reason="password")
        return AnswersInvalid({"": [say("Het e-mailadres of het wachtwoord is niet juist.")]})
    session.execute(delete(SignInAttempt).where(SignInAttempt.email_digest == digest))
    if user.password_hash and passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash(password)
    audit.record(session, Tag.USER_SIGNED_IN, actor=SYSTEM, user=user.id, means="password")
    return user


def _account(session: Session, address: str) -> User | None:
    return session.scalars(select(User).where(User.email == address)).first()


def _failures(session: Session, digest: str) -> int:
    """How many tries for this address failed lately.

    Measured in real time, read from the ids: the demo's clock may stand still or jump years, a guess costs the same.
    """
    since = new_id() - (int(WINDOW.total_seconds() * 1000) << 22)
    return (
        session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.email_digest == digest, SignInAttempt.id > since)
        )
        or 0
    )
