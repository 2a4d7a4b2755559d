"""The engine: SpiffWorkflow behind one small door. State in, Snapshot out; no tables, no mail (architecture.md §1)."""

from app.engine.bundle import Bundle, called_processes, make_bundle, read_bundle
from app.engine.check import check
from app.engine.check_files import check_path
from app.engine.correcting import correct
from app.engine.decisions import DecisionTable, read_decisions
from app.engine.definition import Definition, compile
from app.engine.drawn_elements import Element
from app.engine.errors import (
    BundleError,
    EngineError,
    FormPlace,
    NobodyWaits,
    Problem,
    StepFailed,
    TaskGone,
    step_failed,
)
from app.engine.meta import META_KEYS, MessageMeta, ProcessMeta, is_variable_name
from app.engine.meta_reading import read_meta
from app.engine.operations import Context, Effect, Operation, Outcome, operation, operations
from app.engine.run import Step
from app.engine.runtime import complete, message, signal, start, wake
from app.engine.skipping import can_pass, passing
from app.engine.snapshot import DueTimer, OpenTask, Snapshot, Waiting
from app.engine.variables import misfits
from app.engine.xml import XmlRefused, read_xml, same_xml

__all__ = [
    "META_KEYS",
    "Bundle",
    "BundleError",
    "Context",
    "DecisionTable",
    "Definition",
    "DueTimer",
    "Effect",
    "Element",
    "EngineError",
    "FormPlace",
    "MessageMeta",
    "NobodyWaits",
    "OpenTask",
    "Operation",
    "Outcome",
    "Problem",
    "ProcessMeta",
    "Snapshot",
    "Step",
    "StepFailed",
    "TaskGone",
    "Waiting",
    "XmlRefused",
    "called_processes",
    "can_pass",
    "check",
    "check_path",
    "compile",
    "complete",
    "correct",
    "is_variable_name",
    "make_bundle",
    "message",
    "misfits",
    "operation",
    "operations",
    "passing",
    "read_bundle",
    "read_decisions",
    "read_meta",
    "read_xml",
    "same_xml",
    "signal",
    "start",
    "step_failed",
    "wake",
]
