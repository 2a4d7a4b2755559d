"""The engine's door: state in, Snapshot out, nothing left behind when it breaks."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from app.domain.errors import NothingWaits
from app.domain.text import say
from app.engine import (
    Bundle,
    Context,
    Effect,
    EngineError,
    Outcome,
    TaskGone,
    compile,
    complete,
    correct,
    message,
    operation,
    start,
    wake,
)
from tests.engine import draw
from tests.engine.draw import boundary, bundle, call, end, flow, for_each, line, process, properties, service, task, xor
from tests.engine.player import MONDAY, Player

CHANGED = '<bpmn:message id="m" name="changed"/>'


def no_facts(name: str) -> Any:
    raise KeyError(name)


def choice() -> Bundle:
    parts = [
        draw.start(), task("ask"), xor("approved_or_not", "no"), task("pay", role="wse_payments"), end("paid"),
        end("refused"), line("begin", "ask", "approved_or_not"), flow("approved_or_not", "pay", "approved"),
        flow("approved_or_not", "refused", id="no"), line("pay", "paid"),
    ]  # fmt: skip
    return bundle(process(*parts), approved="boolean")


def test_a_case_runs_from_its_first_task_to_its_end() -> None:
    case = Player(choice())
    first = case.task("ask")
    assert (first.name, first.role, first.form, first.process) == ("Doe ask", "coach", "ask", "p")
    assert not case.snapshot.ended
    assert case.snapshot.end is None
    case.do("ask", approved=True)
    assert case.open == ["pay"]
    assert case.snapshot.variables == {"approved": True}
    case.do("pay")
    assert case.snapshot.ended
    assert case.snapshot.end == "paid"
    assert case.snapshot.tasks == ()
    assert case.trail == ["begin", "ask", "approved_or_not", "pay", "paid"]


def test_the_default_flow_is_taken_when_nothing_was_said() -> None:
    case = Player(choice())
    case.do("ask")
    assert case.snapshot.end == "refused"


def test_steps_say_what_kind_of_element_and_when() -> None:
    case = Player(choice())
    step = case.snapshot.steps[-1]
    assert (step.process, step.element, step.name, step.kind, step.at) == ("p", "ask", "Doe ask", "userTask", MONDAY)


def test_a_task_keeps_its_key_until_it_is_done() -> None:
    case = Player(bundle(process(*_two_branches(), extra=CHANGED)))
    keys = {task.element: task.key for task in case.snapshot.tasks}
    case.do("a")
    assert {task.element: task.key for task in case.snapshot.tasks} == {"b": keys["b"]}
    case.wait_until(MONDAY + timedelta(days=1))
    assert case.task("b").key == keys["b"]


def _two_branches() -> list[str]:
    return [
        draw.start(), draw.both("split"), task("a"), task("b"), draw.both("join"), end(),
        line("begin", "split", "a", "join", "done"), line("split", "b", "join"),
    ]  # fmt: skip


def test_a_task_that_was_done_cannot_be_done_again() -> None:
    case = Player(bundle(process(*_two_branches())))
    key = case.task("a").key
    case.do("a")
    with pytest.raises(TaskGone):
        complete(case.definition, case.snapshot.state, key, {}, facts=no_facts, now=case.now)
    with pytest.raises(TaskGone):
        complete(case.definition, case.snapshot.state, "no such key", {}, facts=no_facts, now=case.now)


def test_an_ended_case_takes_nothing_any_more() -> None:
    case = Player(choice())
    key = case.task("ask").key
    case.do("ask")
    state = case.snapshot.state
    with pytest.raises(TaskGone):
        complete(case.definition, state, key, {}, facts=no_facts, now=case.now)
    with pytest.raises(NothingWaits):
        message(case.definition, state, "changed", facts=no_facts, now=case.now)
    assert wake(case.definition, state, facts=no_facts, now=case.now).ended


def test_a_message_nobody_waits_for_is_refused() -> None:
    case = Player(choice())
    with pytest.raises(NothingWaits):
        case.send("changed")


def test_a_message_brings_its_variables() -> None:
    parts = [
        draw.start(), draw.catch("wait", draw.message("m")), xor("which", "other"), task("a"), task("b"),
        xor("meet"), end(), line("begin", "wait", "which"), flow("which", "a", "reason == 'ill'"),
        flow("which", "b", id="other"), line("a", "meet", "done"), line("b", "meet"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra=CHANGED), reason="text"))
    assert case.snapshot.messages == ("changed",)
    case.send("changed", reason="ill")
    assert case.open == ["a"]
    assert case.snapshot.messages == ()


def test_variables_nobody_declared_are_refused() -> None:
    with pytest.raises(EngineError, match="secret"):
        Player(choice(), secret="x")
    case = Player(choice())
    with pytest.raises(EngineError, match=r"p/ask: .*secret"):
        case.do("ask", secret="x")
    assert case.task("ask")


@pytest.mark.parametrize(
    "kind, value",
    [
        ("text", 1), ("text", "x" * 3000), ("number", "1"), ("number", True), ("number", float("nan")),
        ("number", 10**400), ("boolean", 1), ("date", "tomorrow"), ("date", 5), ("list", "abc"), ("list", [{"a": {}}]),
        ("list", [{"_a": 1}]), ("list", [{"typename": "x"}]), ("list", [object()]),
    ],
)  # fmt: skip
def test_values_of_another_kind_are_refused_without_repeating_them(kind: str, value: object) -> None:
    with pytest.raises(EngineError, match="given") as refused:
        Player(bundle(process(*_two_branches()), given=kind), given=value)
    assert str(value) not in str(refused.value) or value == 1


def test_nothing_can_be_cleared() -> None:
    case = Player(bundle(process(*_two_branches()), given="date"), given="2026-01-01")
    case.do("a", given=None)
    assert case.snapshot.variables == {}


def test_state_of_another_version_or_damaged_state_is_refused() -> None:
    case = Player(choice())
    other = compile(bundle(process(*_two_branches())))
    state = case.snapshot.state
    for definition, broken in [
        (other, state), (case.definition, state[:-1]), (case.definition, b""), (case.definition, b"x" * 40),
        (case.definition, state.replace(b"ask", b"pay")),
    ]:  # fmt: skip
        with pytest.raises(EngineError, match="toestand"):
            wake(definition, broken, facts=no_facts, now=MONDAY)


FORGED = {
    "no JSON": b"{nope",
    "nothing": b"null",
    "no rows": orjson.dumps([1, "{hash}", {}, False, [], []]),
    "a row of no element": orjson.dumps([1, "{hash}", {}, False, [[1, -1, 16, "nowhere"]], []]),
    "variables of another kind": orjson.dumps([1, "{hash}", [1], False, [[1, -1, 16, "Start"]], []]),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_state_breaks_as_any_other_whatever_is_asked(forged: str) -> None:
    definition = Player(choice()).definition
    content = FORGED[forged].replace(b"{hash}", definition.content_hash.encode())
    state = hashlib.blake2b(content, digest_size=8).digest() + content
    with pytest.raises(EngineError):
        wake(definition, state, facts=no_facts, now=MONDAY)
    with pytest.raises(EngineError):
        correct(definition, state, {"approved": True}, facts=no_facts, now=MONDAY)


@operation(
    "test_remind", writes=("count",), inputs={"role": say("wie")}, optional={"text": say("wat"), "n": say("hoeveel")}
)
def remind(context: Context) -> Outcome:
    count = (context.variables.get("count") or 0) + context.facts("step")
    return Outcome({"count": count}, [Effect("notice", {"role": context.inputs["role"], "n": context.inputs.get("n")})])


def with_service(inside: str = "", topic: str = "test_remind") -> Bundle:
    parts = [draw.start(), task("a"), service("tell", topic, inside), end(), line("begin", "a", "tell", "done")]
    return bundle(process(*parts), count="number")


def test_an_operation_reads_inputs_and_facts_and_answers_with_variables_and_effects() -> None:
    case = Player(with_service(properties(role="coach", n="= count + 1")), facts={"step": 5}, count=2)
    assert case.effects == []
    case.do("a")
    assert case.snapshot.variables == {"count": 7}
    assert case.effects == [Effect("notice", {"role": "coach", "n": 3})]


@operation("test_breaks")
def breaks(context: Context) -> Outcome:
    raise ValueError(f"Jan Janssens, {context.variables['count']}")


@operation("test_writes_more")
def writes_more(context: Context) -> Outcome:
    return Outcome({"count": 1})


@operation("test_no_json")
def no_json(context: Context) -> Outcome:
    return Outcome(effects=[Effect("notice", {"at": object()})])


@pytest.mark.parametrize(
    "topic, reason", [("test_breaks", "ValueError"), ("test_writes_more", "count"), ("test_no_json", "TypeError")]
)
def test_a_broken_operation_leaves_the_case_as_it_was_and_tells_nothing_of_it(topic: str, reason: str) -> None:
    case = Player(with_service(topic=topic), count=42)
    before = case.snapshot
    with pytest.raises(EngineError, match=reason) as broken:
        case.do("a")
    assert (broken.value.process, broken.value.element) == ("p", "tell")
    assert "Janssens" not in str(broken.value)
    assert "42" not in str(broken.value)
    assert broken.value.__cause__ is None
    assert case.snapshot is before
    assert case.open == ["a"]


@pytest.mark.parametrize("round", ["service", "gateways"])
def test_a_loop_that_waits_for_nothing_is_an_error_and_not_a_hang(round: str) -> None:
    """What data can do though the check saw something that may wait: repeat a task over nobody, for ever."""
    tell = service("tell", "test_remind", properties(role="coach")) if round == "service" else xor("tell")
    parts = [
        draw.start(), task("a"), xor("merge"), tell, xor("again", "out"), task("never", for_each("nobody", "who")),
        end(), line("begin", "a", "merge", "tell", "again"), flow("again", "never", "true"), line("never", "merge"),
        flow("again", "done", id="out"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), count="number", nobody="list"), facts={"step": 1}, nobody=[])
    with pytest.raises(EngineError, match="rondgaan"):
        case.do("a")
    assert (case.open, case.effects) == (["a"], [])


def test_a_deadline_of_a_task_counts_from_when_it_opened() -> None:
    parts = [draw.start(), task("a", dueDate="P1M"), task("b", dueDate="until"), end(), line("begin", "a", "b", "done")]
    case = Player(bundle(process(*parts), until="date"), now=datetime(2026, 1, 31, 9, tzinfo=UTC))
    assert case.task("a").due_at == datetime(2026, 2, 28, 9, tzinfo=UTC)
    case.wait_until(datetime(2026, 2, 10, tzinfo=UTC))
    assert case.task("a").due_at == datetime(2026, 2, 28, 9, tzinfo=UTC)
    case.do("a", until="2026-07-01")
    assert case.task("b").due_at == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)


def test_a_task_that_opens_late_counts_from_its_moment() -> None:
    parts = [
        draw.start(), draw.catch("wait", draw.timer("'P10D'")), task("a", dueDate="P14D"), end(),
        line("begin", "wait", "a", "done"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts)))
    case.wait_until(MONDAY + timedelta(days=100))
    assert case.task("a").due_at == MONDAY + timedelta(days=24)


def test_subprocesses_of_two_processes_may_have_the_same_name() -> None:
    def inner(name: str) -> str:
        return draw.subprocess("active", draw.start("s"), task(name), end("e"), line("s", name, "e"))

    called = bundle(process(draw.start(), inner("x"), end(), line("begin", "active", "done"), key="q"), key="q")
    parts = [draw.start(), inner("y"), call("go", "q"), end(), line("begin", "active", "go", "done")]
    case = Player(bundle(process(*parts), calls={"q": called}))
    case.do("y")
    assert [(task.process, task.element) for task in case.snapshot.tasks] == [("q", "x")]
    case.do("x")
    assert case.snapshot.ended


def test_compile_gives_the_same_definition_for_the_same_content() -> None:
    assert compile(choice()) is compile(choice())
    assert compile(choice()).elements["p", "pay"].role == "wse_payments"
    assert compile(choice()).roles == {"coach", "wse_payments"}


def test_start_refuses_a_moment_without_offset() -> None:
    with pytest.raises(EngineError):
        start(compile(choice()), {}, facts=no_facts, now=datetime(2026, 1, 1))  # noqa: DTZ001  # what is refused


def test_a_boundary_on_a_call_ends_all_inside() -> None:
    called = bundle(process(draw.start(), task("x"), end(), line("begin", "x", "done"), key="q"), key="q")
    parts = [
        draw.start(), call("go", "q"), boundary("late", "go", draw.timer("'P30D'")), task("y"), end(), end("y_end"),
        line("begin", "go", "done"), line("late", "y", "y_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), calls={"q": called}))
    assert case.due == {"late": MONDAY + timedelta(days=30)}
    case.wait_until(MONDAY + timedelta(days=30))
    assert case.open == ["y"]
    assert case.due == {}
    assert b'"x"' not in case.snapshot.state
