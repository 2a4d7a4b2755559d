"""Hostile bundles: refused at publish, and inert in the engine (security.md 1, 2, 5, 6, 7, 8, 21)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.engine import Bundle, BundleError, EngineError, check, check_path, compile, make_bundle
from app.engine.xml import MAX_BYTES, XmlRefused, read_xml
from tests.engine import draw
from tests.engine.draw import (
    boundary,
    bundle,
    call,
    catch,
    end,
    flow,
    for_each,
    line,
    message,
    process,
    properties,
    service,
    task,
    timer,
    times,
    xor,
)
from tests.engine.player import Player

CANARY = Path("/tmp/traject-canary")  # must never come to be
CODE = f"__import__('pathlib').Path('{CANARY}').write_text('x') or 'P1D'"


def evaluated_everywhere() -> dict[str, bytes]:
    """Every construct of a diagram that SpiffWorkflow would evaluate or execute, with the canary in it."""
    spiff = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    scripts = _extension(f"<spiffworkflow:preScript {spiff}>{CODE}</spiffworkflow:preScript>")
    listener = _extension(f'<camunda:executionListener expression="{CODE}" event="start"/>')
    association = (
        f"<bpmn:dataInputAssociation><bpmn:transformation>{CODE}</bpmn:transformation></bpmn:dataInputAssociation>"
    )
    correlation = (
        '<bpmn:message id="m" name="changed"/><bpmn:correlationProperty id="cp" name="cp">'
        f'<bpmn:correlationPropertyRetrievalExpression messageRef="m"><bpmn:messagePath>{CODE}</bpmn:messagePath>'
        "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
    )
    condition = "<bpmn:conditionalEventDefinition><bpmn:condition>%s</bpmn:condition></bpmn:conditionalEventDefinition>"

    def around(element: str, name: str = "x", extra: str = "") -> bytes:
        return process(draw.start(), element, end(), line("begin", name, "done"), extra=extra)

    gateway = [
        draw.start(),
        xor("g", "no"),
        end(),
        end("e2"),
        line("begin", "g"),
        flow("g", "done", CODE),
        flow("g", "e2", id="no"),
    ]
    return {
        "script task": around(f'<bpmn:scriptTask id="x"><bpmn:script>{CODE}</bpmn:script></bpmn:scriptTask>'),
        "condition": process(*gateway),
        "duration": around(catch("x", timer(CODE))),
        "date": around(catch("x", timer(CODE, "timeDate"))),
        "cycle": around(catch("x", timer(CODE, "timeCycle"))),
        "cardinality": around(task("x", times(CODE))),
        "collection": around(task("x", for_each(CODE, "item"))),
        "completion": around(task("x", for_each("names", "item").replace(
            "</bpmn:multi", f"<bpmn:completionCondition>{CODE}</bpmn:completionCondition></bpmn:multi"))),
        "standard loop": around(task("x", f"<bpmn:standardLoopCharacteristics><bpmn:loopCondition>{CODE}"
                                          "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>")),
        "input of an operation": around(service("x", "test_attacked", properties(value=f"={CODE}"))),
        "pre script": around(task("x", scripts)),
        "listener": around(task("x", listener)),
        "data association": around(task("x", association)),
        "correlation": around(catch("x", message("m")), extra=correlation),
        "condition event": around(catch("x", condition % CODE)),
        "class": around('<bpmn:serviceTask id="x" camunda:class="os.system"/>'),
        "expression": around(f'<bpmn:serviceTask id="x" camunda:expression="{CODE}"/>'),
        "delegate": around('<bpmn:serviceTask id="x" camunda:delegateExpression="${bean}"/>'),
        "called element": around(call("x", "${process}")),
        "due date": around(task("x", dueDate=CODE)),
        "role": around(task("x", role="${role}")),
        "ad hoc": around(_ad_hoc(CODE)),
        "call script": around(f'<bpmn:callActivity id="x" calledElement="q" camunda:variableMappingClass="{CODE}"/>'),
    }  # fmt: skip


def _extension(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def _ad_hoc(condition: str) -> str:
    inside = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>"
    return f'<bpmn:adHocSubProcess id="x">{inside}</bpmn:adHocSubProcess>'


@pytest.mark.parametrize("construct", evaluated_everywhere())
def test_s01__code_in_a_diagram_is_refused_at_publish_and_inert_in_the_engine(construct: str) -> None:
    bpmn = evaluated_everywhere()[construct]
    hostile = bundle(bpmn, names="list")
    if construct not in ("pre script", "correlation"):  # only these have no meaning here, and are dropped
        assert [problem.code for problem in check(hostile) if problem.severity == "error"]
    _run_whatever_compiles(hostile)
    assert not CANARY.exists()


def _run_whatever_compiles(hostile: Bundle) -> None:
    try:
        case = Player(hostile, names=["a"])
        for _ in range(3):
            case.do(case.open[0])
    except (BundleError, EngineError, AssertionError, IndexError):
        pass


@pytest.mark.parametrize(
    "text", ["${7*7}", "{{7*7}}", "=7*7", "{% raw %}", "__import__('os')", "<img src=x onerror=alert(1)>", "%(x)s"]
)
def test_s04_s07__texts_of_a_diagram_stay_texts(text: str) -> None:
    xml = task("x", f"<bpmn:documentation>{draw.escape(text)}</bpmn:documentation>").replace(
        'name="Doe x"', f"name={draw.quoteattr(text)}"
    )
    case = Player(bundle(process(draw.start(), xml, end(), line("begin", "x", "done"))))
    assert case.task("x").name == text
    assert case.task("x").documentation == text
    assert case.snapshot.steps[-1].name == text


HEAD = "<?xml version='1.0'?>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPES = {
    "external entity": f'{HEAD}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
    "billion laughs": f'{HEAD}<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><d>&l11;</d>',
    "quadratic": f'{HEAD}<!DOCTYPE d [<!ENTITY x "{"x" * 50_000}">]><d>{"&x;" * 10_000}</d>',
    "remote": f'{HEAD}<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><d/>',
    "parameter entity": f"{HEAD}<!DOCTYPE d [<!ENTITY % x SYSTEM 'file:///etc/hostname'> %x;]><d/>",
    "lower case": f"{HEAD}<!doctype d><d/>",
    "utf-16": "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE d><d/>",
}


@pytest.mark.parametrize("name", DOCTYPES)
@pytest.mark.parametrize("suffix", [".bpmn", ".dmn", ".bpmn20.xml"])
def test_s05__a_doctype_is_refused_on_every_road(tmp_path: Path, name: str, suffix: str) -> None:
    content = DOCTYPES[name].encode("utf-16" if name == "utf-16" else "utf-8")
    file = tmp_path / f"evil{suffix}"
    file.write_bytes(content)
    began = time.process_time()
    problems = check_path(file)
    assert time.process_time() - began < 2
    assert {problem.code for problem in problems} <= {"xml.doctype", "xml.syntax"}
    assert problems
    assert not any("root:" in problem.message for problem in problems)
    with pytest.raises(BundleError):
        compile(make_bundle("p", 'title = "x"', content, {}, {}, {}))
    with pytest.raises(BundleError):
        compile(bundle(process(draw.start(), task("a"), end(), line("begin", "a", "done")), dmn={"x.dmn": content}))


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" * 100_000, b"<a>" * 300 + b"</a>" * 300, b"<a b='" + b"x" * (MAX_BYTES + 1) + b"'/>", b"",
        b"\x00" * 1000,
        b"<a", b"<a xmlns:x='y'><x:b></a>", b"\xff\xfe\x00", b"<a>\xc3\x28</a>", b"<a b='1' b='2'/>", b"&lt;",
        b"<?xml?>",
    ],
)  # fmt: skip
def test_s06_s08__broken_and_bloated_files_are_refused_in_bounded_time_without_repeating_them(content: bytes) -> None:
    began = time.process_time()
    with pytest.raises(XmlRefused) as refused:
        read_xml(content)
    assert time.process_time() - began < 2
    assert "<a" not in str(refused.value)


@pytest.mark.parametrize("size", [10_000])
def test_s06__very_many_elements_are_refused_in_bounded_time(tmp_path: Path, size: int) -> None:
    flows = "".join(f'<bpmn:sequenceFlow id="f{n}" sourceRef="begin" targetRef="done"/>' for n in range(size))
    many = {
        "flows": process(draw.start(), end(), flows),
        "tasks": process(draw.start(), end(), "".join(f'<bpmn:userTask id="t{n}"/>' for n in range(size))),
        "namespaces": f"<a {' '.join(f'xmlns:n{n}={chr(34)}u{n}{chr(34)}' for n in range(size))}/>".encode(),
    }
    for name, content in many.items():
        file = tmp_path / f"{name}.bpmn"
        file.write_bytes(content)
        began = time.process_time()
        assert any(problem.severity == "error" for problem in check_path(file))
        assert time.process_time() - began < 4


def test_s05__no_other_xml_parser_is_used_in_the_engine() -> None:
    """flowable#4216: the second, forgotten parser."""
    room = Path(__file__).parents[2] / "app"
    for file in room.rglob("*.py"):
        text = file.read_text()
        if file.name != "xml.py" or file.parent.name != "engine":
            assert "etree.parse(" not in text, file
            assert "etree.fromstring(" not in text, file
            assert "xml.etree" not in text, file
            assert "minidom" not in text, file


def test_s21__the_engine_reads_back_nothing_that_can_make_objects() -> None:
    room = Path(__file__).parents[2] / "app" / "engine"
    for file in room.rglob("*.py"):
        text = file.read_text()
        for word in ("pickle", "yaml", "eval(", "exec(", "BpmnWorkflowSerializer", "marshal", "shelve"):
            assert word not in text.replace("retrieval(", ""), (file, word)


def test_boundaries_are_known_by_the_engine_only_where_they_are_drawn() -> None:
    """A boundary event on an element of another process, or on nothing, is refused: SpiffWorkflow drops it."""
    bpmn = process(draw.start(), task("a"), boundary("b", "elsewhere", timer("'P1D'")), end(), end("e2"),
                   line("begin", "a", "done"), line("b", "e2"))  # fmt: skip
    with pytest.raises(BundleError, match=r"boundary\.unattached"):
        compile(bundle(bpmn))
