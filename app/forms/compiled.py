"""A form schema made ready to use: one object per content, shared by all requests and threads."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import OrderedDict
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
from app.forms.languages import untranslated
from app.forms.nodes import MOST_ROWS, ChoiceQuestion, FormTree, Rows, every_node, needs_known
from app.forms.options import Context
from app.forms.problems import SchemaInvalid, SchemaProblem
from app.forms.reading import read_schema
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
        ignored = unknown_names(form, formdata)
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
        return drafts.clean(Gatherer().gather(self.tree, answers))

    def to_formdata(self, answers: Any) -> MultiDict[str, str]:
        """JSON answers as a browser would post them."""
        return drafts.as_posted(self.tree, answers)

    def to_answers(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Python values as JSON."""
        return answers.to_json(self.tree, values)

    def from_answers(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """JSON that `to_answers` made as Python values again. Raises ValueError for JSON that it cannot have made."""
        return answers.from_json(self.tree, stored)

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

    # helpers

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


_PAGE_NAMES = frozenset({"csrf_token", "revision"})
_PLAIN_NAME = re.compile(r"[\w.-]{1,60}", re.ASCII)


def unknown_names(form: AnswerForm, formdata: Any) -> list[str]:
    """What was posted that is no answer to this form; names beginning with `_` and those of the page do not count.

    They go into the audit, so anything but a plain name is only counted as one.
    """
    names = set(form._fields) | {f"{name}-{part}" for name in form._fields for part in ("day", "month", "year", "time")}
    unknown = (
        name
        for name in formdata
        if name not in names and name not in _PAGE_NAMES and not name.startswith("_") and not name.endswith("-_row")
    )
    return list(dict.fromkeys(name if _PLAIN_NAME.fullmatch(name) else "?" for name in unknown))[:50]


_CACHE_SIZE = 1000
_cache: OrderedDict[str, CompiledForm] = OrderedDict()
_lock = threading.Lock()


def compile_form(schema: Mapping[str, Any]) -> CompiledForm:
    """Make a form schema ready to use, once per content. Raises SchemaInvalid with every problem found."""
    try:
        content_hash = hash_of(schema)
    except (RecursionError, TypeError, ValueError):  # nested beyond reason, or not JSON at all: the reader says so
        raise SchemaInvalid(check_schema(schema)) from None
    with _lock:
        if content_hash in _cache:
            _cache.move_to_end(content_hash)
            return _cache[content_hash]
    tree, problems = read_schema(schema)
    if problems:
        raise SchemaInvalid(problems)
    with _lock:
        compiled = _cache.setdefault(content_hash, CompiledForm(tree, content_hash))
        while len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)
        return compiled


def check_schema(schema: Any) -> list[SchemaProblem]:
    """Everything that is wrong with a form schema; an empty list means that it compiles. Never raises."""
    return read_schema(schema)[1]


def form_warnings(schema: Any) -> list[SchemaProblem]:
    """What is not wrong with a form schema that compiles, and perhaps not meant: a language on some components only."""
    return untranslated(compile_form(schema).tree)


def hash_of(schema: Any) -> str:
    """The identity of a schema: its content, whatever the order of keys and the white space."""
    text = json.dumps(schema, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
