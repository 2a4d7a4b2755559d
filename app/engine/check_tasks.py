"""Publish check: work of people and of operations, decisions and calls."""

from __future__ import annotations

import re

from app.domain.access import Role
from app.domain.duration import Duration, InvalidDuration, parse_duration
from app.domain.text import say
from app.engine.check_elements import CODE_ATTRIBUTES
from app.engine.check_repeats import check_repeats
from app.engine.diagram import Node, Process
from app.engine.findings import Findings, Known, check_expression, check_variable
from app.engine.meta import is_variable_name
from app.engine.operations import Operation, registered
from app.engine.xml import BPMN, text_of

_GROUND = re.compile(r"^\s*Grond:", re.MULTILINE)
_TASK_PROPERTIES = frozenset({"record", "not_by"})


def check_tasks(found: Findings, known: Known, process: Process) -> None:
    """Every task of a process."""
    for node in process.nodes.values():
        if node.kind == "userTask":
            _check_role(found, process, node)
            _check_work(found, known, process, node)
        elif node.kind == "serviceTask":
            _check_operation(found, known, process, node)
        elif node.kind == "businessRuleTask":
            _check_decision(found, known, node)
        elif node.kind == "callActivity":
            _check_call(found, known, node)
        if node.repeats is not None:
            check_repeats(found, known, process, node)


def _check_role(found: Findings, process: Process, node: Node) -> None:
    groups = [group.strip() for group in node.camunda("candidateGroups").split(",") if group.strip()]
    if not groups:
        found.error(
            node.id, "role.missing", say("Deze taak is voor niemand. Kies een rol bij «Wie» (camunda:candidateGroups).")
        )
        return
    if len(groups) > 1:
        found.error(node.id, "role.several", say("Een taak is voor precies één rol."))
        return
    if groups[0] not in set(Role):
        found.error(node.id, "role.unknown", say("De rol %(role)s bestaat niet.", role=groups[0]))
        return
    if not process.lanes:
        return
    lane = process.lanes.get(node.id)
    if lane is None and node.id not in process.scope.nodes:
        return  # inside a subprocess: the lane is where that stands, and it may hold work of several roles
    if lane is None:
        found.error(node.id, "lane.missing", say("Deze taak staat in geen enkele baan."))
    elif lane.id.startswith("lane_") and lane.id != f"lane_{groups[0]}":
        text = say("De taak is voor %(role)s maar staat in de baan «%(lane)s».", role=groups[0], lane=lane.name)
        found.error(node.id, "lane.disagrees", text)


def _check_work(found: Findings, known: Known, process: Process, node: Node) -> None:
    if not node.attribute("name"):
        found.warning(node.id, "name.missing", say("Deze taak heeft geen naam."))
    documentation = text_of(node.xml.find(BPMN + "documentation"))
    if not documentation:
        found.warning(node.id, "task.no_documentation", say("Zeg in de uitleg wat te doen is en waarom."))
    elif not _GROUND.search(documentation):
        text = say("Zeg op welke grond deze taak er is, in een regel die begint met «Grond:».")
        found.warning(node.id, "task.no_ground", text)
    form = node.camunda("formKey") or node.id
    if known.forms is not None and form not in known.forms:
        found.error(node.id, "form.missing", say("Er is geen formulier «%(form)s».", form=form))
    _check_due(found, known, node)
    priority = node.camunda("priority")
    if priority and not (priority.isdecimal() and int(priority) <= 100):
        found.error(node.id, "priority.invalid", say("De voorrang is een getal van 0 tot 100."))
    _check_properties(found, known, process, node)


def _check_due(found: Findings, known: Known, node: Node) -> None:
    due = node.camunda("dueDate")
    if not due:
        return
    try:
        duration = parse_duration(due)
        if duration == Duration() or duration.is_over_a_century:
            text = say("De termijn loopt af na het begin van de taak, en binnen honderd jaar.")
            found.error(node.id, "due.invalid", text)
    except InvalidDuration:
        if not is_variable_name(due):
            text = say("De termijn is een duur zoals 14 dagen (P14D), of de naam van een gegeven met een datum.")
            found.error(node.id, "due.invalid", text)
        else:
            check_variable(found, known, node.id, due, "date")


