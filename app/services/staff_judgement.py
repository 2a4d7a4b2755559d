"""What was found of one row of a file of employees in service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.domain.text import Text
from app.models.takeover import RowState
from app.services.taking_over import InService


@dataclass
class Judgement:
    """What was found of a row: its state, remarks as (column or "", sentence), and what the taking over needs."""

    remarks: list[tuple[str, Text]] = field(default_factory=list)
    refused: bool = False
    present: bool = False
    found: InService | None = None
    organisation_id: int | None = None
    fraction: Decimal | None = None
    next_plan_on: date | None = None
    last_day: date | None = None

    @property
    def state(self) -> RowState:
        """How the row stands after this."""
        if self.present:
            return RowState.PRESENT
        if self.refused:
            return RowState.REFUSED
        return RowState.WARNED if self.remarks else RowState.READY

    def refuse(self, column: str, text: Text) -> None:
        """Note why the row cannot be taken over."""
        self.refused = True
        self.remarks.append((column, text))

    def warn(self, column: str, text: Text) -> None:
        """Note what a person should know before he says go."""
        self.remarks.append((column, text))
