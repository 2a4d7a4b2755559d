"""A form with somebody's answers in it: to judge, to show again with what is wrong, to save."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from app.forms.filling import Errors
from app.forms.judging import Checked, settle
from app.forms.layout import Part, Place, lay_out_parts, places

if TYPE_CHECKING:
    from app.forms.compiled import AnswerForm, CompiledForm


@dataclass(frozen=True)
class Complaint:
    """One line of the error summary: the sentence, and the place on the page it is about ("" when there is none)."""

    text: str
    href: str


class BoundForm:
    """What a page works with. Templates render `parts` with the macros of templates/forms/form.html."""

    def __init__(
        self,
        compiled: CompiledForm,
        form: AnswerForm,
        errors: Errors,
        ignored: Iterable[str] = (),
        focus: str = "",
    ) -> None:
        self.compiled = compiled
        self.form = form
        self.errors: Errors = {}
        self.rows_changed = bool(focus)
        self._focus = focus
        self._filling_errors = errors
        self._ignored = list(ignored)
        settle(form.root)

    def validate(self) -> Checked:
        """Judge the answers and remember the errors for the page. The same verdict as `validate_json`."""
        checked = self.compiled.judge(self.form, self._filling_errors, self._ignored)
        self.errors = dict(checked.errors)
        return checked

    def add_errors(self, errors: Mapping[str, Iterable[Text]]) -> None:
        """Add what the rules of the field found wrong (AnswersInvalid.errors), at their fields."""
        for name, texts in errors.items():
            self.errors.setdefault(name, []).extend(texts)
            if name in self.form:
                self.form[name].errors = [*self.form[name].errors, *texts]  # type: ignore[list-item]  # our own Texts

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the form now, as Python values; what cannot be read is None."""
        return self.form.root.asked()

    @property
    def translate(self) -> Callable[[Text], str]:
        """From a sentence to the language of the page."""
        return self.form.root.binding.translate

    @cached_property
    def parts(self) -> list[Part]:
        """What to render, in order. Taken once: judge first."""
        return lay_out_parts(self.form.root, self.errors, self._focus)

    @property
    def has_rows(self) -> bool:
        """Whether the form has lists, and so buttons of its own."""
        return bool(self.form.root.rows)

    @property
    def complaints(self) -> list[Complaint]:
        """The error summary, in the order of the page; each line says which field it is about."""
        found = dict(places(self.form.root))
        order = {name: number for number, name in enumerate(found)}
        names = sorted(self.errors, key=lambda name: order.get(name, -1))
        return [self._complaint(text, found.get(name)) for name in names for text in self.errors[name]]

    def _complaint(self, text: Text, place: Place | None) -> Complaint:
        sentence = self.translate(text)
        if place is None:
            return Complaint(sentence, "")
        if place.label not in sentence:
            sentence = f"{place.label}: {sentence}"
        if place.row:
            sentence = f"{self.translate(place.row)}: {sentence}"
        return Complaint(sentence, place.href)
