"""Cells of decision tables: S-FEEL tests, translated to the one evaluator. What is not known here is refused.

Known: nothing or ``-`` (anything goes), values, lists of tests, ``not(…)``, ``< <= > >=``, ranges such as ``[18..65]``
and ``(0..1[``, numbers, texts, ``true false null``, ``date("2026-01-31")``, and names of variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.calendar import InvalidMoment, parse_date
from app.domain.expressions import MAX_LENGTH, Expression, ExpressionError, compile_expression
from app.domain.text import Text, say

# The value of the column, under a name no variable has: variable names do not start with a capital.
COLUMN = "Column"

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))"""
    r"""|(?P<date>date\s*\(\s*"(?P<iso>[^"]*)"\s*\))|(?P<name>[a-zA-Z]\w*)"""
    r"""|(?P<sign>\.\.|<=|>=|[<>\[\](),-]))"""
)
_DATE = re.compile(r'"(?:[^"\\]|\\.)*"|date\s*\(\s*"([^"\\]*)"\s*\)')
_TIMED = re.compile(r"\b(?:date and time|time|duration)\s*\(")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_COMPARING = ("<", "<=", ">", ">=")
_KINDS_IN_ORDER = frozenset({"number", "text", "date"})

Token = tuple[str, str]


@dataclass(frozen=True)
class Literal:
    """A value as it stands in a cell, with its kind: number, text, boolean, date (an ISO text) or null."""

    kind: str
    value: object


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
    reader = _Reader(list(_tokens(text)))
    formula = reader.whole()
    return Cell(compile_expression(formula), tuple(reader.literals), reader.compares)


def compile_output(source: str) -> Expression:
    """The value of an output cell: a value, a name or a sum. Nothing at all is null. Raises ExpressionError."""
    text = source.strip()
    if text in ("", "-"):
        return compile_expression("null")
    _refuse_times(text)
    return compile_expression(
        _DATE.sub(lambda found: repr(_date(found[1])) if found[1] is not None else found[0], text)
    )


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


def _tokens(text: str) -> Iterator[Token]:
    if len(text) > MAX_LENGTH:
        raise _refused(say("Deze cel is te lang."))
    _refuse_times(text)
    at = 0
    while at < len(text):
        if text[at:].isspace():
            return
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _refused()
        kind = "date" if match["date"] else match.lastgroup
        yield kind, _date(match["iso"]) if kind == "date" else match[kind]
        at = match.end()


def _refuse_times(text: str) -> None:
    if _TIMED.search(re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)):
        raise ExpressionError(say('Een uur of een duur kan niet in een tabel. Schrijf een datum: date("2026-01-31").'))


def _date_or_text(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else repr(_date(match[1]))


def _date(iso: str) -> str:
    """A date as the text that variables hold."""
    try:
        return parse_date(iso).isoformat()
    except InvalidMoment:
        raise ExpressionError(say('Dit is geen bestaande datum. Schrijf date("2026-01-31").')) from None


def _refused(text: Text | None = None) -> ExpressionError:
    return ExpressionError(text or say("Deze cel van de tabel kunnen we niet lezen."))


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2] not in _ESCAPED:
        raise _refused()
    return _ESCAPED[match[2]]


class _Reader:
    """Recursive descent over the tokens of an input cell, writing the test as a formula."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0
        self.literals: list[Literal] = []
        self.compares = False

    def whole(self) -> str:
        test = self.negation() if self.peek() == ("name", "not") else self.tests()
        if self.at != len(self.tokens):
            raise _refused()
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
            raise _refused()
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
            return self.range("<=" if sign == "[" else "<")
        return f"{COLUMN} == {self.value()[0]}"

    def range(self, low: str) -> str:
        first, smallest = self.end()
        self.need("..")
        last, largest = self.end()
        high = "<=" if self.need("]", ")", "[") == "]" else "<"
        if smallest and largest and smallest.kind == largest.kind and _is_less(largest, smallest):
            raise _refused(say("Deze reeks loopt van groot naar klein: er past niets in."))
        return f"({first} {low} {COLUMN} and {COLUMN} {high} {last})"

    def end(self) -> tuple[str, Literal | None]:
        """A value that others are compared with: smaller, larger."""
        self.compares = True
        formula, literal = self.value()
        if literal is not None and literal.kind not in _KINDS_IN_ORDER:
            raise _refused(say("Groter of kleiner kan alleen met getallen, datums en teksten."))
        return formula, literal

    def value(self) -> tuple[str, Literal | None]:
        kind, token = self.take()
        if kind == "name" and token not in _CONSTANTS:
            if token in ("not", "date"):
                raise _refused()
            return token, None
        literal = _literal(kind, token)
        self.literals.append(literal)
        return repr(literal.value), literal


_CONSTANTS: dict[str, Literal] = {
    "true": Literal("boolean", True),
    "false": Literal("boolean", False),
    "null": Literal("null", None),
}


def _literal(kind: str, token: str) -> Literal:
    if kind == "text":
        return Literal("text", _ESCAPE.sub(_unescaped, token[1:-1]))
    if kind == "number":
        return Literal("number", float(token) if "." in token else int(token))
    if kind == "date":
        return Literal("date", token)
    if kind == "name":
        return _CONSTANTS[token]
    raise _refused()


def _is_less(one: Literal, other: Literal) -> bool:
    return bool(one.value < other.value)  # type: ignore[operator]  # of one kind, and a kind with an order
