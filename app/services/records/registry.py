"""Records: what a task's answers become in the business tables, and what is already known when it opens.

A user task names its record in the diagram (property `record`). Three functions may carry that name:
`@known` gives answers that are known already, `@panels` what one needs to see beside the form, `@record` writes the
rows. All run inside the use case's transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.domain.text import Text
from app.services.work import Work

F = TypeVar("F")
Answers = dict[str, Any]
RecordFunction = Callable[[Work, Answers], dict[str, Any] | None]
KnownFunction = Callable[[Work], Answers]


@dataclass(frozen=True)
class Panel:
    """A block beside the form: a title and either rows (label, value) or a sentence, with perhaps a link to more.

    `of_term`: about the legal term, which always links to its sum.
    """

    title: Text | str
    rows: list[tuple[Text | str, object]] = field(default_factory=list)
    text: Text | str | None = None
    href: str | None = None
    of_term: bool = False


PanelsFunction = Callable[[Work], list[Panel]]
RECORDS: dict[str, RecordFunction] = {}
KNOWN: dict[str, KnownFunction] = {}
PANELS: dict[str, PanelsFunction] = {}


def record(name: str) -> Callable[[RecordFunction], RecordFunction]:
    """Register the function that writes the answers of tasks with record `name`.

    It may return routing variables (declared by the process) and raises AnswersInvalid for what the form cannot check.
    """
    return _register(RECORDS, name)


def known(name: str) -> Callable[[KnownFunction], KnownFunction]:
    """Register the function that says what is already known, by field key."""
    return _register(KNOWN, name)


def panels(name: str) -> Callable[[PanelsFunction], PanelsFunction]:
    """Register the function that gives the panels beside the form."""
    return _register(PANELS, name)


def _register(registry: dict[str, F], name: str) -> Callable[[F], F]:
    def add(function: F) -> F:
        if name in registry:
            raise ValueError(f"record {name} is registered twice")
        registry[name] = function
        return function

    return add
