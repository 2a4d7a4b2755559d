"""The verdict over a filled-in form: what counts, what is wrong, what is kept. The same for page and API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.text import Text, say
from app.forms.fields import AnswerField
from app.forms.filling import Errors, too_many_rows
from app.forms.nodes import Computed, Group, Node, Question, Rows
from app.forms.scope import Scope, put

_ROUNDS = 12  # conditions may hang on each other this deep; the check at publishing refuses circles


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    `values` are Python values by key, nested where keys have dots; questions that are hidden or disabled are not in it.
    `errors` are sentences by field name ("" is the form as a whole, "acties-0-wat" a field in a row).
    `ignored` names what was sent but is not the sender's to give: read-only, hidden, computed. Names only, no values.
    """

    values: dict[str, Any]
    errors: Errors
    ignored: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the answers can be taken."""
        return not self.errors


def settle(root: Scope) -> None:
    """Work out what is hidden and what is computed, until nothing changes any more."""
    scopes = list(root.every())
    if not any(scope.level.conditional for scope in scopes):
        return
    for _ in range(_ROUNDS):
        changed = False
        for scope in scopes:
            hidden: set[str] = set()
            _hide(scope, scope.level.items, within=False, hidden=hidden)
            computed = {
                node.key: _plain(node.formula.evaluate(scope.look_up))
                for node in scope.level.nodes
                if isinstance(node, Computed)
            }
            changed = changed or hidden != scope.hidden or computed != scope.computed
            scope.hidden, scope.computed = hidden, computed
        if not changed:
            return


def _hide(scope: Scope, items: Iterable[Node], within: bool, hidden: set[str]) -> None:
    for node in items:
        hides = within or (node.hide is not None and node.hide.evaluate(scope.look_up) is True)
        if hides:
            hidden.add(node.path)
        if isinstance(node, Group):
            _hide(scope, node.items, hides, hidden)


def _plain(value: object) -> object:
    """A computed value as plain data: numbers exact, dates as ISO text."""
    if isinstance(value, float):
        return Decimal(str(value)) if value == value and abs(value) < float("inf") else None
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, bool | int | Decimal | str | list) else None


@dataclass
class Judge:
    """Walks a filled-in form and collects the verdict."""

    form: Any
    errors: Errors = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    def judge(self, scope: Scope) -> dict[str, Any]:
        """The values of one level; wrong answers go to `errors`."""
        values: dict[str, Any] = {}
        for node in scope.level.nodes:
            if isinstance(node, Question):
                self._question(scope, node, values)
            elif isinstance(node, Rows):
                self._rows(scope, node, values)
            elif isinstance(node, Computed) and not scope.hides(node):
                put(values, node.key, scope.computed.get(node.key))
        return values

    def _question(self, scope: Scope, question: Question, values: dict[str, Any]) -> None:
        answer = scope.fields[question.key]
        answer.errors = []
        if scope.hides(question):
            if answer.meddled or answer.given_anew():
                self.ignored.append(answer.name)
            return
        if answer.meddled:
            self.ignored.append(answer.name)
        if not question.open:
            if not question.disabled:
                put(values, question.key, answer.data)
            return
        if answer.validate(self.form):
            put(values, question.key, answer.data)
        else:
            self.errors[answer.name] = list(answer.errors)

    def _rows(self, scope: Scope, rows: Rows, values: dict[str, Any]) -> None:
        name = scope.name(rows.key)
        found = scope.rows[rows.key]
        if scope.hides(rows):
            if any(answer.given_anew() for row in found for answer in every_field(row)):
                self.ignored.append(name)
            return
        kept = scope.counted(rows.key)
        put(values, rows.key, [self.judge(row) for row in kept])
        for row in found:
            if row not in kept:
                for answer in every_field(row):
                    answer.errors = []
        if len(kept) > rows.maximum:
            self._report(name, too_many_rows(rows))
        elif len(kept) < rows.minimum:
            self._report(name, _too_few(rows))

    def _report(self, name: str, text: Text) -> None:
        self.errors.setdefault(name, []).append(text)


def every_field(scope: Scope) -> Iterable[AnswerField]:
    """All fields of a level and of its rows."""
    for level in scope.every():
        yield from level.fields.values()


def _too_few(rows: Rows) -> Text:
    if rows.minimum == 1:
        return say("Vul minstens één rij in bij ‘%(label)s’.", label=rows.label)
    return say("Vul minstens %(count)s rijen in bij ‘%(label)s’.", count=rows.minimum, label=rows.label)
