"""Text answers: one line or several, with length, pattern and named checks."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from app.domain.text import Text, say
from app.forms import sentences, text_checks
from app.forms.fields.base import AnswerField, Wrong
from app.forms.nodes import TextQuestion

# Control characters and halves of characters: no keyboard makes them, and PostgreSQL takes neither.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# How a line ends, in a browser and in what is pasted: word processors and PDF files have ends of their own.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


class TextField(AnswerField):
    """A textfield or a textarea. The data is trimmed, in Unicode NFC, with plain line ends; None when empty."""

    question: TextQuestion

    def from_json(self, value: Any) -> str | None:
        """A JSON string; anything else is of the wrong type."""
        if not isinstance(value, str):
            raise Wrong(sentences.wrong_type(self.question))
        return self._clean(value)

    def from_posted(self, typed: list[str]) -> str | None:
        """The text as posted."""
        return self._clean(typed[0]) if typed else None

    def _clean(self, text: str) -> str | None:
        # Bounded before any work is done on it: normalising can make a text a few times longer, never shorter by much.
        if len(text) > 4 * self.question.max_length + 1000:
            raise Wrong(self._too_long())
        text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).strip()
        if _UNPRINTABLE.search(text):
            raise Wrong(say("Er staat een teken in dat niet kan. Typ de tekst opnieuw, of plak hem zonder opmaak."))
        if not self.question.long and ("\n" in text or "\t" in text):
            raise Wrong(say("Schrijf dit op één regel."))
        if text and self.question.check and len(text) <= self.question.max_length:
            return self._checked(text)
        return text or None

    def _checked(self, text: str) -> str:
        try:
            return text_checks.CHECKS[self.question.check](text)
        except text_checks.NotRight as error:
            raise Wrong(error.text) from None

    def check(self, value: Any) -> None:
        """Judge length and pattern."""
        question = self.question
        if len(value) > question.max_length:
            raise Wrong(self._too_long())
        if len(value) < question.min_length:
            raise Wrong(say("Schrijf minstens %(count)s tekens.", count=question.min_length))
        if question.pattern and not question.pattern.search(value):
            if question.pattern_message:
                raise Wrong(Text(question.pattern_message))
            raise Wrong(say("%(field)s is niet goed geschreven.", field=sentences.name_of(question)))

    def _too_long(self) -> Any:
        return say("Dit is te lang. Schrijf hoogstens %(count)s tekens.", count=self.question.max_length)

    def written(self, value: Any) -> str:
        """Numbers of persons, enterprises and accounts with their separators."""
        return text_checks.written(self.question.check, value)

    def draft(self, formdata: Any) -> Any:
        """The text as typed, spaces and all."""
        return self.raw(self.collect(formdata))
