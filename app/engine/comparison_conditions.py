"""A condition on an arrow in words: `plan_agreed == True and uren > 10` is "«akkoord» is ja en uren is meer dan 10".

What is not a plain comparison stays as it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from app.domain.text import say
from app.engine.comparison_naming import variable
from app.engine.comparison_words import Told, compared, one_of, together, value_words
from app.engine.meta import ProcessMeta

_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=",
}  # fmt: skip


def condition_words(meta: ProcessMeta, written: str) -> Told:
    """The condition in words; as it is written when it is no formula or says more than words can."""
    try:
        return _Words(meta).told(ast.parse(written.strip(), mode="eval").body, inside=False)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return written


class _Words:
    """Says the parts of a condition, its variables by their titles."""

    def __init__(self, meta: ProcessMeta) -> None:
        self.meta = meta

    def told(self, node: ast.expr, *, inside: bool) -> Told:
        match node:
            case ast.Name(id=name):
                return say("%(name)s is ja", name=variable(self.meta, name))
            case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
                return say("%(name)s is nee", name=variable(self.meta, name))
            case ast.Compare(left=left, ops=[test], comparators=[value]):
                return self.compared(left, test, value) or ast.unparse(node)
            case ast.BoolOp(op=op, values=values):
                parts = [self.told(value, inside=True) for value in values]
                return together(parts, every=isinstance(op, ast.And), inside=inside)
        return ast.unparse(node)

    def compared(self, left: ast.expr, test: ast.cmpop, value: ast.expr) -> Told | None:
        name = self.value(left)
        if isinstance(value, ast.List | ast.Tuple) and isinstance(test, ast.In | ast.NotIn):
            return one_of(name, [self.value(each) for each in value.elts], wanted=isinstance(test, ast.In))
        sign = _SIGNS.get(type(test))
        return compared(name, sign, self.value(value)) if sign else None

    def value(self, node: ast.expr) -> Told:
        match node:
            case ast.Constant(value=value) if value is None or isinstance(value, bool | str):
                return value_words(value)
            case ast.Name(id=name):
                return variable(self.meta, name)
        return ast.unparse(node)
