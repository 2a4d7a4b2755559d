"""What cases wait for from outside: a message under a business key, or a signal."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, primary_key

MESSAGE, SIGNAL = "message", "signal"


class Subscription(Base):
    """A case waits for `name`. `business_key` says whom it is about (`person:12`), so that others can find it."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("ix_subscription_waiting", "kind", "name", "business_key", "case_id", unique=True),
        Index("ix_subscription_case", "case_id"),
    )

    id: Mapped[primary_key]
    case_id: Mapped[int] = mapped_column(Id, ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    business_key: Mapped[str] = mapped_column(String(200))
