"""Decision tables (DMN) as dmn-js writes them: read, and refused with a reason where a part is not supported.

What comes out is a `DecisionTable` (decision_table.py), its cells compiled once. Every refusal names its cell, row or
column, also by position, so that an editor can mark it.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from app.domain.text import Text, say
from app.engine.decision_rows import read_table
from app.engine.decision_table import DecisionTable
from app.engine.errors import BundleError, Problem
from app.engine.findings import Findings
from app.engine.xml import XmlRefused, child_of, children_of, local_name, read_xml

__all__ = ["DecisionTable", "read_decisions", "scan_decisions"]

_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)  # fmt: skip


def read_decisions(content: bytes, file: str) -> list[DecisionTable]:
    """The decision tables of a DMN file. Raises BundleError with everything that is not accepted."""
    tables, problems = scan_decisions(content, file)
    if problems:
        raise BundleError(problems)
    return tables


def scan_decisions(content: bytes, file: str) -> tuple[list[DecisionTable], list[Problem]]:
    """The tables of a DMN file that are accepted, and everything that is not."""
    found = Findings(file)
    return _read(found, content), found.problems


def _read(found: Findings, content: bytes) -> list[DecisionTable]:
    try:
        root = read_xml(content)
    except XmlRefused as error:
        found.error("", error.code, error.text)
        return []
    if local_name(root) != "definitions" or etree.QName(root).namespace not in _NAMESPACES:
        found.error("", "file.kind", say("Dit is geen DMN-bestand dat we kennen (DMN 1.1 tot 1.5)."))
        return []
    decisions = children_of(root, "decision")
    if not decisions:
        found.error("", "decision.none", say("In dit bestand staat geen beslissing."))
    for name in ("businessKnowledgeModel", "decisionService", "import"):
        for child in children_of(root, name):
            text = say("Alleen beslissingstabellen lezen we: geen functies, diensten of andere bestanden.")
            found.error(child.get("id") or "", "decision.kind", text)
    _check_ids(found, decisions)
    return [table for decision in decisions if (table := _decision(found, decision)) is not None]


def _check_ids(found: Findings, decisions: list[etree._Element]) -> None:
    """A process names a decision by its id: each has one of its own."""
    for name, count in Counter(decision.get("id") or "" for decision in decisions).items():
        if not name:
            found.error("", "id.missing", say("Een beslissing heeft geen naam (id)."))
        elif count > 1:
            found.error(name, "id.duplicate", say("Deze naam (id) komt meer dan één keer voor."))


def _decision(found: Findings, decision: etree._Element) -> DecisionTable | None:
    before = len(found.problems)
    if any(
        child_of(entry, "requiredDecision") is not None for entry in children_of(decision, "informationRequirement")
    ):
        text = say("Een beslissing die op een andere steunt, kennen we niet: neem alles op in één tabel.")
        _refuse(found, decision, "decision.requires", text)
    table = child_of(decision, "decisionTable")
    if table is None:
        _refuse(found, decision, "decision.kind", say("Deze beslissing is geen tabel."))
        return None
    read = read_table(found, decision, table)
    return read if len(found.problems) == before else None


def _refuse(found: Findings, decision: etree._Element, code: str, text: Text) -> None:
    found.error(decision.get("id") or "", code, text)
