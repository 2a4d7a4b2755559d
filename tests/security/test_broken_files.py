"""Files in workflows/ and forms/ broken anyhow: start-up stops with file and reason, never with a traceback."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from app.engine import BundleError, Problem
from app.services import checking, publishing, registries, scenario_files
from config import ROOT

PROCESS = "internship"
ROUNDS = 80
NASTY = [
    "",
    "\x00",
    "\ud7ff",
    "]]>",
    "&x;",
    "<a>",
    '"',
    "{",
    "null",
    "-1",
    "1e999",
    "${7*7}",
    "é" * 300,
    "=",
    "[" * 200,
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The files of one process, to break."""
    registries.load()
    for room in ("workflows", "forms"):
        shutil.copytree(ROOT / room / PROCESS, tmp_path / room / PROCESS)
    return tmp_path


def stops_or_starts(tree: Path) -> list[Problem]:
    """What start-up says about the files; an exception of any other kind is a failure of ours."""
    try:
        checking.ensure_sound(publishing.read_bundles(tree / "workflows", tree / "forms"))
        scenario_files.read_files(tree / "workflows")
    except BundleError as error:
        return list(error.problems)
    return []


def told(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.file, problem
        assert problem.message and len(problem.message) < 400, problem
        assert "Traceback" not in problem.message and "Error(" not in problem.message, problem


def cut(text: str, chance: Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.choice([1, 3, 40, 4000]) :]


def doubled(text: str, chance: Random) -> str:
    at, long = chance.randrange(len(text)), chance.choice([5, 60, 900])
    return text[:at] + text[at : at + long] * 2 + text[at + long :]


def put_in(text: str, chance: Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(NASTY) + text[at:]


def other_value(text: str, chance: Random) -> str:
    """Another value between quotes somewhere."""
    values = list(re.finditer(r'"([^"]*)"', text))
    one, other = chance.choice(values), chance.choice(values)
    new = chance.choice([other[1], *NASTY]).replace('"', "")
    return text[: one.start(1)] + new + text[one.end(1) :]


def line_gone(text: str, chance: Random) -> str:
    lines = text.splitlines(keepends=True)
    lines.pop(chance.randrange(len(lines)))
    return "".join(lines)


BREAKS: list[Callable[[str, Random], str]] = [cut, doubled, put_in, other_value, other_value, line_gone]


def test_whatever_is_broken_is_told_with_its_file(tree: Path) -> None:
    chance, files = Random(24), sorted(path for path in tree.rglob("*") if path.is_file())
    stopped = 0
    for _ in range(ROUNDS):
        path = chance.choice(files)
        text = path.read_text(encoding="utf-8")
        path.write_text(chance.choice(BREAKS)(text, chance), encoding="utf-8", errors="surrogatepass")
        problems = stops_or_starts(tree)
        told(problems)
        stopped += bool(problems)
        told(checking.check_path(path))
        path.write_text(text, encoding="utf-8")
    assert stopped > ROUNDS / 4
    assert stops_or_starts(tree) == []


def any_json(value: object, chance: Random) -> object:
    """A form with one thing in it replaced by something of another kind."""
    if isinstance(value, dict) and value:
        key = chance.choice(sorted(value))
        if chance.random() < 0.3:
            return {**value, key: chance.choice([None, 1, -1, 1e308, "x", "", [], {}, True, [[]], {"key": 1}])}
        return {**value, key: any_json(value[key], chance)}
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        return [any_json(each, chance) if index == at else each for index, each in enumerate(value)]
    return chance.choice([None, 1, "x", [], {}])


def test_forms_of_another_shape_are_told_with_their_file(tree: Path) -> None:
    chance, files = Random(7), sorted((tree / "forms").rglob("*.json"))
    for _ in range(ROUNDS):
        path = chance.choice(files)
        text = path.read_text(encoding="utf-8")
        path.write_text(json.dumps(any_json(json.loads(text), chance)), encoding="utf-8")
        told(stops_or_starts(tree))
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff\xfe", b"PK\x03\x04", b"\xef\xbb\xbf{}", b"[]", b"null", b"<a/>"]
)
def test_files_that_are_something_else_altogether(tree: Path, content: bytes) -> None:
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        text = path.read_bytes()
        path.write_bytes(content)
        problems = stops_or_starts(tree)
        told(problems)
        if path.suffix == ".svg":  # a picture decides nothing: what is none of its diagram is not taken
            assert problems == []
        else:
            assert problems and any(problem.file.endswith(path.name) for problem in problems), (path.name, problems)
        path.write_bytes(text)


def test_a_folder_in_the_place_of_a_file_and_a_file_nobody_may_read(tree: Path) -> None:
    for path in (
        tree / "workflows" / PROCESS / f"{PROCESS}.bpmn",
        *sorted((tree / "forms" / PROCESS).glob("*.json"))[:1],
    ):
        content = path.read_bytes()
        path.unlink()
        path.mkdir()
        problems = stops_or_starts(tree)
        told(problems)
        assert problems, path.name
        path.rmdir()
        told(stops_or_starts(tree))
        path.write_bytes(content)
