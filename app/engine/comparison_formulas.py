"""A formula of a form in words: `=answer = "agree"` is "«Gaat u akkoord?» is «Ja»", by the labels people see.

A formula says when a question is hidden. Where its opposite can be said, people read when the question is there. What
words cannot say stays as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import codes
from app.domain.feel_tokens import FeelError
from app.domain.feel_tree import COMPARISONS, Tree, read_feel
from app.domain.text import Text, say
from app.engine.comparison_naming import quoted
from app.engine.comparison_words import Told, compared, one_of, together, value_words

Json = Mapping[str, Any]

# What is the case when a condition is not. An order is left out: of a missing answer neither side of it holds.
_OPPOSITE = {"=": "!=", "!=": "="}


class Unsaid(Exception):
    """A formula says more than words can."""


class FormulaWords:
    """Says formulas by the components of their form: by where answers go -> the component (comparison_forms.py)."""

    def __init__(self, parts: Mapping[str, Json]) -> None:
        self.parts = parts

    def shown(self, name: str, hide: str, place: str) -> Text:
        """When the component `name`, hidden by `hide`, is there; `place` is the list it stands in ("visits.")."""
        try:
            tree = read_feel(hide)
            opposite = _opposite(tree)
            if opposite is not None:
                condition = self.told(opposite, place, inside=False)
                return say("«%(part)s» staat er nu alleen als: %(condition)s.", part=name, condition=condition)
            condition = self.told(tree, place, inside=False)
        except (FeelError, Unsaid):
            condition = hide
        return say("«%(part)s» staat er nu niet als: %(condition)s.", part=name, condition=condition)

    def told(self, tree: Tree, place: str, *, inside: bool) -> Told:
        """A condition in words. Raises Unsaid."""
        match tree:
            case ("and" | "or" as word, *parts):
                told = [self.told(part, place, inside=True) for part in parts]
                return together(told, every=word == "and", inside=inside)
            case ("path", *_):
                return say("%(name)s is ja", name=self.label(tree, place))
            case ("not", ("path", *_) as path):
                return say("%(name)s is nee", name=self.label(path, place))
            case ("in" | "not in" as word, left, ("list", *values)):
                several = one_of(
                    self.label(left, place), [self.value(left, each, place) for each in values], wanted=word == "in"
                )
                if several is not None:
                    return several
            case (sign, left, right) if sign in COMPARISONS:
                return compared(self.label(left, place), COMPARISONS[sign], self.value(left, right, place))
        raise Unsaid

    def label(self, tree: Tree, place: str) -> Told:
        """The question a path asks about, by its label."""
        part = self.part(tree, place)
        label = part.get("label") or part.get("dateLabel") or part.get("timeLabel") if part else None
        if not label:
            raise Unsaid
        return quoted(str(label))

    def part(self, tree: Tree, place: str) -> Json | None:
        """The component whose answer a path is: in the same list, else of the form itself."""
        if tree[0] != "path":
            return None
        path = ".".join(tree[1:])
        near, _, own = path.partition(".")
        if near in ("this", "parent"):
            return self.parts.get(place + own if near == "this" else own)
        return self.parts.get(place + path) or self.parts.get(path)

    def value(self, left: Tree, right: Tree, place: str) -> Told:
        """A value by the label it has among the choices of the question it is compared with."""
        if right[0] == "path":
            return self.label(right, place)
        if right[0] != "value":
            raise Unsaid
        value = right[1]
        return (_choice(self.part(left, place) or {}, value) if isinstance(value, str) else None) or value_words(value)


def _choice(part: Json, value: str) -> Text | None:
    place, _, name = str(part.get("valuesKey") or "").partition(".")
    if place == "codes":
        try:
            return quoted(codes.label(name, value))
        except codes.UnknownCode:
            return None
    options = part.get("values")
    given = [each for each in options if isinstance(each, Mapping)] if isinstance(options, list) else []
    label = next((each.get("label") for each in given if each.get("value") == value), None)
    return quoted(str(label)) if label else None


def _opposite(tree: Tree) -> Tree | None:
    """What holds when a condition does not; None where that is not plain."""
    match tree:
        case ("and" | "or" as word, *parts):
            turned = [_opposite(part) for part in parts]
            return None if None in turned else ("or" if word == "and" else "and", *turned)
        case ("not", part):
            return part if isinstance(part, tuple) else None
        case ("path", *_):
            return ("not", tree)
        case ("in", left, ("list", *_) as values):
            return ("not in", left, values)
        case (sign, left, right) if sign in _OPPOSITE:
            return (_OPPOSITE[sign], left, right)
    return None
