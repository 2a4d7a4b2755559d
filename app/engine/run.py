"""One operation on one case: what it may use, what it has done so far, and how far it may go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.util.task import TaskState

from app.domain.expressions import Expression, ExpressionError
from app.domain.text import Text, say
from app.engine import clock
from app.engine.errors import EngineError
from app.engine.inputs import work_out
from app.engine.operations import Context, Effect, Facts, Outcome, registered
from app.engine.skipping import is_passed
from app.engine.variables import UndeclaredVariable, WrongVariable, assign, checked, visible

if TYPE_CHECKING:
    from app.engine.definition import Definition
    from app.engine.snapshot import DueTimer

# More automatic steps than this without a wait is a loop, not a process. Also what keeps a tree that is not pruned
# within SpiffWorkflow's sight, which ends at depth 1,000 (engine.md L1).
# It is asked of each scope (the case, a subprocess, a call) by itself: a list may well be long.
MAX_STEPS = 900
MAX_STEPS_IN_ALL = 20_000
MAX_KEY = 150

_BEFORE = TaskState.PREDICTED_MASK | TaskState.FUTURE
_ENTERED = TaskState.WAITING | TaskState.READY | TaskState.STARTED


@dataclass(frozen=True)
class Step:
    """An element a case came by in this run, and when: the trail."""

    process: str
    element: str
    name: str
    kind: str
    at: datetime


class Run:
    """What one call of the engine collects while the case moves."""

    def __init__(self, definition: Definition, facts: Facts) -> None:
        self.definition, self.facts = definition, facts
        self.effects: list[Effect] = []
        self.steps: list[Step] = []
        self.fired: list[DueTimer] = []
        self.end: str | None = None
        self.spent = 0
        self._spent_in: Counter[int | None] = Counter()
        self.process, self.element = definition.process, ""

    def spend(self, task: Any) -> None:
        """Count an automatic step and remember where we are. EngineError when there is no end to it."""
        self.stand_at(task)
        self.spent += 1
        if not task.triggered:  # one of the instances of a repeated activity: as many as there are items
            self._spent_in[task.workflow.parent_task_id] += 1
        if self.spent > MAX_STEPS_IN_ALL or self._spent_in[task.workflow.parent_task_id] > MAX_STEPS:
            raise self.error(say("Het proces blijft rondgaan zonder op iemand te wachten."))

    def open_instance(self, task: Any) -> None:
        """Count an instance that a repeated activity opens: where one repeats inside another, they multiply."""
        self.stand_at(task)
        self.spent += 1
        if self.spent > MAX_STEPS_IN_ALL:
            raise self.error(say("Er wordt te veel in één keer herhaald."))

    def begin_anew(self) -> None:
        """Time went on: what was spent before counts no more."""
        self.spent = 0
        self._spent_in.clear()

    def stand_at(self, task: Any) -> None:
        """Remember the element the run is at, for the sentence when something breaks."""
        self.process, self.element = task.workflow.spec.process, getattr(task.task_spec, "bpmn_id", None) or ""

    def error(self, text: Text) -> EngineError:
        """An error at the element the run is at."""
        return EngineError(self.process, self.element, text)

    def notice(self, task: Any, before: int, now: int) -> None:
        """A task changed state. Called for every change; keeps what belongs to the trail."""
        spec = task.task_spec
        element = getattr(spec, "bpmn_id", None)
        if element is None or task.triggered:  # not drawn, or one of the instances of a repeated activity
            return
        if now & _ENTERED and (before & _BEFORE or (now == TaskState.READY and _waits_for_its_turn(spec))):
            if now == TaskState.WAITING and _waits_for_its_turn(spec):
                return
            drawn = self.definition.elements[(task.workflow.spec.process, element)]
            if drawn.calls and is_passed(task):
                return  # nobody went through it here
            self.steps.append(Step(drawn.process, drawn.id, drawn.name, drawn.kind, clock.now()))
        elif now == TaskState.COMPLETED and isinstance(spec, EndEvent) and task.workflow.parent_task_id is None:
            self.end = element

    def assign(self, task: Any, values: Mapping[str, Any]) -> None:
        """Set variables, checked against what the bundle declares. EngineError names the variable, never its value."""
        assign(task, self.checked(values))

    def checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as they are kept."""
        try:
            return checked(self.definition.variables, values)
        except UndeclaredVariable as error:
            raise self.error(say("Het gegeven %(name)s is niet aangegeven in process.toml.", name=str(error))) from None
        except WrongVariable as error:
            raise self.error(say("Het gegeven %(name)s heeft niet de juiste soort waarde.", name=str(error))) from None

    def operate(self, task: Any, topic: str, inputs: Mapping[str, str | Expression]) -> None:
        """Run the operation of a service task; keep its variables and effects."""
        operation = registered(topic)
        if operation is None:
            raise self.error(say("De operatie «%(name)s» bestaat niet.", name=topic))
        seen = visible(task)
        given = {name: self.work_out(part, seen) for name, part in inputs.items()}
        variables = dict.fromkeys(self.definition.variables) | dict(seen)
        context = Context(given, variables, self.facts, clock.now(), self.process, self.element)
        outcome = operation.run(context) or Outcome()
        excess = sorted(set(outcome.variables) - set(operation.writes))
        if excess:
            raise self.error(say("De operatie zet een gegeven dat ze niet aangeeft: %(name)s.", name=excess[0]))
        for effect in outcome.effects:
            orjson.dumps(effect.payload)  # what is not JSON fails here, at the element that made it
        self.assign(task, outcome.variables)
        self.effects += [replace(effect, process=self.process, element=self.element) for effect in outcome.effects]

    def throw(self, task: Any, kind: str, name: str, key: str | Expression) -> None:
        """Send a message or a signal: an effect, carried out once the case is at rest."""
        where = {"process": self.process, "element": self.element}
        payload = {"name": name, "key": self.key(key, visible(task)), **where}
        self.effects.append(Effect(f"throw_{kind}", payload, **where))

    def key(self, given: str | Expression, seen: Mapping[str, Any]) -> str:
        """A business key as it stands in the diagram, or `=` and the value of its expression."""
        if not isinstance(given, Expression):
            return given
        value = self.work_out(given, seen)
        if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "" or len(str(value)) > MAX_KEY:
            raise self.error(say("De sleutel van dit bericht is niet ingevuld."))
        return f"={value}"

    def work_out(self, given: str | Expression, seen: Mapping[str, Any]) -> Any:
        """The value of a property of the diagram. EngineError when its expression cannot be worked out."""
        try:
            return work_out(given, seen)
        except ExpressionError as error:
            raise self.error(error.text) from None

    def decide(self, task: Any, decision: str, result_variable: str) -> None:
        """Work out the decision of a business rule task; keep its outputs."""
        table = self.definition.decision(self.process, decision)
        if table is None:
            raise self.error(say("De beslissing «%(name)s» bestaat niet.", name=decision))
        try:
            outputs = table.outputs(visible(task), result_variable)
        except ExpressionError as error:
            raise self.error(error.text) from None
        self.assign(task, outputs)


def _waits_for_its_turn(spec: Any) -> bool:
    """Boundary events and joins wait long before they are reached: they are on the trail once they go on."""
    return isinstance(spec, (BoundaryEvent, Join))
