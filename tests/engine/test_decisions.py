"""Decision tables: what is accepted is worked out right, the rest is refused with a reason (engine.md N1-N4)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from app.domain import expressions
from app.domain.expressions import ExpressionError
from app.engine import EngineError, check
from app.engine.decisions import DecisionTable, read_decisions, scan_decisions
from tests.engine import draw
from tests.engine.draw import bundle, decide, end, line, process, service, task, xor
from tests.engine.player import Player
from tests.engine.tables import definitions, table


def one(content: bytes) -> DecisionTable:
    [found] = read_decisions(content, "advise.dmn")
    return found


def codes(content: bytes) -> set[str]:
    return {problem.code for problem in scan_decisions(content, "advise.dmn")[1]}


@pytest.mark.parametrize(
    "cell, yes, no",
    [
        ("18", [18, 18.0], [17, "18", None, True]), ("[18..65]", [18, 40, 65], [17, 66, None]),
        ("(18..65)", [19, 64], [18, 65]), ("]18..65[", [19, 64], [18, 65]), ("[18..65)", [18], [65]),
        ("< 18", [17, -1], [18, None]), ("<= 18", [18], [18.5]), ("> 18.5", [19], [18.5]), (">= -2", [-2], [-3]),
        ('"long","short"', ["long", "short"], ["lo", None]), ('not("short")', ["long", None], ["short"]),
        ("not(1, [5..7])", [2, 8], [1, 6]), ("< 1, > 5, 3", [0, 6, 3], [1, 2, 5]), ("true", [True], [False, 1, None]),
        ("null", [None], [0, ""]), ("-", [1, None, "x"], []), ("", [1], []), ('"a\\"b"', ['a"b'], ["ab"]),
        ('date("2026-03-01")', ["2026-03-01"], ["2026-03-02"]),
        ('>= date("2026-03-01")', ["2026-03-01"], ["2026-02-28"]),
        ('"a\\u0062\\n"', ["ab\n"], ["abn"]), ("limit", [7], [8]), ("< limit", [6], [7]), (".5", [0.5], [5]),
    ],
)  # fmt: skip
def test_n1__cells_are_read_as_s_feel(cell: str, yes: list[Any], no: list[Any]) -> None:
    decision = one(table([(cell, '"hit"')], inputs="age"))
    for value in yes:
        assert decision.outputs({"age": value, "limit": 7}) == {"advice": "hit"}, value
    for value in no:
        assert decision.outputs({"age": value, "limit": 7}) == {"advice": None}, value


@pytest.mark.parametrize(
    "cell",
    [
        "__import__('os')", "x.y", "a b", "[1..", "[1,2]", "not 1", "for x in y return x", "1..2", "?", "{}", "not(",
        "date(1)", '"\\x41"', "1" * 3000, 'time("10:00:00")', 'duration("P1D")',
        'date("31/01/2026")', 'date("2026-02-30")', "$", "f(1)", "not(not(1))", ">", "\"a", "< < 1",
    ],
)  # fmt: skip
def test_n1__cells_outside_it_are_refused(cell: str) -> None:
    """security.md 1, 2: a cell is never evaluated as code."""
    assert codes(table([(cell, "1")], inputs="age")) == {"decision.cell"}


@pytest.mark.parametrize(
    "cell", ["__import__('os').getpid()", "().__class__", "9**9", "open('x')", "[x for x in y]", "1 / 0"]
)
def test_output_cells_are_refused_in_the_same_way(cell: str) -> None:
    assert codes(table([("1", cell)], inputs="age")) == {"decision.cell"}


def test_outputs_may_be_values_names_and_sums() -> None:
    decision = one(table([("-", "age + 1", 'date("2026-03-01")', "-")], inputs="age", outputs="a b c"))
    assert decision.outputs({"age": 4}) == {"a": 5, "b": "2026-03-01", "c": None}


BOTH = [("> 10", '"A"'), ("> 20", '"B"'), ("< 20", '"C"')]


def test_n2__unique_with_two_rows_that_fit_is_an_error() -> None:
    decision = one(table(BOTH, inputs="age"))
    assert decision.outputs({"age": 5}) == {"advice": "C"}
    with pytest.raises(ExpressionError, match="Meer dan één rij"):
        decision.outputs({"age": 30})


def test_n2__first_takes_the_first() -> None:
    assert one(table(BOTH, inputs="age", policy="FIRST")).outputs({"age": 30}) == {"advice": "A"}


def test_n2_n3__collect_takes_all_anew_every_time() -> None:
    decision = one(table(BOTH, inputs="age", policy="COLLECT"))
    assert decision.outputs({"age": 30}) == {"advice": ["A", "B"]}
    assert decision.outputs({"age": 15}) == {"advice": ["A", "C"]}
    assert decision.outputs({"age": None}) == {"advice": []}


@pytest.mark.parametrize(
    "content, code",
    [
        (b"<definitions/>", "file.kind"), (b"nonsense", "xml.syntax"), (b"<!DOCTYPE x><x/>", "xml.doctype"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "file.kind"),
        (table([("1", "1")], inputs="age").replace(b"20191111/MODEL/", b"20991111/MODEL/"), "file.kind"),
        (definitions(), "decision.none"), (definitions("<decision/>"), "id.missing"),
        (definitions('<decision id="x"/>', '<decision id="x"/>'), "id.duplicate"),
        (definitions('<decision id="x"><literalExpression/></decision>'), "decision.kind"),
        (definitions('<decision id="x"><context/></decision>'), "decision.kind"),
        (definitions('<businessKnowledgeModel id="x"/>'), "decision.kind"), (definitions("<import/>"), "decision.kind"),
        (table([("1", "1")] * 2600, inputs="age"), "decision.too_large"),
        (table([("1", "1")], inputs="age", policy="BEST"), "decision.hit_policy"),
        (table([("1", "1")], inputs="age", extra='preferredOrientation="CrossTable"'), "decision.orientation"),
        (table([("1", "1")], inputs="age", types="dateTime"), "decision.type"),
        (table([("1", "2", "3")], inputs="age"), "decision.row"),
        (table([("1",)], inputs="age", outputs=""), "decision.outputs"),
        (table([("1", "1")], inputs="a.b"), "decision.input"),
        (table([("1", "2", "3")], "age", "a a"), "decision.outputs"),
    ],
)  # fmt: skip
def test_files_that_hold_something_else_are_refused(content: bytes, code: str) -> None:
    assert code in codes(content)


def test_a_decision_on_top_of_another_is_refused() -> None:
    content = table(BOTH, inputs="age").replace(
        b"<decisionTable",
        b'<informationRequirement><requiredDecision href="#x"/></informationRequirement><decisionTable',
    )
    assert codes(content) == {"decision.requires"}


def test_n4__a_table_that_is_worked_out_reads_no_formula_again() -> None:
    decision = one(table(BOTH, inputs="age"))
    before = expressions._compile.cache_info()
    for age in range(50):
        with suppress(ExpressionError):
            decision.outputs({"age": age})
    assert expressions._compile.cache_info() == before


def deciding(rules: list[tuple[str, ...]], result: str = "") -> Player:
    parts = [
        draw.start(), xor("again"), task("ask"), decide("decide", "advise", result), task("show"),
        line("begin", "again", "ask", "decide", "show"), xor("more", "out"), end(), line("show", "more"),
        draw.flow("more", "again", "age < 99"), draw.flow("more", "done", id="out"),
    ]  # fmt: skip
    made = bundle(
        process(*parts), dmn={"advise.dmn": table(rules, inputs="age")}, age="number", advice="text", outcome="text"
    )
    return Player(made)


def test_a_business_rule_task_keeps_the_outcome_in_the_variables() -> None:
    case = deciding([("< 18", '"young"'), (">= 18", '"old"')])
    case.do("ask", age=17)
    assert case.snapshot.variables["advice"] == "young"
    case = deciding([("< 18", '"young"'), (">= 18", '"old"')], result="outcome")
    case.do("ask", age=18)
    assert case.snapshot.variables == {"age": 18, "outcome": "old"}


def test_n2__without_a_row_that_fits_the_old_value_does_not_stay() -> None:
    case = deciding([("< 18", '"young"')])
    case.do("ask", age=17)
    case.do("show")
    case.do("ask", age=40)
    assert "advice" not in case.snapshot.variables


def test_two_rows_that_fit_leave_the_task_open() -> None:
    case = deciding(BOTH)
    with pytest.raises(EngineError, match="p/decide"):
        case.do("ask", age=30)
    assert case.open == ["ask"]


def test_a_decision_that_is_not_there_or_sets_what_nobody_declared_is_refused() -> None:
    def found(name: str, **variables: str) -> set[str]:
        bpmn = process(draw.start(), decide("d", name), end(), line("begin", "d", "done"))
        return {p.code for p in check(bundle(bpmn, dmn={"a.dmn": table([("1", "1")], inputs="age")}, **variables))}

    assert "decision.unknown" in found("nothing", advice="number", age="number")
    assert "variable.undeclared" in found("advise", age="number")
    assert "variable.undeclared" in found("advise", advice="number")
    assert found("advise", advice="number", age="number") == {"drawing.none", "decision.gap"}


def test_operations_and_decisions_do_not_mix_up_their_names() -> None:
    bpmn = process(draw.start(), service("s", "advise"), end(), line("begin", "s", "done"))
    assert "operation.unknown" in {p.code for p in check(bundle(bpmn))}
