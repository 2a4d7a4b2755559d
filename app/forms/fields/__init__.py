"""One WTForms field class per kind of question."""

from app.forms.fields.base import AnswerField, Wrong
from app.forms.fields.choice import ChoiceField, ManyField, OptionField, TickField
from app.forms.fields.moment import FIELDS as MOMENT_FIELDS
from app.forms.fields.moment import DateField, DatetimeField, TimeField
from app.forms.fields.number import NumberField
from app.forms.fields.text import TextField
from app.forms.nodes import (
    ChoiceQuestion,
    MomentQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
    TickQuestion,
)

__all__ = [
    "AnswerField",
    "ChoiceField",
    "DateField",
    "DatetimeField",
    "ManyField",
    "NumberField",
    "OptionField",
    "TextField",
    "TickField",
    "TimeField",
    "Wrong",
    "field_class",
]


def field_class(question: Question) -> type[AnswerField]:
    """The field class that answers a question."""
    if isinstance(question, TextQuestion):
        return TextField
    if isinstance(question, NumberQuestion):
        return NumberField
    if isinstance(question, MomentQuestion):
        return MOMENT_FIELDS[question.kind]
    if isinstance(question, ChoiceQuestion):
        return ManyField if question.many else ChoiceField
    if isinstance(question, TickQuestion):
        return TickField
    raise TypeError(f"no field for {type(question).__name__}")
