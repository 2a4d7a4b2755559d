"""What every answer field does: read what was typed, read JSON strictly, judge, and write JSON again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from app.domain.text import Text
from app.forms import sentences
from app.forms.binding import Binding, bare
from app.forms.nodes import Question

Posted = dict[str, list[str]]


class Wrong(ValueError):
    """An answer that cannot be taken; the argument is the sentence for the person."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


class AnswerField(Field):
    """A WTForms field for one question. The page fills it with `process`, the API with `read_json`.

    Both roads end in the same Python value in `data`, and `validate` judges that value: one verdict for both.
    """

    empty: Any = None
    question: Question
    errors: Any  # lists of Text: WTForms has them as strings, and hands them on untouched
    process_errors: Any

    def __init__(
        self, question: Question, binding: Binding, known: Any = None, scope: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(label=question.label, description=question.hint, **kwargs)
        self.question = question
        self.binding = binding
        self.scope = scope  # the row or form it stands in: limits look there for other answers
        self.known = known
        self.id = f"f-{self.name}"
        self.process_errors = []
        self.meddled = False  # the client sent something for a question that is not open
        self.data = self.known_data(known)

    # To be said by each kind of field

    def from_json(self, value: Any) -> Any:
        """Read a JSON value strictly; raises Wrong when it is of another type or cannot be read."""
        raise NotImplementedError

    def from_posted(self, typed: list[str]) -> Any:
        """Read what a browser posted under the field's name; raises Wrong when it cannot be read."""
        raise NotImplementedError

    @classmethod
    def to_json(cls, value: Any) -> Any:
        """Write a value of this field as JSON."""
        return value

    def check(self, value: Any) -> None:
        """Judge a value that is there; raises Wrong."""

    @classmethod
    def posted(cls, question: Question, value: Any) -> Posted:
        """How a browser would post this (JSON or as typed) answer, by what comes behind the field's name."""
        return {"": [as_text(value)]}

    def draft(self, formdata: Any) -> Any:
        """What was typed, to keep: as JSON where it can be read, as typed where it cannot yet."""
        typed = self.collect(formdata)
        try:
            return self.to_json(self.from_posted(typed))
        except Wrong:
            return self.raw(typed)

    def raw(self, typed: list[str]) -> Any:
        """What was typed and cannot be read, as JSON that `posted` understands."""
        return typed[0] if typed else None

    # The same for all

    def known_data(self, known: Any) -> Any:
        """A known value, else the default, as data of this field; known in another shape counts as not known."""
        value = bare(known)
        if value is None:
            value = self.question.default
        if value is None:
            return self.empty
        try:
            return self.from_known(value)
        except Wrong:  # carried over from an earlier version of the form: the person fills it in anew
            return self.empty

    def from_known(self, value: Any) -> Any:
        """Read a value from our own records: of the data's own type, or JSON."""
        return self.from_json(value)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the posted answer (WTForms calls this); without `formdata` the known value stays."""
        if formdata is None:
            return
        typed = self.collect(formdata)
        self._take(lambda: self.from_posted(typed), offered=any(typed))
        if self.question.open:
            self.raw_data = typed

    def collect(self, formdata: Any) -> list[str]:
        """What was posted for this field."""
        return list(formdata.getlist(self.name))

    def read_json(self, value: Any) -> None:
        """Take the answer from JSON: None is no answer."""
        self._take(lambda: self.empty if value is None else self.from_json(value), offered=value is not None)

    def _take(self, read: Callable[[], Any], *, offered: bool) -> None:
        """Read the answer. What is sent for a question that is not open counts for nothing (security row 19)."""
        known = self.data
        errors: list[Text] = []
        try:
            value = read()
        except Wrong as wrong:
            value = self.empty
            errors.append(wrong.text)
        if not self.question.open:
            self.meddled = offered and (bool(errors) or value != known)
            return
        self.data = value
        self.process_errors = errors

    def untouched(self) -> bool:
        """Whether this holds nothing but what a fresh row holds."""
        if not self.question.open:
            return True
        if self.process_errors:
            return False
        default = self.question.default
        return self.is_empty() or (default is not None and self.data == self.known_data(default))

    def given_anew(self) -> bool:
        """Whether the sender answered something else than what was already there."""
        return bool(self.process_errors) or not (self.is_empty() or self.data == self.known_data(self.known))

    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return bool(self.data == self.empty)

    def pre_validate(self, form: Any) -> None:
        """Judge the answer: readable, there when it must be, and within its rules. At most one sentence."""
        if self.process_errors:
            raise StopValidation
        if self.is_empty():
            if self.question.required:
                raise StopValidation(sentences.missing(self.question))  # type: ignore[arg-type]  # a Text, handed on as it is
            return
        try:
            self.check(self.data)
        except Wrong as wrong:
            raise StopValidation(wrong.text) from None  # type: ignore[arg-type]  # a Text, shown as is

    def _value(self) -> str:
        """What stands in the input: what was typed, else the value as people write it."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.is_empty() else self.written(self.data)

    def written(self, value: Any) -> str:
        """A value as people write and read it."""
        return str(value)

    def shown(self, value: Any) -> str:
        """A value as a page shows it: as it is written, marked where it is in another language than the page."""
        return self.written(value)


def as_text(value: Any) -> str:
    """A JSON scalar as it would be typed."""
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value)
