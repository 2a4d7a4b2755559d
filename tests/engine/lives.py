"""Random lives: the same case lived in SpiffWorkflow as it comes, in memory, and behind our door, through bytes."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from app.engine import Bundle, Definition, EngineError, clock, compile
from app.engine.events import waits_for
from app.engine.live import LiveWorkflow
from app.engine.operations import registered
from app.engine.prune import prune
from app.engine.run import Run
from app.engine.runtime import _settle
from app.engine.snapshot import due_timers
from app.engine.state import dump, load
from app.engine.variables import visible
from tests.engine.live import no_facts
from tests.engine.player import MONDAY
from tests.engine.stock import Stock, fingerprint, path_of

_TEXTS = re.compile(rb"== ?(?:'|&quot;)([\w ]+)")
_START = {"rounds": 3, "n": 0, "names": ["ann", "bob"]}


class Luck:
    """What happens in one life, by chance; the same for both engines, whichever asks first."""

    def __init__(self, seed: str, bundle: Bundle) -> None:
        self.seed, self.moment, self.step = seed, MONDAY, 0
        self.texts = [text.decode() for part in bundle.all().values() for text in _TEXTS.findall(part.bpmn)] or ["x"]

    def value(self, kind: str, *about: object) -> Any:
        """A value for a variable of a kind."""
        chance = random.Random(f"{self.seed} {self.step} {about}")
        if kind == "date":  # to the minute, so that no two deadlines are the same
            return (self.moment + timedelta(days=chance.randrange(1, 500), minutes=chance.randrange(1440))).isoformat()
        values = {
            "number": [0, 1, 2, 6], "boolean": [True, False], "text": self.texts,
            "list": [["ann"], ["ann", "bob"], [{"id": "7"}, {"id": "9"}]],
        }  # fmt: skip
        return chance.choice(values[kind])


class LuckyRun(Run):
    """A run in which operations set the variables they may set by luck: the tables they read are not here."""

    def __init__(self, definition: Definition, luck: Luck, sent: list[tuple[str, str, str]]) -> None:
        super().__init__(definition, no_facts)
        self.luck, self.sent = luck, sent

    def throw(self, task: Any, kind: str, name: str, key: Any) -> None:
        """Keep what was sent, over all runs of a life."""
        self.sent.append((kind, name, self.key(key, visible(task))))

    def operate(self, task: Any, topic: str, inputs: Any) -> None:
        """Keep to what the operation declares."""
        operation = registered(topic)
        assert operation is not None
        if topic == "test_count":
            super().operate(task, topic, inputs)
            return
        where = (path_of(task), self.definition.content_hash)
        kinds = self.definition.variables
        self.assign(task, {name: self.luck.value(kinds[name], *where, name) for name in operation.writes})


@dataclass
class Life:
    """One case, twice."""

    bundle: Bundle
    seed: str
    far: bool = False
    moment: datetime = MONDAY
    states: int = 0
    biggest: int = 0
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    broke: str = ""

    def __post_init__(self) -> None:
        self.definition = compile(self.bundle)
        self.chance = random.Random(self.seed)
        self.luck = Luck(self.seed, self.bundle)
        kinds = self.definition.variables
        self.first = {name: _START.get(name, self.luck.value(kind, name)) for name, kind in kinds.items()}

    def live(self, steps: int) -> None:
        """Live the case to its end, or to `steps`. AssertionError where the two differ."""
        with clock.at(self.moment):
            begun = self._both(self._begin_stock, self._begin_ours)
        while begun and not self.stock.completed and self.states < steps:
            self.luck.step += 1
            if not self._step():
                return

    def _begin_stock(self) -> None:
        self.stock = Stock(LuckyRun(self.definition, self.luck, []), dict(self.first))

    def _begin_ours(self) -> None:
        case = LiveWorkflow(LuckyRun(self.definition, self.luck, self.sent))
        case.data.update(self.first)
        case.advance()
        _settle(case, self.moment, floor=self.moment)
        self._through_bytes(case)

    def _through_bytes(self, case: LiveWorkflow) -> None:
        prune(case)
        state = dump(case)
        self.biggest = max(self.biggest, len(state))
        self.case = load(self.definition, state, LuckyRun(self.definition, self.luck, self.sent))

    def _step(self) -> bool:
        people, dice = sorted(self.stock.people(), key=path_of), self.chance.random()
        calls = sorted(_calls(self.stock))
        if people and dice < 0.6:
            chosen = path_of(self.chance.choice(people))
            kinds = self.definition.variables
            given = {name: self.luck.value(kinds[name], name) for name in kinds if self.chance.random() < 0.4}
            given = {name: value for name, value in given.items() if name not in _START}
            return self._same(lambda: self._complete_stock(chosen, given), lambda: self._complete_ours(chosen, given))
        if calls and dice < 0.75:
            kind, name = self.chance.choice(calls)
            return self._same(lambda: self.stock.tell(kind, name), lambda: self._tell_ours(kind, name))
        self._pass_time()
        return self._same(self.stock.settle, lambda: _settle(self.case, self.moment, floor=self.moment))

    def _pass_time(self) -> None:
        due = [timer.due_at for timer in due_timers(self.case)]
        if self.far or not due:  # on past several deadlines at once, where their order makes no difference
            self.moment += timedelta(days=self.chance.choice([1, 2, 4, 15, 40]))
        else:
            self.moment = max(self.moment, min(due) + timedelta(seconds=self.chance.choice([-60, 0, 0, 1])))
        self.luck.moment = self.moment

    def _complete_stock(self, chosen: str, given: dict[str, Any]) -> None:
        task = next(task for task in self.stock.people() if path_of(task) == chosen)
        self.stock.complete(task, given)

    def _complete_ours(self, chosen: str, given: dict[str, Any]) -> None:
        task = next(task for task in self.case.open_tasks() if path_of(task) == chosen)
        self.case.run.assign(task, given)
        self.case.run_task(task)
        self.case.advance()
        _settle(self.case, self.moment, floor=self.moment)

    def _tell_ours(self, kind: str, name: str) -> None:
        events = self.case.event_manager
        assert events.deliver(name) if kind == "message" else events.broadcast(name)
        self.case.advance()
        _settle(self.case, self.moment, floor=self.moment)

    def _same(self, stock: Any, ours: Any) -> bool:
        """Do both; False when both broke, in the same way: a broken case is never stored."""
        with clock.at(self.moment):
            going = self._both(stock, ours)
            if going:
                self._through_bytes(self.case)
                self.states += 1
                mine, theirs = fingerprint(self.case), fingerprint(self.stock)
                assert mine == theirs, (self.bundle.process, self.seed, self.luck.step)
        return going

    def _both(self, stock: Any, ours: Any) -> bool:
        self.broke = _broken(stock)
        assert _broken(ours) == self.broke, (self.bundle.process, self.seed, self.luck.step)
        return not self.broke


def _broken(act: Any) -> str:
    try:
        act()
    except EngineError as error:
        return str(error)
    return ""


def _calls(stock: Stock) -> set[tuple[str, str]]:
    """The messages and signals exactly one step waits for; a message to several is engine.md V2."""
    found = []
    for task in stock.event_manager.tasks.values():
        for part, _ in waits_for(task):
            if isinstance(part, MessageEventDefinition):
                found.append(("message", part.name))
            elif isinstance(part, SignalEventDefinition):
                found.append(("signal", part.name))
    return {call for call in found if found.count(call) == 1}
