"""Operations: what a service task of a diagram may do. A diagram names one; the code of it ships with a release.

An operation reads facts and variables and answers with variables and effects. It touches no table and sends nothing:
effects are data that services carry out in the same transaction. The modules in app/operations/ register theirs here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from app.domain.text import Text
from app.engine.operation_inputs import Input

Facts = Callable[[str], Any]


@dataclass(frozen=True)
class Effect:
    """Something asked of the services: `kind` names the registered effect, `payload` is JSON. The engine notes which
    element asked for it (`process`, `element`)."""

    kind: str
    payload: dict[str, Any]
    process: str = field(default="", compare=False)
    element: str = field(default="", compare=False)


@dataclass(frozen=True)
class Context:
    """What an operation may look at: its inputs from the diagram, the variables, facts of the case, the moment.

    Every declared variable is there; one that was not set is None.
    """

    inputs: Mapping[str, Any]
    variables: Mapping[str, Any]
    facts: Facts
    now: datetime
    process: str
    element: str


@dataclass(frozen=True)
class Outcome:
    """What an operation answers: variables to set, only those it declared, and effects."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)


@dataclass(frozen=True)
class Operation:
    """A registered operation: what it is called and does, the inputs a diagram must give or may give with what each is,
    and the variables it sets."""

    name: str
    run: Callable[[Context], Outcome | None]
    title: Text
    does: Text
    writes: tuple[str, ...]
    inputs: Mapping[str, Input]
    optional: Mapping[str, Input]

    def input(self, name: str) -> Input | None:
        """The input of that name, whether it must be given or may."""
        return self.inputs.get(name) or self.optional.get(name)


_registered: dict[str, Operation] = {}
_NOTHING = Text("")


def operation(
    name: str,
    *,
    title: Text = _NOTHING,
    does: Text = _NOTHING,
    writes: tuple[str, ...] = (),
    inputs: Mapping[str, Text | Input] = MappingProxyType({}),
    optional: Mapping[str, Text | Input] = MappingProxyType({}),
) -> Callable[[Callable[[Context], Outcome | None]], Callable[[Context], Outcome | None]]:
    """Register a function as the operation `name`, the `camunda:topic` of a service task.

    `title` and `does` say to who draws a diagram what it is; `inputs` must and `optional` may be given in the diagram,
    each with what it is (a text unless an `Input` says otherwise); `writes` are the only variables it may set.
    """

    def register(run: Callable[[Context], Outcome | None]) -> Callable[[Context], Outcome | None]:
        known = _registered.get(name)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"two operations are called {name}")
        _registered[name] = Operation(name, run, title, does, tuple(writes), _declared(inputs), _declared(optional))
        return run

    return register


def _declared(inputs: Mapping[str, Text | Input]) -> dict[str, Input]:
    return {name: given if isinstance(given, Input) else Input(given) for name, given in inputs.items()}


def registered(name: str) -> Operation | None:
    """The operation with this name, or None."""
    return _registered.get(name)


def operations() -> list[Operation]:
    """All operations, by name."""
    return [_registered[name] for name in sorted(_registered)]
