"""Drafts: what somebody typed so far, valid or not, kept and shown again. Nothing typed is lost, nothing is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from app.forms.fields import field_class
from app.forms.filling import Gatherer, Given
from app.forms.nodes import LONGEST_TEXT, MOST_ROWS, Level, Question, Rows
from app.forms.row_changes import MARK
from app.forms.scope import Scope, put

_LARGEST = 10**40  # more than anybody types; integers that do not fit 64 bits are kept as text


def typed(scope: Scope, formdata: Any) -> dict[str, Any]:
    """What was posted for the open questions of one level, as JSON."""
    draft: dict[str, Any] = {}
    for key, field in scope.fields.items():
        if field.question.open:
            put(draft, key, field.draft(formdata))
    for key, rows in scope.rows.items():
        put(draft, key, [typed(row, formdata) for row in rows])
    return draft


def fill_draft(scope: Scope, given: Given) -> None:
    """Put a draft in the fields of one level. A question the draft does not know keeps what is known."""
    for key, field in scope.fields.items():
        if key in given.values and field.question.open:
            posted = field.posted(field.question, given.values[key])
            field.process(MultiDict({f"{field.name}{behind}": values for behind, values in posted.items()}))
    for key, rows in scope.rows.items():
        for row, row_given in zip(rows, given.rows.get(key, []), strict=False):
            fill_draft(row, row_given)


def as_posted(level: Level, answers: Any) -> MultiDict[str, str]:
    """JSON answers as a browser would post them."""
    given = Gatherer().gather(level, answers)
    return MultiDict(list(_posted(level, given, "")))


def _posted(level: Level, given: Given, prefix: str) -> Iterator[tuple[str, str]]:
    for node in level.nodes:
        if isinstance(node, Question) and given.values.get(node.key) is not None:
            for behind, values in field_class(node).posted(node, given.values[node.key]).items():
                for value in values:
                    yield f"{prefix}{node.key}{behind}", value
        elif isinstance(node, Rows):
            for index, row in enumerate(given.rows.get(node.key, [])):
                start = f"{prefix}{node.key}-{index}-"
                yield f"{start}{MARK}", "1"
                yield from _posted(node, row, start)


def clean(given: Given) -> dict[str, Any]:
    """A draft from the API, bounded: scalars, lists of scalars and parts of dates, by the questions of the form."""
    draft: dict[str, Any] = {}
    for key, value in given.values.items():
        put(draft, key, _bounded(value))
    for key, rows in given.rows.items():
        put(draft, key, [clean(row) for row in rows[:MOST_ROWS]])
    return draft


def _bounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_scalar(each) for each in value[:500]]
    if isinstance(value, dict):
        return {str(key)[:20]: _scalar(each) for key, each in list(value.items())[:8]}
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float) and -_LARGEST < value < _LARGEST:  # false for NaN too
        return value if isinstance(value, float) or abs(value) < 2**63 else str(value)
    return None
