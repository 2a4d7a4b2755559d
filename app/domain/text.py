"""Sentences for people, made below the doors and translated by them.

The Dutch sentence is the message id: Dutch is what Traject shows by default, so a sentence that nobody translated yet
is still right on the screen (docs/decisions/0002-dutch-message-ids.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Text:
    """A translatable sentence: a Dutch message id with ``%(name)s`` places, and what fills them."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.render(lambda msgid: msgid)

    def render(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of `gettext`, its places filled; dates as day/month/year."""
        template = gettext(self.msgid)
        if not self.params:
            return template
        return template % {name: _shown(value, gettext) for name, value in self.params.items()}


DUTCH = "nl"
#: The languages beside Dutch in which who draws a process may word it.
OTHER_LANGUAGES = ("en",)


class Worded(str):
    """A Dutch text that somebody wrote, such as the label of a question, with the same in other languages.

    It is its Dutch text wherever nobody asks for another language.
    """

    others: Mapping[str, str]

    def __new__(cls, dutch: str, others: Mapping[str, str]) -> Worded:
        """The Dutch text, and the others by language."""
        made = super().__new__(cls, dutch)
        made.others = others
        return made

    def into(self, language: str) -> str:
        """The text in a language, else in Dutch."""
        return self.others.get(language) or str(self)


def worded(dutch: str, others: Mapping[str, str]) -> str:
    """A text with its other languages; without any it is plain text."""
    given = {language: text for language, text in others.items() if text}
    return Worded(dutch, given) if dutch and given else dutch


def say(msgid: str, /, **params: object) -> Text:
    """A sentence for a person; `msgid` is the Dutch text and must be a literal, so that it can be translated."""
    return Text(msgid, params)


def _shown(value: object, gettext: Callable[[str], str]) -> object:
    if isinstance(value, Text):
        return value.render(gettext)
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value
