"""A formula read from its syntax tree into closures. What is not listed here is not in the language."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from app.domain.formula_shortcuts import Run, Values, all_of, among_literals, any_of, beside_literal
from app.domain.formula_values import (
    FUNCTIONS,
    add,
    divide,
    floor,
    member,
    multiply,
    negate,
    order,
    remainder,
    same,
    subtract,
)
from app.domain.text import Text, say

MAX_DEPTH = 40
MAX_TEXT = 1_000
MAX_NUMBER = 10**30


class ExpressionError(ValueError):
    """A formula that cannot be used. `text` says why, without any value in it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


_CONSTANT_NAMES: Mapping[str, object] = {"true": True, "false": False, "null": None}
_BINARY: Mapping[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.Div: divide,
    ast.FloorDiv: floor,
    ast.Mod: remainder,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[object, object], bool]] = {
    ast.Eq: same,
    ast.NotEq: lambda left, right: not same(left, right),
    ast.Is: same,
    ast.IsNot: lambda left, right: not same(left, right),
    ast.Lt: lambda left, right: order(left, right, lambda a, b: a < b),
    ast.LtE: lambda left, right: order(left, right, lambda a, b: a <= b),
    ast.Gt: lambda left, right: order(left, right, lambda a, b: a > b),
    ast.GtE: lambda left, right: order(left, right, lambda a, b: a >= b),
    ast.In: member,
    ast.NotIn: lambda left, right: not member(left, right),
}


class Reader:
    """From syntax tree to closures. What has no method here is not in the language."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def read(self, node: ast.expr, depth: int) -> Run:
        """What works the part out over values; ExpressionError for what is not in the language."""
        if depth > MAX_DEPTH:
            raise ExpressionError(say("De formule zit te diep in elkaar."))
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise ExpressionError(say("Dit kan niet in een formule: %(part)s.", part=type(node).__name__))
        run: Run = method(node, depth + 1)
        return run

    def _constant(self, node: ast.Constant, depth: int) -> Run:
        value = node.value
        if not (value is None or isinstance(value, (bool, int, float, str))):
            raise ExpressionError(say("Dit soort waarde kan niet in een formule."))
        too_big = isinstance(value, (int, float)) and not abs(value) <= MAX_NUMBER
        if too_big or (isinstance(value, str) and len(value) > MAX_TEXT):
            raise ExpressionError(say("Een getal of tekst in de formule is te groot."))
        return lambda values: value

    def _name(self, node: ast.Name, depth: int) -> Run:
        name = node.id
        if name in _CONSTANT_NAMES:
            value = _CONSTANT_NAMES[name]
            return lambda values: value
        if name.startswith("_"):
            raise ExpressionError(say("Een naam mag niet met een streepje beginnen."))
        self.names.add(name)

        def look_up(values: Values) -> object:
            try:
                return values[name]
            except KeyError:
                raise ExpressionError(say("Er is geen gegeven met de naam %(name)s.", name=name)) from None

        return look_up

    def _boolop(self, node: ast.BoolOp, depth: int) -> Run:
        parts = [self.read(part, depth) for part in node.values]
        return all_of(parts) if isinstance(node.op, ast.And) else any_of(parts)

    def _unaryop(self, node: ast.UnaryOp, depth: int) -> Run:
        operand = self.read(node.operand, depth)
        if isinstance(node.op, ast.Not):
            return lambda values: not operand(values)
        if isinstance(node.op, ast.USub):
            return lambda values: negate(operand(values))
        raise ExpressionError(say("Dit teken kan niet in een formule."))

    def _binop(self, node: ast.BinOp, depth: int) -> Run:
        operation = _BINARY.get(type(node.op))
        if operation is None:
            raise ExpressionError(say("Dit teken kan niet in een formule."))
        left, right = self.read(node.left, depth), self.read(node.right, depth)
        return lambda values: operation(left(values), right(values))

    def _compare(self, node: ast.Compare, depth: int) -> Run:
        first = self.read(node.left, depth)
        rights = [self.read(part, depth) for part in node.comparators]
        if len(rights) == 1:
            return self._one(node, first, rights[0])
        links = list(zip([_COMPARE[type(op)] for op in node.ops], rights, strict=True))

        def chain(values: Values) -> bool:
            left = first(values)
            for test, part in links:
                value = part(values)
                if not test(left, value):
                    return False
                left = value
            return True

        return chain

    def _one(self, node: ast.Compare, left: Run, right: Run) -> Run:
        """A comparison of two values, quick where one of them stands in the formula."""
        [op], [other] = node.ops, node.comparators
        quick: Run | None = None
        if isinstance(other, ast.Constant):
            quick = beside_literal(type(op).__name__, left, other.value)
        elif isinstance(op, ast.In) and isinstance(other, (ast.List, ast.Tuple)):
            literals = [part.value for part in other.elts if isinstance(part, ast.Constant)]
            quick = among_literals(left, literals) if len(literals) == len(other.elts) else None
        test = _COMPARE[type(op)]
        return quick or (lambda values: test(left(values), right(values)))

    def _ifexp(self, node: ast.IfExp, depth: int) -> Run:
        test, yes, no = self.read(node.test, depth), self.read(node.body, depth), self.read(node.orelse, depth)
        return lambda values: yes(values) if test(values) else no(values)

    def _list(self, node: ast.List | ast.Tuple, depth: int) -> Run:
        parts = [self.read(part, depth) for part in node.elts]
        return lambda values: [part(values) for part in parts]

    _tuple = _list

    def _call(self, node: ast.Call, depth: int) -> Run:
        function = FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if function is None or node.keywords:
            names = ", ".join(sorted(FUNCTIONS))
            raise ExpressionError(say("Deze functie kan niet in een formule. Wel: %(names)s.", names=names))
        parts = [self.read(part, depth) for part in node.args]
        if not function.fewest <= len(parts) <= function.most:
            raise ExpressionError(say("Deze functie krijgt niet het juiste aantal waarden."))
        compute = function.compute
        return lambda values: compute(*[part(values) for part in parts])
