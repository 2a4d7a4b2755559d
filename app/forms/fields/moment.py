"""Dates (three small inputs), times of day, and both together, in Belgian wall time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from app.domain.calendar import BRUSSELS, format_moment
from app.domain.text import say
from app.forms import sentences
from app.forms.fields.base import AnswerField, Posted, Wrong, as_text
from app.forms.fields.moment_limits import ensure_within
from app.forms.fields.moment_text import (
    ISO_DATE,
    ISO_MOMENT,
    ISO_TIME,
    date_of,
    existing_date,
    typed_time,
    wall_moment,
    whole_date,
)
from app.forms.nodes import MomentKind, MomentQuestion, Question

PARTS = ("day", "month", "year")


class TimeField(AnswerField):
    """A time of day. The data is a time; JSON has 09:30."""

    question: MomentQuestion

    def from_json(self, value: Any) -> time:
        """JSON text like 09:30."""
        match = ISO_TIME.fullmatch(value) if isinstance(value, str) else None
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
        match = ISO_DATE.fullmatch(value) if isinstance(value, str) else None
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
            return whole_date(typed[0].strip())
        return date_of(typed[:3])

    @classmethod
    def to_json(cls, value: Any) -> Any:
        """As 2026-01-31."""
        return value.isoformat() if value else None

    @classmethod
    def posted(cls, question: Question, value: Any) -> Posted:
        """An ISO date in its three parts; parts as typed; other text as one."""
        if isinstance(value, dict):
            return {f"-{part}": [as_text(value.get(part))] for part in cls.inputs}
        match = ISO_DATE.fullmatch(value) if isinstance(value, str) else None
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
        match = ISO_MOMENT.fullmatch(value) if isinstance(value, str) else None
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
        day, hour = date_of(typed[:3]), typed_time(typed[3])
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
        match = ISO_MOMENT.fullmatch(value) if isinstance(value, str) else None
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
