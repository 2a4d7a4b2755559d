"""Joins, loops and depth: the traps of SpiffWorkflow named in engine.md §4 (J, L) and what keeps us out of them."""

from __future__ import annotations

from itertools import permutations

import pytest

from app.engine import BundleError, Context, EngineError, Outcome, check, compile, operation, token_game
from app.engine.check_elements import MAX_NODES
from tests.engine import draw
from tests.engine.diagrams.shapes import joins_in_a_row
from tests.engine.draw import both, bundle, call, end, flow, line, process, service, some, task, xor
from tests.engine.player import Player


def codes(bpmn: bytes, **variables: str) -> set[str]:
    return {problem.code for problem in check(bundle(bpmn, **variables)) if problem.severity == "error"} - {
        "form.missing"
    }


def join_on_a_loop(gateway: str) -> bytes:
    split, join = (both("f"), both("j")) if gateway == "parallel" else (some("f", "f_to_a"), some("j"))
    condition = "" if gateway == "parallel" else "n > 0"
    return process(
        draw.start(), xor("m"), split, task("a"), task("b"), join, xor("g", "out"), end(), line("begin", "m", "f"),
        flow("f", "a"), flow("f", "b", condition), line("a", "j", "g"), line("b", "j"), flow("g", "m", "n < 5"),
        flow("g", "done", id="out"),
    )  # fmt: skip


@pytest.mark.parametrize("gateway", ["parallel", "inclusive"])
def test_j1_j2_j3__a_join_on_a_loop_is_refused(gateway: str) -> None:
    bpmn = join_on_a_loop(gateway)
    assert codes(bpmn, n="number") == {"loop.join"}
    with pytest.raises(BundleError, match=r"loop\.join"):
        compile(bundle(bpmn, n="number"))


@operation("test_round", writes=("n",))
def next_round(context: Context) -> Outcome:
    return Outcome({"n": (context.variables["n"] or 0) + 1})


def test_j1__the_same_work_in_a_called_process_waits_for_both_branches_every_time() -> None:
    called = bundle(
        process(
            draw.start(), both("f"), task("a"), task("b"), both("j"), end(), line("begin", "f", "a", "j", "done"),
            line("f", "b", "j"), key="q",
        ),
        key="q",
    )  # fmt: skip
    parts = [
        draw.start(), xor("m"), call("go", "q"), service("count", "test_round"), xor("g", "out"), end(),
        line("begin", "m", "go", "count", "g"), flow("g", "m", "n < 5"), flow("g", "done", id="out"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), calls={"q": called}, n="number"))
    for first, second in [("a", "b"), ("b", "a"), ("a", "b"), ("b", "a"), ("b", "a")]:
        case.do(first)
        assert case.open == [second]
        case.do(second)
    assert case.snapshot.ended
    assert case.snapshot.variables == {"n": 5}


B_FIRST = [order for order in permutations("abcd") if order.index("b") < min(order.index("c"), order.index("d"))]


@pytest.mark.parametrize("order", B_FIRST)
def test_j4__joins_outside_loops_wait_for_all_in_any_order(order: tuple[str, ...]) -> None:
    case = Player(joins_in_a_row())
    for element in order:
        assert "z" not in case.open
        case.do(element)
    assert case.open == ["z"]
    case.do("z")
    assert case.snapshot.ended


def test_j4__a_choice_joined_as_if_both_came_is_refused() -> None:
    bpmn = process(
        draw.start(), xor("g", "g_to_b"), task("a"), task("b"), both("j"), end(), line("begin", "g"),
        flow("g", "a", "n > 1"), flow("g", "b"), line("a", "j", "done"), line("b", "j"),
    )  # fmt: skip
    assert codes(bpmn, n="number") == {"gateway.deadlock"}


def test_j4__a_choice_inside_one_branch_is_no_deadlock() -> None:
    bpmn = process(
        draw.start(), both("f"), xor("g", "g_to_b"), task("a"), task("b"), xor("m"), task("c"), both("j"), end(),
        line("begin", "f", "g"), flow("g", "a", "n > 1"), flow("g", "b"), line("a", "m", "j", "done"),
        line("b", "m"), line("f", "c", "j"),
    )  # fmt: skip
    assert codes(bpmn, n="number") == set()


@pytest.mark.parametrize("left_from", range(12))
def test_j4__the_one_branch_of_many_that_may_not_come_is_found(left_from: int) -> None:
    """Played side by side these branches are more states than anybody can look at."""
    parts = [draw.start(), both("f"), both("j"), end(), end("left"), line("begin", "f"), line("j", "done")]
    for n in range(12):
        parts += [
            xor(f"g{n}", f"d{n}"), task(f"a{n}"), task(f"b{n}"), xor(f"m{n}"), flow(f"g{n}", f"a{n}", "n > 1"),
            flow(f"g{n}", f"b{n}", id=f"d{n}"), line("f", f"g{n}"), line(f"a{n}", f"m{n}", "j"),
            line(f"b{n}", f"m{n}"),
        ]  # fmt: skip
    parts += [draw.boundary("late", f"a{left_from}", draw.timer("'P1D'")), line("late", "left")]
    assert codes(process(*parts), n="number") == {"gateway.deadlock"}


