"""The process `fragile`, for tests of what happens when a case cannot go on: each of its steps can be made to fail.

A question; a step; after a month another step; a choice that divides by a number; somebody looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.domain.access import SYSTEM
from app.engine import Context, Effect, Outcome, make_bundle, operation
from app.services import definitions, publishing, registries
from app.services.effects.registry import effect
from app.services.work import Work
from tests.engine import draw

#: The steps that fail now, and with what.
_failing: dict[str, Exception] = {}

_FORM = """{"type": "default", "id": "ask", "schemaVersion": 19, "components": [
    {"type": "textfield", "id": "answer", "key": "answer", "label": "Antwoord"}]}"""
_META = """title = "Breekbaar"
starters = ["coach"]
subject = "none"
[variables]
amount = { kind = "number", title = "aantal stuks" }
sure = "boolean"
day = "date"
"""


@operation("test_step")
def step(context: Context) -> Outcome:
    """An effect that does nothing, or what is asked for."""
    if context.element in _failing:
        raise _failing[context.element]
    return Outcome(effects=[Effect("test_effect", {"element": context.element})])


@effect("test_effect", asks_cases=False)
def act(work: Work, payload: dict[str, Any]) -> None:
    """Nothing, or what is asked for."""
    if f"effect of {payload['element']}" in _failing:
        raise _failing[f"effect of {payload['element']}"]


@contextmanager
def failing(element: str, error: Exception | None = None) -> Iterator[None]:
    """Until the block ends this step fails, or `effect of` it; what it says holds somebody's name."""
    _failing[element] = error or RuntimeError("Amina Yildiz, 90.01.01-997.94")
    try:
        yield
    finally:
        del _failing[element]


def publish(condition: str = "10 / amount > 3") -> str:
    """Publish the process, its choice by this condition; gives its key."""
    definitions.forget()
    registries.load()
    bundle = make_bundle("fragile", _META, _diagram(condition), {}, {"ask": json.loads(_FORM)}, {})
    publishing.publish(SYSTEM, {"fragile": bundle})
    return "fragile"


def publish_with_a_first_step() -> None:
    """Publish a next version, in which a step called `ask` comes before the question: it may fail as a case begins."""
    step = draw.service("ask", "test_step").replace('id="ask"', 'id="ask" name="Doe ask"')
    parts = [
        draw.start(),
        step,
        draw.task("look", formKey="ask"),
        draw.end(),
        draw.line("begin", "ask", "look", "done"),
    ]
    bundle = make_bundle("fragile", _META, draw.process(*parts, key="fragile"), {}, {"ask": json.loads(_FORM)}, {})
    publishing.publish(SYSTEM, {"fragile": bundle})


def _diagram(condition: str) -> bytes:
    return draw.process(
        draw.start(),
        draw.task("ask", formKey="ask"),
        draw.service("first", "test_step"),
        draw.catch("month", draw.timer("'P30D'")),
        draw.service("second", "test_step"),
        draw.xor("choose", default="few"),
        draw.task("look", formKey="ask"),
        draw.task("praise", formKey="ask"),
        draw.end(),
        draw.line("begin", "ask", "first", "month", "second", "choose"),
        draw.flow("choose", "praise", condition),
        draw.flow("choose", "look", id="few"),
        draw.line("look", "done"),
        draw.flow("praise", "done"),
        key="fragile",
    )
