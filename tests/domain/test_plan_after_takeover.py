"""When the first plan is due of somebody who was in service before his enterprise used Traject."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.plan_dates import first_plan_after_takeover
from app.domain.rules import Rules

HIRED = date(2024, 2, 12)


@pytest.mark.parametrize(
    ("taken_over", "last_plan", "due"),
    [
        (date(2024, 2, 12), None, date(2024, 3, 12)),  # as if hired here
        (date(2024, 6, 1), None, date(2024, 3, 12)),  # the first year has no plan: late, and still to be made
        (date(2024, 6, 1), date(2024, 3, 5), date(2025, 2, 12)),
        (date(2025, 2, 11), None, date(2024, 3, 12)),
        (date(2025, 2, 12), None, date(2025, 2, 12)),  # that of the year that ends today
        (date(2025, 2, 13), None, date(2026, 2, 12)),  # years that are over: nobody makes their plans now
        (date(2028, 2, 13), None, date(2029, 2, 12)),
        (date(2025, 2, 1), date(2025, 1, 15), date(2026, 2, 12)),  # signed ahead
        (date(2025, 2, 1), date(2024, 3, 5), date(2025, 2, 12)),
    ],
)
def test_the_first_plan_after_a_takeover(taken_over: date, last_plan: date | None, due: date) -> None:
    rules = Rules().at(taken_over)
    assert first_plan_after_takeover(HIRED, taken_over, last_plan, rules) == due
