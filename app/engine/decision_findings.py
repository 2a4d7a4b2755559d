"""What is wrong in one decision table, told with the row and the column, in words and as a place to mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from app.domain.expressions import ExpressionError
from app.domain.text import Text, say
from app.engine.decision_tokens import Literal
from app.engine.errors import TablePlace
from app.engine.findings import Findings
from app.engine.xml import child_of, text_of

T = TypeVar("T")


@dataclass(frozen=True)
class Spot:
    """A column, by its number and what it is called; or with `row`, a cell of it."""

    column: int
    label: str
    row: int = 0


class TableFindings:
    """The findings of one table."""

    def __init__(self, found: Findings, decision: str) -> None:
        self.found, self.decision = found, decision

    def refuse(self, code: str, text: Text) -> None:
        """The table as a whole is not accepted."""
        self.found.error(self.decision, code, text, TablePlace(self.decision))

    def refuse_row(self, code: str, text: Text, row: etree._Element, number: int) -> None:
        """A row is not accepted."""
        self.found.error(row.get("id") or self.decision, code, text, TablePlace(self.decision, (number,)))

    def refuse_at(self, spot: Spot, code: str, text: Text, entry: etree._Element | None) -> None:
        """A cell or the head of a column is not accepted; `entry` is what to mark."""
        column = spot.label or str(spot.column)
        if spot.row:
            text = say("Rij %(row)s, kolom «%(column)s»: %(reason)s", row=spot.row, column=column, reason=text)
        else:
            text = say("Kolom «%(column)s»: %(reason)s", column=column, reason=text)
        element = (entry.get("id") if entry is not None else "") or self.decision
        place = TablePlace(self.decision, (spot.row,) if spot.row else (), spot.column)
        self.found.error(element, code, text, place)

    def part(self, spot: Spot, code: str, entry: etree._Element | None, compiled: Callable[[str], T]) -> T | None:
        """What a cell or head says, compiled; None, and a finding, when it is not accepted."""
        try:
            language = (entry.get("expressionLanguage") or "").lower() if entry is not None else ""
            if language and "feel" not in language:
                raise ExpressionError(say("Deze taal (%(name)s) kennen we niet: alleen FEEL.", name=language))
            return compiled(text_of(child_of(entry, "text")))
        except ExpressionError as error:
            self.refuse_at(spot, code, error.text, entry)
            return None

    def check_kinds(self, spot: Spot, literals: tuple[Literal, ...], kind: str, entry: etree._Element | None) -> None:
        """A cell of another kind than its column would never fit, or break when it is worked out."""
        if kind and any(literal.kind not in ("null", kind) for literal in literals):
            text = say("Deze cel is van een andere soort dan haar kolom (%(kind)s).", kind=kind)
            self.refuse_at(spot, "decision.cell_kind", text, entry)
