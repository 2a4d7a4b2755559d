"""Diagrams for the tests, drawn in a few words. Each function gives XML; `process` puts it together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from app.engine import Bundle, make_bundle

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def definitions(*parts: str) -> bytes:
    opening = f'<bpmn:definitions {NAMESPACES} id="definitions" targetNamespace="t">'
    return f"{opening}{''.join(parts)}</bpmn:definitions>".encode()


def process(*parts: str, key: str = "p", extra: str = "", lane: str = "") -> bytes:
    body = f"{lane}{''.join(parts)}"
    return definitions(extra, f'<bpmn:process id="{key}" isExecutable="true">{body}</bpmn:process>')


def start(id: str = "begin") -> str:
    return f'<bpmn:startEvent id="{id}"/>'


def end(id: str = "done", inside: str = "") -> str:
    return f'<bpmn:endEvent id="{id}">{inside}</bpmn:endEvent>'


def terminate(id: str = "stop") -> str:
    return end(id, "<bpmn:terminateEventDefinition/>")


def error_end(id: str, error: str) -> str:
    return end(id, f'<bpmn:errorEventDefinition errorRef="{error}"/>')


def task(id: str, inside: str = "", *, role: str = "coach", **camunda: str) -> str:
    attributes = "".join(f" camunda:{name}={quoteattr(value)}" for name, value in camunda.items())
    return (
        f'<bpmn:userTask id="{id}" name="Doe {id}" camunda:candidateGroups="{role}"{attributes}>{inside}'
        "</bpmn:userTask>"
    )


def properties(**values: str) -> str:
    entries = "".join(f'<camunda:property name="{name}" value={quoteattr(value)}/>' for name, value in values.items())
    return f"<bpmn:extensionElements><camunda:properties>{entries}</camunda:properties></bpmn:extensionElements>"


def service(id: str, topic: str, inside: str = "") -> str:
    return f'<bpmn:serviceTask id="{id}" camunda:type="external" camunda:topic="{topic}">{inside}</bpmn:serviceTask>'


def decide(id: str, decision: str, result: str = "") -> str:
    variable = f' camunda:resultVariable="{result}"' if result else ""
    return f'<bpmn:businessRuleTask id="{id}" camunda:decisionRef="{decision}"{variable}/>'


def call(id: str, called: str, inside: str = "") -> str:
    return f'<bpmn:callActivity id="{id}" calledElement="{called}">{inside}</bpmn:callActivity>'


def subprocess(id: str, *parts: str) -> str:
    return f'<bpmn:subProcess id="{id}">{"".join(parts)}</bpmn:subProcess>'


def xor(id: str, default: str = "") -> str:
    return f'<bpmn:exclusiveGateway id="{id}"{f" default={quoteattr(default)}" if default else ""}/>'


def both(id: str) -> str:
    return f'<bpmn:parallelGateway id="{id}"/>'


def some(id: str, default: str = "") -> str:
    return f'<bpmn:inclusiveGateway id="{id}"{f" default={quoteattr(default)}" if default else ""}/>'


def first_of(id: str) -> str:
    return f'<bpmn:eventBasedGateway id="{id}"/>'


def timer(expression: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(expression)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def message(id: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{id}"/>'


def error(id: str = "") -> str:
    return f"<bpmn:errorEventDefinition{f' errorRef={quoteattr(id)}' if id else ''}/>"


def signal(id: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="{id}"/>'


def escalation(id: str = "") -> str:
    return f"<bpmn:escalationEventDefinition{f' escalationRef={quoteattr(id)}' if id else ''}/>"


def catch(id: str, event: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{id}">{event}</bpmn:intermediateCatchEvent>'


def throw(id: str, event: str = "") -> str:
    return f'<bpmn:intermediateThrowEvent id="{id}">{event}</bpmn:intermediateThrowEvent>'


def send(id: str, message: str, inside: str = "") -> str:
    return f'<bpmn:sendTask id="{id}" messageRef="{message}">{inside}</bpmn:sendTask>'


def receive(id: str, message: str, inside: str = "") -> str:
    return f'<bpmn:receiveTask id="{id}" messageRef="{message}">{inside}</bpmn:receiveTask>'


def boundary(id: str, on: str, event: str, interrupting: bool = True) -> str:
    cancel = "true" if interrupting else "false"
    return f'<bpmn:boundaryEvent id="{id}" attachedToRef="{on}" cancelActivity="{cancel}">{event}</bpmn:boundaryEvent>'


def for_each(collection: str, item: str, sequential: bool = False) -> str:
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>"
        f'<bpmn:inputDataItem id="{item}"/></bpmn:multiInstanceLoopCharacteristics>'
    )


def times(count: str) -> str:
    return (
        "<bpmn:multiInstanceLoopCharacteristics>"
        f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    kind = 'xsi:type="bpmn:tFormalExpression"'
    inside = f"<bpmn:conditionExpression {kind}>{escape(condition)}</bpmn:conditionExpression>"
    name = id or f"{source}_to_{target}"
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'
        f"{inside if condition else ''}</bpmn:sequenceFlow>"
    )


def line(*ids: str) -> str:
    """Flows from each element to the next."""
    return "".join(flow(source, target) for source, target in pairwise(ids))


def meta(**variables: str) -> str:
    declared = "".join(f'{name} = "{kind}"\n' for name, kind in variables.items())
    return f'title = "Proef"\nsubject = "none"\n[variables]\n{declared}'


def bundle(
    bpmn: bytes,
    key: str = "p",
    dmn: dict[str, bytes] | None = None,
    calls: dict[str, Bundle] | None = None,
    **variables: Any,
) -> Bundle:
    return make_bundle(key, meta(**variables), bpmn, dmn or {}, {}, calls or {})
