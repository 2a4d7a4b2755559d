"""The publish check, rule by rule: what would be dropped in silence or wait for ever is named, once, where it is."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.codes import Phase
from app.domain.text import say
from app.engine import Bundle, Context, Outcome, check, compile, make_bundle, operation
from app.engine.check_decisions import check_tables
from app.engine.decisions import read_decisions
from app.engine.errors import TablePlace
from app.engine.operation_inputs import a_variable, one_of, role
from tests.engine import draw
from tests.engine.diagrams.refused import around
from tests.engine.draw import (
    both,
    boundary,
    bundle,
    call,
    catch,
    decide,
    end,
    flow,
    line,
    message,
    process,
    properties,
    service,
    some,
    subprocess,
    task,
    timer,
    xor,
)
from tests.engine.tables import table

MESSAGE = '<bpmn:message id="m" name="changed"/>'


def found(made: Bundle) -> set[tuple[str, str]]:
    """The elements and codes of the findings, apart from what small drawings always lack."""
    small = {"drawing.none", "task.no_documentation", "form.missing", "gateway.useless", "operation.unknown"}
    return {(problem.element, problem.code) for problem in check(made) if problem.code not in small}


def of(bpmn: bytes, **variables: str) -> set[tuple[str, str]]:
    return found(bundle(bpmn, **variables))


def beside(element: str) -> bytes:
    """A diagram with an element that stands beside the flow."""
    return process(draw.start(), task("x"), end(), line("begin", "x", "done"), element)


SILENT: dict[str, tuple[bytes, set[tuple[str, str]]]] = {
    "a formula as the name of a message": (
        around(catch("x", message("m")), extra='<bpmn:message id="m" name="order-${n}"/>'), {("m", "name.computed")}),
    "a formula as an error code": (
        around(task("x"), extra='<bpmn:error id="e" errorCode="=code"/>'), {("e", "name.computed")}),
    "a signal without an id": (
        around(task("x"), extra='<bpmn:signal name="alarm"/>'), {("alarm", "id.missing")}),
    "a place that is no number": (
        around(task("x"), extra='<bpmndi:BPMNShape bpmnElement="x"><dc:Bounds x="left" y="1" width="1" height="1" '
               'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"/></bpmndi:BPMNShape>'), {("x", "drawing.place")}
        | {(name, "drawing.missing") for name in ("begin", "done", "begin_to_x", "x_to_done")}),
    "an event that stands elsewhere": (
        around(catch("x", "<bpmn:eventDefinitionRef>t</bpmn:eventDefinitionRef>")),
        {("x", "event.reference"), ("x", "event.no_definition")}),
    "tokens by number": (
        around(task("x").replace("<bpmn:userTask", '<bpmn:userTask completionQuantity="2"')),
        {("x", "element.quantity")}),
    "a part of another language": (
        beside('<other:task xmlns:other="http://example.org/other" id="o"/>'), {("o", "element.foreign")}),
    "events while repeating": (
        around(task("x", draw.times("3").replace("><bpmn:loopC", ' behavior="One"><bpmn:loopC'))),
        {("x", "repeat.behaviour")}),
    "settings nobody reads": (
        around(task("x", assignee="ann", candidateUsers="ann", dueDate="P1D")), {("x", "extension.ignored")}),
    "a setting of an event nobody reads": (
        around(catch("x", message("m").replace("/>", "><bpmn:extensionElements><camunda:in source='a' target='b'/>"
                                               "</bpmn:extensionElements></bpmn:messageEventDefinition>")),
               extra=MESSAGE), {("x", "extension.ignored")}),
    "a version of a decision": (
        around(call("x", "q").replace("<bpmn:call", '<bpmn:call').replace(" calledElement",
               ' camunda:calledElementBinding="version" calledElement')),
        {("x", "extension.ignored"), ("x", "call.unknown")}),
    "a form on the start": (
        process('<bpmn:startEvent id="begin" camunda:formKey="f"/>', end(), line("begin", "done")),
        {("begin", "extension.ignored")}),
}  # fmt: skip


SILENT |= {
    "an id no column holds": (around(task("x" * 121), "x" * 121), {("x" * 120, "id.too_long")}),
    "a message no column holds": (
        around(catch("x", message("m")), extra=f'<bpmn:message id="m" name="{"n" * 201}"/>'), {("m", "name.too_long")}),
    "a time beyond a century": (around(catch("x", timer("'P9999Y'"))), {("x", "timer.invalid")}),
    "a term beyond a century": (around(task("x", dueDate="P99999W")), {("x", "due.invalid")}),
    "a second escalation, of another time": (
        around(subprocess("x", draw.times("2"), draw.start("s"), draw.throw("t", draw.escalation("e")), end("f"),
                          line("s", "t", "f")) + boundary("b", "x", draw.escalation("e"), False) + task("y")
               + end("g") + line("b", "y", "g"),
               extra='<bpmn:escalation id="e" escalationCode="E"/>'), {("b", "escalation.once")}),
}  # fmt: skip


@pytest.mark.parametrize("case", SILENT)
def test_what_would_be_passed_over_in_silence_is_named(case: str) -> None:
    bpmn, expected = SILENT[case]
    assert of(bpmn) == expected


UNDO = task("undo").replace("<bpmn:userTask", '<bpmn:userTask isForCompensation="true"')
BESIDE: dict[str, tuple[bytes, set[tuple[str, str]]]] = {
    "event subprocess": (
        beside('<bpmn:subProcess id="s" triggeredByEvent="true">'
               f'<bpmn:startEvent id="b">{message("m")}</bpmn:startEvent>{end("e")}{line("b", "e")}</bpmn:subProcess>'),
        {("s", "element.event_subprocess")}),
    "compensation": (
        process(draw.start(), task("x"), boundary("b", "x", "<bpmn:compensateEventDefinition/>"), end(),
                line("begin", "x", "done"), UNDO),
        {("b", "event.unsupported"), ("undo", "element.compensation")}),
    "code": (around('<bpmn:serviceTask id="x" camunda:class="a.b.C"/>'), {("x", "extension.code")}),
    "error on an operation": (
        process(draw.start(), service("x", "nothing"), boundary("b", "x", draw.error()), end(), end("e2"),
                line("begin", "x", "done"), line("b", "e2")), {("b", "boundary.instant")}),
    "lonely": (
        process(draw.start(), end(), line("begin", "done"), task("x"), task("y"), line("x", "y")),
        {("x", "flow.no_incoming"), ("y", "flow.no_outgoing"), ("y", "flow.unreachable")}),
}  # fmt: skip


@pytest.mark.parametrize("case", BESIDE)
def test_one_mistake_is_told_once_and_not_by_all_it_leads_to(case: str) -> None:
    bpmn, expected = BESIDE[case]
    assert of(bpmn) == expected


def test_ids_of_drawing_tools_are_told_once() -> None:
    parts = [draw.start("Event_1"), task("Activity_1"), end("Event_2"), line("Event_1", "Activity_1", "Event_2")]
    [problem] = [p for p in check(bundle(process(*parts))) if p.code == "id.style"]
    assert "3, zoals Event_1" in problem.message


def test_flows_without_an_id_are_flows_like_others() -> None:
    def anonymous(bpmn: bytes) -> bytes:
        for name in (b"f_to_a", b"f_to_b", b"g_to_a"):
            bpmn = bpmn.replace(b' id="' + name + b'"', b"")
        return bpmn

    split = process(draw.start(), both("f"), task("a"), task("b"), both("j"), end(), line("begin", "f", "a", "j"),
                    line("f", "b", "j", "done"))  # fmt: skip
    assert of(anonymous(split)) == set()
    choice = process(draw.start(), xor("g"), task("a"), end(), line("begin", "g", "a", "done"), end("e2"),
                     flow("g", "e2", "true"))  # fmt: skip
    codes = {code for _, code in of(anonymous(choice))}
    assert codes == {"gateway.no_default", "flow.no_condition"}


@pytest.mark.parametrize(
    "first, second, doubled",
    [
        (message("m"), message("m"), True), (message("m"), message("n"), False),
        (timer("'P1D'"), timer("'P1D'"), False), (draw.error("e"), draw.error("e"), True),
        (draw.error("e"), draw.error(), False),
    ],
)  # fmt: skip
def test_two_events_at_one_element_wait_for_different_things(first: str, second: str, doubled: bool) -> None:
    declared = f'{MESSAGE}<bpmn:message id="n" name="other"/><bpmn:error id="e" errorCode="no"/>'
    inner = subprocess("s", draw.start("b"), task("t"), end("ie"), line("b", "t", "ie"))
    bpmn = process(draw.start(), inner, boundary("b1", "s", first), boundary("b2", "s", second), end(), end("e1"),
                   end("e2"), line("begin", "s", "done"), line("b1", "e1"), line("b2", "e2"),
                   extra=declared)  # fmt: skip
    assert of(bpmn) == ({("b2", "boundary.double")} if doubled else set())


def test_a_message_people_may_send_is_waited_for() -> None:
    meta = 'title = "x"\nsubject = "none"\n[messages.changed]\ntitle = "Iets is anders"\nroles = ["coach"]\n'

    def messages(bpmn: bytes) -> set[tuple[str, str]]:
        return found(make_bundle("p", meta, bpmn, {}, {}, {}))

    assert messages(around(task("x"))) == {("p", "message.unheard")}
    assert messages(around(catch("x", message("m")), extra=MESSAGE)) == set()
    thrown = f'<bpmn:intermediateThrowEvent id="x">{message("m")}</bpmn:intermediateThrowEvent>'
    assert messages(around(thrown, extra=MESSAGE)) == {("p", "message.unheard")}


@pytest.mark.parametrize(
    "kind, declared, wrong",
    [("timeDate", "date", False), ("timeDate", "text", True), ("timeDuration", "text", False),
     ("timeDuration", "number", True)],
)  # fmt: skip
def test_e4__a_timer_reads_a_variable_that_can_be_a_time(kind: str, declared: str, wrong: bool) -> None:
    bpmn = around(catch("x", timer("until", kind)))
    assert of(bpmn, until=declared) == ({("x", "variable.type")} if wrong else set())


def test_a_task_has_time() -> None:
    assert of(around(task("x", dueDate="P0D"))) == {("x", "due.invalid")}


def test_a_table_reads_variables_of_its_kinds() -> None:
    made = {"t.dmn": table([("< 18", "1"), (">= 18", "2")], "age", types="number")}

    def reading(**variables: str) -> set[tuple[str, str]]:
        return found(bundle(around(decide("x", "advise")), dmn=made, **variables))

    assert reading(age="number", advice="number") == set()
    assert reading(age="text", advice="number") == {("x", "decision.kind_of_variable")}


def test_a_broken_table_does_not_hide_what_is_wrong_with_the_diagram() -> None:
    made = bundle(around(decide("x", "advise") + task("y")), dmn={"t.dmn": table([("x y", "1")], "age")})
    assert {("r0_0", "decision.cell"), ("y", "flow.no_incoming")} <= found(made)


def test_two_files_do_not_have_the_same_decision() -> None:
    content = table([("-", "1")], "age")
    made = bundle(
        around(decide("x", "advise")), dmn={"a.dmn": content, "b.dmn": content}, age="number", advice="number"
    )
    assert found(made) == {("advise", "id.duplicate")}


@operation("test_choosing", inputs={
    "role": role(say("Aan wie")), "phase": one_of(say("Welke fase"), Phase), "person": a_variable(say("Wie")),
    "text": say("Bericht"),
})  # fmt: skip
def choosing(context: Context) -> Outcome:
    return Outcome()


CHOSEN = {"role": "coach", "phase": "NAZORG", "person": "=who", "text": "Dag"}


@pytest.mark.parametrize(
    "given, code, sentence",
    [
        ({}, "", ""),
        ({"person": "=item"}, "variable.undeclared", "Het gegeven item is niet aangegeven in process.toml."),
        ({"text": "=who"}, "", ""),
        ({"role": "baas"}, "operation.input_value", "Aan wie: «baas» staat niet in de lijst. Kies een ervan."),
        ({"role": "=who"}, "operation.input_value", "Aan wie: «=who» staat niet in de lijst. Kies een ervan."),
        ({"phase": "LATER"}, "operation.input_value", "Welke fase: «LATER» staat niet in de lijst. Kies een ervan."),
        ({"person": "who"}, "operation.input_value", "Wie: «who» is geen gegeven. Kies er een."),
        ({"text": ""}, "operation.input_missing", "De operatie «test_choosing» mist text."),
    ],
)
def test_what_an_operation_is_given_is_one_of_its_list(given: dict[str, str], code: str, sentence: str) -> None:
    made = bundle(around(service("x", "test_choosing", properties(**(CHOSEN | given)))), who="text")
    told = [(each.element, each.code, each.message) for each in check(made) if each.severity == "error"]
    assert told == ([("x", code, sentence)] if code else [])
    compile(made)  # a version from before goes on


def of_file(content: bytes) -> list[tuple[str, str, TablePlace]]:
    """The findings about ids in a file of tables: which, in words, and the place to mark."""
    told = [problem for problem in check_tables(content, "t.dmn")[1] if problem.code == "id.duplicate"]
    return [(problem.element, problem.message.split(". ")[0], problem.place) for problem in told]


TWICE = "Dezelfde naam (id) staat bij %s en bij %s"


@pytest.mark.parametrize(
    "old, new, where, place",
    [
        ('"r1"', '"r0"', ("rij 1", "rij 2"), TablePlace("advise", (2,))),
        ('"in1_b"', '"in0_a"', ("kolom «a»", "kolom «b»"), TablePlace("advise", (), 2)),
        ('"out_advice"', '"in0_a"', ("kolom «a»", "kolom «advice»"), TablePlace("advise", (), 3)),
        ('"r1_2"', '"r0_1"', ("rij 1, kolom «b»", "rij 2, kolom «advice»"), TablePlace("advise", (2,), 3)),
        ('"e1_b"', '"t"', ("de tabel", "kolom «b»"), TablePlace("advise", (), 2)),
    ],
)
def test_two_parts_of_a_table_do_not_have_the_same_id(
    old: str, new: str, where: tuple[str, str], place: TablePlace
) -> None:
    content = table([("1", "1", "1"), ("2", "2", "2")], "a b", types="number number")
    assert old.encode() in content
    assert of_file(content) == []
    twins = content.replace(old.encode(), new.encode())
    assert of_file(twins) == [(new.strip('"'), TWICE % where, place)]
    assert read_decisions(twins, "t.dmn")  # a version that was published before goes on


def test_a_shape_with_an_id_that_is_taken_is_named_by_what_it_draws() -> None:
    def drawn(*shapes: str) -> set[tuple[str, str]]:
        inside = "".join(f'<bpmndi:BPMNShape id="{shape}" bpmnElement="x"/>' for shape in shapes)
        plane = f'<bpmndi:BPMNDiagram id="g"><bpmndi:BPMNPlane id="l">{inside}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
        bpmn = around(task("x")).replace(b"</bpmn:definitions>", plane.encode() + b"</bpmn:definitions>")
        return {each for each in found(bundle(bpmn)) if each[1].startswith("id.")}

    assert drawn("x_di") == set()
    assert drawn("x") == {("x", "id.duplicate_shape")}
    assert drawn("x_di", "x_di") == {("x", "id.duplicate_shape")}


# Calls that come back.


def calling(key: str, called: str, calls: dict[str, Bundle]) -> Bundle:
    bpmn = process(draw.start(), call("x", called), end(), line("begin", "x", "done"), key=key)
    return bundle(bpmn, key=key, calls=calls)


def test_a_draft_that_calls_itself_is_refused_directly_and_over_others() -> None:
    assert ("x", "call.recursive") in found(calling("p", "p", {}))
    leaf = bundle(process(draw.start(), end(), line("begin", "done"), key="p"))
    middle = calling("q", "p", {"p": leaf})  # in force, calling the version of p in force
    assert found(middle) == set()
    assert found(calling("p", "q", {"q": middle})) == {("x", "call.recursive")}
    assert found(calling("p", "r", {"r": calling("r", "q", {"q": middle})})) == {("x", "call.recursive")}


# Loops and joins.


def round_about(*inside: str, extra: Any = ()) -> bytes:
    return process(draw.start(), xor("m"), *inside, *extra, xor("g", "out"), end(), line("begin", "m"),
                   flow("g", "m", "n > 1"), flow("g", "done", id="out"))  # fmt: skip


def test_a_loop_comes_past_something_that_waits_every_round() -> None:
    assert of(round_about(task("t"), line("m", "t", "g")), n="number") == set()
    past = [task("t"), xor("c", "short"), line("m", "c", "t", "g"), flow("c", "g", id="short")]
    past[2] = line("m", "c") + flow("c", "t", "n > 2") + line("t", "g")
    assert {code for _, code in of(round_about(*past), n="number")} == {"loop.no_wait"}


def test_a_subprocess_that_can_be_passed_in_an_instant_is_no_wait() -> None:
    def inner(*parts: str) -> str:
        return subprocess("s", draw.start("b"), end("e"), *parts)

    always = inner(task("t"), line("b", "t", "e"))
    assert of(round_about(always, line("m", "s", "g")), n="number") == set()
    sometimes = inner(xor("c", "short"), task("t"), line("b", "c"), flow("c", "t", "n > 2"), line("t", "e"),
                      flow("c", "e", id="short"))  # fmt: skip
    assert {code for _, code in of(round_about(sometimes, line("m", "s", "g")), n="number")} == {"loop.no_wait"}


def test_joins_beside_inclusive_gateways_are_played_through_too() -> None:
    def split(*parts: str) -> set[tuple[str, str]]:
        return of(process(draw.start(), some("s", "d"), task("a"), task("b"), end(), line("begin", "s"),
                          flow("s", "a", "n > 1"), flow("s", "b", id="d"), *parts), n="number")  # fmt: skip

    assert split(some("j"), line("a", "j", "done"), line("b", "j")) == set()
    assert split(both("j"), line("a", "j", "done"), line("b", "j")) == {("j", "gateway.deadlock")}


def test_what_is_refused_for_what_it_is_makes_no_deadlock_besides() -> None:
    undone = boundary("u", "a", "<bpmn:compensateEventDefinition/>")
    split = process(draw.start(), both("f"), task("a"), task("b"), both("j"), end(), line("begin", "f", "a", "j"),
                    line("f", "b", "j", "done"), undone)  # fmt: skip
    assert of(split) == {("u", "event.unsupported")}


def test_an_inclusive_join_inside_a_branch_is_no_deadlock() -> None:
    parts = [
        draw.start(), both("f"), some("s", "d"), task("a"), task("b"), some("i"), task("c"), both("j"), end(),
        line("begin", "f", "s"), flow("s", "a", "n > 1"), flow("s", "b", id="d"), line("a", "i"), line("b", "i", "j"),
        line("f", "c", "j", "done"),
    ]  # fmt: skip
    assert of(process(*parts), n="number") == set()


def test_many_branches_side_by_side_are_judged_all_the_same() -> None:
    """Twenty branches of three tasks have a billion positions; the moves that nothing can take away are few."""

    def wide(*parts: str) -> set[tuple[str, str]]:
        branches = [[f"a{n}", f"b{n}", f"c{n}"] for n in range(20)]
        tasks = "".join(task(name) for branch in branches for name in branch)
        lines = "".join(line("f", *branch, "j") for branch in branches)
        around_it = [draw.start(), both("f"), both("j"), end(), line("begin", "f"), line("j", "done")]
        return of(process(*around_it, tasks, lines, *parts), n="number")

    assert wide() == set()
    choice = [
        xor("g", "left"),
        task("l"),
        task("r"),
        line("f", "g"),
        flow("g", "l", id="left"),
        flow("g", "r", "n > 1"),
    ]
    joined = [both("k"), end("e9"), line("l", "k", "e9"), line("r", "k")]
    assert wide(*choice, *joined) == {("k", "gateway.deadlock")}
