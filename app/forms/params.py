"""From a field to the parameters of the design system's macros: label, hint, error, value, options.

The widgets of govuk-frontend-wtf do this mapping for ordinary forms; the forms compiled here need more (Dutch parts
of a date, marks of what was carried over, ids that never clash), so the mapping is ours and the macros are the same.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from app.domain.text import say
from app.forms.fields import (
    AnswerField,
    DateField,
    ManyField,
    NumberField,
    OptionField,
    TextField,
    TickField,
    TimeField,
)
from app.forms.nodes import ChoiceLook, NumberQuestion, TextQuestion
from app.forms.wording import carried_over, label_of

Params = dict[str, Any]


def field_params(answer: AnswerField, error: str, when: str, autofocus: bool) -> tuple[str, Params]:
    """The macro to use and its parameters."""
    if not answer.question.open:
        return "readonly", {
            "id": answer.id,
            "label": answer.binding.said(answer.question.label),
            "value": shown(answer),
            "hint": answer.binding.said(answer.question.hint),
        }
    params: Params = {"id": answer.id, "name": answer.name, "label": {"text": label_of(answer)}}
    hint = _hint(answer, when)
    if hint:
        params["hint"] = {"html": hint}
    if error:
        hidden = answer.binding.translate(say("Fout"))
        params["errorMessage"] = {"text": error, "visuallyHiddenText": hidden}
    focus = {"autofocus": "autofocus"} if autofocus else {}
    if isinstance(answer, DateField):
        return "date", _date(answer, params, focus, bool(error))
    if isinstance(answer, OptionField):
        return _choice(answer, params, focus)
    if isinstance(answer, TickField):
        return "checkboxes", _tick(answer, params, focus)
    return _text(answer, params, focus)


def shown(answer: AnswerField) -> str:
    """The value of a read-only field as words."""
    return "" if answer.data in (None, "", []) else answer.shown(answer.data)


def _hint(answer: AnswerField, when: str) -> Markup:
    lines = (
        ("", answer.binding.said(answer.question.hint)),
        (" form-when", when),
        (" form-carried", carried_over(answer)),
    )
    return Markup(" ").join(
        Markup('<span class="form-hint-line{}">{}</span>').format(style, text) for style, text in lines if text
    )


def _legend(params: Params) -> Params:
    return {"legend": {"text": params.pop("label")["text"], "classes": "govuk-fieldset__legend--s form-legend"}}


def _text(answer: AnswerField, params: Params, focus: Params) -> tuple[str, Params]:
    question = answer.question
    params["value"] = answer._value()
    params["attributes"] = focus
    params["label"]["classes"] = "form-label"
    if isinstance(question, TextQuestion) and question.long:
        params["rows"] = "8" if question.max_length > 2000 else "4"
        return "textarea", params
    if isinstance(question, TextQuestion | NumberQuestion):
        for side, words in (("prefix", question.prefix), ("suffix", question.suffix)):
            if words:
                params[side] = {"text": answer.binding.said(words)}
    if isinstance(answer, NumberField):
        params |= {
            "classes": "govuk-input--width-10",
            "inputmode": "numeric" if answer.question.decimals == 0 else "decimal",
        }
    elif isinstance(answer, TimeField):
        params |= {"classes": "govuk-input--width-5"}
    elif isinstance(answer, TextField):
        params |= _for_check(answer.question.check)
    return "input", params


def _for_check(check: str) -> Params:
    if check == "email":
        return {"type": "email", "spellcheck": False}
    if check == "phone":
        return {"type": "tel", "classes": "govuk-input--width-20"}
    return {"classes": "govuk-input--width-20", "spellcheck": False} if check else {}


def _date(answer: DateField, params: Params, focus: Params, wrong: bool) -> Params:
    words = {"day": say("Dag"), "month": say("Maand"), "year": say("Jaar"), "time": say("Uur")}
    values = answer.shown_parts()
    params["fieldset"] = _legend(params)
    params["items"] = [
        {
            "id": f"{answer.id}-{part}",
            "name": f"{answer.name}-{part}",
            "label": answer.binding.translate(words[part]),
            "value": values[part],
            "classes": _width(part) + (" govuk-input--error" if wrong else ""),
            "inputmode": "text" if part == "time" else "numeric",
            "attributes": focus if part == "day" else {},
        }
        for part in answer.inputs
    ]
    del params["name"]
    return params


def _width(part: str) -> str:
    return {"year": "govuk-input--width-4", "time": "govuk-input--width-4"}.get(part, "govuk-input--width-2")


def _choice(answer: OptionField, params: Params, focus: Params) -> tuple[str, Params]:
    taken = set(answer.chosen())
    items: list[Params] = [
        {"value": value, "text": label, "checked": value in taken, "selected": value in taken}
        for value, label in answer.labels().items()
    ]
    for item in items if (foreign := answer.foreign()) else ():
        item |= {"lang": "nl"} if item["value"] in foreign else {}
    if answer.question.look is ChoiceLook.SELECT:
        params["label"]["classes"] = "form-label"
        params["items"] = [{"value": "", "text": answer.binding.translate(say("Kies …"))}, *items]
        params["attributes"] = focus
        return "select", params
    params["fieldset"] = _legend(params)
    params["items"] = items
    params["idPrefix"] = params.pop("id")
    if items:
        items[0]["attributes"] = focus
    return "checkboxes" if isinstance(answer, ManyField) else "radios", params


def _tick(answer: TickField, params: Params, focus: Params) -> Params:
    label = params.pop("label")["text"]
    ticked = bool(answer.data)
    params["idPrefix"] = params.pop("id")
    params["items"] = [{"value": "true", "text": label, "checked": ticked, "attributes": focus}]
    return params
