"""A form schema made ready to use: one object per content, shared by all requests and threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from app.domain.text import DUTCH, Text
from app.forms import answers, drafts
from app.forms.binding import Binding
from app.forms.bound import BoundForm
from app.forms.filling import Errors, Gatherer, Given, count_given, count_posted, fill, too_many_rows
from app.forms.judging import Checked, Judge, settle
from app.forms.nodes import MOST_ROWS, ChoiceQuestion, FormTree, Rows, every_node, needs_known
from app.forms.options import Context
from app.forms.posted_names import unknown_names
from app.forms.row_changes import apply_row_change
from app.forms.scope import Count, Scope, lay_out

Known = Mapping[str, Any]


class AnswerForm(BaseForm):
    """The WTForms form behind one use of a compiled form: flat, one field per question of every row."""

    tree: FormTree

    def __init__(self, binding: Binding, count: Count) -> None:
        self.root = Scope(self.tree, binding)
        super().__init__(list(lay_out(self.root, count)))
        for scope in self.root.every():
            scope.gather_fields(self)


class CompiledForm:
    """A form that can be shown, filled in and judged. Immutable, so safe to share between threads."""

    def __init__(self, tree: FormTree, content_hash: str) -> None:
        self.tree = tree
        self.content_hash = content_hash
        self.form_class: type[AnswerForm] = type("CompiledAnswerForm", (AnswerForm,), {"tree": tree})
        nodes = list(every_node(tree))
        self.context_names: frozenset[str] = frozenset(
            node.options.name for node in nodes if isinstance(node, ChoiceQuestion) and node.options.name
        )
        self.uses_known: bool = any(needs_known(node) for node in nodes)

    def validate_json(
        self, answers: Any, known: Known | None = None, context: Context | None = None, today: date | None = None
    ) -> Checked:
        """Judge answers the API sent. Never raises, whatever the JSON: what is wrong is in `errors`."""
        gatherer = Gatherer()
        given = gatherer.gather(self.tree, answers)
        counts = count_given(given)
        form = self._form(Binding(known or {}, context or {}, today), counts, gatherer.errors)
        fill(form.root, given)
        return self.judge(form, gatherer.errors, gatherer.ignored)

    def bind(
        self,
        formdata: MultiDict[str, str] | None = None,
        known: Known | None = None,
        context: Context | None = None,
        today: date | None = None,
        translate: Callable[[Text], str] = str,
        language: str = DUTCH,
    ) -> BoundForm:
        """The form as a page shows it: filled with what was posted, else with what is known.

        When an add or remove button of a list was pressed, the change is made and `rows_changed` is true: show the
        page again, do not complete the task.
        """
        binding = Binding(known or {}, context or {}, today, translate, language)
        if formdata is None:
            form = self._form(binding, None, {})
            return BoundForm(self, form, {})
        change = apply_row_change(self.tree, formdata)
        formdata = change.formdata if change else formdata
        errors: Errors = {}
        form = self._form(binding, count_posted(formdata), errors)
        form.process(formdata)
        ignored = unknown_names(form._fields, formdata)
        return BoundForm(self, form, errors, ignored, focus=change.focus if change else "")

    def from_draft(
        self,
        draft: Any,
        known: Known | None = None,
        context: Context | None = None,
        today: date | None = None,
        translate: Callable[[Text], str] = str,
        language: str = DUTCH,
    ) -> BoundForm:
        """The form as a page shows it, filled with a draft of any age and from any door; what it lacks is as known."""
        given = Gatherer().gather(self.tree, draft if isinstance(draft, dict) else {})
        form = self._form(
            Binding(known or {}, context or {}, today, translate, language), count_given(given), {}, part=given
        )
        drafts.fill_draft(form.root, given)
        return BoundForm(self, form, {})

    def draft_values(self, formdata: MultiDict[str, str]) -> dict[str, Any]:
        """What was posted, as JSON to keep as a draft, valid or not. Questions that are not open are left out."""
        form = self._form(Binding(), count_posted(formdata), {})
        return drafts.typed(form.root, formdata)

    def clean_draft(self, answers: Any) -> dict[str, Any]:
        """What the API sends as a draft, kept as it is, valid or not, but bounded and by the questions of this form."""
        draft = drafts.clean(Gatherer().gather(self.tree, answers))
        self.guard(draft)
        return draft

    def to_formdata(self, answers: Any) -> MultiDict[str, str]:
        """JSON answers as a browser would post them."""
        return drafts.as_posted(self.tree, answers)

    def to_answers(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Python values as JSON."""
        return answers.to_json(self.tree, values)

    def from_answers(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """JSON that `to_answers` made as Python values again. Raises ValueError for JSON that it cannot have made."""
        return answers.from_json(self.tree, stored)

    def guard(self, stored: dict[str, Any]) -> int:
        """Mark in answers what is to be kept sealed (`Confidential`). Returns how much of it was not marked yet."""
        return answers.guard(self.tree, stored)

    def prefill(
        self, known: Known | None = None, draft: Mapping[str, Any] | None = None, context: Context | None = None
    ) -> dict[str, Any]:
        """What an API client starts from, as JSON: what is known and the defaults, with the draft over it."""
        form = self._form(Binding(known or {}, context or {}), None, {})
        return {**answers.to_json(self.tree, form.root.asked()), **(draft or {})}

    def show(
        self,
        stored: Mapping[str, Any],
        context: Context | None = None,
        translate: Callable[[Text], str] = str,
        language: str = DUTCH,
    ) -> list[answers.Shown]:
        """Answers given earlier as people read them: label and words, rows below their list."""
        binding = Binding(context=context or {}, translate=translate, language=language)
        return answers.show(self.tree, self.from_answers(stored), binding)

    def show_posted(
        self,
        formdata: MultiDict[str, str],
        context: Context | None = None,
        translate: Callable[[Text], str] = str,
        language: str = DUTCH,
    ) -> list[answers.Shown]:
        """What somebody typed, readable or not, as people read it: for who was too late to send it."""
        binding = Binding(context=context or {}, translate=translate, language=language)
        return answers.show_typed(self.tree, self.draft_values(formdata), binding)

    def judge(self, form: AnswerForm, errors: Errors, ignored: list[str]) -> Checked:
        """The verdict over a filled-in form; errors found while filling it in come first."""
        settle(form.root)
        judge = Judge(form)
        values = judge.judge(form.root)
        merged = {name: list(texts) for name, texts in errors.items()}
        for name, texts in judge.errors.items():
            merged.setdefault(name, texts)
        return Checked(values, merged, tuple(dict.fromkeys([*ignored, *judge.ignored])))

    def _form(
        self, binding: Binding, counts: Mapping[str, int] | None, errors: Errors, part: Given | None = None
    ) -> AnswerForm:
        """Lay out the form. `counts` has the rows sent per list; None, or a list that `part` lacks: as known."""

        def count(rows: Rows, scope: Scope) -> int:
            known = len(scope.known_rows(rows))
            at_first = min((known or rows.at_start) if rows.fixed else max(known, rows.at_start), MOST_ROWS)
            name = scope.name(rows.key)
            if counts is None or (part is not None and scope.parent is None and rows.key not in part.rows):
                return at_first
            sent = counts.get(name, 0)
            if sent > MOST_ROWS or (rows.fixed and sent > at_first):
                errors[name] = [too_many_rows(rows, at_first if rows.fixed else None)]
            return at_first if rows.fixed else min(sent, MOST_ROWS)

        return self.form_class(binding, count)
