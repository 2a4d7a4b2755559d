"""Tries to sign in that failed: what locking out counts."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, primary_key


class SignInAttempt(Base):
    """One failed try for an address (known or not), by keyed digest. The id tells when (`new_id` holds the time)."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt", "email_digest", "id"),)

    id: Mapped[primary_key]
    email_digest: Mapped[str] = mapped_column(String(64))
