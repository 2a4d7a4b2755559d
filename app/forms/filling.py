"""Two ways into a form: what a browser posted, and what the API sent. Sizes are bounded before any field is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.text import Text, say
from app.forms import sentences
from app.forms.nodes import MOST_ROWS, Computed, Level, Question, Rows
from app.forms.scope import Scope

Errors = dict[str, list[Text]]

MOST_PROBLEMS = 50  # no more sentences than a person reads, however many keys were sent


@dataclass
class Given:
    """What the API sent for one level: values by dotted key, and the rows of its lists."""

    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Given]] = field(default_factory=dict)


class Gatherer:
    """Sorts JSON answers by the questions of a form, and says what does not belong there."""

    def __init__(self) -> None:
        self.errors: Errors = {}
        self.ignored: list[str] = []

    def gather(self, level: Level, answers: Any, prefix: str = "") -> Given:
        """Sort the answers of one level. Whatever the JSON is, this ends with a Given and a bounded list of errors."""
        given = Given()
        if not isinstance(answers, dict):
            self._report(prefix.rstrip("-"), say("De antwoorden moeten een JSON-object zijn, met een waarde per veld."))
            return given
        self._sort(level.shape, answers, prefix, "", given)
        return given

    def _sort(
        self, expected: Mapping[str, Any], answers: dict[Any, Any], prefix: str, outer: str, given: Given
    ) -> None:
        for key, value in answers.items():
            if len(self.errors) >= MOST_PROBLEMS:
                return
            name = f"{outer}{key}"
            known = expected.get(key) if isinstance(key, str) else None
            if known is None:
                shown = sentences.shown_key(str(key))
                self._report(f"{prefix}{outer}{shown}", sentences.unknown_key(str(key)))
            elif isinstance(known, Rows):
                if value is not None:
                    given.rows[known.key] = self._rows(known, value, f"{prefix}{known.key}")
            elif isinstance(known, Computed):
                if value is not None:
                    self.ignored.append(prefix + known.key)
            elif isinstance(known, Question):
                given.values[known.key] = value
            elif isinstance(value, dict):
                self._sort(known, value, prefix, f"{name}.", given)
            elif value is not None:
                self._report(prefix + name, say("‘%(key)s’ moet een JSON-object zijn.", key=name))

    def _rows(self, rows: Rows, value: Any, name: str) -> list[Given]:
        if not isinstance(value, list):
            self._report(name, say("‘%(label)s’ moet een lijst zijn.", label=rows.label))
            return []
        if len(value) > MOST_ROWS:
            self._report(name, too_many_rows(rows))
        return [self.gather(rows, row, f"{name}-{index}-") for index, row in enumerate(value[:MOST_ROWS])]

    def _report(self, name: str, text: Text) -> None:
        self.errors.setdefault(name, []).append(text)


def too_many_rows(rows: Rows, most: int | None = None) -> Text:
    """The list is longer than it may be."""
    most = rows.maximum if most is None else most
    return say("Bij ‘%(label)s’ kunnen hoogstens %(count)s rijen. Laat er weg.", label=rows.label, count=most)


def count_given(given: Given) -> dict[str, int]:
    """How many rows each list has, by full name."""
    counts: dict[str, int] = {}

    def walk(level: Given, prefix: str) -> None:
        for key, rows in level.rows.items():
            counts[prefix + key] = len(rows)
            for index, row in enumerate(rows):
                walk(row, f"{prefix}{key}-{index}-")

    walk(given, "")
    return counts


def fill(scope: Scope, given: Given) -> None:
    """Hand every field of a level, and of its rows, its JSON answer."""
    for key, answer in scope.fields.items():
        answer.read_json(given.values.get(key))
    for key, rows in scope.rows.items():
        sent = given.rows.get(key, [])
        for index, row in enumerate(rows):  # fixed rows are there whether they were sent or not
            fill(row, sent[index] if index < len(sent) else Given())


_ROW = re.compile(r"-(\d{1,4})-", re.ASCII)


def count_posted(formdata: Any) -> dict[str, int]:
    """How many rows each list has in what was posted, by full name: one more than the highest number seen."""
    counts: dict[str, int] = {}
    for name in formdata:
        for match in _ROW.finditer(name):
            listed = name[: match.start()]
            counts[listed] = max(counts.get(listed, 0), int(match[1]) + 1)
    return counts
