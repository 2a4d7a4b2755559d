"""Passing an element: one that fails, where a person decided that the case goes on without it, or a call of a process
that was gone through before the case began.

Of what fails only what does something by itself can be passed: an operation or a decision is not run, a gateway whose
conditions cannot be worked out takes its default flow. Only what begins a case passes a call (docs/decisions/0029). The
state of a case holds nothing of this: it is asked for anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Place = tuple[str, str]
_KINDS = frozenset({"serviceTask", "sendTask", "businessRuleTask", "exclusiveGateway", "inclusiveGateway"})
_passed: ContextVar[frozenset[Place]] = ContextVar("engine_passed", default=frozenset())


def can_pass(elements: Mapping[Place, Any], place: Place) -> bool:
    """Whether the element (process, element) of a definition is of a kind that can be passed."""
    element = elements.get(place)
    return element is not None and element.kind in _KINDS


@contextmanager
def passing(places: frozenset[Place]) -> Iterator[None]:
    """Until the block ends the engine goes past these elements without doing what they do."""
    token = _passed.set(places)
    try:
        yield
    finally:
        _passed.reset(token)


def is_passed(task: Any) -> bool:
    """Whether the element of a live task is to be passed."""
    passed = _passed.get()
    return bool(passed) and (task.workflow.spec.process, task.task_spec.bpmn_id) in passed
