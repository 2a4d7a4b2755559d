"""Trying a decision table with values, without a case: what it answers, and by which rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from app import engine
from app.domain.calendar import parse_date
from app.domain.errors import AnswersInvalid
from app.domain.expressions import ExpressionError
from app.domain.text import Text, say

_KINDS = {
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
}
_ANSWERS = {"ja": True, "true": True, "nee": False, "false": False}
_WRONG = {
    "number": say("Schrijf een getal, zoals 3 of 2,5."),
    "boolean": say("Kies ja of nee."),
    "date": say("Schrijf een datum die bestaat, zoals 2026-02-28."),
}


@dataclass(frozen=True)
class Asked:
    """One value a table looks at: its name, what its column calls it, and its kind (number, boolean, date or text)."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Tried:
    """What a table answered: its outputs by name, and the rows that counted, from 1."""

    outputs: Mapping[str, Any]
    rows: list[int]


def asked(content: str) -> list[Asked]:
    """What the first table of a DMN file looks at; nothing when the file cannot be used yet."""
    try:
        table = _table(content)
    except AnswersInvalid:
        return []
    labels = {column.expression.source.strip(): column.label for column in table.inputs}
    kinds = {name: column.kind for column in table.inputs for name in column.expression.names}
    return [
        Asked(name, labels.get(name, name), _KINDS.get(kinds.get(name, ""), "text")) for name in sorted(table.names)
    ]


def outcome(content: str, values: Mapping[str, str]) -> Tried:
    """The answer to values as typed. Raises AnswersInvalid: a value that does not fit, or what the table refuses."""
    table = _table(content)
    errors: dict[str, list[Text]] = {}
    read: dict[str, Any] = {}
    for one in asked(content):
        try:
            read[one.name] = _value(one.kind, values.get(one.name, "").strip())
        except ValueError:
            errors[f"value-{one.name}"] = [_WRONG[one.kind]]
    if errors:
        raise AnswersInvalid(errors)
    try:
        return Tried(table.outputs(read), table.fitting(read))
    except ExpressionError as error:
        raise AnswersInvalid({"": [error.text]}) from None


def _table(content: str) -> engine.DecisionTable:
    try:
        return engine.read_decisions(content.encode(), "")[0]
    except engine.BundleError as error:
        raise AnswersInvalid({"": [problem.text for problem in error.problems][:3]}) from None


def _value(kind: str, typed: str) -> Any:
    """What was typed, as the kind it is; None for nothing. Raises ValueError, only for kinds that are in _WRONG."""
    if not typed:
        return None
    if kind == "boolean":
        if typed.lower() not in _ANSWERS:
            raise ValueError(typed)
        return _ANSWERS[typed.lower()]
    if kind == "date":
        return parse_date(typed).isoformat()
    if kind == "number":
        number = float(typed.replace(",", "."))
        if not isfinite(number):
            raise ValueError(typed)
        return int(number) if number.is_integer() else number
    return typed
