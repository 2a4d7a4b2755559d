"""docs/decisions/0016 against the tests: every trap of the library has a test that says its number."""

from __future__ import annotations

import ast
import re

from config import ROOT
from tests.support.tree import below, tree

PAGE = ROOT / "docs" / "decisions" / "0016-guards-against-the-library.md"
_ROW = re.compile(r"^\| ([JLDSEVMN]\d) \|(.*)\|$", re.MULTILINE)
_IN_NAME = re.compile(r"^test_((?:[jldsevmn]\d_)+)_")


def numbers() -> list[str]:
    return [number for number, _ in _ROW.findall(PAGE.read_text(encoding="utf-8"))]


def shown_by_tests() -> set[str]:
    """The numbers that names of tests begin with: `test_j1_j2__…`."""
    found = set()
    for path in below("tests/engine"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and (match := _IN_NAME.match(node.name)):
                found |= set(match[1].upper().strip("_").split("_"))
    return found


def test_every_number_stands_once_and_every_series_is_whole() -> None:
    found = numbers()
    assert len(found) == len(set(found))
    for letter in "JLDSEVMN":
        series = [int(number[1:]) for number in found if number[0] == letter]
        assert series == list(range(1, len(series) + 1)), letter


def test_every_guard_has_a_test_with_its_number() -> None:
    assert set(numbers()) - shown_by_tests() == set(), "no test says these numbers"
    assert shown_by_tests() - set(numbers()) == set(), "the page does not know these numbers"


def test_every_row_says_where_the_guard_stands() -> None:
    places = {cells.split("|")[-1].strip() for _, cells in _ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert places == {"check", "door", "check, door"}
