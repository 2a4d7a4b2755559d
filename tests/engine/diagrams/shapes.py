"""Shapes that the engine must run as drawn: one bundle per shape, for the comparison with SpiffWorkflow as it comes."""

from __future__ import annotations

from app.engine import Bundle, Outcome, operation
from app.engine.operations import Context
from tests.engine.draw import (
    both,
    boundary,
    bundle,
    call,
    catch,
    end,
    first_of,
    flow,
    for_each,
    line,
    message,
    process,
    service,
    some,
    start,
    subprocess,
    task,
    terminate,
    timer,
    times,
    xor,
)

MESSAGES = '<bpmn:message id="m" name="changed"/><bpmn:message id="m_exit" name="early_exit"/>'


@operation("test_count", writes=("n",))
def count(context: Context) -> Outcome:
    return Outcome({"n": (context.variables.get("n") or 0) + 1})


def _again(source: str, back: str) -> str:
    """Count, and go back while there are rounds left."""
    again = flow("again", back, "n < rounds")
    return service("count", "test_count") + xor("again", "out") + line(source, "count", "again") + again


def _out(target: str) -> str:
    return flow("again", target, id="out")


def loop_with_reminder() -> Bundle:
    parts = [
        start(), xor("merge"), task("a"), boundary("remind", "a", timer("'P3D'"), False), task("reminded"),
        end("r_end"), boundary("late", "a", timer("'P9D'")), task("overdue"),
        boundary("told", "a", message("m"), False), task("heard"), end("h_end"), _again("a", "merge"), end(),
        line("begin", "merge", "a"), line("remind", "reminded", "r_end"), line("late", "overdue", "count"),
        line("told", "heard", "h_end"), _out("done"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=MESSAGES), n="number", rounds="number")


def subprocess_left_early() -> Bundle:
    inner = subprocess(
        "sp", start("s_begin"), both("split"), task("sa"), task("sb"), both("join"), end("s_end"),
        line("s_begin", "split", "sa", "join", "s_end"), line("split", "sb", "join"),
    )  # fmt: skip
    parts = [
        start(), xor("merge"), inner, boundary("late", "sp", timer("'P9D'")), boundary("told", "sp", message("m")),
        task("x"), end("x_end"), _again("sp", "merge"), end(), line("begin", "merge", "sp"), line("late", "count"),
        line("told", "x", "x_end"), _out("done"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=MESSAGES), n="number", rounds="number")


def repeated() -> Bundle:
    parts = [
        start(), xor("merge"), task("x", for_each("names", "who")),
        task("q", for_each("names", "other", sequential=True)), task("z", times("2")), _again("z", "merge"), end(),
        line("begin", "merge", "x", "q", "z"), _out("done"),
    ]  # fmt: skip
    return bundle(process(*parts), n="number", rounds="number", names="list")


def repeated_calls() -> Bundle:
    called = bundle(
        process(
            start(), task("c1"), boundary("slow", "c1", timer("'P4D'"), False), task("c2"), end("slow_end"),
            task("c3"), end(), line("begin", "c1", "c3", "done"), line("slow", "c2", "slow_end"), key="called",
        ),
        key="called",
    )  # fmt: skip
    parts = [
        start(), xor("merge"), call("each", "called", for_each("names", "who")),
        boundary("late", "each", timer("'P20D'")), _again("each", "merge"), end(), line("begin", "merge", "each"),
        line("late", "count"), _out("done"),
    ]  # fmt: skip
    return bundle(process(*parts), calls={"called": called}, n="number", rounds="number", names="list")


def first_event() -> Bundle:
    parts = [
        start(), xor("merge"), first_of("watch"), catch("heard", message("m")), catch("passed", timer("'P5D'")),
        task("after_heard"), task("after_passed"), xor("both_in"), _again("both_in", "merge"), end(),
        line("begin", "merge", "watch", "heard", "after_heard", "both_in"),
        line("watch", "passed", "after_passed", "both_in"), _out("done"),
    ]  # fmt: skip
    return bundle(process(*parts, extra=MESSAGES), n="number", rounds="number")


def terminated() -> Bundle:
    parts = [
        start(), both("split"), task("a"), task("b"), boundary("remind", "b", timer("'P3D'"), False), task("r"),
        end("r_end"), task("c"), terminate(), end(), line("begin", "split", "a", "c", "stop"),
        line("split", "b", "done"), line("remind", "r", "r_end"),
    ]  # fmt: skip
    return bundle(process(*parts))


def nested_calls() -> Bundle:
    inner = bundle(
        process(
            start(), both("split"), task("w1"), task("w2"), boundary("slow", "w2", timer("'P4D'"), False), task("w3"),
            both("join"), end(), end("w_end"), line("begin", "split", "w1", "join", "done"),
            line("split", "w2", "join"), line("slow", "w3", "w_end"), key="inner",
        ),
        key="inner",
    )  # fmt: skip
    middle = bundle(
        process(start(), task("m1"), call("go_in", "inner"), end(), line("begin", "m1", "go_in", "done"), key="middle"),
        key="middle", calls={"inner": inner},
    )  # fmt: skip
    parts = [
        start(), xor("merge"), call("go", "middle"), boundary("late", "go", timer("'P30D'")),
        _again("go", "merge"), end(), line("begin", "merge", "go"), line("late", "count"), _out("done"),
    ]  # fmt: skip
    return bundle(process(*parts), calls={"middle": middle}, n="number", rounds="number")


def some_of_them() -> Bundle:
    """An inclusive gateway, whose join looks at predicted tasks; beside it a loop that grows the tree."""
    parts = [
        start(), some("choose", "to_c"), task("a"), task("b"), task("c"), some("meet"), task("z"), end(),
        flow("choose", "a", "r1"), flow("choose", "b", "r2"), flow("choose", "c", id="to_c"),
        line("begin", "choose"), line("a", "meet", "z", "done"), line("b", "meet"), line("c", "meet"),
    ]  # fmt: skip
    return bundle(process(*parts), r1="boolean", r2="boolean")


def joins_in_a_row() -> Bundle:
    parts = [
        start(), both("s1"), task("a"), task("b"), both("s2"), task("c"), task("d"), both("j2"), both("j1"),
        task("z"), end(), line("begin", "s1", "a", "j1", "z", "done"), line("s1", "b", "s2", "c", "j2", "j1"),
        line("s2", "d", "j2"),
    ]  # fmt: skip
    return bundle(process(*parts))


SHAPES = {
    shape.__name__: shape
    for shape in (
        loop_with_reminder, subprocess_left_early, repeated, repeated_calls, first_event, terminated, nested_calls,
        some_of_them, joins_in_a_row,
    )
}  # fmt: skip
