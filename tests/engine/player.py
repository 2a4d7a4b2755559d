"""Plays a case through the engine's door: every step goes through bytes, as in real life."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.engine import Bundle, OpenTask, Snapshot, Step, compile, complete, message, signal, start, wake

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Player:
    """A case under test, with a clock that stands still until it is set."""

    def __init__(self, bundle: Bundle, now: datetime = MONDAY, facts: dict[str, Any] | None = None, **variables: Any):
        self.definition = compile(bundle)
        self.now = now
        self.known = facts if facts is not None else {}
        self.trail: list[str] = []
        self.steps: list[Step] = []
        self.effects: list[Any] = []
        self.snapshot = self._keep(start(self.definition, variables, facts=self.fact, now=now))

    def fact(self, name: str) -> Any:
        return self.known[name]

    def _keep(self, snapshot: Snapshot) -> Snapshot:
        self.snapshot = snapshot
        self.steps += snapshot.steps
        self.trail += [step.element for step in snapshot.steps]
        self.effects += snapshot.effects
        return snapshot

    def do(self, element: str, item: Any = None, **variables: Any) -> Snapshot:
        task = self.task(element, item)
        state = self.snapshot.state
        return self._keep(complete(self.definition, state, task.key, variables, facts=self.fact, now=self.now))

    def task(self, element: str, item: Any = None) -> OpenTask:
        found = [t for t in self.snapshot.tasks if t.element == element and (item is None or t.item == item)]
        assert found, f"{element} is not open; open: {self.open}"
        return found[0]

    def wait_until(self, moment: datetime) -> Snapshot:
        self.now = moment
        return self._keep(wake(self.definition, self.snapshot.state, facts=self.fact, now=moment))

    def send(self, name: str, **variables: Any) -> Snapshot:
        state = self.snapshot.state
        return self._keep(message(self.definition, state, name, variables, facts=self.fact, now=self.now))

    def signal(self, name: str) -> Snapshot:
        return self._keep(signal(self.definition, self.snapshot.state, name, facts=self.fact, now=self.now))

    @property
    def open(self) -> list[str]:
        return [task.element for task in self.snapshot.tasks]

    @property
    def due(self) -> dict[str, datetime]:
        return {timer.element: timer.due_at for timer in self.snapshot.timers}
