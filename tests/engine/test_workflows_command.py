"""`flask workflows check`: exit codes and JSON as contract §3 has them; never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.workflows import workflows
from tests.engine import draw
from tests.engine.draw import end, line, process, task

GOOD = process(draw.start(), task("ask"), end(), line("begin", "ask", "done"))
BAD = process(draw.start(), task("ask", role="boss"), end(), line("begin", "ask", "done"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(workflows, ["check", *map(str, arguments)])


def test_a_clean_file_exits_0(tmp_path: Path) -> None:
    (tmp_path / "good.bpmn").write_bytes(GOOD)
    result = run(tmp_path / "good.bpmn")
    assert result.exit_code == 0
    assert "0 fouten" in result.output


def test_problems_exit_1_and_are_json_on_request(tmp_path: Path) -> None:
    (tmp_path / "bad.bpmn").write_bytes(BAD)
    result = run(tmp_path, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert all(set(problem) == {"file", "element", "severity", "code", "message"} for problem in found)
    assert {
        "file": str(tmp_path / "bad.bpmn"), "element": "ask", "severity": "error", "code": "role.unknown",
        "message": "De rol boss bestaat niet.",
    } in found  # fmt: skip
    assert "role.unknown" in run(tmp_path).output


@pytest.mark.parametrize("arguments", [(), ("/nowhere/at/all",), ("--what",)])
def test_unusable_arguments_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_empty_folder_is_clean_and_its_json_is_a_list(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "--json").stdout) == []


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"<", b"<!DOCTYPE x><x/>", b"\xff\xfe<", b"PK\x03\x04", b"<a/>" * 10]
)
def test_any_content_ends_with_a_verdict(tmp_path: Path, content: bytes) -> None:
    for name in ("x.bpmn", "x.dmn", "x.json", "x"):
        (tmp_path / name).write_bytes(content)
        result = run(tmp_path / name, "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_file_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    import os

    path = os.fsencode(tmp_path) + b"/\xff.bpmn"
    with open(path, "wb") as stream:  # noqa: PTH123  # a name of bytes
        stream.write(BAD)
    result = run(tmp_path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)
    assert run(tmp_path).exit_code == 1