TWICE = {
    "a join": [both("j"), task("c"), line("s", "c", "j"), line("m", "j", "z")],
    "a split": [both("g"), task("c"), both("j"), line("m", "g", "c", "j", "z"), line("g", "j")],
    "a join of some": [some("j"), task("c"), line("s", "c", "j"), line("m", "j", "z")],
}


@pytest.mark.parametrize("shape", TWICE)
def test_j5__a_gateway_that_one_flow_comes_to_twice_is_refused(shape: str) -> None:
    parts = [
        draw.start(), both("s"), task("a"), task("b"), xor("m"), task("z"), end(), line("begin", "s", "a", "m"),
        line("s", "b", "m"), line("z", "done"),
    ]  # fmt: skip
    assert codes(process(*parts, *TWICE[shape])) == {"gateway.twice"}


def test_j5__what_a_reminder_adds_comes_together_with_the_task_it_hangs_on() -> None:
    parts = [
        draw.start(), task("a"), draw.boundary("late", "a", draw.timer("'P1D'"), False), xor("m"), both("f"),
        task("b"), task("c"), both("j"), end(), line("begin", "a", "m", "f", "b", "j", "done"), line("late", "m"),
        line("f", "c", "j"),
    ]  # fmt: skip
    assert codes(process(*parts)) == {"gateway.twice"}


def test_j5__one_after_the_other_is_not_twice_and_neither_is_work_without_gateways() -> None:
    parts = [
        draw.start(), both("s"), task("a"), task("b"), xor("m"), task("z"), end(),
        line("begin", "s", "a", "m", "z", "done"), line("s", "b", "m"),
    ]  # fmt: skip
    made = bundle(process(*parts))
    assert codes(process(*parts)) == set()
    case = Player(made)
    case.do("a")
    case.do("b")
    assert case.open == ["z", "z"]


AHEAD = {
    "a choice": [xor("a", "d"), task("b"), task("c"), end("left"), flow("a", "b", id="d"), flow("a", "c", "r2"),
                 line("b", "j"), line("c", "left")],
    "a loop": [xor("a"), task("b"), xor("g", "d"), line("a", "b", "g"), flow("g", "a", "r2"), flow("g", "j", id="d")],
    "some in some": [some("a", "d"), task("b"), task("c"), some("k"), flow("a", "b", id="d"), flow("a", "c", "r2"),
                     line("b", "k", "j"), line("c", "k")],
}  # fmt: skip


@pytest.mark.parametrize("shape", AHEAD)
def test_j6__an_inclusive_join_waits_for_what_begins_with_a_gateway(shape: str) -> None:
    parts = [
        draw.start(), some("s", "s_to_q"), some("j"), task("q"), task("z"), end(), line("begin", "s"),
        flow("s", "j", "r1"), flow("s", "a", "r1"), flow("s", "q", id="s_to_q"), line("q", "j", "z", "done"),
    ]  # fmt: skip
    bpmn = process(*parts, *AHEAD[shape])
    assert codes(bpmn, r1="boolean", r2="boolean") == set()
    case = Player(bundle(bpmn, r1="boolean", r2="boolean"), r1=True)
    assert case.open == ["b"]
    case.do("b")
    assert case.open == ["z"]


def chain(length: int) -> bytes:
    names = [f"t{n}" for n in range(length - 2)]
    return process(draw.start(), *(task(name) for name in names), end(), line("begin", *names, "done"))


def nested(depth: int, work: object) -> object:
    return nested(depth - 1, work) if depth else work()  # type: ignore[operator]  # a callable


def test_l2__the_longest_process_allowed_parses_and_runs_deep_inside_a_web_request() -> None:
    case = nested(200, lambda: Player(bundle(chain(MAX_NODES))))
    assert isinstance(case, Player)
    for n in range(MAX_NODES - 2):
        case.do(f"t{n}")
    assert case.snapshot.ended


def test_l2__a_longer_one_is_refused_before_the_parser_sees_it() -> None:
    assert codes(chain(MAX_NODES + 1)) == {"size.nodes"}


def test_a_case_that_would_wait_for_nothing_is_an_error_and_is_never_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a bound the tokens are not played through at publish, so the engine itself must see it."""
    monkeypatch.setattr(token_game, "MAX_STATES", 0)
    parts = [
        draw.start(), task("t"), some("s", "otherwise"), xor("m"), xor("g", "g_to_b"), task("a"), task("b"), both("j"),
        end(),
        line("begin", "t", "s"), flow("s", "m", "n > 0"), flow("s", "m", id="otherwise"), line("m", "g"),
        flow("g", "a", "n > 1"), flow("g", "b"), line("a", "j", "done"), line("b", "j"),
    ]  # fmt: skip
    made = bundle(process(*parts), n="number")
    assert "gateway.unclear" in {problem.code for problem in check(made)}
    case = Player(made)
    case.do("t")
    with pytest.raises(EngineError, match="blijven staan"):
        case.do("b")
    assert case.open == ["b"]
