"""Choices by name: `valuesKey: "context.<name>"` in a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.services.work import Work

Choice = tuple[str, str]  # value, label
ChoiceFunction = Callable[[Work], list[Choice]]
CHOICES: dict[str, ChoiceFunction] = {}


def choices(name: str) -> Callable[[ChoiceFunction], ChoiceFunction]:
    """Register the function that lists the choices `name` for the work in hand."""

    def add(function: ChoiceFunction) -> ChoiceFunction:
        if name in CHOICES:
            raise ValueError(f"choices {name} are registered twice")
        CHOICES[name] = function
        return function

    return add


def context_for(work: Work, names: Iterable[str]) -> dict[str, list[Choice]]:
    """The choices a form needs, by name; an unknown name is a KeyError (the publish check refuses such a form)."""
    return {name: CHOICES[name](work) for name in names}
