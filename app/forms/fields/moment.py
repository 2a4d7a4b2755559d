"""Dates (three small inputs), times of day, and both together, in Belgian wall time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from app.domain.calendar import BRUSSELS, format_moment, moment_at
from app.domain.text import Text, say
from app.forms import sentences
from app.forms.binding import bare
from app.forms.fields.base import AnswerField, Posted, Wrong, as_text
from app.forms.nodes import Limit, MomentKind, MomentQuestion, Question

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
PARTS = ("day", "month", "year")

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_ISO_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::00)?", re.ASCII)
_ISO_MOMENT = re.compile(rf"{_ISO_DATE.pattern}T{_ISO_TIME.pattern}(Z|[+-]\d{{2}}:\d{{2}})?", re.ASCII)
_BELGIAN_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_TYPED_TIME = re.compile(r"(\d{1,2})(?:[:.uh](\d{2})?)?", re.ASCII)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

Moment = date | time | datetime


class TimeField(AnswerField):
    """A time of day. The data is a time; JSON has 09:30."""

    question: MomentQuestion

    def from_json(self, value: Any) -> time:
        """JSON text like 09:30."""
        match = _ISO_TIME.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise Wrong(sentences.wrong_type(self.question))
        return time(int(match[1]), int(match[2]))

    def from_known(self, value: Any) -> time:
        """Our own records give a time."""
        return value.replace(second=0, microsecond=0) if isinstance(value, time) else self.from_json(value)

    def from_posted(self, typed: list[str]) -> time | None:
        """A time as typed: 9:30, 09.30, 9u30, 9u."""
        return typed_time(typed[0] if typed else "")

    @classmethod
    def to_json(cls, value: Any) -> Any:
        """As 09:30."""
        return value.strftime("%H:%M") if value else None

    def check(self, value: Any) -> None:
        """Judge the limits."""
        ensure_within(self, value)

    def written(self, value: Any) -> str:
        """As 09:30."""
        return str(value.strftime("%H:%M"))


class DateField(AnswerField):
    """A date in three inputs. The data is a date; JSON has 2026-01-31."""

    question: MomentQuestion
    inputs: tuple[str, ...] = PARTS

    def collect(self, formdata: Any) -> list[str]:
        """The parts in order; one text under the field's own name (an ISO or Belgian date) is understood too."""
        whole = formdata.get(self.name, "")
        if whole:
            return [whole]
        return [formdata.get(f"{self.name}-{part}", "") for part in self.inputs]

    def from_json(self, value: Any) -> date:
        """JSON text like 2026-01-31."""
        match = _ISO_DATE.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise Wrong(sentences.wrong_type(self.question))
        return existing_date(int(match[1]), int(match[2]), int(match[3]))

    def from_known(self, value: Any) -> date:
        """Our own records give a date, or a moment."""
        if isinstance(value, datetime):
            return value.astimezone(BRUSSELS).date()
        return value if isinstance(value, date) else self.from_json(value)

    def from_posted(self, typed: list[str]) -> date | None:
        """The three parts, or one text."""
        if len(typed) == 1:
            return self._whole_date(typed[0].strip())
        return self._date_of(typed[:3])

    def _whole_date(self, text: str) -> date:
        if match := _ISO_DATE.fullmatch(text):
            return existing_date(int(match[1]), int(match[2]), int(match[3]))
        if match := _BELGIAN_DATE.fullmatch(text):
            return existing_date(int(match[3]), int(match[2]), int(match[1]))
        raise Wrong(say("Schrijf de datum als dag, maand en jaar, bijvoorbeeld 31 1 2026."))

    def _date_of(self, typed: list[str]) -> date | None:
        day, month, year = (part.strip() for part in typed)
        if not (day or month or year):
            return None
        absent = [
            word for part, word in ((day, say("de dag")), (month, say("de maand")), (year, say("het jaar"))) if not part
        ]
        if absent:
            raise Wrong(say("Vul ook %(part)s in.", part=absent[0]))
        if re.fullmatch(r"\d{2}", year, re.ASCII):
            raise Wrong(say("Schrijf het jaar met vier cijfers, bijvoorbeeld 2026."))
        numbers = (_whole(year, 4), _month(month), _whole(day, 2))
        if None in numbers:
            raise Wrong(say("Schrijf de datum als dag, maand en jaar, bijvoorbeeld 31 1 2026."))
        return existing_date(*(number or 0 for number in numbers))

    @classmethod
    def to_json(cls, value: Any) -> Any:
        """As 2026-01-31."""
        return value.isoformat() if value else None

    @classmethod
    def posted(cls, question: Question, value: Any) -> Posted:
        """An ISO date in its three parts; parts as typed; other text as one."""
        if isinstance(value, dict):
            return {f"-{part}": [as_text(value.get(part))] for part in cls.inputs}
        match = _ISO_DATE.fullmatch(value) if isinstance(value, str) else None
        if match:
            return {"-day": [match[3].lstrip("0")], "-month": [match[2].lstrip("0")], "-year": [match[1]]}
        return {"": [as_text(value)]}

    def raw(self, typed: list[str]) -> Any:
        """The parts as typed."""
        return typed[0] if len(typed) == 1 else dict(zip(self.inputs, typed, strict=True))

    def check(self, value: Any) -> None:
        """Judge the limits."""
        ensure_within(self, value)

    def shown_parts(self) -> dict[str, str]:
        """What stands in each input."""
        if self.raw_data and len(self.raw_data) == len(self.inputs):
            return dict(zip(self.inputs, map(str, self.raw_data), strict=True))
        if self.is_empty():
            return dict.fromkeys(self.inputs, "") | ({"year": str(self.raw_data[0])} if self.raw_data else {})
        return self._parts_of(self.data)

    def _parts_of(self, value: Any) -> dict[str, str]:
        return {"day": str(value.day), "month": str(value.month), "year": f"{value.year:04d}"}

    def written(self, value: Any) -> str:
        """As 31/01/2026."""
        return str(value.strftime("%d/%m/%Y"))


