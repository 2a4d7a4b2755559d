"""FEEL read into a tree: the part of the language that forms use (feel.py says which), by recursive descent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.feel_tokens import FeelError, tokens_of
from app.domain.text import say

LONGEST = 1000
DEEPEST = 20
_WORDS = {"and", "or", "in", "between", "not", "null", "true", "false", "if", "then", "else", "some", "every", "for"}
COMPARISONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


Tree = tuple[Any, ...]


def read_feel(text: str) -> Tree:
    """The tree of a formula without its leading ``=``. Raises FeelError, with the reason, for what is not known."""
    if not text:
        raise FeelError(say("ze is leeg"))
    if len(text) > LONGEST:
        raise FeelError(say("ze is langer dan %(count)s tekens", count=LONGEST))
    return _Reader(tokens_of(text)).read()


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
        for sign in COMPARISONS:
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
