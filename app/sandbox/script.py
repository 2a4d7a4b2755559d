"""A script: how a case began and what people did in it, each at its moment. What people step through, play and keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

COMPLETE, TRAVEL = "complete", "travel"


@dataclass(frozen=True)
class Line:
    """Somebody completes a task, the `nth` of those open there, or time passes until `at`."""

    at: datetime
    do: str
    process: str = ""
    element: str = ""
    nth: int = 0
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """One case of `process`, begun at `begin` with `start` (None: not begun yet)."""

    process: str
    begin: datetime
    start: Mapping[str, Any] | None = None
    lines: tuple[Line, ...] = ()

    def then(self, line: Line) -> Script:
        """The script with one line more."""
        return replace(self, lines=(*self.lines, line))

    @property
    def ends_at(self) -> datetime:
        """The moment of the last line."""
        return self.lines[-1].at if self.lines else self.begin

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "process": self.process,
            "begin": self.begin.isoformat(),
            "start": self.start,
            "lines": [asdict(line) | {"at": line.at.isoformat()} for line in self.lines],
        }


def read_script(kept: Mapping[str, Any]) -> Script:
    """A script as `as_json` wrote it. Raises ValueError for what it cannot have written."""
    try:
        lines = tuple(
            Line(
                datetime.fromisoformat(line["at"]),
                str(line["do"]),
                str(line.get("process", "")),
                str(line.get("element", "")),
                int(line.get("nth", 0)),
                dict(line.get("answers") or {}),
            )
            for line in kept["lines"]
        )
        return Script(str(kept["process"]), datetime.fromisoformat(kept["begin"]), kept.get("start"), lines)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no script") from error
