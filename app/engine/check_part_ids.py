"""Publish check: ids inside a file of decision tables.

The engine asks for none but that of a decision. An editor keeps only one of two parts with the same id, so that the
work in the other would be lost when somebody saves the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.domain.text import Text, say
from app.engine.errors import TablePlace
from app.engine.findings import Findings
from app.engine.xml import child_of, children_of, local_name, text_of

MAX_TOLD = 20


@dataclass(frozen=True)
class _Part:
    """Where a part of a table stands, in words and as a place to mark."""

    words: Text
    place: TablePlace


_ELSEWHERE = say("een ander deel van het bestand")


def check_part_ids(found: Findings, root: etree._Element) -> None:
    """Name each part that has the id of a part before it. Two decisions with one id are told of where they are read."""
    parts = {part: where for decision in children_of(root, "decision") for part, where in _parts(decision)}
    first: dict[str, etree._Element] = {}
    told = 0
    for element in root.iter("{*}*"):
        name = element.get("id")
        if not name:
            continue
        before = first.setdefault(name, element)
        if before is element or {local_name(before), local_name(element)} == {"decision"}:
            continue
        there, here = parts.get(before), parts.get(element)
        text = say(
            "Dezelfde naam (id) staat bij %(there)s en bij %(here)s. Wie de tabel bewaart, houdt er maar één over.",
            there=there.words if there else _ELSEWHERE,
            here=here.words if here else _ELSEWHERE,
        )
        found.error(name, "id.duplicate", text, here.place if here else None)
        told += 1
        if told == MAX_TOLD:
            return


def _parts(decision: etree._Element) -> Iterator[tuple[etree._Element, _Part]]:
    """Every element of the table of a decision with where it stands: a column, a row, or a cell."""
    table, key = child_of(decision, "decisionTable"), decision.get("id") or ""
    if table is None:
        return
    yield table, _Part(say("de tabel"), TablePlace(key))
    columns = [*children_of(table, "input"), *children_of(table, "output")]
    labels = [_label(column) or str(number) for number, column in enumerate(columns, 1)]
    for number, (column, label) in enumerate(zip(columns, labels, strict=True), 1):
        where = _Part(say("kolom «%(column)s»", column=label), TablePlace(key, (), number))
        yield from ((element, where) for element in column.iter("{*}*"))
    for row, rule in enumerate(children_of(table, "rule"), 1):
        yield rule, _Part(say("rij %(row)s", row=row), TablePlace(key, (row,)))
        cells = [*children_of(rule, "inputEntry"), *children_of(rule, "outputEntry")]
        for number, cell in enumerate(cells, 1):
            label = labels[number - 1] if number <= len(labels) else str(number)
            words = say("rij %(row)s, kolom «%(column)s»", row=row, column=label)
            where = _Part(words, TablePlace(key, (row,), number))
            yield from ((element, where) for element in cell.iter("{*}*"))


def _label(column: etree._Element) -> str:
    """What the head of a column says: its label, else what it asks or is called."""
    asked = text_of(child_of(child_of(column, "inputExpression"), "text"))
    return column.get("label") or column.get("name") or asked
