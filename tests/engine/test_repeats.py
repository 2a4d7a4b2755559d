"""Repeated activities: one per item, each through bytes at every step (engine.md M1, M2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.engine import EngineError, check, compile
from tests.engine import draw
from tests.engine.draw import boundary, bundle, call, end, flow, for_each, line, process, subprocess, task, times, xor
from tests.engine.player import MONDAY, Player

GATHERED = "<bpmn:loopDataOutputRef>names</bpmn:loopDataOutputRef>"
CAMUNDA = '<bpmn:multiInstanceLoopCharacteristics camunda:collection="names" camunda:elementVariable="who"/>'


def codes(bpmn: bytes, **variables: str) -> set[str]:
    return {problem.code for problem in check(bundle(bpmn, **variables)) if problem.severity == "error"} - {
        "form.missing"
    }


def over(marker: str, names: Any = ("ann", "bob", "cem")) -> Player:
    parts = [draw.start(), task("x", marker), task("after"), end(), line("begin", "x", "after", "done")]
    return Player(bundle(process(*parts), names="list"), names=list(names))


@pytest.mark.parametrize("marker", [for_each("names", "who"), CAMUNDA])
def test_a_task_per_item_side_by_side(marker: str) -> None:
    case = over(marker)
    assert [(task.element, task.item, task.variables["who"]) for task in case.snapshot.tasks] == [
        ("x", "ann", "ann"), ("x", "bob", "bob"), ("x", "cem", "cem"),
    ]  # fmt: skip
    keys = {task.item: task.key for task in case.snapshot.tasks}
    case.do("x", "bob")
    assert {task.item: task.key for task in case.snapshot.tasks} == {"ann": keys["ann"], "cem": keys["cem"]}
    case.do("x", "ann")
    case.do("x", "cem")
    assert case.open == ["after"]
    assert "who" not in case.snapshot.variables
    assert case.trail.count("x") == 1


def test_a_task_per_item_one_after_the_other() -> None:
    case = over(for_each("names", "who", sequential=True))
    for name in ("ann", "bob", "cem"):
        assert [task.item for task in case.snapshot.tasks] == [name]
        case.do("x", name)
    assert case.open == ["after"]


def test_a_fixed_number_of_tasks() -> None:
    case = over(times("2"))
    assert [task.item for task in case.snapshot.tasks] == [0, 1]
    case.do("x", 1)
    case.do("x")
    assert case.open == ["after"]


def test_an_empty_list_passes_and_a_missing_one_is_an_error() -> None:
    assert over(for_each("names", "who"), []).open == ["after"]
    parts = [draw.start(), task("x", for_each("names", "who")), end(), line("begin", "x", "done")]
    with pytest.raises(EngineError, match="names"):
        Player(bundle(process(*parts), names="list"))


def test_items_may_be_records() -> None:
    case = over(for_each("names", "who"), [{"id": "7", "part": 0.5}, {"id": "9", "part": 1}])
    assert [task.item for task in case.snapshot.tasks] == [{"id": "7", "part": 0.5}, {"id": "9", "part": 1}]
    case.do("x", {"id": "9", "part": 1})
    assert [task.item for task in case.snapshot.tasks] == [{"id": "7", "part": 0.5}]


def test_the_list_is_the_one_at_the_start() -> None:
    case = over(for_each("names", "who", sequential=True))
    case.do("x", "ann", names=["zoe"])
    assert [task.item for task in case.snapshot.tasks] == ["bob"]


def test_m1__a_second_case_is_not_touched_by_the_first() -> None:
    parts = [draw.start(), task("x", times("n")), end(), line("begin", "x", "done")]
    shared = bundle(process(*parts), n="number")
    first, second = Player(shared, n=3), Player(shared, n=1)
    assert (len(first.open), len(second.open)) == (3, 1)
    for _ in range(3):
        first.do("x")
    second.do("x")
    assert first.snapshot.ended
    assert second.snapshot.ended


def called_choice() -> Any:
    parts = [
        draw.start(), task("ask"), task("think"), xor("g", "no"), task("yes"), end(), end("no_end"),
        line("begin", "ask", "think", "g"), flow("g", "yes", "choice == 'yes'"), flow("g", "no_end", id="no"),
        line("yes", "done"),
    ]  # fmt: skip
    return bundle(process(*parts, key="q"), key="q", choice="text")


def test_calls_side_by_side_do_not_overwrite_each_other() -> None:
    parts = [
        draw.start(),
        call("each", "q", for_each("names", "who")),
        task("after"),
        end(),
        line("begin", "each", "after", "done"),
    ]
    case = Player(bundle(process(*parts), calls={"q": called_choice()}, names="list"), names=["ann", "bob"])
    case.do("ask", "ann", choice="yes")
    case.do("ask", "bob", choice="no")
    case.do("think", "ann")
    assert [(task.element, task.item) for task in case.snapshot.tasks] == [("yes", "ann"), ("think", "bob")]
    case.do("think", "bob")
    case.do("yes", "ann")
    assert case.open == ["after"]
    assert case.snapshot.variables == {"names": ["ann", "bob"]}


def test_a_call_that_is_not_repeated_shares_the_variables_of_the_case() -> None:
    parts = [draw.start(), call("go", "q"), task("after"), end(), line("begin", "go", "after", "done")]
    case = Player(bundle(process(*parts), calls={"q": called_choice()}))
    case.do("ask", choice="no")
    case.do("think")
    assert case.snapshot.variables == {"choice": "no"}


def test_a_deadline_on_repeated_calls_leaves_no_orphans() -> None:
    called = bundle(
        process(draw.start(), task("x"), boundary("remind", "x", draw.timer("'P3D'"), False), task("r"), end(),
                end("e"), line("begin", "x", "done"), line("remind", "r", "e"), key="q"),
        key="q",
    )  # fmt: skip
    parts = [
        draw.start(), call("each", "q", for_each("names", "who")), boundary("late", "each", draw.timer("'P30D'")),
        task("after"), end(), end("late_end"), line("begin", "each", "done"), line("late", "after", "late_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), calls={"q": called}, names="list"), names=["ann", "bob"])
    case.wait_until(MONDAY + timedelta(days=30))
    assert (case.open, case.due) == (["after"], {})
    case.do("after")
    assert case.snapshot.ended


def test_a_subprocess_per_item_shows_the_item_to_what_is_in_it() -> None:
    inner = subprocess(
        "sp", for_each("names", "who"), draw.start("s"), xor("g", "no"), task("a"), task("b"), end("e"), end("f"),
        line("s", "g"), flow("g", "a", "who == 'ann'"), flow("g", "b", id="no"), line("a", "e"), line("b", "f"),
    )  # fmt: skip
    bpmn = process(draw.start(), inner, end(), line("begin", "sp", "done"))
    assert codes(bpmn, names="list") == set()
    case = Player(bundle(bpmn, names="list"), names=["ann", "bob"])
    assert [(task.element, task.item) for task in case.snapshot.tasks] == [("a", "ann"), ("b", "bob")]


def test_a_completion_condition_ends_the_others() -> None:
    marker = for_each("names", "who").replace(
        "</bpmn:multi", "<bpmn:completionCondition>enough</bpmn:completionCondition></bpmn:multi"
    )
    parts = [draw.start(), task("x", marker), task("after"), end(), line("begin", "x", "after", "done")]
    case = Player(bundle(process(*parts), names="list", enough="boolean"), names=["ann", "bob", "cem"])
    case.do("x", "ann", enough=False)
    assert len(case.open) == 2
    case.do("x", "cem", enough=True)
    assert case.open == ["after"]


@pytest.mark.parametrize(
    "marker, code",
    [
        ("<bpmn:multiInstanceLoopCharacteristics/>", "repeat.count"),
        ('<bpmn:standardLoopCharacteristics loopMaximum="3"/>', "repeat.loop"),
        (times("__import__('os')"), "expression.invalid"), (times("how_many"), "variable.undeclared"),
        (for_each("other", "who"), "variable.undeclared"), (for_each("n", "who"), "variable.type"),
        (for_each("names", "_who"), "repeat.item"), (CAMUNDA.replace('"names"', '"${names}"'), "repeat.collection"),
        (for_each("names", "who").replace("<bpmn:inputDataItem", f"{GATHERED}<bpmn:inputDataItem"), "repeat.output"),
    ],
)  # fmt: skip
def test_repeats_that_would_go_wrong_are_refused(marker: str, code: str) -> None:
    bpmn = process(draw.start(), task("x", marker), end(), line("begin", "x", "done"))
    assert code in codes(bpmn, names="list", n="number")


def test_m2__an_ad_hoc_subprocess_is_refused() -> None:
    inner = (
        '<bpmn:adHocSubProcess id="ad"><bpmn:userTask id="y" camunda:candidateGroups="coach"/></bpmn:adHocSubProcess>'
    )
    assert "element.unsupported" in codes(process(draw.start(), inner, end(), line("begin", "ad", "done")))


def test_loops_are_connected_once_for_all_threads() -> None:
    parts = [draw.start(), task("x", times("2")), end(), line("begin", "x", "done")]
    definition = compile(bundle(process(*parts)))
    child = definition.spec.task_specs["x [child]"]
    before = child.completed_event.n_subscribers()
    Player(bundle(process(*parts)))
    assert child.completed_event.n_subscribers() == before == 1
