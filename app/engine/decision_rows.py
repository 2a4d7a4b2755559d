"""Reading one decision table: its hit policy, columns and rows, each part refused by itself with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from app.domain.expressions import Expression, compile_expression
from app.domain.text import say
from app.engine.decision_cells import Cell, compile_output, compile_test, literal_of
from app.engine.decision_findings import Spot, TableFindings
from app.engine.decision_table import AGGREGATIONS, LISTS, RANKED, SINGLE, DecisionTable, Input, Output, Rule
from app.engine.decision_tokens import Literal
from app.engine.findings import Findings
from app.engine.xml import child_of, children_of, text_of

MAX_CELLS = 5_000

# The types of columns by what their values are here. Whole numbers leave no room between 17 and 18.
_KINDS = {
    "string": "text", "boolean": "boolean", "number": "number", "double": "number", "integer": "number",
    "long": "number", "date": "date",
}  # fmt: skip
_WHOLE = ("integer", "long")
_UNKNOWN_TYPES = frozenset(
    {
        "time", "dateTime", "date and time", "duration", "dayTimeDuration", "yearMonthDuration",
        "days and time duration", "years and months duration",
    }
)  # fmt: skip
_NOTHING = compile_expression("null")


def read_table(found: Findings, decision: etree._Element, table: etree._Element) -> DecisionTable | None:
    """The table of a decision, of use only when nothing was found; None when it is too large to look at."""
    return _TableReader(found, decision, table).read()


class _TableReader:
    """Reads a `decisionTable` element, collecting what is wrong."""

    def __init__(self, found: Findings, decision: etree._Element, table: etree._Element) -> None:
        self.decision, self.table = decision, table
        self.id = decision.get("id") or ""
        self.found = TableFindings(found, self.id)
        self.columns, self.results = children_of(table, "input"), children_of(table, "output")
        self.rows = children_of(table, "rule")
        self.policy = " ".join((table.get("hitPolicy") or "UNIQUE").upper().split())
        self.aggregation = (table.get("aggregation") or "").upper()
        self.inputs: list[Input] = []
        self.outputs: list[Output] = []

    def read(self) -> DecisionTable | None:
        if len(self.rows) * (len(self.columns) + len(self.results)) > MAX_CELLS:
            self.found.refuse("decision.too_large", say("Deze tabel is te groot."))
            return None
        self.check_policy()
        self.inputs = [self.input(entry, number) for number, entry in enumerate(self.columns, 1)]
        self.outputs = [self.output(entry, number) for number, entry in enumerate(self.results, len(self.columns) + 1)]
        self.check_outputs()
        rules = [rule for number, row in enumerate(self.rows, 1) if (rule := self.rule(row, number)) is not None]
        return DecisionTable(
            self.id, self.policy, tuple(self.inputs), tuple(self.outputs), tuple(rules), self.aggregation
        )

    def check_policy(self) -> None:
        if self.policy not in SINGLE | LISTS:
            text = say("Deze manier van kiezen uit de rijen (%(policy)s) kennen we niet.", policy=self.policy)
            self.found.refuse("decision.hit_policy", text)
        if self.aggregation and (self.policy != "COLLECT" or self.aggregation not in AGGREGATIONS):
            text = say("Deze manier van samentellen (%(name)s) kennen we niet.", name=self.aggregation)
            self.found.refuse("decision.aggregation", text)
        elif self.aggregation and len(self.results) > 1:
            self.found.refuse("decision.aggregation", say("Samentellen kan alleen met één uitkomst."))
        if self.table.get("preferredOrientation") == "CrossTable":
            text = say("Een kruistabel lezen we niet. Zet elke regel op een rij.")
            self.found.refuse("decision.orientation", text)

    def check_outputs(self) -> None:
        names = [output.name for output in self.outputs]
        if not names:
            self.found.refuse("decision.outputs", say("Een tabel heeft minstens één uitkomst."))
        if len(set(names)) < len(names):
            self.found.refuse("decision.outputs", say("Twee uitkomsten hebben dezelfde naam."))
        if names and self.policy in RANKED and not any(output.ranking for output in self.outputs):
            text = say("Som bij een uitkomst de mogelijke waarden op, van de belangrijkste naar de minst belangrijke.")
            self.found.refuse("decision.output_values", text)

    def input(self, entry: etree._Element, number: int) -> Input:
        asked = child_of(entry, "inputExpression")
        spot = Spot(number, entry.get("label") or text_of(child_of(asked, "text")))
        expression = self.found.part(spot, "decision.input", asked, compile_expression)
        kind, whole = self.kind(spot, asked)
        values = child_of(entry, "inputValues")
        allowed = self.found.part(spot, "decision.cell", values, compile_test) if values is not None else None
        column = Input(expression or _NOTHING, spot.label, kind, whole, allowed)
        return self.of_kind(spot, column, allowed, values) if allowed is not None else column

    def kind(self, spot: Spot, typed: etree._Element | None) -> tuple[str, bool]:
        """The kind of a column by its type, empty when it has none or one of the file's own; and if it is whole."""
        name = (typed.get("typeRef") or "" if typed is not None else "").rpartition(":")[2].strip()
        if name in _UNKNOWN_TYPES:
            text = say("Een tabel kent getallen, teksten, datums, ja en nee; geen %(type)s.", type=name)
            self.found.refuse_at(spot, "decision.type", text, typed)
        return _KINDS.get(name, ""), name in _WHOLE

    def of_kind(self, spot: Spot, column: Input, cell: Cell, entry: etree._Element | None) -> Input:
        """The column, whose kind the first cell decides that names a value, if its type does not."""
        kind = column.kind or next((literal.kind for literal in cell.literals if literal.kind != "null"), "")
        self.found.check_kinds(spot, cell.literals, kind, entry)
        return column if kind == column.kind else replace(column, kind=kind)

    def output(self, entry: etree._Element, number: int) -> Output:
        variable = child_of(self.decision, "variable")
        named = entry.get("name") or (variable.get("name") if variable is not None else "") or self.id
        spot = Spot(number, entry.get("label") or named)
        self.kind(spot, entry)
        default = child_of(entry, "defaultOutputEntry")
        return Output(
            named,
            self.found.part(spot, "decision.cell", default, compile_output) if default is not None else None,
            self.ranking(spot, child_of(entry, "outputValues")),
        )

    def ranking(self, spot: Spot, entry: etree._Element | None) -> tuple[Any, ...]:
        """The values an outcome may have, in their order; empty when the table does not say."""
        cell = self.found.part(spot, "decision.cell", entry, compile_test) if entry is not None else None
        if cell is None:
            return ()
        if cell.compares or cell.names:
            text = say("Som de mogelijke uitkomsten op, zonder reeksen.")
            self.found.refuse_at(spot, "decision.output_values", text, entry)
        return tuple(literal.value for literal in cell.literals)

    def rule(self, row: etree._Element, number: int) -> Rule | None:
        tests, values = children_of(row, "inputEntry"), children_of(row, "outputEntry")
        if len(tests) != len(self.inputs) or len(values) != len(self.outputs):
            text = say("Rij %(row)s heeft niet evenveel cellen als er kolommen zijn.", row=number)
            self.found.refuse_row("decision.row", text, row, number)
            return None
        return Rule(
            tuple(self.test(cell, number, at) for at, cell in enumerate(tests)),
            tuple(self.value(cell, number, at) for at, cell in enumerate(values)),
        )

    def test(self, entry: etree._Element, row: int, at: int) -> Cell | None:
        spot = Spot(at + 1, self.inputs[at].label, row)
        cell = self.found.part(spot, "decision.cell", entry, compile_test)
        if cell is not None:
            self.inputs[at] = self.of_kind(spot, self.inputs[at], cell, entry)
        return cell

    def value(self, entry: etree._Element, row: int, at: int) -> Expression:
        output = self.outputs[at]
        spot = Spot(len(self.inputs) + at + 1, output.name, row)
        value = self.found.part(spot, "decision.cell", entry, compile_output)
        if value is not None:
            self.check_value(spot, output, literal_of(value), entry)
        return value or _NOTHING

    def check_value(self, spot: Spot, output: Output, literal: Literal | None, entry: etree._Element) -> None:
        """An outcome is one of those its column may have; what is to be put in order or counted up, can be."""
        known = literal is not None and literal.value in output.ranking
        if output.ranking and not known and (literal is not None or self.policy in RANKED):
            text = say("Deze uitkomst staat niet tussen de mogelijke uitkomsten van haar kolom.")
            self.found.refuse_at(spot, "decision.output_values", text, entry)
        if self.aggregation in ("SUM", "MIN", "MAX") and literal is not None and literal.kind != "number":
            text = say("Samentellen kan alleen met getallen.")
            self.found.refuse_at(spot, "decision.aggregation", text, entry)
