"""People who sign in: accounts, their roles in organisations, their API tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key


class User(Base):
    """An account. `person_id` links a target-group employee's account to his file.

    `same_person_as` names the account that is the same human being, so that four eyes are two people (security.md 39).
    """

    __tablename__ = "user"

    id: Mapped[primary_key]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(300))
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("person.id", use_alter=True), index=True)
    same_person_as: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    session_salt: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Membership(Base):
    """A role of a user in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "role", "organisation_id"),)

    id: Mapped[primary_key]
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(30), index=True)
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)


class ApiToken(Base):
    """A bearer token of a user; only its SHA-256 digest is kept."""

    __tablename__ = "api_token"

    id: Mapped[primary_key]
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
