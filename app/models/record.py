"""What a case leaves behind for people: documents, notes and notices (reminders and messages)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment, Shortened, primary_key


class Document(Base):
    """A letter or report on a case, rendered once and kept as it was. `media_type` says how to read `body`."""

    __tablename__ = "document"

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Shortened(200))
    media_type: Mapped[str] = mapped_column(String(60), default="text/html")
    body: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class DocumentPdf(Base):
    """A document as PDF, made from its kept body by a job: at most one, and never another one (docs/decisions/0027)."""

    __tablename__ = "document_pdf"

    document_id: Mapped[int] = mapped_column(Id, ForeignKey("document.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)


class Note(Base):
    """A remark by somebody who works on the case. Added to, never edited."""

    __tablename__ = "note"

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    author_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class Notice(Base):
    """A reminder or message to the people of a role on a case; e-mailed where mail is configured.

    `mail_status`: pending, sent, none (nobody to mail, or no mail configured), failed.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_mail", "mail_status", "id"),)

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"), index=True)
    subject: Mapped[str] = mapped_column(Shortened(200))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    mail_status: Mapped[str] = mapped_column(String(10), default="pending")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
