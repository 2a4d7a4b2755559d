"""What a property of a diagram gives: a text as it stands, or after `=` an expression over the variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.expressions import Expression, compile_expression


def read_input(value: str) -> str | Expression:
    """The text, or the compiled expression. ExpressionError when it is outside the language."""
    return compile_expression(value[1:]) if value.startswith("=") else value


def work_out(given: str | Expression, seen: Mapping[str, Any]) -> Any:
    """The value for a task that sees these variables. ExpressionError when the expression cannot be worked out."""
    return given.evaluate(seen) if isinstance(given, Expression) else given
