"""Publish check: decision tables whose rows contradict or hide each other, or leave values without an answer; ids."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice

from app.domain.text import say
from app.engine.check_part_ids import check_part_ids
from app.engine.decision_cells import literal_of
from app.engine.decision_coverage import Coverage
from app.engine.decision_domains import NotJudged
from app.engine.decision_table import SINGLE, DecisionTable
from app.engine.decisions import scan_decisions
from app.engine.errors import Problem, TablePlace
from app.engine.findings import Findings
from app.engine.xml import XmlRefused, read_xml

MAX_TOLD = 20


def check_tables(content: bytes, file: str) -> tuple[list[DecisionTable], list[Problem]]:
    """The tables of a DMN file that are accepted, and everything there is to say about the file."""
    tables, problems = scan_decisions(content, file)
    found = Findings(file, problems)
    with suppress(XmlRefused):  # told already
        check_part_ids(found, read_xml(content))
    for table in tables:
        with suppress(NotJudged):  # it depends on more than its columns: the hit policy is kept to when it runs
            _check_coverage(found, table, Coverage(table))
    return tables, found.problems


def _check_coverage(found: Findings, table: DecisionTable, coverage: Coverage) -> None:
    for row in coverage.never():
        text = say("Rij %(row)s past nooit: haar cellen sluiten alles uit.", row=row + 1)
        found.warning(table.id, "decision.row_never", text, _rows(table, row))
    if table.hit_policy in ("UNIQUE", "ANY"):
        _check_overlaps(found, table, coverage)
    elif table.hit_policy == "FIRST":
        for row in coverage.hidden():
            text = say("Rij %(row)s wordt nooit gekozen: een rij erboven past altijd al.", row=row + 1)
            found.warning(table.id, "decision.row_hidden", text, _rows(table, row))
    gap = coverage.gap() if table.hit_policy in SINGLE and not table.has_default else None
    if gap is not None:
        text = say("Geen enkele rij past bijvoorbeeld bij %(values)s. De uitkomst is dan leeg.", values=gap)
        found.warning(table.id, "decision.gap", text, TablePlace(table.id))


def _check_overlaps(found: Findings, table: DecisionTable, coverage: Coverage) -> None:
    wrong = (pair for pair in coverage.overlaps() if table.hit_policy == "UNIQUE" or _differ(table, *pair[:2]))
    for one, other, values in islice(wrong, MAX_TOLD):
        text = say(
            "Rij %(one)s en rij %(other)s passen allebei, bijvoorbeeld bij %(values)s.",
            one=one + 1,
            other=other + 1,
            values=values,
        )
        found.error(table.id, "decision.overlap", text, _rows(table, one, other))


def _differ(table: DecisionTable, one: int, other: int) -> bool:
    """Do two rows have different outcomes? What is still to be worked out is compared when it runs."""
    pairs = zip(table.rules[one].outputs, table.rules[other].outputs, strict=True)
    literals = [(literal_of(left), literal_of(right)) for left, right in pairs]
    return any(left is not None and right is not None and left != right for left, right in literals)


def _rows(table: DecisionTable, *rows: int) -> TablePlace:
    return TablePlace(table.id, tuple(row + 1 for row in rows))
