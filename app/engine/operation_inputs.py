"""What a diagram gives an operation: free text, one of a closed list, or a variable. Declared once, with the operation.

The panel beside the drawing offers what may be chosen, the publish check refuses anything else, and the sentences about
a diagram say a value in the words of its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.access import Role
from app.domain.codes.base import CodeList
from app.domain.text import Text, say
from app.engine.comparison_naming import quoted
from app.engine.meta import is_variable_name


@dataclass(frozen=True)
class Input:
    """One input: what it is, and the values to choose from with their words, or that it is a variable (`=name`).

    Without either it is a text, or after `=` an expression over the variables.
    """

    what: Text
    options: Mapping[str, Text] = field(default_factory=dict)
    is_variable: bool = False

    def refused(self, value: str) -> Text | None:
        """Why a value cannot be; None for one that can. Expressions are checked where all expressions are."""
        if self.options and value not in self.options:
            return say("%(what)s: «%(value)s» staat niet in de lijst. Kies een ervan.", what=self.what, value=value)
        if self.is_variable and not value.startswith("="):
            return say("%(what)s: «%(value)s» is geen gegeven. Kies er een.", what=self.what, value=value)
        return None

    def told(self, value: str, named: Callable[[str], Text | str]) -> Text | str:
        """A value in words; `named` says a variable."""
        if value in self.options:
            return self.options[value]
        if value.startswith("=") and is_variable_name(value[1:]):
            return named(value[1:])
        return quoted(value)


def role(what: Text) -> Input:
    """An input that is a role."""
    return Input(what, {each.value: each.text for each in Role})


def one_of(what: Text, codes: Iterable[CodeList]) -> Input:
    """An input that is a code of a list."""
    return Input(what, {code.value: Text(code.label) for code in codes})


def a_variable(what: Text) -> Input:
    """An input that is a variable of the process, or what an item is called inside a repeated step."""
    return Input(what, is_variable=True)
