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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.expressions import Expression, ExpressionError, compile_expression
from app.domain.feel_tokens import FeelError
from app.domain.feel_tree import read_feel
from app.domain.text import say
from app.forms.feel_writing import Lookup, Reference, Writer, plain


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
    tree = read_feel(text)
    writer = Writer()
    python = writer.write(tree)
    try:
        expression = compile_expression(python)
    except ExpressionError as error:
        raise FeelError(say("ze is te lang of zit te diep in elkaar")) from error
    return Formula(text, expression, tuple(writer.references), tuple(writer.constants), plain(tree))


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
