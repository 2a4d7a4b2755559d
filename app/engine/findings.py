"""What the publish check collects, and what it may compare a diagram with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.expressions import Expression, ExpressionError, compile_expression
from app.domain.text import Text, say
from app.engine.errors import Problem, TablePlace
from app.engine.meta import VariableType


@dataclass
class Findings:
    """The problems of one file, in the order they were found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def error(self, element: str, code: str, text: Text, place: TablePlace | None = None) -> None:
        """Something that keeps the file from being published."""
        self.problems.append(Problem(self.file, element, "error", code, text, place))

    def warning(self, element: str, code: str, text: Text, place: TablePlace | None = None) -> None:
        """Something to look at."""
        self.problems.append(Problem(self.file, element, "warning", code, text, place))

    @property
    def failed(self) -> bool:
        """Is there an error among them?"""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True)
class DecisionColumns:
    """What a decision table reads, as which kind where it says so, and what it answers."""

    reads: frozenset[str]
    answers: tuple[str, ...]
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What is known around a diagram. None where the file stands alone and the question cannot be answered."""

    variables: Mapping[str, VariableType] | None = None
    forms: frozenset[str] | None = None
    calls: frozenset[str] | None = None
    decisions: Mapping[str, DecisionColumns] | None = None
    records: frozenset[str] | None = None
    may_start: bool = False
    # The process itself and those whose call would come back to it.
    callers: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()


def check_expression(
    found: Findings, known: Known, element: str, source: str, items: frozenset[str] = frozenset()
) -> Expression | None:
    """Read an expression of a diagram; its names must be declared, or be among `items` of repeated activities."""
    try:
        expression = compile_expression(source)
    except ExpressionError as error:
        found.error(element, "expression.invalid", error.text)
        return None
    for name in sorted(expression.names - items):
        check_variable(found, known, element, name)
    return expression


def check_variable(found: Findings, known: Known, element: str, name: str, kind: str = "") -> None:
    """A variable an element uses must be declared, and where `kind` matters, as that."""
    if known.variables is None:
        return
    if name not in known.variables:
        text = say("Het gegeven %(name)s is niet aangegeven in process.toml.", name=name)
        found.error(element, "variable.undeclared", text)
    elif kind and known.variables[name] != kind:
        text = say("Het gegeven %(name)s moet van de soort %(kind)s zijn.", name=name, kind=kind)
        found.error(element, "variable.type", text)
