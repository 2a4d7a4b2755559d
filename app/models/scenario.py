"""Scenarios: a script of what people did and what it must lead to. Rehearsals: a script in the making."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key

_COUNTS = text("removed_at IS NULL")


class Scenario(Base):
    """A story that every next version must still tell: its `script` is played, and must lead to what is `expected`.

    One that was taken out stays, with who did it and why; one that was renewed is taken out too, and the new one says
    which it `replaces`.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        Index("uq_scenario_name", "process", "name", unique=True, sqlite_where=_COUNTS, postgresql_where=_COUNTS),
    )

    id: Mapped[primary_key]
    process: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    script: Mapped[dict[str, Any]] = mapped_column(JSON)
    expected: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    removed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    replaces: Mapped[int | None] = mapped_column(Id, ForeignKey("scenario.id"))


class Rehearsal(Base):
    """One person stepping through a draft: what he did so far. Its throw-away database can be made again from that.

    `content_hash` is the draft as it was when he began: he goes on with that, whatever is drawn meanwhile. `renews` is
    the scenario he plays again, to keep what comes of it in its place.
    """

    __tablename__ = "rehearsal"

    id: Mapped[primary_key]
    draft_id: Mapped[int] = mapped_column(Id, ForeignKey("process_draft.id"))
    owner_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    script: Mapped[dict[str, Any]] = mapped_column(JSON)
    renews: Mapped[int | None] = mapped_column(Id, ForeignKey("scenario.id"))
    began_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime] = mapped_column(Moment, index=True)
