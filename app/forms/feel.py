"""FEEL, the part of it that forms use, translated to the one evaluator of Traject.

form-js writes conditions in FEEL: ``=besluit != "ja"``. Traject evaluates formulas in one place only,
app/domain/expressions.py, so this module parses a small FEEL and hands over the same formula in that language. Anything
it does not know is refused when the form is checked; nothing is guessed at run time.

Known: ``= != < <= > >=``, ``between … and …``, ``in`` a list or a range, ``and or not()``, ``+ - * /``,
``null true false``, texts, numbers, lists, ``date("2026-01-31")``, ``count(list)``, ``sum(list.key)``,
``list contains(list, value)``, paths with dots, and inside the rows of a list ``this``, ``parent`` and ``i``.

One difference with the standard, on purpose and common to all formulas of Traject: where an answer is missing, an
order comparison is simply false, so ``not()`` of it is true. FEEL answers "unknown" there, which no one expects who
reads a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.expressions import Expression, ExpressionError, compile_expression
from app.domain.text import Text, say

LONGEST = 1000
DEEPEST = 20

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?!\.\d|\w))|(?P<int>\d+(?=\.\.))|(?P<text>"(?:[^"\\]|\\["\\])*")"""
    r"""|(?P<name>list\s+contains\b|[^\W\d]\w*(?:\.[^\W\d]\w*)*)|(?P<sign>\.\.|!=|<=|>=|[-+*/=<>()\[\],]))"""
)
_WORDS = {"and", "or", "in", "between", "not", "null", "true", "false", "if", "then", "else", "some", "every", "for"}
_COMPARISONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

Lookup = Callable[[tuple[str, ...]], object]


class FeelError(ValueError):
    """The formula is outside the part of FEEL that Traject knows; `text` says where."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Reference:
    """What a formula takes from the answers: a path, as it is or counted, summed or read as a date."""

    path: tuple[str, ...]
    taken: str = ""  # "", "count", "sum" or "date"

    def value(self, lookup: Lookup) -> object:
        """The value under this reference, None where there is none."""
        found = lookup(self.path)
        if self.taken == "count":
            return len(found) if isinstance(found, list) else 0
        if self.taken == "sum":
            numbers = [n for n in found if isinstance(n, int | Decimal)] if isinstance(found, list) else []
            return sum(numbers, Decimal(0))
        if self.taken == "date":
            return found.date() if isinstance(found, datetime) else found
        return found


@dataclass(frozen=True)
class Formula:
    """A FEEL formula ready to run. `tree` is the same formula as plain JSON, for the browser."""

    source: str
    expression: Expression
    references: tuple[tuple[str, Reference], ...]
    constants: tuple[tuple[str, object], ...]
    tree: Any

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The paths of the answers it looks at."""
        return tuple(reference.path for _, reference in self.references)

    def evaluate(self, lookup: Lookup) -> object:
        """The outcome over the answers that `lookup` finds; None where it cannot be worked out with what is there."""
        variables = dict(self.constants)
        variables.update((name, reference.value(lookup)) for name, reference in self.references)
        try:
            return self.expression.evaluate(variables)
        except ExpressionError:  # an answer of another kind than the formula expects: not yet filled in well
            return None


def compile_feel(source: str) -> Formula:
    """Read a formula as form-js stores it, with or without its leading ``=``.

    Raises FeelError, with the reason, for anything outside the known part of the language.
    """
    text = source.strip().removeprefix("=").strip()
    if not text:
        raise FeelError(say("ze is leeg"))
    if len(text) > LONGEST:
        raise FeelError(say("ze is langer dan %(count)s tekens", count=LONGEST))
    reader = _Reader(_tokens(text))
    tree = reader.read()
    writer = _Writer()
    python = writer.write(tree)
    try:
        expression = compile_expression(python)
    except ExpressionError as error:
        raise FeelError(say("ze is te lang of zit te diep in elkaar")) from error
    return Formula(text, expression, tuple(writer.references), tuple(writer.constants), _plain(tree))


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(text):
        if text[at:].isspace():
            break
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FeelError(say("onverwacht teken bij «%(part)s»", part=text[at : at + 10].strip()))
        kind = "number" if match.lastgroup == "int" else match.lastgroup
        tokens.append((kind, match[match.lastgroup]))
        at = match.end()
    return tokens


Tree = tuple[Any, ...]


