"""The way of one tried case as days one can go to: how it stood at the end of one, and all for the slider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import request

from app.domain.access import Role
from app.domain.calendar import local_date, start_of_day
from app.sandbox.trail import Standing, Stay, Trail
from app.web.wording import translate

_FURTHEST = 366 * 11


@dataclass(frozen=True)
class Days:
    """`number`: the day that is shown, counted from `begin`; `last`: the last there is."""

    begin: date
    last: int
    number: int
    trail: Trail

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self.begin + timedelta(days=self.number)

    @property
    def standing(self) -> Standing:
        """How the case stood at the end of it."""
        return self.trail.at(start_of_day(self.day + timedelta(days=1)) - timedelta(microseconds=1))

    def number_of(self, moment: datetime) -> int:
        """Which day a moment is."""
        return (local_date(moment) - self.begin).days

    def as_json(self) -> dict[str, Any]:
        """All days, for the slider to show another one without asking."""
        return {
            "begin": self.begin.isoformat(),
            "passages": [[self.number_of(one.at), one.element] for one in self.trail.passages],
            "stays": [
                [self.number_of(one.since), self.number_of(one.until) if one.until else None, one.element, _said(one)]
                for one in self.trail.stays
            ],
        }


def asked_day(trail: Trail, begin: datetime, until: datetime) -> Days:
    """The day the address asks for; the last where it asks for none, or for one there is not."""
    first = local_date(begin)
    last = min((local_date(until) - first).days, _FURTHEST)
    asked = request.args.get("day", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else last
    return Days(first, last, min(number, last), trail)


def _said(stay: Stay) -> str:
    role = Role.by_key(stay.role)
    return f"{stay.name} ({translate(role.text)})" if role else stay.name
