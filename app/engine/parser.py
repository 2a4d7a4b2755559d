"""From a diagram to SpiffWorkflow's specifications, with our elements in the place of its own where they differ.

Each process is parsed by itself, from XML that `read_xml` let through. Embedded subprocesses get the name of their
process in front, so that two processes of a bundle may use the same ids.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    SIGNAL_EVENT_XPATH,
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    SendTaskParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import CallActivityParser, ConditionalGatewayParser, SubWorkflowParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.data_spec import TaskDataReference
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    SendTask,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity, SubWorkflowTask

from app.domain.duration import InvalidDuration, parse_duration
from app.engine.diagram import Node
from app.engine.events import note_waits
from app.engine.gathering import Gathering, note_before
from app.engine.inputs import read_input
from app.engine.specs import (
    Call,
    Collection,
    DecisionTask,
    HumanTask,
    OperationTask,
    Parallel,
    Sequential,
    Subprocess,
)
from app.engine.throwing import ThrownSignal, thrown_message
from app.engine.timers import DateTimer, DurationTimer
from app.engine.xml import BPMN, CAMUNDA, local_name, text_of


def parse_process(root: etree._Element, key: str) -> dict[str, Any]:
    """The specifications of process `key` and of the subprocesses in it, by name. Raises what SpiffWorkflow raises."""
    parser = _Parser()
    parser.add_bpmn_xml(root)
    parser.get_spec(key)
    while any(inner.spec is None for inner in parser.process_parsers.values()):
        for inner in list(parser.process_parsers.values()):
            inner.get_spec()
    return {_prepare(inner.spec, key): inner.spec for inner in parser.process_parsers.values()}


def _prepare(spec: Any, process: str) -> str:
    """Name the specification within its process and settle what SpiffWorkflow would settle while running."""
    if spec.name != process:
        spec.name = f"{process}/{spec.name}"
    spec.process = process
    for task_spec in spec.task_specs.values():
        if isinstance(task_spec, SubWorkflowTask) and not isinstance(task_spec, CallActivity):
            task_spec.spec = f"{process}/{task_spec.spec}"
        if isinstance(task_spec, CatchingEvent):
            note_waits(task_spec)
        if isinstance(task_spec, LoopTask):  # connected at the first run otherwise, by whichever thread is first
            spec.task_specs[task_spec.task_spec].completed_event.connect(task_spec.merge_child)
        if isinstance(task_spec, Gathering):
            note_before(task_spec)
    return str(spec.name)


class _Repeatable:
    """Reads multi-instance markers, as BPMN writes them and as the desktop modeler does (`camunda:collection`)."""

    def _add_multiinstance_task(self: Any, loop: etree._Element) -> None:
        collection = loop.get(CAMUNDA + "collection") or text_of(loop.find(BPMN + "loopDataInputRef"))
        item = Node(self.bpmn_id, local_name(self.node), self.node).item_name
        kind = Sequential if loop.get("isSequential") == "true" else Parallel
        original = self.spec.task_specs.pop(self.task.name)
        self.task = kind(
            self.spec,
            original.name,
            task_spec="",
            cardinality=None if collection else text_of(loop.find(BPMN + "loopCardinality")),
            data_input=Collection(collection) if collection else None,
            input_item=TaskDataReference(item) if item else None,
            condition=text_of(loop.find(BPMN + "completionCondition")) or None,
        )
        self._copy_task_attrs(original, loop)


class _HumanParser(_Repeatable, TaskParser):  # type: ignore[misc]  # the base class has no types
    def create_task(self) -> Any:
        task = super().create_task()
        try:
            task.due_after = parse_duration((self.node.get(CAMUNDA + "dueDate") or "").strip())
        except InvalidDuration:
            task.due_after = None  # none, or the name of a variable: read when the task is shown
        return task


class _OperationParser(_Repeatable, TaskParser):  # type: ignore[misc]  # the base class has no types
    def create_task(self) -> Any:
        task = super().create_task()
        node = Node(self.bpmn_id, local_name(self.node), self.node)
        task.topic = node.camunda("topic")
        task.given = {name: read_input(value) for name, value in node.properties.items()}
        return task


class _DecisionParser(TaskParser):  # type: ignore[misc]  # the base class has no types
    def create_task(self) -> Any:
        task = super().create_task()
        task.decision = (self.node.get(CAMUNDA + "decisionRef") or "").strip()
        task.result_variable = (self.node.get(CAMUNDA + "resultVariable") or "").strip()
        return task


class _SubprocessParser(_Repeatable, SubWorkflowParser):  # type: ignore[misc]  # the base class has no types
    pass


class _CallParser(_Repeatable, CallActivityParser):  # type: ignore[misc]  # the base class has no types
    pass


class _Timed:
    """Reads timer definitions into ours."""

    def parse_timer_event(self: Any, event: etree._Element) -> Any:
        name = self.node.get("name") or self.node.get("id")
        date = event.find(BPMN + "timeDate")
        if date is not None:
            return DateTimer(name, text_of(date))
        return DurationTimer(name, text_of(event.find(BPMN + "timeDuration")))


class _StartParser(_Timed, StartEventParser):  # type: ignore[misc]  # the base class has no types
    pass


class _CatchParser(_Timed, IntermediateCatchEventParser):  # type: ignore[misc]  # the base class has no types
    pass


class _BoundaryParser(_Timed, BoundaryEventParser):  # type: ignore[misc]  # the base class has no types
    pass


class _Throwing:
    """Reads the messages and signals an element sends into ours."""

    def parse_message_event(self: Any, message_event: etree._Element) -> Any:
        node = Node(self.bpmn_id, local_name(self.node), self.node)
        return thrown_message(super().parse_message_event(message_event).name, node)  # type: ignore[misc]  # mixin

    def parse_signal_event(self: Any, signal_event: etree._Element) -> Any:
        return ThrownSignal(super().parse_signal_event(signal_event).name)  # type: ignore[misc]  # mixin


class _ThrowParser(_Throwing, IntermediateThrowEventParser):  # type: ignore[misc]  # the base class has no types
    pass


class _SendParser(_Throwing, SendTaskParser):  # type: ignore[misc]  # the base class has no types
    pass


class _EndParser(_Throwing, EndEventParser):  # type: ignore[misc]  # the base class has no types
    def get_event_definition(self, xpaths: list[str]) -> Any:
        return super().get_event_definition([*xpaths, SIGNAL_EVENT_XPATH])  # the library forgets it


class _Parser(BpmnParser):  # type: ignore[misc]  # the base class has no types
    OVERRIDE_PARSER_CLASSES = {
        full_tag("userTask"): (_HumanParser, HumanTask),
        full_tag("serviceTask"): (_OperationParser, OperationTask),
        full_tag("businessRuleTask"): (_DecisionParser, DecisionTask),
        full_tag("subProcess"): (_SubprocessParser, Subprocess),
        full_tag("callActivity"): (_CallParser, Call),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, Gathering),
        full_tag("startEvent"): (_StartParser, StartEvent),
        full_tag("intermediateCatchEvent"): (_CatchParser, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
        full_tag("intermediateThrowEvent"): (_ThrowParser, IntermediateThrowEvent),
        full_tag("sendTask"): (_SendParser, SendTask),
        full_tag("endEvent"): (_EndParser, EndEvent),
    }
