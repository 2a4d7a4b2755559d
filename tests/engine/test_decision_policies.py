"""Every hit policy of DMN, worked out right or refused with the cell named (engine.md N2, N3)."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.expressions import ExpressionError
from app.engine import EngineError
from app.engine.decisions import read_decisions, scan_decisions
from app.engine.errors import Problem, TablePlace
from tests.engine.tables import table

STEPS = [("> 10", '"A"'), ("> 20", '"B"'), ("< 30", '"A"'), ("> 40", '"C"')]
FIGURES = [("> 1", "0.1"), ("> 2", "0.2"), ("> 3", "age"), ("> 4", "-4")]


def outcome(content: bytes, **values: Any) -> Any:
    [read] = read_decisions(content, "t.dmn")
    found = read.outputs(values)
    return found["advice"] if set(found) == {"advice"} else found


def wrong(content: bytes) -> list[Problem]:
    return scan_decisions(content, "t.dmn")[1]


def test_n2__any_takes_what_all_rows_that_fit_agree_on() -> None:
    rules = [("> 10", '"A"'), ("> 20", '"A"'), ("> 30", '"B"')]
    content = table(rules, "age", policy="ANY")
    assert [outcome(content, age=age) for age in (5, 15, 25)] == [None, "A", "A"]
    with pytest.raises(ExpressionError, match="Meer dan één rij van de beslissingstabel past: 1, 2, 3"):
        outcome(content, age=35)


def test_n2__rule_order_is_every_row_that_fits_in_the_order_of_the_rows() -> None:
    content = table(STEPS, "age", policy="RULE ORDER")
    assert [outcome(content, age=age) for age in (50, 25, 0)] == [["A", "B", "C"], ["A", "B", "A"], ["A"]]


RANKING = {"advice": '"C", "B", "A"'}


def test_n2__priority_and_output_order_go_by_the_listed_outcomes() -> None:
    assert outcome(table(STEPS, "age", policy="PRIORITY", values=RANKING), age=50) == "C"
    assert outcome(table(STEPS, "age", policy="PRIORITY", values=RANKING), age=25) == "B"
    assert outcome(table(STEPS, "age", policy="OUTPUT ORDER", values=RANKING), age=25) == ["B", "A", "A"]


def test_n2__of_more_outcomes_the_leftmost_with_an_order_counts_first() -> None:
    rules = [("-", "1", '"x"', "2"), ("-", "2", '"y"', "1"), ("> 5", "3", '"x"', "1")]
    content = table(rules, "age", "a b c", "PRIORITY", values={"b": '"x", "y"', "c": "1, 2"})
    assert outcome(content, age=9) == {"a": 3, "b": "x", "c": 1}
    assert outcome(content, age=1) == {"a": 1, "b": "x", "c": 2}


@pytest.mark.parametrize(
    "aggregation, expected",
    [("SUM", [None, 0.3, 1.3]), ("MIN", [None, 0.1, -4]), ("MAX", [None, 0.2, 5]), ("COUNT", [0, 2, 4])],
)
def test_n2__collect_counts_up(aggregation: str, expected: list[Any]) -> None:
    content = table(FIGURES, "age", policy="COLLECT", extra=f'aggregation="{aggregation}"')
    assert [outcome(content, age=age) for age in (0, 3, 5)] == expected


def test_n2__a_sum_of_whole_numbers_is_whole() -> None:
    content = table([("-", "2"), ("-", "3")], "age", policy="COLLECT", extra='aggregation="SUM"')
    assert isinstance(outcome(content, age=1), int)


def test_n2__what_is_no_number_does_not_count_up() -> None:
    content = table([("-", "age")], "age", policy="COLLECT", extra='aggregation="SUM"')
    for value in ("x", None, True):
        with pytest.raises(ExpressionError):
            outcome(content, age=value)


def test_of_more_outcomes_each_is_a_list_where_the_policy_takes_more_rows() -> None:
    rules = [("> 1", "1", '"x"'), ("> 2", "2", '"y"')]
    assert outcome(table(rules, "age", "a b", "COLLECT"), age=3) == {"a": [1, 2], "b": ["x", "y"]}


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY"])
def test_without_a_row_that_fits_the_default_is_the_outcome(policy: str) -> None:
    content = table([("> 9", '"A"')], "age", policy=policy, values={"advice": '"A", "D"'}, defaults={"advice": '"D"'})
    assert outcome(content, age=1) == "D"
    assert outcome(content, age=10) == "A"


def test_a_default_of_many_is_a_list_of_one_and_of_a_figure_is_the_figure() -> None:
    for policy in ("COLLECT", "RULE ORDER"):
        assert outcome(table([("> 9", "1")], "age", policy=policy, defaults={"advice": "7"}), age=1) == [7]
    content = table([("> 9", "1")], "age", policy="COLLECT", extra='aggregation="MAX"', defaults={"advice": "7"})
    assert [outcome(content, age=age) for age in (1, 10)] == [7, 1]


@pytest.mark.parametrize(
    "content, code, message, place",
    [
        (table([("1", "1"), ("x y", "2")], "age"), "decision.cell",
         "Rij 2, kolom «age»: Deze cel van de tabel kunnen we niet lezen.", TablePlace("advise", (2,), 1)),
        (table([("1", "2 +")], "age"), "decision.cell",
         "Rij 1, kolom «advice»: De formule is niet goed geschreven.", TablePlace("advise", (1,), 2)),
        (table([("[65..18]", "2")], "age"), "decision.cell",
         "Rij 1, kolom «age»: Deze reeks loopt van groot naar klein: er past niets in.", TablePlace("advise", (1,), 1)),
        (table([("< true", "2")], "age"), "decision.cell",
         "Rij 1, kolom «age»: Groter of kleiner kan alleen met getallen, datums en teksten.",
         TablePlace("advise", (1,), 1)),
        (table([('> date and time("2026-01-01T10:00:00")', "2")], "age"), "decision.cell",
         'Rij 1, kolom «age»: Een uur of een duur kan niet in een tabel. Schrijf een datum: date("2026-01-31").',
         TablePlace("advise", (1,), 1)),
        (table([("1", "2"), ('"x"', "2")], "age"), "decision.cell_kind",
         "Rij 2, kolom «age»: Deze cel is van een andere soort dan haar kolom (number).",
         TablePlace("advise", (2,), 1)),
        (table([("1", "2")], "age", types="string"), "decision.cell_kind",
         "Rij 1, kolom «age»: Deze cel is van een andere soort dan haar kolom (text).", TablePlace("advise", (1,), 1)),
        (table([("1", "2")], "age", allowed={"age": "[1"}), "decision.cell",
         "Kolom «age»: Deze cel van de tabel kunnen we niet lezen.", TablePlace("advise", (), 1)),
        (table([("1", "2")], "age", defaults={"advice": "a.b"}), "decision.cell",
         "Kolom «advice»: Dit kan niet in een formule: Attribute.", TablePlace("advise", (), 2)),
        (table([("1", '"z"')], "age", values={"advice": '"x", "y"'}), "decision.output_values",
         "Rij 1, kolom «advice»: Deze uitkomst staat niet tussen de mogelijke uitkomsten van haar kolom.",
         TablePlace("advise", (1,), 2)),
        (table([("1", "age")], "age", policy="PRIORITY", values={"advice": "1, 2"}), "decision.output_values",
         "Rij 1, kolom «advice»: Deze uitkomst staat niet tussen de mogelijke uitkomsten van haar kolom.",
         TablePlace("advise", (1,), 2)),
        (table([("1", "2")], "age", values={"advice": "[1..2]"}), "decision.output_values",
         "Kolom «advice»: Som de mogelijke uitkomsten op, zonder reeksen.", TablePlace("advise", (), 2)),
        (table([("1", "2")], "age", policy="OUTPUT ORDER"), "decision.output_values",
         "Som bij een uitkomst de mogelijke waarden op, van de belangrijkste naar de minst belangrijke.",
         TablePlace("advise")),
        (table([("1", '"x"')], "age", policy="COLLECT", extra='aggregation="SUM"'), "decision.aggregation",
         "Rij 1, kolom «advice»: Samentellen kan alleen met getallen.", TablePlace("advise", (1,), 2)),
        (table([("1", "1", "2")], "age", "a b", "COLLECT", extra='aggregation="SUM"'), "decision.aggregation",
         "Samentellen kan alleen met één uitkomst.", TablePlace("advise")),
        (table([("1", "1")], "age", extra='aggregation="SUM"'), "decision.aggregation",
         "Deze manier van samentellen (SUM) kennen we niet.", TablePlace("advise")),
        (table([("1", "1", "2")], "age"), "decision.row",
         "Rij 1 heeft niet evenveel cellen als er kolommen zijn.", TablePlace("advise", (1,))),
        (table([("1", "1")], "age").replace(b'<inputEntry id="r0_0"', b'<inputEntry expressionLanguage="juel"'),
         "decision.cell", "Rij 1, kolom «age»: Deze taal (juel) kennen we niet: alleen FEEL.",
         TablePlace("advise", (1,), 1)),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_refused_with_its_reason_and_its_place(
    content: bytes, code: str, message: str, place: TablePlace
) -> None:
    [problem] = [problem for problem in wrong(content) if problem.code == code]
    assert (problem.message, problem.place, problem.severity) == (message, place, "error")


def test_a_problem_in_a_cell_names_the_cell_as_the_element() -> None:
    assert [problem.element for problem in wrong(table([("1", "1"), ("x y", "2 +")], "age"))] == ["r1_0", "r1_1"]


def test_the_day_of_a_moment_counts_in_brussels() -> None:
    content = table([('>= date("2026-03-01")', '"spring"'), ('< date("2026-03-01")', '"winter"')], "day", types="date")
    given = ["2026-03-01", "2026-02-28T23:30Z", "2026-02-28T22:30Z", "2026-02-28T23:59", None]
    assert [outcome(content, day=day) for day in given] == ["spring", "spring", "winter", "winter", None]
    with pytest.raises(ExpressionError):
        outcome(content, day="some day in march")


def test_two_rows_that_fit_name_their_numbers_to_who_runs_the_case() -> None:
    assert not issubclass(ExpressionError, EngineError)  # the engine adds the element
    with pytest.raises(ExpressionError, match="past: 2, 3"):
        outcome(table([("1", "1"), ("2", "1"), ("> 1", "3")], "age"), age=2)
