"""Organisations: enterprises, VDAB regions, the department, providers, host employers, authorities (domain.md §1)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key


class Organisation(Base):
    """One organisation. `kind` is a code of codes.organisation_kind; `number` the enterprise number (10 digits)."""

    __tablename__ = "organisation"

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(30), index=True)
    number: Mapped[str | None] = mapped_column(String(10), index=True)
    legal_form: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(60))
    address: Mapped[str | None] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    quota_fte: Mapped[float | None]
    active: Mapped[bool] = mapped_column(default=True)


class Establishment(Base):
    """A place of business of an organisation, with its establishment number (10 digits)."""

    __tablename__ = "establishment"

    id: Mapped[primary_key]
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisation.id"), index=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(300))
    service_type: Mapped[str | None] = mapped_column(String(30))
    active: Mapped[bool] = mapped_column(default=True)
