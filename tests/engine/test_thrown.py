"""What a diagram sends: messages and signals leave the case, escalations go to what is around (V2, E5, V7)."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.errors import NothingWaits
from app.engine import EngineError, Waiting
from tests.engine import draw
from tests.engine.draw import (
    boundary,
    bundle,
    call,
    catch,
    end,
    escalation,
    first_of,
    for_each,
    line,
    message,
    process,
    properties,
    signal,
    subprocess,
    task,
    throw,
)
from tests.engine.player import Player

NAMES = (
    '<bpmn:message id="m" name="asked"/><bpmn:signal id="s" name="closed_today"/>'
    '<bpmn:escalation id="e" escalationCode="LATE"/><bpmn:escalation id="e2" escalationCode="OTHER"/>'
)


def play(*parts: str, calls: Any = None, **variables: Any) -> Player:
    kinds = {"who": "text", "names": "list"}
    return Player(bundle(process(*parts, extra=NAMES), calls=calls, **kinds), **variables)


@pytest.mark.parametrize(("key", "sent"), [
    ("", ""), ("person", "person"), ("organisation", "organisation"), ("case", "case"), ("=who", "=ann"), ("=7", "=7"),
])  # fmt: skip
def test_a_message_leaves_the_case_with_its_key_and_its_place(key: str, sent: str) -> None:
    element = throw("say", (properties(key=key) if key else "") + message("m"))
    case = play(draw.start(), element, end(), line("begin", "say", "done"), who="ann")
    assert [(effect.kind, effect.payload) for effect in case.effects] == [
        ("throw_message", {"name": "asked", "key": sent, "process": "p", "element": "say"})
    ]


@pytest.mark.parametrize("key", ["=who", "=''", "=true", "=names"])
def test_a_key_that_is_not_filled_in_breaks_at_its_element(key: str) -> None:
    element = throw("say", properties(key=key) + message("m"))
    parts = [draw.start(), task("a"), element, end(), line("begin", "a", "say", "done")]
    case = play(*parts, names=[])
    with pytest.raises(EngineError, match="p/say"):
        case.do("a")
    assert case.open == ["a"]


def test_what_a_case_waits_for_is_said_with_its_key_and_follows_the_variables() -> None:
    parts = [
        draw.start(), draw.both("f"), task("a"), end(), first_of("g"),
        catch("hear", properties(key="=who") + message("m")), catch("see", signal("s")), end("h_end"), end("s_end"),
        line("begin", "f", "a", "done"), line("f", "g", "hear", "h_end"), line("g", "see", "s_end"),
    ]  # fmt: skip
    case = play(*parts, who="ann")
    assert case.snapshot.waiting == (Waiting("message", "asked", "=ann"), Waiting("signal", "closed_today"))
    case.do("a", who="bob")
    assert case.snapshot.waiting[0].key == "=bob"
    case.signal("closed_today")
    assert (case.snapshot.ended, case.snapshot.waiting) == (True, ())
    with pytest.raises(NothingWaits):
        case.signal("closed_today")


def test_a_signal_reaches_every_step_of_a_case_and_the_outermost_that_interrupts_wins() -> None:
    inner = subprocess("sp", draw.start("i"), catch("wait", signal("s")), task("x"), end("i_end"),
                       line("i", "wait", "x", "i_end"))  # fmt: skip
    both = [
        draw.start(), draw.both("f"), inner, end(), catch("beside", signal("s")), task("y"), end("y_end"),
        line("begin", "f", "sp", "done"), line("f", "beside", "y", "y_end"),
    ]  # fmt: skip
    case = play(*both)
    case.signal("closed_today")
    assert sorted(case.open) == ["x", "y"]
    case = play(*both, boundary("out", "sp", signal("s")), task("z"), end("z_end"), line("out", "z", "z_end"))
    case.signal("closed_today")
    assert sorted(case.open) == ["y", "z"]


def called(*parts: str) -> Any:
    return {"q": bundle(process(*parts, key="q", extra=NAMES), key="q")}


def test_an_escalation_goes_through_a_call_to_who_catches_its_code_and_the_work_goes_on() -> None:
    inner = called(draw.start(), throw("warn", escalation("e")), task("x"), end(), line("begin", "warn", "x", "done"))
    parts = [
        draw.start(), call("go", "q"), boundary("any", "go", escalation(), False),
        boundary("very", "go", escalation("e"), False), boundary("other", "go", escalation("e2")), task("y"), task("z"),
        end(), end("y_end"), end("z_end"), end("o_end"), line("begin", "go", "done"), line("very", "y", "y_end"),
        line("any", "z", "z_end"), line("other", "o_end"),
    ]  # fmt: skip
    case = play(*parts, calls=inner)
    assert sorted(case.open) == ["x", "y"]


def test_an_escalation_that_interrupts_stops_all_inside() -> None:
    inner = called(
        draw.start(), draw.both("f"), task("x"), end("x_end"), task("a"), end("warn", escalation("e")),
        line("begin", "f", "x", "x_end"), line("f", "a", "warn"),
    )  # fmt: skip
    parts = [
        draw.start(), call("go", "q"), boundary("very", "go", escalation("e")), task("y"), end(), end("y_end"),
        line("begin", "go", "done"), line("very", "y", "y_end"),
    ]  # fmt: skip
    case = play(*parts, calls=inner)
    case.do("a")
    assert case.open == ["y"]


def test_v3__a_second_escalation_after_the_one_beside_has_fired_is_no_silence() -> None:
    inner = called(
        draw.start(), task("a", for_each("names", "who")), throw("warn", escalation("e")), task("b"),
        throw("again", escalation("e")), end(), line("begin", "a", "warn", "b", "again", "done"),
    )  # fmt: skip
    parts = [
        draw.start(), call("go", "q"), boundary("very", "go", escalation("e"), False), task("y"), end(), end("y_end"),
        line("begin", "go", "done"), line("very", "y", "y_end"),
    ]  # fmt: skip
    case = play(*parts, calls=inner, names=[])
    assert sorted(case.open) == ["b", "y"]
    with pytest.raises(EngineError, match=r"q/again.*nergens opgevangen"):
        case.do("b")
    assert sorted(case.open) == ["b", "y"]


def test_v7__nothing_thrown_is_left_queued_in_the_case() -> None:
    parts = [
        draw.start(), throw("say", message("m")), throw("tell", signal("s")), task("a"), draw.terminate(),
        line("begin", "say", "tell", "a", "stop"),
    ]  # fmt: skip
    case = play(*parts)
    assert b"asked" not in case.snapshot.state
    assert [effect.kind for effect in case.effects] == ["throw_message", "throw_signal"]
    case.do("a")
    assert len(case.effects) == 2
