"""Short requests go one by one, and nobody waits for a long one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from app.turnstile import Turnstile

_FOREVER = 30.0


class Place:
    """An application whose requests stay inside until they are let go; counts how many were inside at once."""

    def __init__(self) -> None:
        self.inside: dict[str, threading.Event] = {}
        self.entered = threading.Condition()
        self.most = 0

    def __call__(self, environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        name, leave = environ["name"], threading.Event()
        with self.entered:
            self.inside[name] = leave
            self.most = max(self.most, len(self.inside))
            self.entered.notify_all()
        if environ.get("stays"):
            assert leave.wait(_FOREVER)
        with self.entered:
            del self.inside[name]
        if environ.get("fails"):
            raise RuntimeError("as an application may")
        return [b"done"]

    def wait_for(self, name: str) -> threading.Event:
        """Wait until a request is inside; what lets it go."""
        with self.entered:
            assert self.entered.wait_for(lambda: name in self.inside, _FOREVER)
            return self.inside[name]


def visit(turnstile: Turnstile, **environ: Any) -> threading.Thread:
    thread = threading.Thread(target=lambda: list(turnstile(environ, lambda *_: lambda _data: None)))
    thread.start()
    return thread


def test_short_requests_are_never_inside_together() -> None:
    place = Place()
    turnstile = Turnstile(place, patience=_FOREVER)
    visitors = [visit(turnstile, name=str(number)) for number in range(40)]
    for visitor in visitors:
        visitor.join(_FOREVER)
    assert place.most == 1


def test_who_stays_long_holds_up_nobody() -> None:
    place = Place()
    turnstile = Turnstile(place, patience=0.01)
    long = [visit(turnstile, name=f"long {number}", stays=True) for number in range(3)]
    leaving = [place.wait_for(f"long {number}") for number in range(3)]
    assert list(turnstile({"name": "short"}, lambda *_: lambda _data: None)) == [b"done"]
    for leave in leaving:
        leave.set()
    for visitor in long:
        visitor.join(_FOREVER)


def test_who_fails_leaves_too() -> None:
    turnstile = Turnstile(Place(), patience=_FOREVER)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="as an application may"):
            turnstile({"name": "one", "fails": True}, lambda *_: lambda _data: None)
