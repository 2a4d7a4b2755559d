"""What a template renders: the nodes of a form with their fields, marks and errors, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from app.domain.text import DUTCH, Text, say
from app.forms.fields import AnswerField, DateField
from app.forms.filling import Errors
from app.forms.nodes import Group, Node, Passage, Question, Rows, Rule
from app.forms.params import Params, field_params
from app.forms.row_changes import MARK
from app.forms.scope import Scope
from app.forms.wording import when_of


@dataclass(frozen=True)
class Part:
    """One thing to render.

    `kind` says which macro: input, textarea, date, radios, checkboxes, select, readonly, group, rows, passage, rule or
    space. `hide_when` is the condition as JSON for the browser, `scope` the prefix of its names.
    """

    kind: str
    params: Params = field(default_factory=dict)
    label: str = ""
    hint: str = ""
    html: Markup = field(default_factory=Markup)
    lang: str = ""
    parts: list[Part] = field(default_factory=list)
    rows: list[RowPart] = field(default_factory=list)
    id: str = ""
    name: str = ""
    errors: list[str] = field(default_factory=list)
    can_add: bool = False
    can_remove: bool = False
    hide_when: str = ""
    scope: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class RowPart:
    """One row of a list. `mark` is the name of the hidden input that keeps an empty row alive."""

    name: str
    number: int
    mark: str
    parts: list[Part]


def lay_out_parts(scope: Scope, errors: Errors, focus: str = "") -> list[Part]:
    """The parts of a whole form. `focus` is the row or list to go to after rows changed."""
    return _Layout(scope, errors, focus).parts(scope.level.items)


@dataclass(frozen=True)
class Place:
    """Where on the page a name is: what to link to, the label there, and the row of a list it stands in."""

    href: str
    label: str
    row: Text | None


def places(scope: Scope, row: Text | None = None) -> Iterator[tuple[str, Place]]:
    """Every name of a form with its place, in the order of the page."""
    for node in scope.level.nodes:
        if isinstance(node, Question):
            answer = scope.fields[node.key]
            yield answer.name, Place(f"#{first_input(answer)}", scope.binding.plain(node.label), row)
        elif isinstance(node, Rows):
            name = scope.name(node.key)
            yield name, Place(f"#f-{name}", scope.binding.plain(node.label), row)
            for each in scope.rows[node.key]:
                inner = say("%(list)s, rij %(number)s", list=node.label, number=each.index + 1)
                yield each.prefix[:-1], Place(f"#f-{name}", scope.binding.plain(node.label), inner)
                yield from places(each, inner)


def first_input(answer: AnswerField) -> str:
    """The id of the first input of a field."""
    if isinstance(answer, DateField):
        return f"{answer.id}-day"
    return str(answer.id)


@dataclass
class _Layout:
    scope: Scope
    errors: Errors
    focus: str

    def parts(self, items: Iterable[Node]) -> list[Part]:
        return [self.part(node) for node in items]

    def part(self, node: Node) -> Part:
        condition: dict[str, Any] = {}
        if node.hide is not None:
            condition = {
                "hide_when": json.dumps(node.hide.tree, ensure_ascii=False),
                "scope": self.scope.prefix,
                "hidden": self.scope.hides(node),
            }
        if isinstance(node, Question):
            return self.question(node, condition)
        if isinstance(node, Rows):
            return self.rows(node, condition)
        if isinstance(node, Group):
            hint = when_of(node, self.scope)
            return Part("group", label=self.said(node.label), hint=hint, parts=self.parts(node.items), **condition)
        if isinstance(node, Passage):
            return self.passage(node, condition)
        return Part("rule" if isinstance(node, Rule) else "space", **condition)

    def question(self, question: Question, condition: dict[str, Any]) -> Part:
        answer = self.scope.fields[question.key]
        texts = self.errors.get(answer.name, [])
        error = self.translate(texts[0]) if texts else ""
        autofocus = bool(self.focus) and self.is_first_of_focus(answer)
        kind, params = field_params(answer, error, when_of(question, self.scope), autofocus)
        return Part(kind, params=params, id=str(answer.id), name=answer.name, **condition)

    def is_first_of_focus(self, answer: AnswerField) -> bool:
        if self.scope.prefix != f"{self.focus}-":
            return False
        return answer is next(iter(self.scope.fields.values()), None)

    def rows(self, rows: Rows, condition: dict[str, Any]) -> Part:
        name = self.scope.name(rows.key)
        found = self.scope.rows[rows.key]
        hint = _joined(self.said(rows.hint), when_of(rows, self.scope))
        return Part(
            "rows",
            label=self.said(rows.label),
            hint=hint,
            id=f"f-{name}",
            name=name,
            errors=[self.translate(text) for text in self.errors.get(name, [])],
            rows=[self.row(row) for row in found],
            can_add=not rows.fixed and len(found) < rows.maximum,
            can_remove=not rows.fixed,
            **condition,
        )

    def passage(self, passage: Passage, condition: dict[str, Any]) -> Part:
        language = self.scope.binding.language
        html = passage.html if language == DUTCH else passage.others.get(language)
        return Part("passage", html=html or passage.html, lang="" if html else DUTCH, **condition)

    def row(self, row: Scope) -> RowPart:
        inner = _Layout(row, self.errors, self.focus)
        return RowPart(row.prefix[:-1], row.index + 1, f"{row.prefix}{MARK}", inner.parts(row.level.items))

    def translate(self, text: Text) -> str:
        return self.scope.binding.translate(text)

    def said(self, text: str) -> str:
        return self.scope.binding.said(text)


def _joined(hint: str, when: str) -> str:
    """Two hints as one; markup in the first stays markup."""
    return hint + " " + when if hint and when else hint or when
