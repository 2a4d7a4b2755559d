"""Steps and answers of a case that closed long ago, packed in one row: rows that nobody lists or searches any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Moment


class ClosedRows(Base):
    """What `packed` holds, and how to read it, says queries/closed_rows.py."""

    __tablename__ = "closed_rows"

    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"), primary_key=True, autoincrement=False)
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    packed_at: Mapped[datetime] = mapped_column(Moment)
