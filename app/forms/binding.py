"""What surrounds one use of a form: what is known already, the lists of options, the day, and the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup

from app.domain.text import DUTCH, Text, Worded
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
    language: str = DUTCH

    def plain(self, text: str) -> str:
        """Words of the form in the language of the page, else in Dutch: for inside a sentence."""
        return text.into(self.language) if isinstance(text, Worded) else text

    def said(self, text: str) -> str:
        """Words of the form for a page; on a page in another language, those it only has in Dutch say that they are."""
        if self.language == DUTCH or not text:
            return text
        words = self.plain(text)
        return Markup('<span lang="nl">{}</span>').format(words) if self.foreign(text) else words

    def foreign(self, text: str) -> bool:
        """Whether words of the form are Dutch on a page that is not."""
        return self.language != DUTCH and not (isinstance(text, Worded) and self.language in text.others)

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
