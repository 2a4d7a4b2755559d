"""The one evaluator of what diagrams, decision tables and forms may compute (security.md 1-4).

The language is a small part of Python: names, numbers, texts, lists, ``and or not``, comparisons, ``in``,
``+ - * / // %``, ``a if b else c`` and a handful of functions. A formula is parsed once into closures over its values;
nothing is ever handed to ``eval``. What is not listed here is refused when the formula is read: attributes, subscripts,
powers, shifts, comprehensions, lambdas, f-strings. Sizes are bounded, so a formula cannot eat memory or time.

Two choices that differ from Python, both made for forms and gateways that look at answers nobody gave yet:
an order comparison (``<`` …) with a missing value is false, and dates compare with their ISO text.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.expression_reading import ExpressionError, Reader
from app.domain.formula_shortcuts import Run, Values
from app.domain.text import say

__all__ = ["Expression", "ExpressionError", "compile_expression", "evaluate"]

MAX_LENGTH = 2_000
MAX_NODES = 400


@dataclass(frozen=True)
class Expression:
    """A formula ready to run. `names` are the values it asks for, `literal` its value when it is one text or number."""

    source: str
    names: frozenset[str]
    literal: object = None
    _run: Run = field(repr=False, compare=False, default=lambda values: None)

    def evaluate(self, values: Values) -> object:
        """The outcome over `values`. Raises ExpressionError when a name is missing or the kinds do not fit."""
        try:
            return self._run(values)
        except ExpressionError:
            raise
        except ZeroDivisionError:
            raise ExpressionError(say("De formule deelt door nul.")) from None
        except (TypeError, ValueError, ArithmeticError):
            raise ExpressionError(say("De formule past niet bij de gegevens.")) from None


def compile_expression(source: str) -> Expression:
    """Read a formula. Raises ExpressionError, with the reason, for anything outside the language. Cached."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(say("De formule is te lang."))
    return _compile(source.strip())


def evaluate(source: str, values: Values) -> object:
    """Read and work out in one go; see `compile_expression` and `Expression.evaluate`."""
    return compile_expression(source).evaluate(values)


@lru_cache(maxsize=4096)
def _compile(source: str) -> Expression:
    if not source:
        raise ExpressionError(say("De formule is leeg."))
    if source.startswith(("${", "#{", "=")):
        raise ExpressionError(say("Schrijf een gewone formule, zonder ${…} of = vooraan."))
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(say("De formule is niet goed geschreven.")) from None
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise ExpressionError(say("De formule is te lang."))
    reader = Reader()
    run = reader.read(tree, 0)
    literal = tree.value if isinstance(tree, ast.Constant) else None
    return Expression(source, frozenset(reader.names), literal, run)