def _check_properties(found: Findings, known: Known, process: Process, node: Node) -> None:
    for name in sorted(set(node.properties) - _TASK_PROPERTIES):
        found.warning(node.id, "property.unknown", say("Deze eigenschap kennen we niet: %(name)s.", name=name))
    record = node.properties.get("record")
    if record is not None and known.records is not None and record not in known.records:
        text = say("De verwerking «%(name)s» van de antwoorden bestaat niet.", name=record)
        found.error(node.id, "record.unknown", text)
    other = node.properties.get("not_by")
    if other is not None and (other not in process.nodes or process.nodes[other].kind != "userTask"):
        text = say("not_by noemt een taak die er niet is: %(name)s.", name=other)
        found.error(node.id, "not_by.unknown", text)


def _check_operation(found: Findings, known: Known, process: Process, node: Node) -> None:
    topic = node.camunda("topic")
    if any(node.camunda(attribute) for attribute in CODE_ATTRIBUTES):
        return  # named already, with what to do instead
    if not topic or node.camunda("type") != "external":
        text = say("Hier doet Traject nog niets. Kies een operatie (camunda:type external, camunda:topic).")
        found.error(node.id, "operation.missing", text)
        return
    operation = registered(topic)
    if operation is None:
        found.error(node.id, "operation.unknown", say("De operatie «%(name)s» bestaat niet.", name=topic))
        return
    _check_inputs(found, known, process, node, operation)
    for name in operation.writes:
        check_variable(found, known, node.id, name)


def _check_inputs(found: Findings, known: Known, process: Process, node: Node, operation: Operation) -> None:
    for name in sorted(name for name in operation.inputs if not node.properties.get(name)):
        text = say("De operatie «%(operation)s» mist %(name)s.", operation=operation.name, name=name)
        found.error(node.id, "operation.input_missing", text)
    for name in sorted(set(node.properties) - set(operation.inputs) - set(operation.optional)):
        text = say("De operatie «%(operation)s» kent %(name)s niet.", operation=operation.name, name=name)
        found.error(node.id, "operation.input_unknown", text)
    for name, value in node.properties.items():
        given = operation.input(name)
        refused = given.refused(value) if given is not None and value else None
        if refused is not None:
            found.error(node.id, "operation.input_value", refused)
        elif value.startswith("="):
            check_expression(found, known, node.id, value[1:], process.items(node.id))


def _check_decision(found: Findings, known: Known, node: Node) -> None:
    decision = node.camunda("decisionRef")
    if not decision:
        found.error(node.id, "decision.missing", say("Deze taak noemt geen beslissingstabel (camunda:decisionRef)."))
        return
    if node.camunda("mapDecisionResult") not in ("", "singleEntry", "collectEntries"):
        text = say("Deze manier om de uitkomst te bewaren (mapDecisionResult) kennen we niet.")
        found.error(node.id, "decision.mapping", text)
    if known.decisions is None:
        return
    if decision not in known.decisions:
        found.error(node.id, "decision.unknown", say("De beslissing «%(name)s» bestaat niet.", name=decision))
        return
    result = node.camunda("resultVariable")
    columns = known.decisions[decision]
    for name, kind in columns.kinds.items():
        if known.variables is not None and known.variables.get(name, kind) != kind:
            text = say("De tabel leest %(name)s als %(kind)s, maar het gegeven is van een andere soort.",
                       name=name, kind=kind)  # fmt: skip
            found.error(node.id, "decision.kind_of_variable", text)
    if result and len(columns.answers) > 1:
        text = say("Een tabel met meer uitkomsten heeft geen resultVariable: elke uitkomst heet zoals haar kolom.")
        found.error(node.id, "decision.result", text)
    for name in sorted(columns.reads.union([result] if result else columns.answers)):
        check_variable(found, known, node.id, name)


def _check_call(found: Findings, known: Known, node: Node) -> None:
    called = node.attribute("calledElement")
    if not called or "{" in called:
        found.error(node.id, "call.missing", say("Zeg welk proces hier opgeroepen wordt."))
    elif called in known.callers:
        text = say("Dit proces roept zichzelf op, rechtstreeks of via een ander proces.")
        found.error(node.id, "call.recursive", text)
    elif known.calls is not None and called not in known.calls:
        found.error(node.id, "call.unknown", say("Het opgeroepen proces «%(process)s» bestaat niet.", process=called))
