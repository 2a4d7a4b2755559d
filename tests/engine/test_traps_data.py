"""Data of a case: the traps of engine.md §4 (D, S). A case has one set of variables, and the newest value counts."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from app.engine import EngineError, check
from tests.engine import draw
from tests.engine.draw import both, boundary, bundle, end, flow, line, process, subprocess, task, xor
from tests.engine.player import MONDAY, Player


def two_branches(**variables: Any) -> Player:
    parts = [
        draw.start(), both("f"), task("a"), task("b"), both("j"), task("z"), end(),
        line("begin", "f", "a", "j", "z", "done"), line("f", "b", "j"),
    ]  # fmt: skip
    return Player(bundle(process(*parts), year="number", notes="list"), **variables)


def test_d1__a_list_from_one_branch_is_not_merged_with_that_of_the_other() -> None:
    case = two_branches(notes=["start"])
    case.do("a", notes=["start", "from a"])
    case.do("b", notes=["start", "from a", "from b"])
    assert case.snapshot.variables["notes"] == ["start", "from a", "from b"]


def test_d2__the_untouched_copy_of_another_branch_does_not_win() -> None:
    case = two_branches(year=0)
    case.do("a", year=6)
    case.do("b")
    assert case.task("z").variables["year"] == 6


def test_d2__what_was_cleared_stays_cleared() -> None:
    case = two_branches(year=3)
    case.do("b", year=None)
    case.do("a")
    assert case.snapshot.variables == {}


def test_d3__lists_of_other_kinds_replace_each_other() -> None:
    case = two_branches(notes=[1])
    case.do("a", notes=[{"n": 1}])
    case.do("b", notes=["y"])
    assert case.snapshot.variables["notes"] == ["y"]


def test_d4__a_value_is_not_shared_with_who_gave_it() -> None:
    notes = ["one"]
    case = two_branches(notes=notes)
    notes.append("two")
    assert case.snapshot.variables["notes"] == ["one"]
    case.snapshot.variables["notes"].append("three")
    case.do("a")
    assert case.snapshot.variables["notes"] == ["one"]


def test_d__what_a_subprocess_learned_survives_its_interruption() -> None:
    inner = subprocess("sp", draw.start("s"), task("a"), task("b"), end("e"), line("s", "a", "b", "e"))
    parts = [
        draw.start(), inner, boundary("out", "sp", draw.message("m")), xor("g", "g_to_y"), task("x"), task("y"),
        end(), end("x_end"), end("y_end"), line("begin", "sp", "done"), line("out", "g"),
        flow("g", "x", "year == 2"), flow("g", "y"), line("x", "x_end"), line("y", "y_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts, extra='<bpmn:message id="m" name="changed"/>'), year="number"))
    case.do("a", year=2)
    case.send("changed")
    assert case.open == ["x"]


def test_s1__the_state_is_bytes_and_does_not_depend_on_the_order_of_keys() -> None:
    case = two_branches(year=1, notes=["x"])
    assert isinstance(case.snapshot.state, bytes)
    assert orjson.loads(case.snapshot.state[8:])[2] == {"year": 1, "notes": ["x"]}


@pytest.mark.parametrize("value", [float("inf"), object(), {1, 2}, b"x", {"a": [1]}])
def test_s2__only_json_is_kept(value: object) -> None:
    with pytest.raises(EngineError, match="notes"):
        two_branches(notes=[value])


@pytest.mark.parametrize("name", ["typename", "_private", "__builtins__", "Upper", "true", "1st"])
def test_s3__names_that_break_a_case_cannot_be_declared(name: str) -> None:
    text = f'title = "x"\nsubject = "none"\n[variables]\n"{name}" = "text"\n'
    with pytest.raises(Exception, match=r"variable\.name"):
        bundle_with_meta(text)


@pytest.mark.parametrize("name", ["typename", "_private", "__builtins__"])
def test_s3__names_that_break_a_case_cannot_be_given(name: str) -> None:
    with pytest.raises(EngineError, match=name):
        two_branches(**{name: "x"})


def bundle_with_meta(text: str) -> Any:
    from app.engine import make_bundle

    return make_bundle("p", text, process(draw.start(), task("a"), end(), line("begin", "a", "done")), {}, {}, {})


def test_s4__a_state_names_no_class_to_make() -> None:
    """security.md 21: what is read back are rows of plain values; an element that is not in the diagram is refused."""
    case = two_branches(year=1)
    state = case.snapshot.state
    content = state[8:].replace(b'"a"', b'"os"')
    from hashlib import blake2b

    from app.engine import wake

    with pytest.raises(EngineError):
        wake(case.definition, blake2b(content, digest_size=8).digest() + content, facts=case.fact, now=MONDAY)


def test_expressions_on_undeclared_variables_are_refused() -> None:
    bpmn = process(
        draw.start(), xor("g", "g_to_b"), task("a"), task("b"), end(), end("b_end"), line("begin", "g"),
        flow("g", "a", "yaer > 1"), flow("g", "b"), line("a", "done"), line("b", "b_end"),
    )  # fmt: skip
    assert [p.element for p in check(bundle(bpmn, year="number")) if p.code == "variable.undeclared"] == ["g_to_a"]
