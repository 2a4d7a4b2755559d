"""What can go wrong in the engine, in words that carry no data of the case (style.md b11)."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.domain.errors import AlreadyDone
from app.domain.text import Text, say

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class TablePlace:
    """Where in a decision table: the decision, its rows counted from 1, and the column (inputs first) or 0 for all."""

    decision: str
    rows: tuple[int, ...] = ()
    column: int = 0


@dataclass(frozen=True)
class FormPlace:
    """Where in a form: the id of the component, what it is called, and its place in its list, from 1."""

    component: str
    name: str
    number: int


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file: where, how bad, a code for programs and a sentence for people (contract §3).

    `place` is for the editors of decision tables and forms, which mark rows, cells and components.
    """

    file: str
    element: str
    severity: Severity
    code: str
    text: Text
    place: TablePlace | FormPlace | None = None

    @property
    def message(self) -> str:
        """The sentence in Dutch."""
        return str(self.text)

    def as_json(self) -> dict[str, str]:
        """The problem as contract §3 writes it."""
        return {
            "file": self.file,
            "element": self.element,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
        }

    def __str__(self) -> str:
        where = f"{self.file} · {self.element}" if self.element else self.file
        return f"{where}: {self.message} [{self.code}]"


class BundleError(Exception):
    """A bundle that cannot be used; `problems` says all of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class EngineError(Exception):
    """A case that cannot go on here: the element and the reason, never a value of the case."""

    def __init__(self, process: str, element: str, text: Text) -> None:
        where = "/".join(part for part in (process, element) if part)
        super().__init__(f"{where}: {text}" if where else str(text))
        self.process, self.element, self.text = process, element, text


class StepFailed(EngineError):
    """Something broke that the diagram did not ask for: it may work the next time."""


def step_failed(process: str, element: str, error: Exception) -> StepFailed:
    """What to say of an error that nobody foresaw: its kind and the place in the code, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/app/" in frame.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    text = say("Deze stap is misgelopen (%(kind)s, %(place)s).", kind=type(error).__name__, place=place)
    return StepFailed(process, element, text)


class NobodyWaits(EngineError):
    """A message that nobody waits for now: somebody may wait for it later."""


class TaskGone(AlreadyDone):
    """The task is not open in this state: done, cancelled, or overtaken by a deadline that had already passed."""

    def __init__(self) -> None:
        super().__init__(None, None, say("Deze taak is niet meer open: het dossier is intussen verder gegaan."))
