"""The evaluator: what it computes, and that nothing gets out of it (engine.md §5; security.md 1, 2, 3)."""

from __future__ import annotations

import ast
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.expressions import ExpressionError, compile_expression, evaluate
from app.domain.formula_values import FUNCTIONS

VALUES = {"n": 5, "name": "Ann", "yes": True, "no": False, "gone": None, "items": ["a", "b"], "day": "2026-03-01",
          "plan": {"title": "Work", "hours": 4}}  # fmt: skip


@pytest.mark.parametrize(
    "source, outcome",
    [
        ("n == 5 and name == 'Ann'", True), ("n > 5 or yes", True), ("not no", True), ("n in [1, 5]", True),
        ("'a' in items", True), ("'z' not in items", True), ("'nn' in name", True), ("n + 2 * 3 - 1", 10),
        ("7 // 2", 3),
        ("7 % 2", 1), ("7 / 2", 3.5), ("-n", -5), ("'a' + 'b'", "ab"), ("items + ['c']", ["a", "b", "c"]),
        ("1 < n <= 5", True), ("1 < n < 5", False), ("'x' if yes else 'y'", "x"), ("len(items)", 2), ("len(gone)", 0),
        ("max(1, n)", 5), ("min(items)", "a"), ("max(gone, 2)", 2), ("round(2.567, 1)", 2.6), ("abs(-3)", 3),
        ("lower(name)", "ann"), ("upper('a')", "A"), ("startswith(name, 'A')", True), ("endswith(name, 'A')", False),
        ("text(n)", "5"), ("true", True), ("null", None), ("gone is None", True), ("n is not None", True),
        ("day > '2026-02-28'", True), ("yes == 1", False), ("(1, 2)", [1, 2]), ("gone == None", True),
        ("get(plan, 'title') == 'Work'", True), ("get(plan, 'hours') + 1", 5), ("get(plan, 'nothing')", None),
        ("get(gone, 'hours')", None), ("get(plan, '__class__')", None), ("n in [1, 'a', 5]", True),
        ("name in ['Ann', 'Bob']", True), ("yes in [1]", False), ("n in ['5']", False), ("n != 5", False),
    ],
)  # fmt: skip
def test_what_it_computes(source: str, outcome: object) -> None:
    found = evaluate(source, VALUES)
    assert found == outcome
    assert isinstance(found, bool) == isinstance(outcome, bool)


@pytest.mark.parametrize(
    "comparison", ["gone < 1", "gone > 1", "1 <= gone", "gone >= gone", "1 in gone", "not (gone == None)"]
)
def test_a_missing_value_makes_an_order_comparison_false(comparison: str) -> None:
    assert evaluate(comparison, VALUES) is False


def test_dates_and_decimals_of_forms_fit_in() -> None:
    assert evaluate("day == d and d > '2026-01-01'", {"day": "2026-03-01", "d": date(2026, 3, 1)}) is True
    assert evaluate("amount * 1.5 == 3", {"amount": Decimal(2)}) is True
    assert evaluate("1.5 * amount", {"amount": Decimal(2)}) == Decimal(3)


MISFITS = ["n < 'a'", "name - 1", "-name", "gone + 1", "yes + 1", "n in 5", "len(5)", "1 / 0", "other", "abs('x')",
            "get(name, 'x')", "get(items, 0)", "get(plan, 1)"]  # fmt: skip


@pytest.mark.parametrize("source", MISFITS)
def test_what_does_not_fit_is_an_error_without_values(source: str) -> None:
    with pytest.raises(ExpressionError) as broken:
        evaluate(source, VALUES)
    assert "Ann" not in str(broken.value)


ATTACKS = {
    "import os": "__import__('os').popen('echo pwn').read()",
    "open file": "open('/etc/hostname').read()",
    "class mro": "().__class__.__mro__[1].__subclasses__()[0].__name__",
    "subclasses to os": "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0]",
    "format attribute": "'{0.__class__}'.format(name)",
    "format map": "'{c.__class__}'.format_map({'c': name})",
    "function self": "len.__self__",
    "generator frame": "(g for g in [1]).gi_frame.f_back.f_globals",
    "f-string": "f'{name.__class__}'",
    "walrus": "(y := 5)",
    "lambda": "(lambda: 0).__globals__",
    "power": "9**9**9",
    "shift": "1 << 10**10",
    "list bomb": "len([0]*10**10)",
    "text bomb": "len('a'*10**10)",
    "nested bomb": "len('a'*1000*1000*1000*1000)",
    "percent bomb": "len('%10000000000d' % 1)",
    "loops": "len([1 for a in items for b in items])",
    "deep minus": "-" * 1500 + "1",
    "deep not": "not " * 300 + "yes",
    "wide and": " and ".join(["yes"] * 500),
    "long": "'" + "a" * 3000 + "'",
    "big product": "*".join(["9" * 28] * 30),
    "huge literal": "9" * 400,
    "infinite": "1e999",
    "get of a class": "get(get(plan, '__class__'), '__mro__') + 1",
    "getattr": "getattr(name, 'x')",
    "eval": "eval('1')",
    "exec": "exec('1')",
    "globals": "globals()",
    "dunder name": "__builtins__",
    "subscript": "items[0]",
    "slice": "name[::-1]",
    "dict": "{'a': 1}",
    "set": "{1}",
    "await": "await n",
    "yield": "(yield n)",
    "star": "[*items]",
    "keyword": "round(number=1)",
    "keyword star": "max(**items)",
    "bytes": "b'x'",
    "complex": "1j",
    "ellipsis": "...",
    "bit operators": "n | 1",
    "matrix": "n @ n",
    "invert": "~n",
    "statement": "import os",
    "two lines": "n\nn",
    "semicolon": "n; n",
    "assignment": "n = 1",
    "null byte": "n\0",
    "juel": "${n}",
    "juel deferred": "#{n}",
    "feel prefix": "=n",
    "unicode twin": "ｅval('1')",
    "call of a value": "name()",
    "call of a call": "len(items)()",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stop_where_they_are_read_or_worked_out(attack: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(ATTACKS[attack], VALUES)


def test_data_cannot_take_the_place_of_a_function() -> None:
    assert evaluate("len(items)", {"items": [1], "len": 99, "__builtins__": {}}) == 1


def test_growing_texts_and_lists_are_bounded() -> None:
    with pytest.raises(ExpressionError):
        evaluate("+".join(["a"] * 30), {"a": "x" * 1000})
    with pytest.raises(ExpressionError):
        evaluate("a + a", {"a": [0] * 6000})


SIGNS = ["==", "!=", "<", "<=", ">", ">=", "in"]
_values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 2.0, 10.0**31, "", "a", "b"]),
    st.sampled_from([date(2026, 3, 1), Decimal(2), "2026-03-01"]), st.just(["a"]),
)  # fmt: skip


