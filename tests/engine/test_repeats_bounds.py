"""Repeated activities at their bounds: very many, none, empty items, odd counts, and what stops them from outside."""

from __future__ import annotations

import pytest

from app.engine import Bundle, Context, Effect, EngineError, Outcome, StepFailed, check, operation, run
from app.engine.variables import MAX_ITEMS
from tests.engine import draw
from tests.engine.draw import (
    boundary,
    bundle,
    call,
    end,
    error,
    flow,
    for_each,
    line,
    process,
    service,
    subprocess,
    task,
    times,
    xor,
)
from tests.engine.player import Player

FAULT = '<bpmn:error id="e_stop" errorCode="stop"/>'


@operation("test_letter", writes=("n",))
def letter(context: Context) -> Outcome:
    return Outcome({"n": (context.variables["n"] or 0) + 1}, [Effect("letter", {"who": context.variables["who"]})])


def sequential(marker: str) -> str:
    """The same marker, one instance after the other."""
    return marker.replace('isSequential="false"', "").replace(
        "Characteristics", 'Characteristics isSequential="true"', 1
    )


def until(marker: str, condition: str) -> str:
    """The same marker with a completion condition."""
    return marker.replace(
        "</bpmn:multi", f"<bpmn:completionCondition>{condition}</bpmn:completionCondition></bpmn:multi"
    )


def counted(count: str) -> Bundle:
    parts = [draw.start(), task("ask"), task("x", count), task("after"), end(),
             line("begin", "ask", "x", "after", "done")]  # fmt: skip
    return bundle(process(*parts), n="number", t="text")


def all_by_itself(kind: str, marker: str) -> Bundle:
    """A service, subprocess or call for each, with nobody to wait for."""
    steps = [draw.start("s"), service("write", "test_letter"), xor("g"), end("e"), line("s", "write", "g", "e")]
    variables = {"names": "list", "n": "number", "who": "text"}
    calls = {}
    if kind == "service":
        body = service("each", "test_letter", marker)
    elif kind == "subprocess":
        body = subprocess("each", marker, *steps)
    else:
        body = call("each", "q", marker)
        calls = {"q": bundle(process(*steps, key="q"), key="q", n="number", who="text")}
    parts = [draw.start(), body, task("after"), end(), line("begin", "each", "after", "done")]
    return bundle(process(*parts), calls=calls, **variables)


@pytest.mark.parametrize("kind, many", [("service", MAX_ITEMS), ("subprocess", 300), ("call", 300)])
@pytest.mark.parametrize("in_turn", [False, True])
def test_a_long_list_is_no_endless_round(kind: str, many: int, in_turn: bool) -> None:
    case = Player(all_by_itself(kind, for_each("names", "who", in_turn)), names=list(range(many)))
    assert len(case.effects) == many
    assert case.open == ["after"]


def test_lists_inside_lists_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand times a thousand open tasks would fill the memory, and hold up whoever wants to write."""
    called = bundle(
        process(draw.start(), task("x", for_each("names", "who")), end(), line("begin", "x", "done"), key="q"),
        key="q", names="list",
    )  # fmt: skip
    parts = [draw.start(), call("each", "q", for_each("names", "other")), end(), line("begin", "each", "done")]
    made = bundle(process(*parts), calls={"q": called}, names="list")
    monkeypatch.setattr(run, "MAX_STEPS_IN_ALL", 200)
    assert len(Player(made, names=["a"] * 10).open) == 100
    with pytest.raises(EngineError, match="te veel in één keer herhaald"):
        Player(made, names=["a"] * 20)


@pytest.mark.parametrize("in_turn", [False, True])
def test_an_empty_item_is_an_item(in_turn: bool) -> None:
    parts = [draw.start(), task("x", for_each("names", "who", in_turn)), task("after"), end(),
             line("begin", "x", "after", "done")]  # fmt: skip
    case = Player(bundle(process(*parts), names="list"), names=[None, "ann", None])
    for _ in range(3):
        case.do("x")
    assert case.open == ["after"]


@pytest.mark.parametrize("in_turn", [False, True])
@pytest.mark.parametrize("count", [1, 2.0])
def test_a_count_is_a_whole_number_however_it_was_written(count: float, in_turn: bool) -> None:
    case = Player(counted(sequential(times("n")) if in_turn else times("n")), n=count)
    case.do("ask")
    for _ in range(int(count)):
        case.do("x")
    assert case.open == ["after"]


@pytest.mark.parametrize("in_turn", [False, True])
@pytest.mark.parametrize("count, n", [("n", None), ("n", -1), ("n", 1.5), ("n", MAX_ITEMS + 1), ("n * n", 10**7),
                                      ("t", None), ("n == 1", 1)])  # fmt: skip
def test_a_count_that_is_none_stops_the_case_there_and_is_no_use_to_try_again(
    count: str, n: float | None, in_turn: bool
) -> None:
    case = Player(counted(sequential(times(count)) if in_turn else times(count)), n=n, t="3")
    with pytest.raises(EngineError, match="aantal") as broken:
        case.do("ask")
    assert broken.value.element == "x"
    assert not isinstance(broken.value, StepFailed)
    assert case.open == ["ask"]


@pytest.mark.parametrize("count", ["0 - 1", "1.5", "'3'", "1001", "t"])
def test_a_count_that_cannot_be_one_is_refused(count: str) -> None:
    errors = {problem.code for problem in check(counted(times(count))) if problem.severity == "error"}
    assert errors & {"repeat.count_invalid", "variable.type"}


def stopped_inside(kind: str) -> Bundle:
    """For each: the first to come by stops all the others, who would have written a letter."""
    steps = [
        draw.start("s"), xor("g", "g_to_write"), service("write", "test_letter"), end("e"),
        end("stop", error("e_stop")), line("s", "g", "write", "e"), flow("g", "stop", "who == 'ann'"),
    ]  # fmt: skip
    variables, marker, calls = {"names": "list", "n": "number", "who": "text"}, for_each("names", "who"), {}
    body = subprocess("each", marker, *steps)
    if kind == "call in a subprocess":
        called = bundle(process(*steps, key="q", extra=FAULT), key="q", n="number", who="text")
        body, calls = (
            subprocess("each", marker, draw.start("i"), call("c", "q"), end("j"), line("i", "c", "j")),
            {"q": called},
        )
    parts = [
        draw.start(), body, boundary("oops", "each", error("e_stop")), task("after"), end(), end("late"),
        line("begin", "each", "done"), line("oops", "after", "late"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=FAULT), calls=calls, **variables)


@pytest.mark.parametrize("kind", ["subprocess", "call in a subprocess"])
def test_what_is_cancelled_does_nothing_more(kind: str) -> None:
    case = Player(stopped_inside(kind), names=["ann", "bob", "cem"])
    assert (case.open, case.effects) == (["after"], [])
    case.do("after")
    assert case.snapshot.ended


@pytest.mark.parametrize("kind", ["subprocess", "call"])
@pytest.mark.parametrize("in_turn", [False, True])
def test_a_completion_condition_sees_what_the_instance_worked_out(kind: str, in_turn: bool) -> None:
    marker = until(for_each("names", "who", in_turn), "n == 1")
    case = Player(all_by_itself(kind, marker), names=["ann", "bob", "cem"])
    assert case.open == ["after"]
    assert [effect.payload["who"] for effect in case.effects] == ["ann"]
    assert "n" not in case.snapshot.variables
