"""docs/security.md against the tests it names: every row is there, every test exists and says its number."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from config import ROOT
from tests.support.tree import below, place, tree

ROWS = range(1, 41)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_IN_NAME = re.compile(r"(?<=_)s(\d\d)(?=_)")
_IN_TEXT = re.compile(r"security(?:\.md)?(?: rows?)? ((?:\d+(?:, | and |, and )?)+)")


@dataclass(frozen=True)
class Row:
    """A row of the page: the tests it names and what it says besides."""

    number: int
    tests: tuple[tuple[str, str], ...]
    note: str


def rows() -> list[Row]:
    """The rows of the page, as they stand."""
    found = []
    for line in (ROOT / "docs/security.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0].isdigit():
            assert len(cells) == 4, line
            found.append(Row(int(cells[0]), tuple(_TEST.findall(cells[2])), cells[3]))
    return found


def cited() -> dict[tuple[str, str], set[int]]:
    """Every test, and the numbers it cites: in its name, in its docstring, in that of its file."""
    found = {}
    for path in below("tests"):
        everywhere = numbers_in(ast.get_docstring(tree(path)))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = {int(number) for number in _IN_NAME.findall(node.name)} | numbers_in(ast.get_docstring(node))
                found[place(path), node.name] = own | everywhere
    return found


def numbers_in(text: str | None) -> set[int]:
    """The rows a docstring cites: «security.md 1, 2», «security row 19»."""
    found = _IN_TEXT.findall(" ".join((text or "").split()))
    return {int(number) for part in found for number in re.findall(r"\d+", part)}


def test_every_row_is_there_once_in_order() -> None:
    assert [row.number for row in rows()] == list(ROWS)


def test_every_row_names_a_test_or_says_why_not() -> None:
    silent = [row.number for row in rows() if not row.tests and len(row.note) < 20]
    assert not silent


def test_every_test_that_is_named_exists_and_says_its_number() -> None:
    known = cited()
    wrong = []
    for row in rows():
        for path, name in row.tests:
            if (path, name) not in known:
                wrong.append(f"{row.number}: {path}::{name} does not exist")
            elif row.number not in known[path, name]:
                wrong.append(f"{row.number}: {path}::{name} does not say that it is about {row.number}")
    assert not wrong, "\n".join(wrong)


def test_no_row_says_that_nothing_shows_it_where_a_test_does() -> None:
    shown = {number for numbers in cited().values() for number in numbers}
    without = [row.number for row in rows() if not row.tests and row.number in shown]
    assert not without, "name the tests that cite these rows"
