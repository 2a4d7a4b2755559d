"""The publish check: each rule refuses what it is for; a good diagram passes; a verdict for any file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.text import say
from app.engine import Context, Outcome, check, check_path, make_bundle, operation
from tests.engine import draw
from tests.engine.diagrams.refused import REFUSED, around
from tests.engine.diagrams.shapes import SHAPES
from tests.engine.diagrams.trajectory import trajectory
from tests.engine.draw import (
    bundle,
    call,
    definitions,
    end,
    line,
    process,
    properties,
    task,
)


@operation("test_known", writes=("advice",), inputs={"role": say("wie")}, optional={"text": say("wat")})
def known(context: Context) -> Outcome:
    return Outcome()


def codes(bpmn: bytes, *, calls: Any = None, **variables: str) -> set[str]:
    found = check(bundle(bpmn, calls=calls, **variables))
    return {problem.code for problem in found if problem.severity == "error"} - {"form.missing"}


@pytest.mark.parametrize("made", [*SHAPES.values(), trajectory])
def test_what_is_drawn_well_passes(made: Any) -> None:
    errors = [p for p in check(made()) if p.severity == "error" and p.code != "form.missing"]
    assert errors == []


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_go_wrong_is_refused(case: str) -> None:
    bpmn, expected = REFUSED[case]
    assert codes(bpmn, n="number", advice="text") == expected


NOT_RUN = [
    "task", "manualTask", "scriptTask", "complexGateway", "transaction", "adHocSubProcess",
    "globalTask",
]  # fmt: skip


@pytest.mark.parametrize("kind", NOT_RUN)
def test_elements_we_do_not_run_are_refused_and_not_skipped(kind: str) -> None:
    assert "element.unsupported" in codes(around(f'<bpmn:{kind} id="x"/>'))


@pytest.mark.parametrize(
    "name", ["Start", "End", "Root", "p.EndJoin", "a.BoundaryEventSplit", "a.BoundaryEventJoin", "StartEventSplit"]
)
def test_ids_the_engine_uses_itself_are_refused(name: str) -> None:
    assert "id.reserved" in codes(around(task(name), name))


LANES = '<bpmn:laneSet id="lanes"><bpmn:lane id="lane_{role}" name="Baan">{inside}</bpmn:lane></bpmn:laneSet>'


@pytest.mark.parametrize(
    "role, inside, expected",
    [
        ("coach", "<bpmn:flowNodeRef>x</bpmn:flowNodeRef>", set()), ("coach", "", set()),
        ("employer", "<bpmn:flowNodeRef>x</bpmn:flowNodeRef>", {"lane.disagrees"}),
        ("coach", "<bpmn:flowNodeRef>done</bpmn:flowNodeRef>", {"lane.missing"}),
    ],
)  # fmt: skip
def test_lane_and_role_agree(role: str, inside: str, expected: set[str]) -> None:
    assert codes(around(task("x"), lane=LANES.format(role=role, inside=inside))) == expected


def test_warnings_keep_nothing_from_being_published() -> None:
    found = check(
        bundle(around(task("Activity_1", properties(colour="red")).replace(' name="Doe Activity_1"', ""), "Activity_1"))
    )
    warnings = {problem.code for problem in found if problem.severity == "warning"}
    assert warnings == {"id.style", "name.missing", "task.no_documentation", "property.unknown", "drawing.none"}


def test_a_ground_belongs_to_every_task() -> None:
    def grounds(text: str) -> set[str]:
        documented = task("x", f"<bpmn:documentation>{text}</bpmn:documentation>")
        return {p.code for p in check(bundle(around(documented))) if p.code.startswith("task.")}

    assert grounds("Doe het.\nGrond: artikel 1.") == set()
    assert grounds("Doe het.") == {"task.no_ground"}


def test_forms_records_and_start() -> None:
    def found(forms: dict[str, Any], meta: str = "", records: set[str] | None = None) -> set[str]:
        text = f'title = "x"\nsubject = "none"\n{meta}'
        made = make_bundle("p", text, around(task("x", properties(record="keep"))), {}, forms, {})
        return {problem.code for problem in check(made, records)} - {"drawing.none", "task.no_documentation"}

    assert found({"x": {}}) == set()
    assert found({}) == {"form.missing"}
    assert found({"x": {}, "other": {}}) == {"form.unused"}
    assert found({"x": {}}, records={"lose"}) == {"record.unknown"}
    assert found({"x": {}}, records={"keep"}) == set()
    assert found({"x": {}}, '[start]\nrecord = "begin"\n', {"keep"}) == {"form.missing", "record.unknown"}
    assert found({"x": {}, "start": {}}, '[start]\nrecord = "keep"\n', {"keep"}) == set()


def test_a_variable_of_another_kind_in_a_called_process_is_refused() -> None:
    called = bundle(
        process(draw.start(), task("y"), end(), line("begin", "y", "done"), key="q"), key="q", outcome="number"
    )
    assert codes(around(call("x", "q")), calls={"q": called}, outcome="text") == {"variable.conflict"}


def test_missing_shapes_are_named() -> None:
    plane = '<bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="begin"/></bpmndi:BPMNPlane>'
    shape = f"<bpmndi:BPMNDiagram>{plane}</bpmndi:BPMNDiagram>"
    bpmn = process(draw.start(), end(), line("begin", "done")).replace(
        b"</bpmn:definitions>", shape.encode() + b"</bpmn:definitions>"
    )
    missing = {problem.element for problem in check(bundle(bpmn)) if problem.code == "drawing.missing"}
    assert missing == {"done", "begin_to_done"}


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("a.bpmn", b"", "xml.syntax"), ("a.bpmn", b"<x/>", "file.kind"), ("a.dmn", b"<definitions/>", "file.kind"),
        ("a.bpmn", b"\x89PNG\r\n", "xml.syntax"), ("a.bpmn", b"x" * 2_000_000, "file.too_large"),
        ("a.svg", b"<svg/>", "file.kind"),
        ("a.bpmn", definitions("<bpmn:process/>"), "id.missing"),
        ("a.bpmn", definitions("<bpmn:process id='p'/>"), "start.count"),
        ("a.bpmn", definitions("<bpmn:process id='p'><bpmn:userTask/></bpmn:process>"), "id.missing"),
    ],
)  # fmt: skip
def test_any_file_gets_a_verdict(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert code in {problem.code for problem in check_path(tmp_path / name)}


def test_a_folder_is_walked_and_its_bundles_are_checked_whole(tmp_path: Path) -> None:
    good = tmp_path / "workflows" / "p"
    good.mkdir(parents=True)
    (good / "p.bpmn").write_bytes(around(task("x")))
    (good / "process.toml").write_text('title = "x"\nsubject = "none"\n')
    (tmp_path / "loose.bpmn20.xml").write_bytes(definitions())
    (tmp_path / "readme.xml").write_text("<readme/>")
    (tmp_path / "table.dmn").write_bytes(b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>')
    found = {(Path(problem.file).name, problem.code) for problem in check_path(tmp_path) if problem.severity == "error"}
    assert found == {
        ("p.bpmn", "form.missing"),
        ("loose.bpmn20.xml", "process.missing"),
        ("table.dmn", "decision.none"),
    }


def test_what_is_not_there_or_no_file_gets_a_verdict(tmp_path: Path) -> None:
    assert [problem.code for problem in check_path(tmp_path / "nothing.bpmn")] == ["file.missing"]
    assert [problem.code for problem in check_path(Path("/dev/zero"))] == ["file.missing"]
    loop = tmp_path / "loop"
    loop.symlink_to(tmp_path)
    assert check_path(tmp_path) == []


def test_problems_speak_plain_dutch_and_can_be_translated() -> None:
    [problem] = [p for p in check(bundle(around(task("x", role="boss")))) if p.code == "role.unknown"]
    assert problem.message == "De rol boss bestaat niet."
    assert problem.text.params == {"role": "boss"}
    assert problem.as_json() == {
        "file": "p.bpmn", "element": "x", "severity": "error", "code": "role.unknown",
        "message": "De rol boss bestaat niet.",
    }  # fmt: skip
