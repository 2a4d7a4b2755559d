"""Choices: one option (radios, a list to pick from) or several (checkboxes), and the single box to tick."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from app.domain.text import DUTCH, Text, Worded, say
from app.forms import sentences
from app.forms.fields.base import AnswerField, Posted, Wrong, as_text
from app.forms.nodes import ChoiceQuestion, Question, TickQuestion
from app.forms.options import Pairs


class OptionField(AnswerField):
    """Something that has options."""

    question: ChoiceQuestion

    @property
    def options(self) -> Pairs:
        """(value, Dutch label), in order."""
        return self.question.options.pairs(self.binding.context)

    def chosen(self) -> list[str]:
        """The values that are chosen now, as posted or as known."""
        if self.raw_data is not None:
            return [str(value) for value in self.raw_data if value]
        return [] if self.is_empty() else self.data if isinstance(self.data, list) else [self.data]

    def _ensure_option(self, value: str) -> str:
        if all(value != option for option, _ in self.options):
            raise Wrong(say("Kies een antwoord uit de lijst bij ‘%(label)s’.", label=self.question.label))
        return value

    def written(self, value: Any) -> str:
        """The labels of what was chosen."""
        labels = self.labels()
        values: list[str] = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(each, each) for each in values)

    def labels(self) -> dict[str, str]:
        """The words for each option, in order; those of a code list in the language of the page."""
        if self.question.options.coded:
            return {value: self.binding.translate(Text(label)) for value, label in self.options}
        if self.binding.language == DUTCH:
            return dict(self.options)
        return {value: self.binding.plain(label) for value, label in self.options}

    def foreign(self) -> set[str]:
        """The options with Dutch words on a page that is not Dutch. What a door hands over are names, in no language,
        unless it says that it is worded."""
        own = self.question.options.own() or [pair for pair in self.options if isinstance(pair[1], Worded)]
        return {value for value, label in own if self.binding.foreign(label)}

    def shown(self, value: Any) -> str:
        """The labels of what was chosen, those in another language marked."""
        if self.binding.language == DUTCH:
            return self.written(value)
        foreign = self.foreign()
        chosen: list[str] = value if isinstance(value, list) else [value]
        given, labels = dict(self.options), self.labels()
        parts = [self.binding.said(given[each]) if each in foreign else labels.get(each, each) for each in chosen]
        return Markup(", ").join(parts)


class ChoiceField(OptionField):
    """One option. The data is its value, None when nothing is chosen."""

    def from_json(self, value: Any) -> str | None:
        """A JSON string that is one of the options."""
        if not isinstance(value, str):
            raise Wrong(sentences.wrong_type(self.question))
        return self._ensure_option(str(value)) if value else None

    def from_posted(self, typed: list[str]) -> str | None:
        """The value of the option posted; the empty option of a list is no answer."""
        return self._ensure_option(typed[0]) if typed and typed[0] else None

    def draft(self, formdata: Any) -> Any:
        """The value chosen, whether it is still in the list or not."""
        return self.raw(self.collect(formdata)) or None


class ManyField(OptionField):
    """Several options. The data is a list in the order of the options, without doubles."""

    empty: Any = []

    def from_json(self, value: Any) -> list[str]:
        """A JSON list of strings that are options."""
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise Wrong(sentences.wrong_type(self.question))
        return self._in_order(value)

    def from_posted(self, typed: list[str]) -> list[str]:
        """The values of the boxes ticked."""
        return self._in_order([value for value in typed if value])

    def draft(self, formdata: Any) -> Any:
        """The boxes ticked, whether they are still in the list or not."""
        return [value for value in self.collect(formdata) if value]

    def _in_order(self, values: list[str]) -> list[str]:
        options = [option for option, _ in self.options]
        if not set(values) <= set(options):
            raise Wrong(say("Kies antwoorden uit de lijst bij ‘%(label)s’.", label=self.question.label))
        return [option for option in options if option in values]

    @classmethod
    def posted(cls, question: Question, value: Any) -> Posted:
        """One entry per box."""
        return {"": [as_text(each) for each in value] if isinstance(value, list) else [as_text(value)]}


class TickField(AnswerField):
    """A box: True when ticked. Unticked counts as no answer, so a required box has to be ticked."""

    question: TickQuestion
    empty: Any = False

    def from_json(self, value: Any) -> bool:
        """True or false, nothing that looks like it."""
        if not isinstance(value, bool):
            raise Wrong(sentences.wrong_type(self.question))
        return value

    def from_posted(self, typed: list[str]) -> bool:
        """A browser posts the box only when it is ticked."""
        return any(value not in ("", "false") for value in typed)

    def written(self, value: Any) -> str:
        """In a word."""
        return self.binding.translate(say("Ja") if value else say("Nee"))