@dataclass
class _Reader:
    """Recursive descent over the tokens; each method reads one level of the grammar."""

    tokens: list[tuple[str, str]]
    at: int = 0
    depth: int = 0

    def read(self) -> Tree:
        tree = self.either()
        if self.at < len(self.tokens):
            raise FeelError(say("onverwacht «%(part)s»", part=self.tokens[self.at][1]))
        return tree

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *expected: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][0] != "text" and self.peek() in expected:
            self.at += 1
            return True
        return False

    def need(self, expected: str) -> None:
        if not self.take(expected):
            raise FeelError(say("«%(sign)s» ontbreekt", sign=expected))

    def either(self) -> Tree:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else ("or", *parts)

    def both(self) -> Tree:
        parts = [self.comparison()]
        while self.take("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def comparison(self) -> Tree:
        left = self.sum()
        for sign in _COMPARISONS:
            if self.take(sign):
                return (sign, left, self.sum())
        if self.take("between"):
            low = self.sum()
            self.need("and")
            return ("and", (">=", left, low), ("<=", left, self.sum()))
        if self.take("in"):
            return self.membership(left)
        return left

    def membership(self, left: Tree) -> Tree:
        opening = self.peek()
        if opening not in ("[", "(", "]"):
            return ("in", left, self.sum())
        self.at += 1
        first = self.sum()
        if self.take(".."):
            last = self.sum()
            closing = self.peek()
            if closing not in ("]", ")", "["):
                raise FeelError(say("het bereik is niet gesloten"))
            self.at += 1
            return (
                "and",
                (">=" if opening == "[" else ">", left, first),
                ("<=" if closing == "]" else "<", left, last),
            )
        members = [first]
        while self.take(","):
            members.append(self.sum())
        self.need("]" if opening == "[" else ")")
        return ("in", left, ("list", *members))

    def sum(self) -> Tree:
        left = self.product()
        while self.peek() in ("+", "-") and self.tokens[self.at][0] == "sign":
            sign = self.peek()
            self.at += 1
            left = (sign, left, self.product())
        return left

    def product(self) -> Tree:
        left = self.unary()
        while self.peek() in ("*", "/") and self.tokens[self.at][0] == "sign":
            sign = self.peek()
            self.at += 1
            left = (sign, left, self.unary())
        return left

    def unary(self) -> Tree:
        if self.take("-"):
            return ("negative", self.primary())
        return self.primary()

    def primary(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FeelError(say("er staan te veel haakjes in elkaar"))
        tree = self.operand()
        self.depth -= 1
        return tree

    def operand(self) -> Tree:
        if self.take("("):
            inner = self.either()
            self.need(")")
            return inner
        if self.take("["):
            members = [] if self.peek() == "]" else [self.sum()]
            while self.take(","):
                members.append(self.sum())
            self.need("]")
            return ("list", *members)
        if self.at >= len(self.tokens):
            raise FeelError(say("ze stopt te vroeg"))
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("value", Decimal(token) if "." in token else int(token))
        if kind == "text":
            return ("value", re.sub(r"\\(.)", r"\1", token[1:-1]))
        if kind == "name":
            return self.name(token)
        raise FeelError(say("onverwacht «%(part)s»", part=token))

    def name(self, token: str) -> Tree:
        if token in ("null", "true", "false"):
            return ("value", {"null": None, "true": True, "false": False}[token])
        if self.take("("):
            return self.call(" ".join(token.split()))
        if token in _WORDS or " " in token:
            raise FeelError(say("«%(part)s» kan niet op deze plaats", part=token))
        return ("path", *token.split("."))

    def call(self, function: str) -> Tree:
        arguments = [self.either()]
        while self.take(","):
            arguments.append(self.either())
        self.need(")")
        if function == "not" and len(arguments) == 1:
            return ("not", arguments[0])
        if function == "list contains" and len(arguments) == 2:
            return ("in", arguments[1], arguments[0])
        if function in ("count", "sum", "date") and len(arguments) == 1:
            return self.taken(function, arguments[0])
        raise FeelError(say("de functie «%(name)s» bestaat niet in formulieren", name=function))

    @staticmethod
    def taken(function: str, argument: Tree) -> Tree:
        if argument[0] == "path":
            return ("taken", function, *argument[1:])
        if function == "date" and argument[0] == "value" and isinstance(argument[1], str):
            try:
                return ("value", date.fromisoformat(argument[1]))
            except ValueError as error:
                raise FeelError(say("«%(part)s» is geen datum", part=argument[1])) from error
        raise FeelError(say("«%(name)s» verwacht de naam van een veld", name=function))


@dataclass
class _Writer:
    """Writes a tree as one formula of app/domain/expressions.py. Names and values become variables v0, v1 …"""

    references: list[tuple[str, Reference]] = field(default_factory=list)
    constants: list[tuple[str, object]] = field(default_factory=list)

    def write(self, tree: Tree) -> str:
        kind, *parts = tree
        if kind == "value":
            return self.constant(parts[0])
        if kind == "path":
            return self.refer(Reference(tuple(parts)))
        if kind == "taken":
            return self.refer(Reference(tuple(parts[1:]), parts[0]))
        if kind in ("and", "or"):
            return "(" + f" {kind} ".join(self.write(part) for part in parts) + ")"
        if kind == "not":
            return f"(not {self.write(parts[0])})"
        if kind == "negative":
            return f"(-{self.write(parts[0])})"
        if kind == "list":
            return "[" + ", ".join(self.write(part) for part in parts) + "]"
        return self.between(kind, self.write(parts[0]), self.write(parts[1]))

    def between(self, sign: str, left: str, right: str) -> str:
        return f"({left} {_COMPARISONS.get(sign, sign)} {right})"

    def constant(self, value: object) -> str:
        if value is None or isinstance(value, bool):
            return str(value)
        name = f"c{len(self.constants)}"
        self.constants.append((name, value))
        return name

    def refer(self, reference: Reference) -> str:
        for name, known in self.references:
            if known == reference:
                return name
        name = f"v{len(self.references)}"
        self.references.append((name, reference))
        return name


def _plain(tree: Tree | object) -> Any:
    """The tree as JSON, for ``data-hide-when``. What the browser makes of it is comfort, never the rule."""
    if isinstance(tree, tuple):
        return [_plain(part) for part in tree]
    if isinstance(tree, date):
        return tree.isoformat()
    return float(tree) if isinstance(tree, Decimal) else tree


def project(value: object, names: Sequence[str]) -> object:
    """Follow `names` into nested answers; over a list of rows it gives the list of what each row has."""
    for name in names:
        if isinstance(value, list):
            value = [row.get(name) if isinstance(row, dict) else None for row in value]
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            return None
    return value
