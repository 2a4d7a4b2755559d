"""What surrounds one use of a form: what is known already, the lists of options, the day, and the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.text import Text
from app.forms.options import Context


@dataclass(frozen=True)
class CarriedOver:
    """A known value with where it comes from («het plan van 2025»), so that the page can say so."""

    value: Any
    source: str | Text


@dataclass(frozen=True)
class Binding:
    """The surroundings of one validation or one page. `known` has known values by key, nested or with dots."""

    known: Mapping[str, Any] = field(default_factory=dict)
    context: Context = field(default_factory=dict)
    today: date | None = None
    translate: Callable[[Text], str] = str

    def find(self, key: str) -> Any:
        """The known value under a key, as given (perhaps a CarriedOver); None when nothing is known."""
        if key in self.known:
            return self.known[key]
        found: Any = self.known
        for part in key.split("."):
            found = bare(found)
            if not isinstance(found, Mapping) or part not in found:
                return None
            found = found[part]
        return found


def bare(value: Any) -> Any:
    """A known value without its source."""
    return value.value if isinstance(value, CarriedOver) else value
