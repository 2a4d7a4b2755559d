"""Drafts of a next version: what is being drawn in the studio, part by part, and everything that was saved of it."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, primary_key

OPEN, SUBMITTED, PUBLISHED, DISCARDED = "open", "submitted", "published", "discarded"
DIAGRAM, TABLE, FORM, META, PICTURE = "bpmn", "dmn", "form", "meta", "svg"


class ProcessDraft(Base):
    """A next version of a process in the making; one at a time for a process. `based_on` is where it began.

    `content_hash` is what was handed in for approval: what is published is exactly that.
    """

    __tablename__ = "process_draft"
    __table_args__ = (
        Index(
            "uq_process_draft_live",
            "process",
            unique=True,
            sqlite_where=text("status IN ('open', 'submitted')"),
            postgresql_where=text("status IN ('open', 'submitted')"),
        ),
    )

    id: Mapped[primary_key]
    process: Mapped[str] = mapped_column(String(60), index=True)
    based_on: Mapped[int | None] = mapped_column(Id, ForeignKey("definition.id"))
    status: Mapped[str] = mapped_column(String(20), default=OPEN)
    opened_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text, default="")
    ground: Mapped[str] = mapped_column(Text, default="")
    effective_on: Mapped[date | None] = mapped_column(Date)
    content_hash: Mapped[str | None] = mapped_column(String(64))
    submitted_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    definition_id: Mapped[int | None] = mapped_column(Id, ForeignKey("definition.id"))

    @property
    def handed_in(self) -> str:
        """What was handed in, in short: another text as soon as anything differs for who approves it."""
        said = (self.content_hash, self.note, self.ground, self.effective_on)
        return sha256(repr(said).encode()).hexdigest()


class DraftPart(Base):
    """One file of a draft as it stands: the diagram, process.toml, a table or a form.

    `revision` counts its saves: who saves names the one he began from, and learns when somebody was first.
    """

    __tablename__ = "draft_part"
    __table_args__ = (UniqueConstraint("draft_id", "kind", "name"),)

    id: Mapped[primary_key]
    draft_id: Mapped[int] = mapped_column(Id, ForeignKey("process_draft.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")
    content: Mapped[str] = mapped_column(Text, deferred=True)
    revision: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment)


class DraftSave(Base):
    """One save of one part, kept so that nothing drawn is ever lost. `displaced`: somebody else had saved first.

    Who is in here is an author of the draft. Old saves lose their content, never their row.
    """

    __tablename__ = "draft_save"
    __table_args__ = (Index("ix_draft_save_part", "draft_id", "kind", "name", "id"),)

    id: Mapped[primary_key]
    draft_id: Mapped[int] = mapped_column(Id, ForeignKey("process_draft.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")
    content: Mapped[str | None] = mapped_column(Text, deferred=True)
    revision: Mapped[int]
    displaced: Mapped[bool] = mapped_column(default=False)
    saved_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment)
