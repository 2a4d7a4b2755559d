"""What we rely on inside SpiffWorkflow, by name: an upgrade shows here what moved. And that we change nothing in it."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from SpiffWorkflow.util.task import TaskState

from app.engine import clock
from tests.engine.diagrams.shapes import nested_calls
from tests.engine.live import begun, through_bytes
from tests.engine.player import MONDAY

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "app" / "engine"

#: Every method and function of the library that our classes override or call below its public surface, with its
#: parameters. A comment says what we count on.
SIGNATURES = {
    # A task: made and moved by `live.LiveTask`, rebuilt by `state`.
    "task.Task.__init__": "self, workflow, task_spec, parent, state, id",
    "task.Task._add_child": "self, task_spec, state",  # the one place where the library makes a task below another
    "task.Task._set_state": "self, value",
    "task.Task._ready": "self",
    "task.Task.run": "self",
    "task.Task.collect_log_extras": "self, dct",
    # A workflow: flat scans in `live`.
    "workflow.Workflow.__init__": "self, workflow_spec, deserializing",
    "workflow.Workflow.update_waiting_tasks": "self",
    "workflow.Workflow.is_completed": "self",
    "workflow.Workflow._task_removed_notify": "self, task",
    "workflow.Workflow.collect_log_extras": "self, dct",
    "bpmn.workflow.BpmnWorkflow.__init__": "self, spec, subprocess_specs, script_engine, kwargs",
    "bpmn.workflow.BpmnWorkflow.create_subprocess": "self, my_task, spec_name",
    "bpmn.workflow.BpmnWorkflow.catch": "self, event",
    "bpmn.workflow.BpmnWorkflow.get_task_from_id": "self, task_id",
    "bpmn.util.subworkflow.BpmnSubWorkflow.__init__": "self, spec, parent_task_id, top_workflow, kwargs",
    "bpmn.util.subworkflow.BpmnSubWorkflow._task_removed_notify": "self, task",
    "bpmn.util.subworkflow.BpmnSubWorkflow.collect_log_extras": "self, dct",
    "bpmn.util.event.EventManager.__init__": "self, workflow",
    "bpmn.util.event.EventManager.add_task": "self, my_task",
    "bpmn.util.event.EventManager.remove_task": "self, my_task",
    "bpmn.util.event.EventManager.catch": "self, event, internal",
    "bpmn.util.event.BpmnEvent.__init__": "self, event_definition, payload, correlations, target",
    # Specifications: `specs`, `timers`, `live`.
    "bpmn.specs.mixins.inclusive_gateway.InclusiveGateway._check_threshold_unstructured": "self, my_task",
    "specs.base.TaskSpec._predict": "self, my_task, seen, looked_ahead, mask",
    "specs.base.TaskSpec._predict_hook": "self, my_task",
    "specs.base.TaskSpec._update": "self, my_task",
    "specs.base.TaskSpec._on_ready_hook": "self, my_task",
    "bpmn.specs.bpmn_task_spec.BpmnTaskSpec._update_hook": "self, my_task",
    "bpmn.specs.mixins.subworkflow_task.SubWorkflowTask._update_hook": "self, my_task",  # true: at once ready
    "bpmn.specs.mixins.service_task.ServiceTask._execute": "self, task",
    "bpmn.specs.mixins.script_task.ScriptEngineTask._execute": "self, task",
    "bpmn.specs.mixins.subworkflow_task.SubWorkflowTask.copy_data": "self, my_task, subworkflow",
    "bpmn.specs.mixins.subworkflow_task.SubWorkflowTask.update_data": "self, my_task, subworkflow",
    "bpmn.specs.mixins.subworkflow_task.CallActivity.copy_data": "self, my_task, subworkflow",
    "bpmn.specs.mixins.subworkflow_task.CallActivity.update_data": "self, my_task, subworkflow",
    "bpmn.specs.mixins.subworkflow_task.SubWorkflowTask._on_subworkflow_completed": "self, subworkflow, my_task",
    "bpmn.specs.mixins.multiinstance_task.MultiInstanceTask.create_child": "self, my_task, item, key_or_index",
    "bpmn.specs.mixins.multiinstance_task.MultiInstanceTask.merge_child": "self, workflow, child",
    "bpmn.specs.mixins.multiinstance_task.MultiInstanceTask.check_completion_condition": "self, my_task",
    "bpmn.specs.mixins.multiinstance_task.ParallelMultiInstanceTask._update_hook": "self, my_task",
    "bpmn.specs.mixins.multiinstance_task.ParallelMultiInstanceTask.create_children": "self, my_task",
    "bpmn.specs.mixins.multiinstance_task.ParallelMultiInstanceTask.merge_child": "self, workflow, child",
    "bpmn.specs.mixins.multiinstance_task.SequentialMultiInstanceTask._update_hook": "self, my_task",
    "bpmn.specs.mixins.multiinstance_task.SequentialMultiInstanceTask.merge_child": "self, workflow, child",
    "bpmn.specs.mixins.multiinstance_task.SequentialMultiInstanceTask.add_next_child": "self, my_task",
    "bpmn.specs.mixins.multiinstance_task.SequentialMultiInstanceTask.get_next_index": "self, my_task",
    "bpmn.specs.mixins.multiinstance_task.SequentialMultiInstanceTask.get_next_input_item": "self, my_task",
    "bpmn.specs.mixins.events.event_types.CatchingEvent.catch": "self, my_task, event",
    "bpmn.specs.event_definitions.base.EventDefinition.has_fired": "self, my_task",
    "bpmn.specs.event_definitions.base.EventDefinition.catches": "self, my_task, event",
    "bpmn.specs.event_definitions.base.EventDefinition.throw": "self, my_task",
    "bpmn.specs.event_definitions.message.MessageEventDefinition.__init__": (
        "self, name, correlation_properties, kwargs"
    ),
    "bpmn.specs.event_definitions.message.MessageEventDefinition.throw": "self, my_task",
    "bpmn.specs.event_definitions.item_aware_event.SignalEventDefinition.__init__": "self, name, kwargs",
    "bpmn.specs.event_definitions.item_aware_event.ItemAwareEventDefinition.throw": "self, my_task",
    "bpmn.specs.event_definitions.timer.TimeDateEventDefinition.has_fired": "self, my_task",
    "bpmn.specs.event_definitions.timer.DurationTimerEventDefinition.has_fired": "self, my_task",
    "bpmn.specs.event_definitions.timer.TimeDateEventDefinition.__init__": "self, name, expression, kwargs",
    "bpmn.specs.data_spec.BpmnDataSpecification.get": "self, my_task, kwargs",
    "bpmn.specs.data_spec.TaskDataReference.get": "self, my_task",
    "bpmn.specs.data_spec.TaskDataReference.set": "self, my_task, value",
    "bpmn.specs.data_spec.TaskDataReference.exists": "self, my_task",
    "util.event.Event.connect": "self, callback, args, kwargs",
    # Expressions never reach its own environment: `expressions`.
    "bpmn.script_engine.python_engine.PythonScriptEngine.__init__": "self, environment",
    "bpmn.script_engine.python_engine.PythonScriptEngine.validate": "self, expression",
    "bpmn.script_engine.python_engine.PythonScriptEngine.evaluate": "self, task, expression, external_context",
    "bpmn.script_engine.python_engine.PythonScriptEngine.execute": "self, task, script, external_context",
    "bpmn.script_engine.python_engine.PythonScriptEngine.call_service": "self, task, kwargs",
    "bpmn.script_engine.python_environment.BasePythonScriptEngineEnvironment.evaluate": (
        "self, expression, context, external_context"
    ),
    "bpmn.script_engine.python_environment.BasePythonScriptEngineEnvironment.execute": (
        "self, script, context, external_context"
    ),
    "bpmn.script_engine.python_environment.BasePythonScriptEngineEnvironment.call_service": "self, context, kwargs",
    # The parser: `parser`.
    "bpmn.parser.BpmnParser.BpmnParser.add_bpmn_xml": "self, bpmn, filename",
    "bpmn.parser.BpmnParser.BpmnParser.get_spec": "self, process_id, required",
    "bpmn.parser.TaskParser.TaskParser.create_task": "self",
    "bpmn.parser.TaskParser.TaskParser._add_multiinstance_task": "self, loop_characteristics",
    "bpmn.parser.TaskParser.TaskParser._copy_task_attrs": "self, original, loop_characteristics",
    "bpmn.parser.event_parsers.EventDefinitionParser.parse_timer_event": "self, event",
    "bpmn.parser.event_parsers.EventDefinitionParser.parse_message_event": "self, message_event",
    "bpmn.parser.event_parsers.EventDefinitionParser.parse_signal_event": "self, signal_event",
    "bpmn.parser.event_parsers.EventDefinitionParser.get_event_definition": "self, xpaths",
    "bpmn.parser.event_parsers.EventDefinitionParser._create_task": "self, event_definition, cancel_activity, parallel",
}

#: The attributes of one live task, workflow and subprocess: `state` builds these without their constructors.
TASK = {
    "id", "workflow", "_parent", "_children", "_state", "triggered", "task_spec", "thread_id", "data",
    "internal_data", "last_state_change",
}  # fmt: skip
WORKFLOW = {
    "spec", "data", "locks", "last_task", "success", "tasks", "completed", "completed_event", "task_removed_event",
    "task_tree",
}  # fmt: skip
TOP = WORKFLOW | {
    "subprocess_specs", "subprocesses", "bpmn_events", "correlations", "event_manager", "_BpmnWorkflow__script_engine",
}  # fmt: skip
INNER = WORKFLOW | {"parent_task_id", "top_workflow", "correlations", "depth"}

STATES = {
    "MAYBE": 1, "LIKELY": 2, "FUTURE": 4, "WAITING": 8, "READY": 16, "STARTED": 32, "COMPLETED": 64, "ERROR": 128,
    "CANCELLED": 256, "FINISHED_MASK": 448, "DEFINITE_MASK": 60, "PREDICTED_MASK": 3, "NOT_FINISHED_MASK": 63,
}  # fmt: skip


def test_the_version_is_pinned_exactly() -> None:
    pinned = re.search(r"^SpiffWorkflow==(\S+)$", (ROOT / "requirements" / "run.in").read_text(), re.MULTILINE)
    assert pinned is not None
    assert version("SpiffWorkflow") == pinned[1]


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_method_we_override_or_call_is_as_we_know_it(name: str) -> None:
    module, owner, method = name.rsplit(".", 2)
    known = getattr(getattr(importlib.import_module(f"SpiffWorkflow.{module}"), owner), method)
    assert ", ".join(inspect.signature(known).parameters) == SIGNATURES[name]


def test_every_method_our_classes_put_in_the_place_of_one_of_the_library_is_listed() -> None:
    overridden = {name for file in ENGINE.glob("*.py") for name in _overridden(f"app.engine.{file.stem}")}
    assert len(overridden) > 30
    assert overridden - SIGNATURES.keys() == set()


def _overridden(module: str) -> Iterator[str]:
    """What the classes of a module stand in for: of each method the nearest of the library, as in SIGNATURES."""
    for made in vars(importlib.import_module(module)).values():
        if not inspect.isclass(made) or made.__module__ != module:
            continue
        theirs = [known for known in made.__mro__ if known.__module__.startswith("SpiffWorkflow.")]
        ours = [own for own in made.__mro__ if own.__module__.startswith("app.")]
        for name in {name for own in ours for name, part in vars(own).items() if inspect.isfunction(part)}:
            nearest = next((known for known in theirs if name in vars(known)), None)
            if nearest is not None:
                yield f"{nearest.__module__.removeprefix('SpiffWorkflow.')}.{nearest.__name__}.{name}"


def test_the_states_a_stored_row_names_keep_their_numbers() -> None:
    assert {name: getattr(TaskState, name) for name in STATES} == STATES


def test_a_case_that_was_read_back_has_every_attribute_of_one_that_was_started() -> None:
    with clock.at(MONDAY):
        started = begun(nested_calls())
        started.run_task(started.open_tasks()[0])
        started.advance()
        loaded = through_bytes(started)
    for case in (started, loaded):
        assert set(case.__dict__) == TOP | {"run"} | ({"parent_task"} if case is loaded else set())
        assert case.subprocesses
        assert {frozenset(inner.__dict__) for inner in case.subprocesses.values()} == {frozenset(INNER)}
        tasks = [task for workflow in case.workflows() for task in workflow.tasks.values()]
        assert {frozenset(task.__dict__) for task in tasks} == {frozenset(TASK)}


def test_only_what_is_listed_is_imported_from_the_library() -> None:
    """A new import of the library belongs in this test: every name is one more thing an upgrade may move."""
    imported = {
        (node.module, name.name)
        for file in ENGINE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("SpiffWorkflow")
        for name in node.names
    }
    for module, name in imported:
        assert hasattr(importlib.import_module(module), name)
    assert {(module or "").removeprefix("SpiffWorkflow.") for module, _ in imported} == MODULES


MODULES = {
    "bpmn", "bpmn.parser.BpmnParser", "bpmn.parser.TaskParser", "bpmn.parser.ValidationException",
    "bpmn.parser.event_parsers", "bpmn.parser.task_parsers", "bpmn.parser.util", "bpmn.script_engine",
    "bpmn.script_engine.python_environment", "bpmn.specs.control", "bpmn.specs.data_spec", "bpmn.specs.defaults",
    "bpmn.specs.event_definitions.item_aware_event", "bpmn.specs.event_definitions.message",
    "bpmn.specs.event_definitions.multiple", "bpmn.specs.event_definitions.simple",
    "bpmn.specs.event_definitions.timer", "bpmn.specs.mixins.events.end_event",
    "bpmn.specs.mixins.events.event_types", "bpmn.specs.mixins.events.intermediate_event",
    "bpmn.specs.mixins.multiinstance_task",
    "bpmn.specs.mixins.subworkflow_task", "bpmn.specs.mixins.unstructured_join", "bpmn.util.event",
    "bpmn.util.subworkflow", "exceptions", "specs.Join", "task", "util.event", "util.task",
}  # fmt: skip


LOOK = """
import importlib, logging, pkgutil, sys, types
import SpiffWorkflow

def everything():
    seen = {}
    for info in pkgutil.walk_packages(SpiffWorkflow.__path__, "SpiffWorkflow."):
        if info.name == "SpiffWorkflow.serializer.dotv":
            continue  # needs a package that nobody installs
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if name.startswith("__"):
                continue
            seen[info.name, name] = value
            if isinstance(value, type) and value.__module__.startswith("SpiffWorkflow"):
                seen.update({(info.name, name, key): part for key, part in vars(value).items()})
    loggers = {name: logging.getLogger(name).level for name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data")}
    return seen, loggers

everything()  # the first look loads every module
before, levels = everything()
contents = {key: dict(value) for key, value in before.items() if isinstance(value, dict)}
import app.engine
after, levels_after = everything()
changed = [key for key in before.keys() | after.keys() if before.get(key) is not after.get(key)]
changed += [key for key, value in contents.items() if dict(after[key]) != value]
print(sorted(".".join(key) for key in changed), levels == levels_after)
"""


def test_importing_the_engine_changes_nothing_in_the_library() -> None:
    """Its own test suite passes behind our door as it does without: no class, function, table or logger is touched."""
    seen = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert seen.stdout.split() == ["[]", "True"]