class DatetimeField(DateField):
    """A date and a time. The data is an aware moment in UTC; JSON has 2026-01-31T09:30, with or without offset."""

    inputs = (*PARTS, "time")

    def from_json(self, value: Any) -> datetime:
        """JSON text; without an offset it is Belgian time."""
        match = _ISO_MOMENT.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise Wrong(sentences.wrong_type(self.question))
        day = existing_date(int(match[1]), int(match[2]), int(match[3]))
        if match[6] is None:
            return wall_moment(day, time(int(match[4]), int(match[5])))
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Wrong(sentences.wrong_type(self.question)) from None

    def from_known(self, value: Any) -> datetime:
        """Our own records give an aware moment."""
        return value.astimezone(UTC) if isinstance(value, datetime) else self.from_json(value)

    def from_posted(self, typed: list[str]) -> datetime | None:
        """The date parts and the time, or one ISO text."""
        if len(typed) == 1:
            return self.from_json(typed[0].strip())
        day, hour = self._date_of(typed[:3]), typed_time(typed[3])
        if day is None and hour is None:
            return None
        if day is None:
            raise Wrong(say("Vul ook de datum in."))
        if hour is None:
            raise Wrong(say("Vul ook het uur in."))
        return wall_moment(day, hour)

    @classmethod
    def to_json(cls, value: Any) -> Any:
        """ISO with the Belgian offset."""
        return format_moment(value) if value else None

    @classmethod
    def posted(cls, question: Question, value: Any) -> Posted:
        """An ISO moment in its parts, in Belgian time."""
        match = _ISO_MOMENT.fullmatch(value) if isinstance(value, str) else None
        if not match:
            return super().posted(question, value)
        text = value
        if match[6] is not None:
            try:
                text = format_moment(datetime.fromisoformat(value))
            except (ValueError, OverflowError):
                return {"": [value]}
        return {**super().posted(question, text[:10]), "-time": [text[11:16]]}

    def _parts_of(self, value: Any) -> dict[str, str]:
        local = value.astimezone(BRUSSELS)
        return {**super()._parts_of(local), "time": local.strftime("%H:%M")}

    def written(self, value: Any) -> str:
        """As 31/01/2026 09:30."""
        return str(value.astimezone(BRUSSELS).strftime("%d/%m/%Y %H:%M"))


FIELDS: dict[MomentKind, type[AnswerField]] = {
    MomentKind.DATE: DateField,
    MomentKind.TIME: TimeField,
    MomentKind.DATETIME: DatetimeField,
}


# helpers


def existing_date(year: int, month: int, day: int) -> date:
    """The date, if it exists and its year can be meant; raises Wrong."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise Wrong(say("Deze datum bestaat niet. Kijk de dag en de maand na.")) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Wrong(
            say("Kijk het jaar na: het moet tussen %(low)s en %(high)s liggen.", low=EARLIEST_YEAR, high=LATEST_YEAR)
        )
    return found


def wall_moment(day: date, hour: time) -> datetime:
    """The moment of a Belgian wall time; raises Wrong for the hour that the clocks skip in March."""
    moment = moment_at(day, hour)
    if moment.astimezone(BRUSSELS).time() != hour:
        raise Wrong(say("Dit uur bestaat niet op die dag: de klok gaat dan een uur vooruit."))
    return moment


def typed_time(text: str) -> time | None:
    """A time as typed, None when empty; raises Wrong."""
    text = text.strip().lower()
    if not text:
        return None
    match = _TYPED_TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Wrong(say("Schrijf het uur zoals 9:30 of 14:00."))
    return time(int(match[1]), int(match[2] or 0))


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
    if isinstance(value, str) and _ISO_DATE.fullmatch(value[:10]):
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


def _whole(text: str, digits: int) -> int | None:
    return int(text) if re.fullmatch(rf"\d{{1,{digits}}}", text, re.ASCII) else None


def _month(text: str) -> int | None:
    word = text.lower().strip(".")
    if word.isalpha() and len(word) >= 3:
        starts = "maa" if word in ("mrt", "maart") else word[:3]
        return _MONTHS.index(starts) + 1 if starts in _MONTHS else None
    return _whole(text, 2)
