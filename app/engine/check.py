"""The publish check: everything that would run wrong, or not be understood, said before a version is in force.

SpiffWorkflow accepts much that it then runs wrong or drops in silence (engine.md §4). Each rule here has a code; the
families are in the check_*.py files. The same check looks at files that are not ours: a verdict for each, never an
exception, in bounded time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from lxml import etree

from app.domain.text import say
from app.engine.bundle import Bundle
from app.engine.check_decisions import check_tables
from app.engine.check_drawing import check_drawing, check_places, check_pools
from app.engine.check_elements import check_elements, check_ids, check_size
from app.engine.check_events import check_events
from app.engine.check_flows import check_flows
from app.engine.check_tasks import check_tasks
from app.engine.check_tokens import check_tokens
from app.engine.decision_table import DecisionTable
from app.engine.diagram import Diagram, Process
from app.engine.diagram_reading import read_diagram
from app.engine.drawn_elements import elements_of
from app.engine.errors import Problem, TablePlace
from app.engine.findings import DecisionColumns, Findings, Known
from app.engine.parser import parse_process
from app.engine.xml import XmlRefused, read_xml

_TOLD_THERE = frozenset(
    {
        "operation.unknown", "operation.input_missing", "operation.input_unknown", "operation.input_value",
        "repeat.count_invalid", "timer.invalid", "due.invalid", "id.too_long", "name.too_long",
        "gateway.deadlock", "gateway.twice",
    }
)  # fmt: skip


def check(bundle: Bundle, records: Collection[str] | None = None) -> list[Problem]:
    """Everything wrong with a bundle itself (called bundles are checked on their own).

    `records` are the names a task's `record` property may have; without them that is not checked.
    """
    found = Findings(f"{bundle.process}.bpmn")
    tables, problems = _check_dmn(bundle)
    sound = all(problem.severity == "warning" for problem in problems)
    known = Known(
        variables=bundle.meta.variables,
        forms=frozenset(bundle.forms),
        calls=frozenset(bundle.calls),
        decisions={table.id: _columns(table) for table in tables} if sound else None,
        records=frozenset(records) if records is not None else None,
        may_start=bool(bundle.meta.starters),
        callers=frozenset(
            {bundle.process} | {key for key, called in bundle.calls.items() if bundle.process in called.all()}
        ),
        messages=frozenset(bundle.meta.messages),
    )
    process = _check_bpmn(found, bundle.bpmn, known, bundle.process)
    _check_surroundings(found, bundle, known, process)
    return problems + found.problems


def _columns(table: DecisionTable) -> DecisionColumns:
    return DecisionColumns(table.names, table.output_names, table.kinds)


def _check_dmn(bundle: Bundle) -> tuple[list[DecisionTable], list[Problem]]:
    """The tables of a bundle and what is wrong with them; a diagram names them by id, across files."""
    tables: list[DecisionTable] = []
    problems: list[Problem] = []
    for name, content in sorted(bundle.dmn.items()):
        read, wrong = check_tables(content, name)
        problems += wrong
        for table in read:
            if any(table.id == other.id for other in tables):
                text = say("Deze naam (id) komt meer dan één keer voor.")
                problems.append(Problem(name, table.id, "error", "id.duplicate", text, TablePlace(table.id)))
        tables += read
    return tables, problems


def check_diagram(root: etree._Element, file: str) -> list[Problem]:
    """Everything wrong with a diagram that stands alone: what is around it is not asked for."""
    found = Findings(file)
    _check_root(found, root, Known(), None)
    return found.problems


def check_structure(diagram: Diagram, file: str, key: str) -> list[Problem]:
    """The errors of a diagram that no bundle could make good: what would corrupt a case. For `compile`.

    Not what a case is told when it comes there: a version that was published under other rules, or with an operation
    that a release left out, goes on until then.
    """
    found = Findings(file)
    _check_diagram(found, diagram, Known(), key)
    return [problem for problem in found.problems if problem.severity == "error" and problem.code not in _TOLD_THERE]


def _check_bpmn(found: Findings, content: bytes, known: Known, key: str) -> Process | None:
    try:
        root = read_xml(content)
    except XmlRefused as error:
        found.error("", error.code, error.text)
        return None
    return _check_root(found, root, known, key)


def _check_root(found: Findings, root: etree._Element, known: Known, key: str | None) -> Process | None:
    diagram = read_diagram(root)
    process = _check_diagram(found, diagram, known, key)
    if process is not None:
        if not found.failed:
            _check_parse(found, root, process)
        check_drawing(found, diagram, process)
    return process


def _check_diagram(found: Findings, diagram: Diagram, known: Known, key: str | None) -> Process | None:
    """Everything the rules have to say; the process, when there is one of a size to look at."""
    process = _one_process(found, diagram, key)
    if process is not None and not known.callers:
        known = replace(known, callers=frozenset({process.id}))
    check_ids(found, diagram)
    check_places(found, diagram)
    check_pools(found, diagram)
    if process is None or not check_size(found, process):
        return None
    check_elements(found, diagram, process)
    sound = check_flows(found, known, process)
    check_events(found, known, diagram, process)
    check_tasks(found, known, process)
    if sound:
        check_tokens(found, process)
    return process


def _one_process(found: Findings, diagram: Diagram, key: str | None) -> Process | None:
    if not diagram.processes:
        found.error("", "process.missing", say("In dit bestand staat geen proces."))
        return None
    if len(diagram.processes) > 1:
        found.error("", "process.several", say("In dit bestand staan meer processen. Zet elk in een eigen bestand."))
        return diagram.process(key) if key else None
    [process] = diagram.processes
    if key is not None and process.id != key:
        found.error(process.id, "process.key", say("Het proces moet «%(key)s» heten (id), zoals zijn map.", key=key))
        return None
    if not process.id:
        found.error("", "id.missing", say("Het proces heeft geen naam (id)."))
        return None
    if not process.executable:
        found.error(
            process.id, "process.not_executable", say("Dit proces is alleen een tekening (isExecutable is niet true).")
        )
    return process


def _check_parse(found: Findings, root: etree._Element, process: Process) -> None:
    """The last word is the engine's own: it must be able to read what the rules let through."""
    try:
        parse_process(root, process.id)
    except Exception as error:  # the parser raises whatever it stumbles over
        text = say("De motor kan dit diagram niet lezen (%(kind)s).", kind=type(error).__name__)
        found.error(process.id, "parse.failed", text)


def _check_surroundings(found: Findings, bundle: Bundle, known: Known, process: Process | None) -> None:
    """The bundle around the diagram: variables that called processes declare otherwise, forms nobody shows."""
    for called in bundle.all().values():
        for name, kind in called.meta.variables.items():
            if bundle.meta.variables.get(name, kind) != kind:
                text = say(
                    "Het gegeven %(name)s is in «%(process)s» van een andere soort.", name=name, process=called.process
                )
                found.error("", "variable.conflict", text)
    start = bundle.meta.start
    if start is not None:
        if "start" not in bundle.forms:
            found.error("start", "form.missing", say("Er is geen formulier «%(form)s».", form="start"))
        if known.records is not None and start.record and start.record not in known.records:
            text = say("De verwerking «%(name)s» van de antwoorden bestaat niet.", name=start.record)
            found.error("start", "record.unknown", text)
    if process is not None:
        _check_unused_forms(found, bundle, process)


def _check_unused_forms(found: Findings, bundle: Bundle, process: Process) -> None:
    shown = {element.form for element in elements_of(process).values()}
    for name in sorted(set(bundle.forms) - shown - ({"start"} if bundle.meta.start else set())):
        found.warning(name, "form.unused", say("Geen enkele taak gebruikt dit formulier."))
