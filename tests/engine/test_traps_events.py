"""Events: the traps of engine.md §4 (V) and §1 (event gateways)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import NothingWaits
from app.engine import check
from tests.engine import draw
from tests.engine.draw import (
    boundary,
    bundle,
    call,
    catch,
    end,
    first_of,
    flow,
    line,
    message,
    process,
    subprocess,
    task,
    terminate,
    timer,
    xor,
)  # fmt: skip
from tests.engine.player import MONDAY, Player

MESSAGES = '<bpmn:message id="m" name="changed"/><bpmn:message id="m2" name="early_end"/>'


def codes(bpmn: bytes, **variables: str) -> set[str]:
    return {problem.code for problem in check(bundle(bpmn, **variables)) if problem.severity == "error"} - {
        "form.missing"
    }


def test_v1__a_message_by_its_name_reaches_what_the_diagram_waits_for() -> None:
    parts = [draw.start(), catch("wait", message("m")), task("a"), end(), line("begin", "wait", "a", "done")]
    case = Player(bundle(process(*parts, extra=MESSAGES)))
    with pytest.raises(NothingWaits):
        case.send("early_end")
    case.send("changed")
    assert case.open == ["a"]


def test_v2__one_message_reaches_one_step_the_outermost() -> None:
    called = bundle(
        process(draw.start(), catch("inner_wait", message("m")), task("x"), end(),
                line("begin", "inner_wait", "x", "done"), key="q", extra=MESSAGES),
        key="q",
    )  # fmt: skip
    parts = [
        draw.start(), call("go", "q"), boundary("outer", "go", message("m"), False), task("y"), end(), end("y_end"),
        line("begin", "go", "done"), line("outer", "y", "y_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=MESSAGES), calls={"q": called}))
    assert case.snapshot.messages == ("changed",)
    case.send("changed")
    assert case.open == ["y"]
    case.send("changed")
    assert sorted(case.open) == ["x", "y"]
    with pytest.raises(NothingWaits):
        case.send("changed")


def test_v3__a_boundary_event_that_does_not_interrupt_fires_once_and_then_waits_for_nothing() -> None:
    parts = [
        draw.start(), task("a"), boundary("told", "a", message("m"), False), task("y"), end(), end("y_end"),
        boundary("remind", "a", timer("'P14D'"), False), task("z"), end("z_end"), line("begin", "a", "done"),
        line("told", "y", "y_end"), line("remind", "z", "z_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=MESSAGES)))
    case.send("changed")
    assert case.snapshot.messages == ()
    with pytest.raises(NothingWaits):
        case.send("changed")
    case.wait_until(MONDAY + timedelta(days=100))
    assert sorted(case.open) == ["a", "y", "z"]
    assert case.due == {}


def test_v4__a_subprocess_that_starts_by_an_event_is_refused() -> None:
    inner = subprocess("es", draw.start("s"), task("b"), end("e"), line("s", "b", "e"))
    inner = inner.replace('id="es"', 'id="es" triggeredByEvent="true"')
    bpmn = process(draw.start(), task("a"), end(), inner, line("begin", "a", "done"))
    assert "element.event_subprocess" in codes(bpmn)


def test_v5__a_case_is_always_read_anew_so_that_no_timer_of_before_is_left_in_memory() -> None:
    """Nothing is ever reset in memory: what an operation leaves behind is bytes, and those name only what is live."""
    parts = [
        draw.start(), xor("again"), task("a"), boundary("remind", "a", timer("'P3D'"), False), task("r"), end("r_end"),
        xor("more", "out"), end(), line("begin", "again", "a", "more"), line("remind", "r", "r_end"),
        flow("more", "again", "n == 1"), flow("more", "done", id="out"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), n="number"))
    first = case.due["remind"]
    case.now = MONDAY + timedelta(days=1)
    case.do("a", n=1)
    assert case.due == {"remind": first + timedelta(days=1)}
    case.wait_until(first + timedelta(hours=1))
    assert case.trail.count("r") == 0


@pytest.mark.parametrize(
    "event",
    [
        "<bpmn:conditionalEventDefinition><bpmn:condition>n > 1</bpmn:condition></bpmn:conditionalEventDefinition>",
        "<bpmn:escalationEventDefinition/>",
        '<bpmn:linkEventDefinition name="L"/>', "<bpmn:compensateEventDefinition/>", "<bpmn:cancelEventDefinition/>",
    ],
)  # fmt: skip
def test_v6__events_that_are_dropped_or_looked_at_too_seldom_are_refused(event: str) -> None:
    event = event.replace(" > ", " &gt; ")
    bpmn = process(draw.start(), catch("wait", event), task("a"), end(), line("begin", "wait", "a", "done"))
    assert "event.unsupported" in codes(bpmn, n="number")


def test_v7__a_terminate_end_in_a_subprocess_ends_only_that() -> None:
    inner = subprocess(
        "sp", draw.start("s"), draw.both("f"), task("a"), task("b"), boundary("remind", "b", timer("'P3D'"), False),
        task("r"), end("r_end"), terminate(), end("b_end"), line("s", "f", "a", "stop"), line("f", "b", "b_end"),
        line("remind", "r", "r_end"),
    )  # fmt: skip
    case = Player(bundle(process(draw.start(), inner, task("after"), end(), line("begin", "sp", "after", "done"))))
    case.wait_until(MONDAY + timedelta(days=3))
    assert sorted(case.open) == ["a", "b", "r"]
    case.do("a")
    assert case.open == ["after"]
    assert case.due == {}
    case.do("after")
    assert case.snapshot.ended


def test_v8__an_interrupted_subprocess_takes_its_tasks_and_timers_with_it() -> None:
    called = bundle(
        process(draw.start(), task("x"), boundary("remind", "x", timer("'P3D'"), False), task("r"), end(), end("r_end"),
                line("begin", "x", "done"), line("remind", "r", "r_end"), key="q"),
        key="q",
    )  # fmt: skip
    inner = subprocess("sp", draw.start("s"), call("go", "q"), end("e"), line("s", "go", "e"))
    parts = [
        draw.start(), inner, boundary("out", "sp", message("m2")), task("after"), end(), end("out_end"),
        line("begin", "sp", "done"), line("out", "after", "out_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=MESSAGES), calls={"q": called}))
    case.send("early_end")
    assert (case.open, case.due, case.snapshot.messages) == (["after"], {}, ())
    case.wait_until(MONDAY + timedelta(days=30))
    assert case.open == ["after"]


def test_event_gateway__two_timers_after_it_are_refused() -> None:
    bpmn = process(
        draw.start(), first_of("watch"), catch("one", timer("'P1D'")), catch("two", timer("'P30D'")), task("a"),
        task("b"), end(), end("e2"), line("begin", "watch", "one", "a", "done"), line("watch", "two", "b", "e2"),
    )  # fmt: skip
    assert codes(bpmn) == {"event_gateway.timers"}


def test_event_gateway__the_first_event_takes_all_and_the_timer_shows_as_what_is_drawn() -> None:
    parts = [
        draw.start(), xor("in_again"), first_of("watch"), catch("heard", message("m")), catch("passed", timer("'P5D'")),
        task("a"), end(), line("begin", "in_again", "watch", "heard", "in_again"), line("watch", "passed", "a", "done"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=MESSAGES)))
    assert case.due == {"passed": MONDAY + timedelta(days=5)}
    case.now = MONDAY + timedelta(days=4)
    case.send("changed")
    assert case.due == {"passed": MONDAY + timedelta(days=9)}
    case.wait_until(MONDAY + timedelta(days=8))
    assert case.open == []
    case.wait_until(MONDAY + timedelta(days=9))
    assert case.open == ["a"]
    assert case.snapshot.messages == ()


def test_two_deadlines_at_the_same_moment_do_not_both_win() -> None:
    parts = [
        draw.start(), task("a"), boundary("late", "a", timer("'P5D'")), boundary("later", "a", timer("'P5D'")),
        task("x"), task("y"), end(), end("x_end"), end("y_end"), line("begin", "a", "done"), line("late", "x", "x_end"),
        line("later", "y", "y_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts)))
    case.wait_until(MONDAY + timedelta(days=5))
    assert case.open == ["x"]


def test_a_message_that_comes_after_the_deadline_comes_too_late() -> None:
    parts = [
        draw.start(), task("a"), boundary("late", "a", timer("'P5D'")), boundary("told", "a", message("m")), task("x"),
        task("y"), end(), end("x_end"), end("y_end"), line("begin", "a", "done"), line("late", "x", "x_end"),
        line("told", "y", "y_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=MESSAGES)))
    case.now = MONDAY + timedelta(days=6)
    with pytest.raises(NothingWaits):
        case.send("changed")


def test_a_receive_task_without_a_message_is_refused() -> None:
    bpmn = process(draw.start(), '<bpmn:receiveTask id="r"/>', end(), line("begin", "r", "done"))
    assert "message.unknown" in codes(bpmn)


def test_a_receive_task_waits_for_its_message() -> None:
    receive = '<bpmn:receiveTask id="r" messageRef="m"/>'
    case = Player(bundle(process(draw.start(), receive, end(), line("begin", "r", "done"), extra=MESSAGES)))
    assert case.snapshot.messages == ("changed",)
    case.send("changed")
    assert case.snapshot.ended


def test_flow_conditions_stay_where_they_mean_something() -> None:
    bpmn = process(draw.start(), task("a"), end(), line("begin", "a"), flow("a", "done", "n == 1"))
    assert codes(bpmn, n="number") == {"flow.condition_ignored"}
