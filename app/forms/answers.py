"""Answers that were taken: Python values to JSON and back, and as words for people who read them later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wtforms.meta import DefaultMeta

from app.domain.confidential import Confidential
from app.forms.binding import Binding
from app.forms.fields import AnswerField, OptionField, Wrong, field_class
from app.forms.nodes import ChoiceQuestion, Computed, Level, Node, Question, Rows, TextQuestion
from app.forms.options import MissingOptions
from app.forms.scope import put

_META = DefaultMeta()


def to_json(level: Level, values: Mapping[str, Any]) -> dict[str, Any]:
    """Python values as plain JSON, nested where keys have dots. Keys that are not there stay away."""
    result: dict[str, Any] = {}
    for node, value in _present(level, values):
        if isinstance(node, Rows):
            put(result, node.key, [to_json(node, row) for row in value or []])
        elif isinstance(node, Question):
            put(result, node.key, _guarded(node, field_class(node).to_json(value)))
        elif isinstance(node, Computed):
            put(result, node.key, _number_out(value))
    return result


def guard(level: Level, stored: dict[str, Any]) -> int:
    """Mark in `stored` what the form asks in confidence and is not marked yet. Returns how much that was."""
    found = 0
    for node, value in _present(level, stored):
        if isinstance(node, Rows):
            found += sum(guard(node, row) for row in value or [])
        elif isinstance(node, Question) and (guarded := _guarded(node, value)) is not value:
            put(stored, node.key, guarded)
            found += 1
    return found


def _guarded(node: Question, value: Any) -> Any:
    """A national number is sealed by whoever keeps it."""
    asked = isinstance(node, TextQuestion) and node.check == "national_number"
    return Confidential(value) if asked and isinstance(value, str) and not isinstance(value, Confidential) else value


def from_json(level: Level, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The Python values that `to_json` wrote. Options are not checked again: a list may have changed since."""
    result: dict[str, Any] = {}
    for node, value in _present(level, stored):
        if isinstance(node, Rows):
            put(result, node.key, [from_json(node, row) for row in value or []])
        elif isinstance(node, Question):
            put(result, node.key, _revived(node, value))
        elif isinstance(node, Computed):
            put(result, node.key, Decimal(str(value)) if isinstance(value, float) else value)
    return result


@dataclass(frozen=True)
class Shown:
    """One answer for a reader. `text` is empty when there is none; `rows` are those of a list."""

    label: str
    text: str
    rows: tuple[tuple[Shown, ...], ...] = ()
    check: str = ""  # what kind of number it is, so that a page can mask a national number


def show(level: Level, values: Mapping[str, Any], binding: Binding) -> list[Shown]:
    """What was answered, in the order of the form, as people read it. What was hidden is not there."""
    shown = []
    for node, value in _present(level, values):
        if isinstance(node, Rows):
            rows = tuple(tuple(show(node, row, binding)) for row in value or [])
            shown.append(Shown(binding.said(node.label), "", rows))
        elif isinstance(node, Question):
            check = node.check if isinstance(node, TextQuestion) else ""
            shown.append(Shown(binding.said(node.label), _words(node, value, binding), check=check))
    return shown


def show_typed(level: Level, draft: Mapping[str, Any], binding: Binding) -> list[Shown]:
    """What was typed, as people read it; what cannot be read stands as it was typed."""
    shown = []
    for node, value in _present(level, draft):
        if isinstance(node, Rows):
            rows = tuple(tuple(show_typed(node, row, binding)) for row in value or [])
            shown.append(Shown(binding.said(node.label), "", rows))
        elif isinstance(node, Question):
            shown.append(Shown(binding.said(node.label), _typed_words(node, value, binding)))
    return shown


def _typed_words(question: Question, value: Any, binding: Binding) -> str:
    try:
        return _words(question, _revived(question, value), binding)
    except ValueError:
        return " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)


def _present(level: Level, values: Mapping[str, Any]) -> list[tuple[Node, Any]]:
    found: list[tuple[Node, Any]] = []
    for node in level.nodes:
        if isinstance(node, Question | Rows | Computed):
            at: Any = values
            for part in node.key.split("."):
                if not isinstance(at, Mapping) or part not in at:
                    break
                at = at[part]
            else:
                found.append((node, at))
    return found


def unbound_field(question: Question, binding: Binding | None = None) -> AnswerField:
    """A field outside any form, to read and write single values of a question."""
    return field_class(question)(question=question, binding=binding or Binding(), name="x", _form=None, _meta=_META)


def _revived(question: Question, value: Any) -> Any:
    if value is None or isinstance(question, ChoiceQuestion | TextQuestion):
        return value
    try:
        return unbound_field(question).from_json(value)
    except Wrong as wrong:
        raise ValueError(f"{question.key}: {wrong.text}") from None


def _words(question: Question, value: Any, binding: Binding) -> str:
    if value in (None, "", []):
        return ""
    field = unbound_field(question, binding)
    try:
        return field.shown(value)
    except MissingOptions:  # a list that only the person who answered was given: the codes are all there is
        return ", ".join(value) if isinstance(field, OptionField) and isinstance(value, list) else str(value)


def _number_out(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value
