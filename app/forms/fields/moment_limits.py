"""Whether a moment lies within its limits: a date, today, something known of the case, or another answer."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from app.domain.calendar import BRUSSELS
from app.domain.text import Text, say
from app.forms import sentences
from app.forms.binding import bare
from app.forms.fields.base import AnswerField, Wrong
from app.forms.fields.moment_text import ISO_DATE
from app.forms.nodes import Limit, MomentQuestion

Moment = date | time | datetime


def ensure_within(field: AnswerField, value: Moment) -> None:
    """Judge `not_before` and `not_after`; a limit that is not known (yet) does not count."""
    question = field.question
    if not isinstance(question, MomentQuestion):
        return
    for limit, early in ((question.not_before, True), (question.not_after, False)):
        bound, name = _bound(field, limit) if limit else (None, None)
        if bound is None:
            continue
        left, right = _comparable(value, bound)
        if left is not None and right is not None and (left < right if early else left > right):
            raise Wrong(_outside(early, bound, name))


def _outside(early: bool, bound: Moment, name: str | Text | None) -> Text:
    shown = bound.strftime("%H:%M") if isinstance(bound, time) else bound
    if isinstance(shown, datetime):
        shown = shown.astimezone(BRUSSELS)
    if name is None and early:
        return say("Kies een moment op of na %(bound)s.", bound=shown)
    if name is None:
        return say("Kies een moment op of voor %(bound)s.", bound=shown)
    if early:
        return say("Dit ligt voor %(name)s (%(bound)s). Kies een later moment.", name=name, bound=shown)
    return say("Dit ligt na %(name)s (%(bound)s). Kies een vroeger moment.", name=name, bound=shown)


def _bound(field: AnswerField, limit: Limit) -> tuple[Any, str | Text | None]:
    if limit.fixed:
        return limit.fixed, None
    if limit.today:
        if field.binding.today is None:
            raise ValueError("this form has a limit on today: give `today` when it is bound or validated")
        return field.binding.today, say("vandaag")
    if limit.known:
        return read_known_date(field.binding.find(limit.known)), None
    other = field.scope.other(limit.key)
    return (other.data, sentences.name_of(other.question)) if other is not None else (None, None)


def read_known_date(value: Any) -> Any:
    """A date out of our own records: a date, a moment, or ISO text; None for anything else."""
    value = bare(value)
    if isinstance(value, str) and ISO_DATE.fullmatch(value[:10]):
        return date.fromisoformat(value[:10])
    return value if isinstance(value, date) else None


def _comparable(value: Moment, bound: Moment) -> tuple[Any, Any]:
    """Two moments of one kind: times with times, moments with moments, otherwise by day."""
    if isinstance(value, time) or isinstance(bound, time):
        return (value, bound) if isinstance(value, time) and isinstance(bound, time) else (None, None)
    if isinstance(value, datetime) and isinstance(bound, datetime):
        return value, bound
    return _day(value), _day(bound)


def _day(value: Any) -> date:
    return value.astimezone(BRUSSELS).date() if isinstance(value, datetime) else value
