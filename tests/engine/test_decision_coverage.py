"""Overlaps and gaps of decision tables: exact where they can be judged, compared with trying every value."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.check_decisions import check_tables
from app.engine.decision_coverage import Coverage
from app.engine.decision_domains import NotJudged
from app.engine.decisions import DecisionTable, read_decisions
from tests.engine.tables import table

# Small worlds in which the cells below can be tried out in full: every value at, between and beyond their ends.
DAYS = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(7)]
WORLDS: dict[str, list[Any]] = {
    "number": [n / 2 for n in range(-2, 14)],
    "integer": list(range(-1, 7)),
    "string": ["a", "b", "c", "z"],
    "boolean": [True, False],
    "date": DAYS,
}


def _literal(kind: str) -> st.SearchStrategy[str]:
    if kind == "string":
        return st.sampled_from(['"a"', '"b"', '"c"'])
    if kind == "boolean":
        return st.sampled_from(["true", "false"])
    if kind == "date":
        return st.sampled_from([f'date("{day}")' for day in DAYS[1:-1]])
    return st.integers(0, 5).map(str)


def _cell(kind: str) -> st.SearchStrategy[str]:
    value = _literal(kind)
    one: st.SearchStrategy[str] = value
    if kind in ("number", "integer", "date"):
        compared = st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), value)
        ends = st.tuples(value, value).map(sorted)
        span = st.builds(
            lambda low, high, pair: f"{low}{pair[0]}..{pair[1]}{high}",
            st.sampled_from("[(]"), st.sampled_from("])["), ends,
        )  # fmt: skip
        one = st.one_of(value, compared, span)
    tests = st.lists(one, min_size=1, max_size=3).map(", ".join)
    return st.one_of(st.just("-"), tests, tests.map("not({})".format), st.just("null"))


@st.composite
def tables(draw: st.DrawFn) -> tuple[DecisionTable, list[list[Any]]]:
    """A table of one or two columns, and every value its columns may have, the missing one last."""
    kinds = draw(st.lists(st.sampled_from(list(WORLDS)), min_size=1, max_size=2))
    allowed = {f"c{at}": '"a", "b"' for at, kind in enumerate(kinds) if kind == "string" and draw(st.booleans())}
    row = st.tuples(*(_cell(kind) for kind in kinds), st.just("1"))
    rules = draw(st.lists(row, max_size=5))
    names = " ".join(f"c{at}" for at in range(len(kinds)))
    [read] = read_decisions(table(rules, names, policy="COLLECT", types=" ".join(kinds), allowed=allowed), "t.dmn")
    worlds = [["a", "b"] if f"c{at}" in allowed else WORLDS[kind] for at, kind in enumerate(kinds)]
    return read, [[*world, None] for world in worlds]


def _fitting(read: DecisionTable, values: tuple[Any, ...]) -> set[int]:
    seen = {f"c{at}": value for at, value in enumerate(values)}
    return {
        number
        for number, rule in enumerate(read.rules)
        if all(
            test is None or test.expression.evaluate({**seen, "Column": value})
            for test, value in zip(rule.tests, values, strict=True)
        )
    }


@settings(max_examples=120, deadline=None)
@given(tables())
def test_overlaps_gaps_and_hidden_rows_are_those_that_trying_every_value_shows(
    made: tuple[DecisionTable, list[list[Any]]],
) -> None:
    read, worlds = made
    tried = {values: _fitting(read, values) for values in product(*worlds)}
    coverage = Coverage(read)
    together = {pair for rows in tried.values() for pair in combinations(sorted(rows), 2)}
    assert {(one, other) for one, other, _ in coverage.overlaps()} == together
    left_out = any(not rows for values, rows in tried.items() if None not in values)
    assert (coverage.gap() is not None) == left_out
    reached = {row for rows in tried.values() for row in rows}
    first = {min(rows) for rows in tried.values() if rows}
    assert set(coverage.never()) == set(range(len(read.rules))) - reached
    assert set(coverage.hidden()) == reached - first


def said(content: bytes) -> list[tuple[str, str, tuple[int, ...]]]:
    found = check_tables(content, "t.dmn")[1]
    return [(p.code, p.message, p.place.rows if p.place else ()) for p in found]


def test_rows_of_a_unique_table_that_fit_both_are_named_with_an_example() -> None:
    assert said(table([("< 18", "1"), ("[17..65]", "2"), ("> 65", "3")], "age")) == [
        ("decision.overlap", "Rij 1 en rij 2 passen allebei, bijvoorbeeld bij age = 17.", (1, 2))
    ]


def test_values_without_a_row_are_named() -> None:
    rules = [("< 18", '"Low"', "1"), (">= 18", '"Low","High"', "2")]
    content = table(rules, "age risk", types="number string", allowed={"risk": '"Low","High"'})
    [(code, message, _)] = said(content)
    assert code == "decision.gap"
    assert message.startswith('Geen enkele rij past bijvoorbeeld bij age = 17, risk = "High".')
    assert said(table(rules, "age risk", allowed={"risk": '"Low","High"'}, defaults={"advice": "0"})) == []
    assert said(table(rules, "age risk", policy="COLLECT", allowed={"risk": '"Low","High"'})) == []


@pytest.mark.parametrize(
    "types, cells, gap",
    [
        ("number", ("<= 17", ">= 18"), "age = 17.5"), ("integer", ("<= 17", ">= 18"), ""),
        ("date", ('<= date("2026-01-31")', '>= date("2026-02-01")'), ""),
        ("date", ('< date("2026-01-31")', '> date("2026-02-01")'), 'age = date("2026-01-31")'),
        ("date", ('<= date("2026-01-31")', '>= date("2026-02-05")'), 'age = date("2026-02-01")'),
        ("integer", ("<= 17", ">= 19"), "age = 18"), ("boolean", ("true", "false"), ""),
        ("boolean", ("true", "null"), "age = false"),
        ("string", ('"a"', 'not("a")'), ""), ("string", ('"a"', '"b"'), 'age = "…"'),
        ("number", ("< 1e9", "-"), ""),
    ],
)  # fmt: skip
def test_between_two_values_there_is_room_or_not(types: str, cells: tuple[str, str], gap: str) -> None:
    if "e9" in cells[0]:
        cells = (cells[0].replace("1e9", "1000000000000000000000000000"), cells[1])
    found = said(table([(cells[0], "1"), (cells[1], "2")], "age", policy="FIRST", types=types))
    assert [message for code, message, _ in found if code == "decision.gap"] == (
        [f"Geen enkele rij past bijvoorbeeld bij {gap}. De uitkomst is dan leeg."] if gap else []
    )


def test_rows_that_can_never_be_chosen_are_named() -> None:
    hidden = table([("< 18", "1"), (">= 10", "2"), ("[5..30]", "3")], "age", policy="FIRST")
    assert ("decision.row_hidden", "Rij 3 wordt nooit gekozen: een rij erboven past altijd al.", (3,)) in said(hidden)
    never = table([('"c"', "1"), ("-", "2")], "age", policy="FIRST", allowed={"age": '"a","b"'})
    assert said(never) == [("decision.row_never", "Rij 1 past nooit: haar cellen sluiten alles uit.", (1,))]


def test_rows_of_any_may_fit_both_when_they_agree() -> None:
    agree = table([("< 18", '"A"'), ("> 10", '"A"'), ("18", '"A"')], "age", policy="ANY")
    assert said(agree) == []
    differ = table([("< 18", '"A"'), (">= 10", '"B"')], "age", policy="ANY")
    assert [(code, rows) for code, _, rows in said(differ)] == [("decision.overlap", (1, 2))]


def test_two_columns_about_one_variable_are_taken_together() -> None:
    content = table([("< 18", "-", "1"), ("-", ">= 18", "2")], "age age")
    assert said(content) == []


@pytest.mark.parametrize(
    "content",
    [
        table([("< limit", "1"), ("> 3", "2")], "age"), table([("1", "1"), ("1", "2")], "age+1"),
        table([('< "m"', "1"), ('> "k"', "2")], "age"), table([("1",), ("2",)], ""),
        table([("1", "-", "1"), ("-", '"x"', "1")], "age age"),
    ],
)  # fmt: skip
def test_what_depends_on_more_than_the_columns_is_not_judged(content: bytes) -> None:
    [read] = read_decisions(content, "t.dmn")
    with pytest.raises(NotJudged):
        Coverage(read)
    assert said(content) == []


def test_tables_of_every_size_are_judged_soon_or_not_at_all() -> None:
    wide = [(*("true" if at == row else "-" for at in range(30)), "1") for row in range(30)]
    tall = [(f"[{row}..{row + 1})", str(row)) for row in range(600)]
    for content in (table(wide, " ".join(f"c{n}" for n in range(30))), table(tall, "age")):
        assert isinstance(check_tables(content, "t.dmn")[1], list)
