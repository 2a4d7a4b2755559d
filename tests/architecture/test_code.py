"""Rules of the Python code that no tool knows. Each names its reason; import rules are in pyproject.toml."""

from __future__ import annotations

import ast
import re
import tokenize
from fnmatch import fnmatch

import pytest

from config import ROOT
from tests.support.tree import below, calls, imported, place, tree

APP = below("app", "config.py", "wsgi.py")

#: Who may ask the machine what time it is, and what for.
CLOCKS = {
    "app/models/clock.py": "the one clock",
    "app/models/base.py": "identifiers need order, not truth",
    "app/services/clock.py": "going back to real time, the audit trail says to when",
    "app/cli/demo.py": "six years of demo end today",
    "app/jobs/executor.py": "delays in the queue are real time",
    "app/jobs/webhooks.py": "a receiver compares the moment of the signature with his own clock",
    "app/logs.py": "a log says when something really happened",
}
NAIVE_CLOCKS = re.compile(
    r"(\bdatetime|\bdt)\.(now|utcnow|today|fromtimestamp|utcfromtimestamp)$"
    r"|\bdate\.(today|fromtimestamp)$|\btime\.(time|time_ns|localtime|gmtime)$|\bfunc\.(now|current_\w+)$"
)

#: The one place that reads XML of others: no entities, no network, bounded (security.md).
XML_DOOR = "app/engine/xml.py"
XML_READERS = re.compile(r"\betree\.(parse|fromstring|fromstringlist|XML|HTML|XMLID|iterparse|XMLParser)$")
XML_MODULES = re.compile(r"^(xml\.(etree|dom|sax)|lxml\.(html|objectify)|defusedxml|xmltodict)\b")

VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "handler", "handlers", "misc", "lib"}


def names(found: list[str]) -> str:
    return "\n".join(found)


def test_only_the_transaction_commits():
    found = [
        place(path, call.lineno)
        for path in below("app", "workflows")
        for name, call in calls(path)
        if name.endswith(".commit") and place(path) != "app/db.py"
    ]
    assert not found, f"one use case is one transaction (app/db.py):\n{names(found)}"


def test_time_comes_from_the_one_clock():
    found = [
        f"{place(path, call.lineno)} {name}"
        for path in below("app", "workflows")
        for name, call in calls(path)
        if NAIVE_CLOCKS.search(name) and place(path) not in CLOCKS
    ]
    assert not found, f"ask app.models.clock.now(session), or take the moment as an argument:\n{names(found)}"


def test_xml_is_read_in_one_place():
    """security.md 5: the second, forgotten parser."""
    found = [
        f"{place(path, call.lineno)} {name}"
        for path in APP
        for name, call in calls(path)
        if XML_READERS.search(name) and place(path) != XML_DOOR
    ]
    found += [place(path, line) for path in APP for name, line in imported(path) if XML_MODULES.match(name)]
    assert not found, f"files of others are read by {XML_DOOR} only:\n{names(found)}"


def test_modules_say_what_they_are_about():
    vague = [
        place(path)
        for path in below("app", "tests", "workflows", "benchmarks")
        if VAGUE & {*re.split(r"[_.]", path.stem), *path.relative_to(ROOT).parts} or path.stem.endswith("_service")
    ]
    assert not vague, f"a name that fits everything tells nothing (architecture.md):\n{names(vague)}"


def test_no_file_is_too_long_to_know():
    """Tests may be long lists of cases, and a migration is as long as its tables."""
    suffixes = (".py", ".js", ".mjs", ".css", ".html")
    sources = below("app", "frontend", "workflows", "benchmarks", "config.py", "wsgi.py", suffixes=suffixes)
    lengths = {place(path): path.read_text(encoding="utf-8").count("\n") for path in sources}
    long = [f"{name} ({lines})" for name, lines in lengths.items() if lines > 400]
    assert not long, f"over 400 lines: is it one thing?\n{names(long)}"


def test_sentences_are_literals():
    """`say(name)` cannot be found by the catalogue, and `say(f"…")` would be a new sentence every time."""
    found = [
        place(path, call.lineno)
        for path in APP
        for name, call in calls(path)
        if name in ("say", "gettext", "_", "lazy_gettext", "ngettext")
        and not (call.args and isinstance(call.args[0], ast.Constant))
        and place(path) not in ("app/domain/text.py", "app/web/wording.py")
    ]
    assert not found, names(found)


def test_every_exception_to_a_rule_has_its_reason():
    found = []
    for path in below("app", "tests", "benchmarks", "migrations", "config.py", "wsgi.py"):
        with tokenize.open(path) as source:
            for token in tokenize.generate_tokens(source.readline):
                if token.type == tokenize.COMMENT and _unexplained(token.string):
                    found.append(place(path, token.start[0]))
    assert not found, f"write why after it:\n{names(found)}"


def _unexplained(comment: str) -> bool:
    rule = re.search(r"(noqa|type: ignore|pragma: no cover|mypy: |ruff: )(:? ?[A-Z]+\d+,? ?)*(\[[a-z-, ]+\])?", comment)
    return rule is not None and not re.search(r"\w{2}", comment[rule.end() :])


@pytest.mark.parametrize("comment", ["# noqa: S105", "# type: ignore[misc]", "# noqa"])
def test_a_bare_exception_is_seen(comment):
    assert _unexplained(comment)
    assert not _unexplained(f"{comment} -- public on purpose")


def test_no_test_is_left_out_or_empty():
    found = []
    for path in below("tests"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("skip", "skipif", "xfail", "importorskip"):
                found.append(f"{place(path, node.lineno)} {node.attr}")
            elif isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant):
                found.append(f"{place(path, node.lineno)} assert {node.test.value}")
    assert not found, names(found)


def test_no_folder_of_tests_is_passed_over(pytestconfig):
    """What pytest leaves out by its own choice (folders called "build", for one) nobody misses: it says nothing."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {part for path in below("tests") for part in path.relative_to(ROOT).parts[:-1]}
    assert {name for name in folders if any(fnmatch(name, pattern) for pattern in passed_over)} == set()
    for path in below("tests"):
        has_tests = any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in tree(path).body)
        assert not has_tests or path.name.startswith("test_"), (
            f"{path} has tests, and a name under which none are sought"
        )


def test_nothing_is_swallowed():
    """An `except` that does nothing must at least say in a comment why nothing is right."""
    found = []
    for path in below("app", "workflows"):
        source = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and len(node.body) == 1 and isinstance(node.body[0], ast.Pass):
                said = source[node.lineno - 1 : node.body[0].end_lineno]
                if not any("#" in line for line in said):
                    found.append(place(path, node.lineno))
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(place(path, node.lineno))
    assert not found, names(found)
