"""Diagrams that would go wrong, each with the codes the publish check gives it."""

from __future__ import annotations

from tests.engine import draw
from tests.engine.draw import (
    both,
    call,
    catch,
    definitions,
    end,
    flow,
    line,
    message,
    process,
    properties,
    service,
    subprocess,
    task,
    timer,
    xor,
)


def around(element: str, name: str = "x", extra: str = "", lane: str = "") -> bytes:
    return process(draw.start(), element, end(), line("begin", name, "done"), extra=extra, lane=lane)


REFUSED: dict[str, tuple[bytes, set[str]]] = {
    "no start": (process(task("x"), end(), line("x", "done")), {"start.count", "flow.no_incoming"}),
    "two starts": (
        process(draw.start(), draw.start("s2"), task("x"), end(), line("begin", "x", "done"), line("s2", "x")),
        {"start.count"},
    ),
    "no end": (process(draw.start(), task("x"), line("begin", "x")), {"end.missing", "flow.no_outgoing"}),
    "lonely task": (
        process(draw.start(), task("x"), task("y"), end(), line("begin", "x", "done")),
        {"flow.no_incoming", "flow.no_outgoing"},
    ),
    "missing target": (
        process(draw.start(), task("x"), end(), line("begin", "x", "done"), flow("x", "ghost")),
        {"flow.broken", "flow.several_outgoing"},
    ),
    "missing source": (
        process(draw.start(), task("x"), end(), line("begin", "x", "done"), flow("ghost", "x")),
        {"flow.broken"},
    ),
    "two ways out of a task": (
        process(draw.start(), task("x"), end(), end("e2"), line("begin", "x", "done"), line("x", "e2")),
        {"flow.several_outgoing"},
    ),
    "duplicate id": (process(draw.start(), task("x"), xor("x"), end(), line("begin", "x", "done")), {"id.duplicate"}),
    "no way to an end": (
        process(
            draw.start(),
            xor("m"),
            task("x"),
            end(),
            task("y"),
            both("f"),
            end("e2"),
            line("begin", "f", "m", "x", "m"),
            line("f", "y", "done"),
        ),
        {"flow.endless", "flow.no_incoming"},
    ),
    "no condition": (
        process(
            draw.start(),
            xor("g", "d"),
            end(),
            end("e2"),
            line("begin", "g"),
            flow("g", "done", id="d"),
            flow("g", "e2"),
        ),
        {"flow.no_condition"},
    ),
    "wrong default": (
        process(
            draw.start(),
            xor("g", "zz"),
            end(),
            end("e2"),
            line("begin", "g"),
            flow("g", "done", "n == 1"),
            flow("g", "e2", "n == 2"),
        ),
        {"gateway.bad_default"},
    ),
    "into start": (
        process(
            draw.start(),
            task("x"),
            xor("g", "d"),
            end(),
            line("begin", "x", "g"),
            flow("g", "done", id="d"),
            flow("g", "begin", "n == 1"),
        ),
        {"flow.into_start"},
    ),
    "automatic loop": (
        process(
            draw.start(),
            xor("m"),
            xor("g", "d"),
            end(),
            line("begin", "m", "g"),
            flow("g", "m", "n == 1"),
            flow("g", "done", id="d"),
        ),
        {"loop.no_wait"},
    ),
    "two definitions": (
        around(catch("x", timer("'P1D'") + message("m")), extra='<bpmn:message id="m" name="m"/>'),
        {"event.several"},
    ),
    "no definition": (around(catch("x", "")), {"event.no_definition"}),
    "unknown message": (around(catch("x", message("ghost"))), {"message.unknown"}),
    "timer start": (
        process(f'<bpmn:startEvent id="begin">{timer("P1D")}</bpmn:startEvent>', end(), line("begin", "done")),
        {"event.unsupported"},
    ),
    "signal without a name": (
        process(draw.start(), end("done", '<bpmn:signalEventDefinition signalRef="s"/>'), line("begin", "done")),
        {"signal.unknown"},
    ),
    "escalation without code": (
        process(draw.start(), end("done", "<bpmn:escalationEventDefinition/>"), line("begin", "done")),
        {"escalation.unknown"},
    ),
    "message key": (
        process(
            draw.start(),
            catch("x", message("m")).replace("<bpmn:message", properties(key="boss") + "<bpmn:message"),
            end(),
            line("begin", "x", "done"),
            extra='<bpmn:message id="m" name="m"/>',
        ),
        {"message.key"},
    ),
    "boundary on an operation": (
        process(
            draw.start(),
            service("x", "test_nothing"),
            draw.boundary("b", "x", timer("'P1D'")),
            end(),
            end("e2"),
            line("begin", "x", "done"),
            line("b", "e2"),
        ),
        {"boundary.instant"},
    ),
    "error on a task": (
        process(
            draw.start(),
            task("x"),
            draw.boundary("b", "x", draw.error()),
            end(),
            end("e2"),
            line("begin", "x", "done"),
            line("b", "e2"),
        ),
        {"error.never"},
    ),
    "error without code": (
        process(draw.start(), draw.error_end("done", "ghost"), line("begin", "done")),
        {"error.unknown"},
    ),
    "no role": (around(task("x", role="")), {"role.missing"}),
    "two roles": (around(task("x", role="coach,employer")), {"role.several"}),
    "unknown role": (around(task("x", role="boss")), {"role.unknown"}),
    "due": (around(task("x", dueDate="${in two weeks}")), {"due.invalid"}),
    "due of another kind": (around(task("x", dueDate="n")), {"variable.type"}),
    "priority": (around(task("x", priority="200")), {"priority.invalid"}),
    "not_by nobody": (around(task("x", properties(not_by="y"))), {"not_by.unknown"}),
    "no operation": (around('<bpmn:serviceTask id="x"/>'), {"operation.missing"}),
    "unknown operation": (around(service("x", "test_ghost")), {"operation.unknown"}),
    "missing input": (around(service("x", "test_known")), {"operation.input_missing"}),
    "unknown input": (
        around(service("x", "test_known", properties(role="coach", other="1"))),
        {"operation.input_unknown"},
    ),
    "undeclared in input": (around(service("x", "test_known", properties(role="= ghost"))), {"variable.undeclared"}),
    "unknown call": (around(call("x", "ghost")), {"call.unknown"}),
    "no call": (around(call("x", "")), {"call.missing"}),
    "no decision": (around('<bpmn:businessRuleTask id="x"/>'), {"decision.missing"}),
    "mapped decision": (
        around(draw.decide("x", "d").replace("/>", ' camunda:mapDecisionResult="resultList"/>')),
        {"decision.mapping", "decision.unknown"},
    ),
    "compensation": (
        around(task("x").replace("<bpmn:userTask", '<bpmn:userTask isForCompensation="true"')),
        {"element.compensation"},
    ),
    "data object": (
        process(draw.start(), end(), '<bpmn:dataObject id="o"/>', line("begin", "done")),
        {"data.unsupported"},
    ),
    "empty subprocess": (around(subprocess("x")), {"start.count", "end.missing"}),
    "not executable": (
        definitions(
            '<bpmn:process id="p" isExecutable="false">', draw.start(), end(), line("begin", "done"), "</bpmn:process>"
        ),
        {"process.not_executable"},
    ),
    "two processes": (
        definitions(
            '<bpmn:process id="q"/><bpmn:process id="p">', draw.start(), end(), line("begin", "done"), "</bpmn:process>"
        ),
        {"process.several"},
    ),
    "no process": (definitions(), {"process.missing"}),
    "other key": (process(draw.start(), end(), line("begin", "done"), key="q"), {"process.key"}),
}
