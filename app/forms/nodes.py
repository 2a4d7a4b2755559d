"""What a form is made of, once its JSON has been read: questions, groups, lists, and what only stands there to be read.

These are frozen: one tree per form schema is shared by every request and every thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from app.forms.feel import Formula
    from app.forms.options import Options

# Caps where a schema sets none, and the most a schema may ask for. They bound what one answer can cost.
LINE_LENGTH = 500
TEXT_LENGTH = 10_000
LONGEST_TEXT = 100_000
MOST_ROWS = 200
MOST_DIGITS = 15  # what a JSON number (a double) carries without loss


@dataclass(frozen=True, kw_only=True)
class Node:
    """One component of a form. `hide` is the formula under which it does not count."""

    path: str
    hide: Formula | None = None


@dataclass(frozen=True, kw_only=True)
class Question(Node):
    """Something a person answers. `key` is the name of the answer in its scope; dots mean nested objects."""

    key: str
    label: str
    hint: str = ""
    phrase: str = ""  # the label as it stands in a sentence: «de datum van het gesprek»
    required: bool = False
    readonly: bool = False
    disabled: bool = False
    default: object = None

    @property
    def open(self) -> bool:
        """Whether the person may answer it here."""
        return not (self.readonly or self.disabled)


@dataclass(frozen=True, kw_only=True)
class TextQuestion(Question):
    """One line, or several when `long`. `check` names a check of app/forms/text_checks.py."""

    long: bool = False
    min_length: int = 0
    max_length: int = LINE_LENGTH
    pattern: re.Pattern[str] | None = None
    pattern_message: str = ""
    check: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, kw_only=True)
class NumberQuestion(Question):
    """A number: an int when `decimals` is 0, a Decimal otherwise."""

    decimals: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    prefix: str = ""
    suffix: str = ""


class MomentKind(StrEnum):
    """The three subtypes of a form-js datetime."""

    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


@dataclass(frozen=True)
class Limit:
    """The earliest or latest moment allowed: another answer, something known of the case, today, or a fixed date."""

    key: str = ""
    known: str = ""
    today: bool = False
    fixed: date | None = None


@dataclass(frozen=True, kw_only=True)
class MomentQuestion(Question):
    """A date, a time of day, or both; times are Belgian wall time."""

    kind: MomentKind = MomentKind.DATE
    not_before: Limit | None = None
    not_after: Limit | None = None


@dataclass(frozen=True, kw_only=True)
class TickQuestion(Question):
    """A single box. Required means: it has to be ticked."""


class ChoiceLook(StrEnum):
    """How the options of a choice are shown."""

    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """A choice out of options; several when shown as checkboxes."""

    look: ChoiceLook
    options: Options

    @property
    def many(self) -> bool:
        """Whether more than one option may be taken; the answer is then a list."""
        return self.look is ChoiceLook.CHECKBOXES


@dataclass(frozen=True, kw_only=True)
class Computed(Node):
    """A value the server works out from the answers; the client's own is never taken."""

    key: str
    formula: Formula


@dataclass(frozen=True, kw_only=True)
class Group(Node):
    """Questions that belong together, under a legend."""

    label: str
    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Level:
    """Something with questions of its own: the whole form, or a list for each of its rows."""

    items: tuple[Node, ...]

    @cached_property
    def shape(self) -> dict[str, Any]:
        """The keys of this level as nested dictionaries, each ending in its node: the JSON that is expected."""
        tree: dict[str, Any] = {}
        for node in self.nodes:
            if isinstance(node, Question | Rows | Computed):
                at = tree
                *outer, last = node.key.split(".")
                for part in outer:
                    at = at.setdefault(part, {})
                at[last] = node
        return tree

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of this level, in order: through groups, but not into the rows of a list."""
        return tuple(_flat(self.items))

    @cached_property
    def conditional(self) -> bool:
        """Whether anything on this level is worked out from the answers."""
        return any(node.hide or isinstance(node, Computed) for node in self.nodes)


@dataclass(frozen=True, kw_only=True)
class FormTree(Level):
    """A whole form."""

    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows(Level, Node):
    """A list of rows with the same questions. `fixed` rows can be answered but not added or removed."""

    key: str
    label: str
    hint: str = ""
    at_start: int = 1
    minimum: int = 0
    maximum: int = MOST_ROWS
    fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class Passage(Node):
    """Text to read; `others` has it in other languages."""

    html: Markup
    others: Mapping[str, Markup] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule(Node):
    """A line across the form."""


@dataclass(frozen=True, kw_only=True)
class Space(Node):
    """Room between two parts."""


def every_node(level: Level) -> Iterator[Node]:
    """Every node of a level and of the rows in it, at any depth."""
    for node in level.nodes:
        yield node
        if isinstance(node, Rows):
            yield from every_node(node)


def needs_known(node: Node) -> bool:
    """Whether judging answers to this node needs what is known of the case: shown only, limited by it, or given."""
    if isinstance(node, MomentQuestion) and any(limit and limit.known for limit in (node.not_before, node.not_after)):
        return True
    return (isinstance(node, Question) and not node.open) or (isinstance(node, Rows) and node.fixed)


def _flat(items: tuple[Node, ...]) -> Iterator[Node]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _flat(item.items)
