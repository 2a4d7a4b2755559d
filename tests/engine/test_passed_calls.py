"""A case that begins behind a process it calls: that was gone through elsewhere (docs/decisions/0029)."""

from __future__ import annotations

from app import engine
from app.engine import Snapshot
from tests.engine.diagrams.shapes import nested_calls
from tests.engine.player import MONDAY, Player


def test_a_passed_call_opens_nothing_and_the_case_goes_on_behind_it() -> None:
    definition = Player(nested_calls(), n=1, rounds=0).definition
    (call,) = [place for place, element in definition.elements.items() if element.calls == "middle"]

    def begun(places: frozenset[tuple[str, str]]) -> Snapshot:
        with engine.passing(places):
            return engine.start(definition, {"n": 1, "rounds": 0}, facts=lambda name: None, now=MONDAY)

    assert [task.element for task in begun(frozenset()).tasks] == ["m1"]
    passed = begun(frozenset({call}))
    assert (passed.tasks, passed.timers, passed.ended) == ((), (), True), "nor a deadline of what was passed"
    assert call[1] not in {step.element for step in passed.steps}, "nobody went through it"
    assert call[1] in {step.element for step in begun(frozenset()).steps}


def test_only_who_begins_a_case_passes_a_call() -> None:
    """A person who lets a standing case go past a step does not skip everything a process asks."""
    definition = Player(nested_calls(), n=1, rounds=0).definition
    calls = [place for place, element in definition.elements.items() if element.calls]
    assert calls and not any(engine.can_pass(definition.elements, place) for place in calls)
