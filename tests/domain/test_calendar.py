"""Calendar arithmetic of Brussels: month ends clamp, wall time stays over a clock change, hours are exact."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from app.domain import calendar
from app.domain.calendar import BRUSSELS, Duration, parse_duration

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MOMENTS = st.integers(631_152_000, 2_871_763_200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("duration", "start", "expected"),
    [
        ("P6M", "2026-06-30T22:30:00+00:00", "2027-01-01T00:30:00+01:00"),
        ("P1M", "2025-01-31T09:00:00+01:00", "2025-02-28T09:00:00+01:00"),
        ("P1M", "2024-01-31T09:00:00+01:00", "2024-02-29T09:00:00+01:00"),
        ("P1Y", "2024-02-29T09:00:00+01:00", "2025-02-28T09:00:00+01:00"),
        ("P4Y", "2024-02-29T09:00:00+01:00", "2028-02-29T09:00:00+01:00"),
        ("P5Y", "2024-02-29T09:00:00+01:00", "2029-02-28T09:00:00+01:00"),
        ("P1D", "2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00"),
        ("P1D", "2026-10-24T12:00:00+02:00", "2026-10-25T12:00:00+01:00"),
        ("P2W", "2026-03-20T12:00:00+01:00", "2026-04-03T12:00:00+02:00"),
        ("PT24H", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00"),
        ("P1M1D", "2025-01-31T09:00:00+01:00", "2025-03-01T09:00:00+01:00"),
        (
            "P1DT1H",
            "2026-03-28T02:30:00+01:00",
            "2026-03-29T04:30:00+02:00",
        ),  # 02:30 does not happen that day
        ("P0D", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),  # the second 02:30 of that night
        ("PT0S", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_timers_follow_the_calendar(duration: str, start: str, expected: str) -> None:
    due = calendar.add_duration(datetime.fromisoformat(start), parse_duration(duration))
    assert due == datetime.fromisoformat(expected)
    assert due.tzinfo is UTC


@given(MOMENTS, st.integers(0, 72), st.integers(0, 400))
def test_months_then_days_keep_the_wall_time_and_agree_with_relativedelta(
    moment: datetime, months: int, days: int
) -> None:
    if not months and not days:
        return
    wall = moment.astimezone(BRUSSELS).replace(tzinfo=None, fold=0) + relativedelta(months=months, days=days)
    assert calendar.add_duration(moment, Duration(months=months, days=days)) == wall.replace(tzinfo=BRUSSELS)


@given(MOMENTS, st.integers(0, 10**6))
def test_hours_are_exact(moment: datetime, seconds: int) -> None:
    assert calendar.add_duration(moment, Duration(seconds=seconds)) - moment == timedelta(seconds=seconds)


@given(MOMENTS, MOMENTS, st.integers(0, 100))
def test_a_later_start_never_gives_an_earlier_month_end(one: datetime, two: datetime, months: int) -> None:
    early, late = sorted([one.date(), two.date()])
    assert calendar.add_months(early, months) <= calendar.add_months(late, months)


def test_a_timer_added_month_by_month_drifts_and_an_anniversary_does_not() -> None:
    born = date(2020, 2, 29)
    assert [calendar.anniversary(born, years) for years in (1, 2, 3, 4)] == [
        date(2021, 2, 28),
        date(2022, 2, 28),
        date(2023, 2, 28),
        date(2024, 2, 29),
    ]


@given(DAYS, st.integers(-800, 800))
def test_months_clamp_like_an_independent_calendar(day: date, months: int) -> None:
    """security.md 33."""
    assert calendar.add_months(day, months) == day + relativedelta(months=months)


@given(DAYS, st.integers(0, 100), st.integers(0, 100))
def test_taking_off_is_adding_backwards(day: date, months: int, days: int) -> None:
    expected = day - relativedelta(months=months) - timedelta(days=days)
    assert calendar.subtract_from_date(day, Duration(months=months, days=days)) == expected


@given(
    st.builds(
        Duration,
        years=st.integers(0, 9999),
        months=st.integers(0, 99),
        weeks=st.integers(0, 99),
        days=st.integers(0, 999),
        hours=st.integers(0, 99),
        minutes=st.integers(0, 99),
        seconds=st.integers(0, 99),
    )
)
def test_a_duration_is_read_back_as_it_was_written(duration: Duration) -> None:
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "1Y",
        "p1y",
        "P1.5Y",
        "P-1D",
        "-P1D",
        "P1YT",
        "P1D1M",
        "P1H",
        " P1D",
        "P1D\n",
        "R5/P1Y",
        "P\u0663D",
    ],
)
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(calendar.InvalidDuration, match="P14D"):
        parse_duration(text)


def test_sums_outside_the_calendar_say_so() -> None:
    with pytest.raises(calendar.OutOfCalendar, match="te ver weg"):
        calendar.add_duration(datetime(9990, 1, 1, tzinfo=UTC), parse_duration("P99Y"))
    with pytest.raises(calendar.OutOfCalendar):
        calendar.add_to_date(date(9999, 12, 31), parse_duration("P1D"))
    with pytest.raises(calendar.OutOfCalendar):
        calendar.subtract_from_date(date(1, 1, 1), parse_duration("P1D"))
    with pytest.raises(calendar.OutOfCalendar):
        calendar.add_duration(datetime(9999, 12, 30, tzinfo=UTC), parse_duration("PT999999H"))


def test_a_moment_without_offset_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="offset"):
        calendar.add_duration(datetime(2025, 1, 1), parse_duration("P1D"))  # noqa: DTZ001 - that is the mistake
    with pytest.raises(ValueError, match="offset"):
        calendar.local_date(datetime(2025, 1, 1))  # noqa: DTZ001 - that is the mistake


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-06-30T22:30:00+00:00", date(2026, 7, 1)), ("2026-12-31T22:59:59+00:00", date(2026, 12, 31))],
)
def test_the_date_is_that_of_brussels(moment: str, day: date) -> None:
    assert calendar.local_date(datetime.fromisoformat(moment)) == day


@given(DAYS)
def test_a_day_begins_at_midnight_in_brussels(day: date) -> None:
    first = calendar.start_of_day(day)
    assert calendar.local_date(first) == day
    assert calendar.local_date(first - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_wall_times_that_happen_twice_or_never() -> None:
    assert calendar.moment_at(date(2026, 10, 25), time(2, 30)).isoformat() == "2026-10-25T00:30:00+00:00"
    assert calendar.moment_at(date(2026, 3, 29), time(2, 30)).isoformat() == "2026-03-29T01:30:00+00:00"


def test_moments_are_read_with_and_without_offset_and_written_in_brussels_time() -> None:
    summer = calendar.parse_moment("2026-07-01T09:00")
    assert summer.isoformat() == "2026-07-01T07:00:00+00:00"
    assert calendar.parse_moment("2026-07-01T07:00:00Z") == summer
    assert calendar.parse_moment("2026-07-01") == calendar.start_of_day(date(2026, 7, 1))
    assert calendar.format_moment(summer) == "2026-07-01T09:00:00+02:00"


@pytest.mark.parametrize("text", ["", "morgen", "2025-02-30T09:00", "2025-13-01", "0001-01-01T00:00+14:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(calendar.InvalidMoment, match="geen datum"):
        calendar.parse_moment(text)


@pytest.mark.parametrize("text", ["", "2025-02-29", "28/02/2025", "20250228", "2025-W09-5", "2025-2-8", "x" * 500])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(calendar.InvalidMoment, match="2025-02-28"):
        calendar.parse_date(text)


def test_a_date_is_read() -> None:
    assert calendar.parse_date(" 2024-02-29 ") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "holiday",
    [
        "2025-01-01",
        "2025-04-21",
        "2025-05-01",
        "2025-05-29",
        "2025-06-09",
        "2025-07-21",
        "2025-08-15",
        "2025-11-11",
    ],
)
def test_public_holidays_are_no_working_days(holiday: str) -> None:
    assert not calendar.is_working_day(date.fromisoformat(holiday))


def test_the_next_working_day_steps_over_weekend_and_holiday() -> None:
    assert calendar.next_working_day(date(2025, 3, 2)) == date(2025, 3, 3)
    assert calendar.next_working_day(date(2025, 4, 19)) == date(2025, 4, 22)
    assert calendar.next_working_day(date(2025, 3, 3)) == date(2025, 3, 3)
