"""Cells of decision tables: S-FEEL tests, translated to the one evaluator. What is not known here is refused.

Known: nothing or ``-`` (anything goes), values, lists of tests, ``not(…)``, ``< <= > >=``, ranges such as ``[18..65]``
and ``(0..1[``, numbers, texts, ``true false null``, ``date("2026-01-31")``, and names of variables.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.expressions import Expression, compile_expression
from app.domain.text import say
from app.engine.decision_tokens import (
    CONSTANTS,
    Literal,
    Token,
    literal_at,
    refuse_times,
    refused,
    tokens_of,
    with_dates,
)

# The value of the column, under a name no variable has: variable names do not start with a capital.
COLUMN = "Column"

_COMPARING = ("<", "<=", ">", ">=")
_KINDS_IN_ORDER = frozenset({"number", "text", "date"})


@dataclass(frozen=True)
class Cell:
    """The test of an input cell: the formula over `COLUMN`, and the values between which its outcome can change."""

    expression: Expression
    literals: tuple[Literal, ...]
    compares: bool

    @property
    def names(self) -> frozenset[str]:
        """The variables the cell looks at besides its column."""
        return self.expression.names - {COLUMN}


def compile_test(source: str) -> Cell | None:
    """The test of an input cell, over `COLUMN` and the variables; None when anything goes. Raises ExpressionError."""
    text = source.strip()
    if text in ("", "-"):
        return None
    reader = _Reader(list(tokens_of(text)))
    formula = reader.whole()
    return Cell(compile_expression(formula), tuple(reader.literals), reader.compares)


def compile_output(source: str) -> Expression:
    """The value of an output cell: a value, a name or a sum. Nothing at all is null. Raises ExpressionError."""
    text = source.strip()
    if text in ("", "-"):
        return compile_expression("null")
    refuse_times(text)
    value = compile_expression(with_dates(text))
    if not value.names:
        value.evaluate({})  # what always breaks, such as 1 / 0, is refused here
    return value


def literal_of(output: Expression) -> Literal | None:
    """The value of an output cell that holds one text, number, yes or no; None when it is to be worked out."""
    if output.names:
        return None
    value = output.evaluate({})
    kind = next((kind for kind, types in _TYPES if isinstance(value, types)), "")
    return Literal(kind, value) if kind else None


_TYPES: tuple[tuple[str, type | tuple[type, ...]], ...] = (
    ("null", type(None)),
    ("boolean", bool),
    ("number", (int, float)),
    ("text", str),
)


class _Reader:
    """Recursive descent over the tokens of an input cell, writing the test as a formula."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0
        self.literals: list[Literal] = []
        self.compares = False

    def whole(self) -> str:
        test = self.negation() if self.peek() == ("name", "not") else self.tests()
        if self.at != len(self.tokens):
            raise refused()
        return test

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def need(self, *signs: str) -> str:
        kind, sign = self.take()
        if kind != "sign" or sign not in signs:
            raise refused()
        return sign

    def negation(self) -> str:
        self.take()
        self.need("(")
        test = self.tests()
        self.need(")")
        return f"not {test}"

    def tests(self) -> str:
        parts = [self.test()]
        while self.peek() == ("sign", ","):
            self.take()
            parts.append(self.test())
        return f"({' or '.join(parts)})"

    def test(self) -> str:
        kind, sign = self.peek()
        if kind == "sign" and sign in _COMPARING:
            self.take()
            return f"{COLUMN} {sign} {self.end()[0]}"
        if kind == "sign" and sign in ("[", "(", "]"):
            self.take()
            return self.range(">=" if sign == "[" else ">")
        return f"{COLUMN} == {self.value()[0]}"

    def range(self, low: str) -> str:
        first, smallest = self.end()
        self.need("..")
        last, largest = self.end()
        high = "<=" if self.need("]", ")", "[") == "]" else "<"
        if smallest and largest and smallest.kind == largest.kind and _is_less(largest, smallest):
            raise refused(say("Deze reeks loopt van groot naar klein: er past niets in."))
        return f"({COLUMN} {low} {first} and {COLUMN} {high} {last})"

    def end(self) -> tuple[str, Literal | None]:
        """A value that others are compared with: smaller, larger."""
        self.compares = True
        formula, literal = self.value()
        if literal is not None and literal.kind not in _KINDS_IN_ORDER:
            raise refused(say("Groter of kleiner kan alleen met getallen, datums en teksten."))
        return formula, literal

    def value(self) -> tuple[str, Literal | None]:
        kind, token = self.take()
        if kind == "name" and token not in CONSTANTS:
            if token in ("not", "date"):
                raise refused()
            return token, None
        literal = literal_at(kind, token)
        self.literals.append(literal)
        return repr(literal.value), literal


def _is_less(one: Literal, other: Literal) -> bool:
    return bool(one.value < other.value)  # type: ignore[operator]  # of one kind, and a kind with an order
