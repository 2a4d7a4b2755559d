"""Target-group employees (domain.md §7.2, Doelgroepwerknemer)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Sealed, Shortened, primary_key


class Person(Base):
    """A target-group employee. The national number is sealed; `number_digest` finds it, `number_masked` shows it."""

    __tablename__ = "person"

    id: Mapped[primary_key]
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    search_name: Mapped[str] = mapped_column(Shortened(220), index=True)
    national_number: Mapped[str] = mapped_column(Sealed)
    number_digest: Mapped[str] = mapped_column(String(64), unique=True)
    number_masked: Mapped[str] = mapped_column(String(20))
    birth_date: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(5), default="nl")
    address: Mapped[str | None] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    coach_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"
