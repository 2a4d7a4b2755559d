"""A condition on an arrow in words: `plan_agreed == True and uren > 10` is "plan_agreed is ja en uren is meer dan 10".

What is not a plain comparison stays as it is written.
"""

from __future__ import annotations

import ast

from app.domain.text import Text, say
from app.engine.comparison_naming import joined, quoted

_Told = Text | str


def condition_words(written: str) -> _Told:
    """The condition in words; as it is written when it is no formula or says more than words can."""
    try:
        return _told(ast.parse(written.strip(), mode="eval").body, inside=False)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return written


def _told(node: ast.expr, *, inside: bool) -> _Told:
    match node:
        case ast.Name(id=name):
            return say("%(name)s is ja", name=name)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return say("%(name)s is nee", name=name)
        case ast.Compare(left=left, ops=[test], comparators=[value]):
            return _compared(ast.unparse(left), test, value) or ast.unparse(node)
        case ast.BoolOp(op=op, values=values):
            return _together(isinstance(op, ast.And), [_told(value, inside=True) for value in values], inside)
    return ast.unparse(node)


def _together(every: bool, parts: list[_Told], inside: bool) -> _Told:
    whole: _Told = parts[0]
    for part in parts[1:]:
        whole = say("%(first)s en %(second)s", first=whole, second=part) if every else say(
            "%(first)s of %(second)s", first=whole, second=part)  # fmt: skip
    return say("(%(condition)s)", condition=whole) if inside else whole


def _compared(left: str, test: ast.cmpop, value: ast.expr) -> Text | None:
    if isinstance(value, ast.List | ast.Tuple) and isinstance(test, ast.In | ast.NotIn):
        several = joined([_value(each) for each in value.elts])
        if several is None:
            return None
        return say("%(name)s is %(value)s", name=left, value=several) if isinstance(test, ast.In) else say(
            "%(name)s is niet %(value)s", name=left, value=several)  # fmt: skip
    right = _value(value)
    match test:
        case ast.Eq():
            return say("%(name)s is %(value)s", name=left, value=right)
        case ast.NotEq():
            return say("%(name)s is niet %(value)s", name=left, value=right)
        case ast.Gt():
            return say("%(name)s is meer dan %(value)s", name=left, value=right)
        case ast.GtE():
            return say("%(name)s is %(value)s of meer", name=left, value=right)
        case ast.Lt():
            return say("%(name)s is minder dan %(value)s", name=left, value=right)
        case ast.LtE():
            return say("%(name)s is %(value)s of minder", name=left, value=right)
    return None


def _value(node: ast.expr) -> _Told:
    match node:
        case ast.Constant(value=True):
            return say("ja")
        case ast.Constant(value=False):
            return say("nee")
        case ast.Constant(value=None):
            return say("leeg")
        case ast.Constant(value=str(text)):
            return quoted(text)
    return ast.unparse(node)
