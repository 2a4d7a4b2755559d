"""Cells of decision tables: S-FEEL tests, translated to the one evaluator. What is not known here is refused.

Known: nothing or ``-`` (anything goes), values, lists of tests, ``not(…)``, ``< <= > >=``, ranges such as ``[18..65]``
and ``(0..1[``, numbers, texts, ``true false null``, ``date("2026-01-31")``, and names of variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.calendar import InvalidMoment, parse_moment
from app.domain.expressions import Expression, ExpressionError, compile_expression
from app.domain.text import say

# The value of the column, under a name no variable has: variable names do not start with a capital.
COLUMN = "Column"

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))"""
    r"""|(?P<moment>date(?:\s+and\s+time)?\s*\(\s*"(?P<iso>[^"]*)"\s*\))|(?P<name>[a-zA-Z]\w*)"""
    r"""|(?P<sign>\.\.|<=|>=|[<>\[\](),-]))"""
)
_MOMENT = re.compile(r'date(?:\s+and\s+time)?\s*\(\s*"([^"\\]*)"\s*\)')
_SIGNS = ("<", "<=", ">", ">=")

Token = tuple[str, str]


def compile_test(source: str) -> Expression | None:
    """The test of an input cell, over `COLUMN` and the variables; None when anything goes. Raises ExpressionError."""
    text = source.strip()
    if text in ("", "-"):
        return None
    reader = _Reader(list(_tokens(text)))
    return compile_expression(reader.whole())


def compile_output(source: str) -> Expression:
    """The value of an output cell: a value, a name or a sum. Nothing at all is null. Raises ExpressionError."""
    text = source.strip()
    if text in ("", "-"):
        return compile_expression("null")
    return compile_expression(_MOMENT.sub(lambda found: repr(_moment(found[1])), text))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at:].isspace():
            return
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _refused()
        kind = "moment" if match["moment"] else match.lastgroup
        yield kind, _moment(match["iso"]) if kind == "moment" else match[kind]
        at = match.end()


def _moment(iso: str) -> str:
    """A date as the text that variables hold."""
    try:
        parse_moment(iso)
    except InvalidMoment:
        raise _refused() from None
    return iso


def _refused() -> ExpressionError:
    return ExpressionError(say("Deze cel van de tabel kunnen we niet lezen."))


class _Reader:
    """Recursive descent over the tokens of an input cell, writing the test as a formula."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0

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
        if kind == "sign" and sign in _SIGNS:
            self.take()
            return f"{COLUMN} {sign} {self.value()}"
        if kind == "sign" and sign in ("[", "(", "]"):
            self.take()
            return self.range("<=" if sign == "[" else "<")
        return f"{COLUMN} == {self.value()}"

    def range(self, low: str) -> str:
        first = self.value()
        self.need("..")
        last = self.value()
        high = "<=" if self.need("]", ")", "[") == "]" else "<"
        return f"({first} {low} {COLUMN} and {COLUMN} {high} {last})"

    def value(self) -> str:
        kind, token = self.take()
        if kind == "text":
            return repr(re.sub(r"\\(.)", r"\1", token[1:-1]))
        if kind == "moment":
            return repr(token)
        if kind == "number":
            return token
        if kind == "name" and token not in ("not", "date"):
            return token
        raise _refused()
