"""Runs decision tables as the DMN Technology Compatibility Kit has them: a model, and a file of cases beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from app.engine.check_decisions import check_tables
from app.engine.decisions import DecisionTable
from app.engine.xml import child_of, children_of, read_xml

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Case:
    """What a decision gives for some values, and what it should give."""

    name: str
    expected: Any
    given: Any


def models(folder: Path) -> list[Path]:
    """The models under a folder."""
    return sorted(folder.rglob("*.dmn"))


def run(model: Path) -> list[Case] | None:
    """The cases of a model; None when the check refuses the model."""
    content = model.read_bytes()
    tables, problems = check_tables(content, model.name)
    if any(problem.severity == "error" for problem in problems):
        return None
    names = {decision.get("name"): decision.get("id") for decision in children_of(read_xml(content), "decision")}
    by_name = {name: table for name, id in names.items() for table in tables if table.id == id}
    return [case for file in sorted(model.parent.glob("*-test-*.xml")) for case in _cases(file, by_name)]


def _cases(file: Path, tables: dict[str | None, DecisionTable]) -> Iterator[Case]:
    for case in children_of(read_xml(file.read_bytes()), "testCase"):
        values = {node.get("name"): _value(node) for node in children_of(case, "inputNode")}
        for result in children_of(case, "resultNode"):
            table = tables[result.get("name")]
            expected = _value(child_of(result, "expected"))
            yield Case(f"{file.stem} {case.get('id')} {result.get('name')}", expected, _result(table, values))


def _result(table: DecisionTable, values: dict[Any, Any]) -> Any:
    """The outcome as FEEL has it: one value, a context of several, or a list of those."""
    found = table.outputs(values)
    if len(found) == 1:
        return next(iter(found.values()))
    if any(isinstance(value, list) for value in found.values()):
        return [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]
    return found


def _value(node: etree._Element | None) -> Any:
    if node is None:
        return None
    items = child_of(node, "list")
    if items is not None:
        return [_value(item) for item in children_of(items, "item")]
    parts = children_of(node, "component")
    if parts:
        return {part.get("name"): _value(part) for part in parts}
    value = child_of(node, "value")
    return _read(value) if value is not None and value.get(f"{_XSI}nil") != "true" else None


def _read(value: etree._Element) -> Any:
    text, kind = value.text or "", (value.get(f"{_XSI}type") or "").rpartition(":")[2]
    if kind == "boolean":
        return text == "true"
    if kind in ("decimal", "double", "integer"):
        return float(text)
    return text