def _outcome(source: str, values: dict[str, Any]) -> object:
    try:
        return evaluate(source, values)
    except ExpressionError as error:
        return str(error)


@settings(max_examples=300, deadline=None)
@given(
    _values,
    st.sampled_from([-1, 2, 0.5, 2.0, "a", "2026-03-01"]),
    st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in"]),
)
def test_beside_a_literal_a_comparison_gives_what_it_gives_beside_a_variable(
    value: Any, literal: Any, sign: str
) -> None:
    if sign == "in":
        quick, general = f"x in [{literal!r}, 2, 'b']", "x in [y, 2, 'b']"
    else:
        quick, general = f"x {sign} {literal!r}", f"x {sign} y"
    assert _outcome(quick, {"x": value}) == _outcome(general, {"x": value, "y": literal})


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="nays().'\"[]{}+-*/%<>=!&|^~@:;,#$ \\0179_\n\tifelsforandnotlambda", max_size=60))
def test_any_text_gives_a_value_or_an_expression_error(source: str) -> None:
    with suppress(ExpressionError):
        evaluate(source, VALUES)


ALLOWED = (
    ast.Expression, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Compare, ast.IfExp, ast.Constant, ast.Name, ast.List,
    ast.Tuple,
    ast.Call, ast.boolop, ast.unaryop, ast.operator, ast.cmpop, ast.expr_context,
)  # fmt: skip

_names = st.sampled_from(list(VALUES)).map(lambda name: ast.Name(name, ast.Load()))
_leaves = st.one_of(st.integers(-9, 9).map(ast.Constant), st.text(max_size=3).map(ast.Constant), _names)


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(lambda v, a: ast.Attribute(v, a, ast.Load()), inner, st.sampled_from(["__class__", "real", "f"])),
        st.builds(lambda v, s: ast.Subscript(v, s, ast.Load()), inner, inner),
        st.builds(lambda f, a: ast.Call(f, [a], []), inner, inner),
        st.builds(lambda a: ast.Call(ast.Name("len", ast.Load()), [a], []), inner),
        st.builds(lambda a, b: ast.BinOp(a, ast.Add(), b), inner, inner),
        st.builds(lambda a, b: ast.BinOp(a, ast.Pow(), b), inner, inner),
        st.builds(lambda a, b: ast.Compare(a, [ast.In()], [b]), inner, inner),
        st.builds(lambda a, b: ast.BoolOp(ast.And(), [a, b]), inner, inner),
        st.builds(lambda a: ast.List([a], ast.Load()), inner),
        st.builds(lambda a: ast.Lambda(ast.arguments([], [], None, [], [], None, []), a), inner),
        st.builds(lambda a: ast.ListComp(a, [ast.comprehension(ast.Name("x", ast.Store()), a, [], 0)]), inner),
        st.builds(lambda a: ast.NamedExpr(ast.Name("x", ast.Store()), a), inner),
        st.builds(lambda a: ast.Starred(a, ast.Load()), inner),
    )


@settings(max_examples=400, deadline=None)
@given(st.recursive(_leaves, _deeper, max_leaves=12))
def test_only_what_is_listed_is_ever_read(tree: ast.expr) -> None:
    """A tree of any shape, drawn by chance: what is accepted holds no node that is not listed, at any depth."""
    source = ast.unparse(ast.fix_missing_locations(ast.Expression(tree)))
    try:
        expression = compile_expression(source)
    except ExpressionError:
        return
    nodes = list(ast.walk(ast.parse(expression.source, mode="eval")))
    assert all(isinstance(node, ALLOWED) for node in nodes)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    assert all(isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS for call in calls)
    assert not any(isinstance(node, ast.Pow) for node in nodes)


def test_names_say_what_a_formula_asks_for() -> None:
    assert compile_expression("a + len(b) > 1 and true").names == {"a", "b"}
    assert compile_expression("'P14D'").literal == "P14D"
