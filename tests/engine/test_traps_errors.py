"""When something breaks: the traps of engine.md §4 (E). Nothing is left half done, and no value leaks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import Refusal
from app.domain.text import say
from app.engine import Bundle, Context, EngineError, Outcome, TaskGone, check, complete, make_bundle, operation
from tests.engine import draw
from tests.engine.draw import (
    both,
    boundary,
    bundle,
    call,
    end,
    error_end,
    flow,
    line,
    process,
    service,
    subprocess,
    task,
    xor,
)
from tests.engine.player import MONDAY, Player

ILL = '<bpmn:error id="ill" name="Ziek" errorCode="ILL"/><bpmn:error id="gone" name="Weg" errorCode="GONE"/>'


@operation("test_refuses")
def refuses(context: Context) -> Outcome:
    raise Refusal(say("Dat kan vandaag niet."))


def test_e1__a_refusal_of_an_operation_reaches_the_caller_and_the_task_stays_open() -> None:
    parts = [draw.start(), task("a"), service("s", "test_refuses"), end(), line("begin", "a", "s", "done")]
    case = Player(bundle(process(*parts)))
    with pytest.raises(Refusal, match="vandaag"):
        case.do("a")
    assert case.open == ["a"]


def caught(inner_end: str, code: str) -> Bundle:
    inner = subprocess("sp", draw.start("s"), task("a"), error_end("fails", inner_end), line("s", "a", "fails"))
    parts = [
        draw.start(), both("f"), inner, boundary("trouble", "sp", draw.error(code)), task("ok"), task("repair"),
        end(), end("repaired"), task("beside"), boundary("other", "beside_sp", draw.error()),
        subprocess("beside_sp", draw.start("bs"), task("bt"), end("be"), line("bs", "bt", "be")), end("be_end"),
        end("other_end"), line("begin", "f", "sp", "ok", "done"), line("trouble", "repair", "repaired"),
        line("f", "beside", "beside_sp", "be_end"), line("other", "other_end"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=ILL))


@pytest.mark.parametrize("code", ["ill", ""])
def test_e2__an_error_end_is_caught_at_its_own_activity_only(code: str) -> None:
    case = Player(caught("ill", code))
    case.do("beside")
    case.do("a")
    assert sorted(case.open) == ["bt", "repair"]


def test_e2__an_error_goes_through_a_call_to_who_catches_it() -> None:
    called = bundle(
        process(draw.start(), task("a"), error_end("fails", "ill"), line("begin", "a", "fails"), key="q", extra=ILL),
        key="q",
    )
    parts = [
        draw.start(), call("go", "q"), boundary("any", "go", draw.error()),
        boundary("very", "go", draw.error("ill")), task("x"), task("y"), end(), end("x_end"), end("y_end"),
        line("begin", "go", "done"), line("any", "x", "x_end"), line("very", "y", "y_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=ILL), calls={"q": called}))
    case.do("a")
    assert case.open == ["y"]  # the boundary event with the very code goes before the one for any error


def test_e3__a_gateway_without_default_is_refused() -> None:
    bpmn = process(
        draw.start(), xor("g"), task("a"), task("b"), end(), end("e2"), line("begin", "g"),
        flow("g", "a", "n == 1"), flow("g", "b", "n == 2"), line("a", "done"), line("b", "e2"),
    )  # fmt: skip
    assert "gateway.no_default" in {problem.code for problem in check(bundle(bpmn, n="number"))}


def test_e3__kinds_that_do_not_compare_break_with_the_element_and_no_value() -> None:
    parts = [
        draw.start(), task("t"), xor("g", "g_to_b"), task("a"), task("b"), end(), end("e2"),
        line("begin", "t", "g"), flow("g", "a", "name > 3"), flow("g", "b"), line("a", "done"), line("b", "e2"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), name="text"), name="Jan")
    with pytest.raises(EngineError) as broken:
        case.do("t")
    assert (broken.value.process, broken.value.element) == ("p", "g")
    assert "Jan" not in str(broken.value)


@pytest.mark.parametrize("value", [None, "2026-13-01"])
def test_e4__a_timer_without_a_moment_leaves_the_task_before_it_open(value: str | None) -> None:
    parts = [
        draw.start(),
        task("a"),
        draw.catch("wait", draw.timer("moment", "timeDate")),
        end(),
        line("begin", "a", "wait", "done"),
    ]
    case = Player(bundle(process(*parts), moment="text"))
    with pytest.raises(EngineError, match="p/wait"):
        case.do("a", moment=value)
    assert case.open == ["a"]
    case.do("a", moment="2026-03-01")
    assert list(case.due) == ["wait"]


def test_e5__an_error_that_nobody_catches_breaks_and_is_refused_before() -> None:
    bpmn = process(draw.start(), task("a"), error_end("fails", "ill"), line("begin", "a", "fails"), extra=ILL)
    case = Player(bundle(bpmn))
    with pytest.raises(EngineError, match="opgevangen"):
        case.do("a")
    own = make_bundle("p", 'title = "x"\nsubject = "none"\nstarters = ["coach"]\n', bpmn, {}, {}, {})
    assert "error.uncaught" in {problem.code for problem in check(own)}


def test_e5__an_escalation_that_nobody_catches_breaks_and_is_refused_before() -> None:
    escalates = end("fails", '<bpmn:escalationEventDefinition escalationRef="e"/>')
    escalation = '<bpmn:escalation id="e" escalationCode="LATE"/>'
    bpmn = process(draw.start(), task("a"), escalates, line("begin", "a", "fails"), extra=escalation)
    with pytest.raises(EngineError, match=r"p/fails.*opgevangen"):
        Player(bundle(bpmn)).do("a")
    own = make_bundle("p", 'title = "x"\nsubject = "none"\nstarters = ["coach"]\n', bpmn, {}, {}, {})
    assert "escalation.uncaught" in {problem.code for problem in check(own)}


def test_e6__only_an_open_task_can_be_completed() -> None:
    parts = [
        draw.start(), both("f"), task("a"), task("b"), both("j"), task("z"), end(),
        line("begin", "f", "a", "j", "z", "done"), line("f", "b", "j"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts)))
    for key in _keys_that_are_no_open_task(case):
        with pytest.raises(TaskGone):
            complete(case.definition, case.snapshot.state, key, {}, facts=case.fact, now=case.now)


def _keys_that_are_no_open_task(case: Player) -> list[str]:
    import orjson

    rows = orjson.loads(case.snapshot.state[8:])[4]
    live = {task.key for task in case.snapshot.tasks}
    return [str(row[0]) for row in rows if str(row[0]) not in live]


def test_a_deadline_that_passed_wins_from_who_completes_too_late() -> None:
    parts = [
        draw.start(), task("a"), boundary("late", "a", draw.timer("'P14D'")), task("after"), end(), end("late_end"),
        line("begin", "a", "done"), line("late", "after", "late_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts)))
    case.now = MONDAY + timedelta(days=14)
    with pytest.raises(TaskGone):
        case.do("a")
    case.now = MONDAY + timedelta(days=14) - timedelta(microseconds=1)
    case.do("a")
    assert case.snapshot.ended


def test_a_reminder_that_is_due_fires_with_the_completion() -> None:
    parts = [
        draw.start(), task("a"), boundary("remind", "a", draw.timer("'P14D'"), False), task("call_them"), end(),
        end("r_end"), line("begin", "a", "done"), line("remind", "call_them", "r_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts)))
    case.now = MONDAY + timedelta(days=20)
    case.do("a")
    assert case.open == ["call_them"]
