"""Quarters: every day lies in exactly one, and they follow each other without a gap."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.quarter import Quarter, quarter_of

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last < quarter.over_on


@given(DAYS)
def test_quarters_follow_each_other(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.over_on == quarter.last + timedelta(days=1)
    assert quarter_of(quarter.over_on) > quarter
    assert quarter_of(quarter.over_on).first == quarter.over_on


def test_the_quarters_of_a_leap_year_count_all_its_days() -> None:
    assert [each.days for each in Quarter(2024, 3).year_round()] == [91, 91, 92, 92]
    assert str(Quarter(2024, 2).text) == "kwartaal 2 van 2024"
