"""Decision tables (DMN): read, checked and worked out here, not by SpiffWorkflow's own table engine.

That one evaluates cells as Python, never matches FEEL lists, takes the first rule under most hit policies and keeps old
values when nothing matches (engine.md N1-N4). Accepted here: UNIQUE (checked when it runs), FIRST and COLLECT without
aggregation, over S-FEEL cells. Everything else is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.domain.expressions import Expression, ExpressionError, compile_expression
from app.domain.text import Text, say
from app.engine.decision_cells import COLUMN, compile_output, compile_test
from app.engine.errors import BundleError, Problem
from app.engine.findings import Findings
from app.engine.xml import XmlRefused, local_name, read_xml, text_of

HIT_POLICIES = ("UNIQUE", "FIRST", "COLLECT")
MAX_CELLS = 5_000


@dataclass(frozen=True)
class Rule:
    """A row: a test per input (None: anything goes) and a value per output."""

    tests: tuple[Expression | None, ...]
    outputs: tuple[Expression, ...]


@dataclass(frozen=True)
class DecisionTable:
    """A decision that is one table."""

    id: str
    hit_policy: str
    inputs: tuple[Expression, ...]
    output_names: tuple[str, ...]
    defaults: tuple[Expression | None, ...]
    rules: tuple[Rule, ...]

    @property
    def names(self) -> frozenset[str]:
        """The variables the table looks at."""
        cells = [cell for rule in self.rules for cell in (*rule.tests, *rule.outputs)]
        read = [cell for cell in (*self.inputs, *self.defaults, *cells) if cell is not None]
        return frozenset[str]().union(*(cell.names for cell in read)) - {COLUMN}

    def outputs(self, values: Mapping[str, Any], result_variable: str = "") -> dict[str, Any]:
        """The outputs by name, a single one under `result_variable` if given. Raises ExpressionError.

        Without a matching rule every output is its default, or nothing; never what it was before.
        """
        columns = [expression.evaluate(values) for expression in self.inputs]
        hits = [rule for rule in self.rules if _matches(rule, columns, values)]
        names = (result_variable,) if result_variable else self.output_names
        if self.hit_policy == "COLLECT":
            return {names[0]: [rule.outputs[0].evaluate(values) for rule in hits]}
        if self.hit_policy == "UNIQUE" and len(hits) > 1:
            raise ExpressionError(say("Meer dan één rij van de beslissingstabel past."))
        outputs = hits[0].outputs if hits else self.defaults
        computed = [output.evaluate(values) if output is not None else None for output in outputs]
        return dict(zip(names, computed, strict=True))


def _matches(rule: Rule, columns: list[Any], values: Mapping[str, Any]) -> bool:
    for test, column in zip(rule.tests, columns, strict=True):
        if test is not None and not test.evaluate(_WithColumn(values, column)):
            return False
    return True


class _WithColumn(dict[str, Any]):
    """The variables, with the value of one column under its reserved name."""

    def __init__(self, values: Mapping[str, Any], column: Any) -> None:
        super().__init__({COLUMN: column})
        self.values_around = values

    def __missing__(self, name: str) -> Any:
        return self.values_around[name]


def read_decisions(content: bytes, file: str) -> list[DecisionTable]:
    """The decision tables of a DMN file. Raises BundleError with everything that is not accepted."""
    found = Findings(file)
    tables = _read(found, content)
    if found.problems:
        raise BundleError(found.problems)
    return tables


def check_decisions(content: bytes, file: str) -> list[Problem]:
    """Everything in a DMN file that is not accepted, with the reason."""
    found = Findings(file)
    _read(found, content)
    return found.problems


def _read(found: Findings, content: bytes) -> list[DecisionTable]:
    try:
        root = read_xml(content)
    except XmlRefused as error:
        found.error("", error.code, error.text)
        return []
    decisions = [child for child in root if _is(child, "decision")]
    if local_name(root) != "definitions" or not decisions:
        found.error("", "decision.none", say("In dit bestand staat geen beslissing."))
    for child in root:
        if _is(child, "businessKnowledgeModel") or _is(child, "decisionService"):
            _refuse(
                found, child, "decision.kind", say("Alleen beslissingstabellen lezen we: geen functies of diensten.")
            )
    return [table for decision in decisions if (table := _decision(found, decision)) is not None]


def _decision(found: Findings, decision: etree._Element) -> DecisionTable | None:
    before = len(found.problems)
    for requirement in decision:
        if _is(requirement, "informationRequirement") and _child(requirement, "requiredDecision") is not None:
            text = say("Een beslissing die op een andere steunt, kennen we niet: neem alles op in één tabel.")
            _refuse(found, decision, "decision.requires", text)
    table = _child(decision, "decisionTable")
    if table is None:
        _refuse(found, decision, "decision.kind", say("Deze beslissing is geen tabel."))
        return None
    policy = (table.get("hitPolicy") or "UNIQUE").upper()
    if policy not in HIT_POLICIES or table.get("aggregation"):
        text = say("Deze manier van kiezen uit de rijen (%(policy)s) kennen we niet.", policy=policy)
        _refuse(found, decision, "decision.hit_policy", text)
    inputs = [_input(found, decision, entry) for entry in _children(table, "input")]
    outputs = _children(table, "output")
    rules = [_rule(found, decision, row, len(inputs), len(outputs)) for row in _children(table, "rule")]
    if not outputs or (policy == "COLLECT" and len(outputs) > 1):
        text = say("Een tabel heeft minstens één uitkomst, en bij COLLECT precies één.")
        _refuse(found, decision, "decision.outputs", text)
    if len(rules) * (len(inputs) + len(outputs)) > MAX_CELLS:
        _refuse(found, decision, "decision.too_large", say("Deze tabel is te groot."))
    defaults = [_default(found, decision, output) for output in outputs]
    if len(found.problems) > before:
        return None
    return DecisionTable(
        id=decision.get("id") or "",
        hit_policy=policy,
        inputs=tuple(expression for expression in inputs if expression is not None),
        output_names=tuple(_output_name(decision, output) for output in outputs),
        defaults=tuple(defaults),
        rules=tuple(rule for rule in rules if rule is not None),
    )


def _input(found: Findings, decision: etree._Element, entry: etree._Element) -> Expression | None:
    source = text_of(_child(_child(entry, "inputExpression"), "text"))
    try:
        return compile_expression(source)
    except ExpressionError as error:
        _refuse(found, decision, "decision.input", error.text)
        return None


def _rule(found: Findings, decision: etree._Element, row: etree._Element, inputs: int, outputs: int) -> Rule | None:
    tests, values = _children(row, "inputEntry"), _children(row, "outputEntry")
    if len(tests) != inputs or len(values) != outputs:
        _refuse(found, decision, "decision.row", say("Een rij heeft niet evenveel cellen als er kolommen zijn."))
        return None
    try:
        return Rule(
            tuple(compile_test(text_of(_child(cell, "text"))) for cell in tests),
            tuple(compile_output(text_of(_child(cell, "text"))) for cell in values),
        )
    except ExpressionError as error:
        found.error(row.get("id") or decision.get("id") or "", "decision.cell", error.text)
        return None


def _default(found: Findings, decision: etree._Element, output: etree._Element) -> Expression | None:
    entry = _child(output, "defaultOutputEntry")
    if entry is None:
        return None
    try:
        return compile_output(text_of(_child(entry, "text")))
    except ExpressionError as error:
        _refuse(found, decision, "decision.cell", error.text)
        return None


def _output_name(decision: etree._Element, output: etree._Element) -> str:
    variable = _child(decision, "variable")
    return output.get("name") or (variable.get("name") if variable is not None else "") or decision.get("id") or ""


def _refuse(found: Findings, element: etree._Element, code: str, text: Text) -> None:
    found.error(element.get("id") or "", code, text)


def _is(node: etree._Element, name: str) -> bool:
    return str(node.tag).rpartition("}")[2] == name


def _children(node: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in node if _is(child, name)]


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_children(node, name)), None) if node is not None else None
