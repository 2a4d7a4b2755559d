"""The law's clock against independent sums: every start date of ten years, and random suspensions day by day."""

import itertools
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import term_bar
from app.domain.calendar import add_months
from app.domain.codes import SuspensionKind
from app.domain.period import InvalidPeriod, Period, total_days, unite
from app.domain.term import InvalidTerm, MonthsAndDays, Suspension, last_day, legal_end, term_end
from app.domain.term_bar import SegmentKind
from app.domain.term_length import measured

DAY = timedelta(days=1)
TEN_YEARS = [date(2015, 1, 1) + timedelta(days=n) for n in range(3653)]
STARTS = st.dates(date(2015, 1, 1), date(2026, 12, 31))
LENGTHS = st.integers(0, 400)
PERIODS = st.builds(lambda first, days: Period(first, first + timedelta(days=days)), STARTS, LENGTHS)


def certain(period: Period) -> Suspension:
    return Suspension(period.first, period.last, SuspensionKind.MINISTERIEEL)


SUSPENSIONS = st.lists(PERIODS.map(certain), max_size=6)


def oracle_last_day(start: date, months: int) -> date:
    """The rule in the words of the issue: the day before the same date, or else the last day of the month."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day) - DAY
    except ValueError:
        return date(year, month + 1, monthrange(year, month + 1)[1])


def oracle_walk(start: date, end: date, suspensions: list[Suspension]) -> date:
    """Walk day by day; a suspended day does not use the term up. Gives the first day after it."""
    days_to_go, today = (end - start).days, start
    while days_to_go:
        if not any(each.first <= today <= (each.last or today) for each in suspensions):
            days_to_go -= 1
        today += DAY
    return today


@pytest.mark.parametrize("years", [1, 4, 5, 6])
def test_every_start_date_of_ten_years(years: int) -> None:
    """security.md 33."""
    assert [legal_end(start, years=years).last_day for start in TEN_YEARS[::7]] == [
        oracle_last_day(start, 12 * years) for start in TEN_YEARS[::7]
    ]
    assert [last_day(start, 12 * years) for start in TEN_YEARS] == [
        oracle_last_day(start, 12 * years) for start in TEN_YEARS
    ]


@pytest.mark.parametrize("months", [1, 2, 3, 6, 11, 12, 13, 72])
def test_terms_in_months_and_timers_clamp_differently(months: int) -> None:
    for start in TEN_YEARS:
        assert last_day(start, months) == oracle_last_day(start, months)
        timer = add_months(start, months)
        same_date_exists = timer.day == start.day
        assert timer == last_day(start, months) + (DAY if same_date_exists else timedelta(0))


def test_the_examples_of_the_issue() -> None:
    assert last_day(date(2020, 2, 29), 60) == date(2025, 2, 28)
    assert last_day(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)


@given(STARTS, SUSPENSIONS)
def test_suspended_days_prolong_day_by_day(start: date, suspensions: list[Suspension]) -> None:
    term = legal_end(start, suspensions=suspensions)
    assert term.end_exclusive == oracle_walk(start, term_end(start, 60), suspensions)
    assert term.suspended_days == (term.end_exclusive - term_end(start, 60)).days
    assert term.confirmed


@given(STARTS, SUSPENSIONS)
def test_the_extension_adds_twelve_months_once_after_suspensions(start: date, suspensions: list[Suspension]) -> None:
    base = oracle_walk(start, term_end(start, 60), suspensions)
    term = legal_end(start, extension_months=12, suspensions=suspensions)
    assert term.base_end_exclusive == base
    assert term.end_exclusive == oracle_walk(base, term_end(base, 12), suspensions)


@given(STARTS, st.lists(PERIODS.map(certain), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_and_repetition_of_suspensions_do_not_matter(start, suspensions, random) -> None:
    shuffled = [*suspensions, random.choice(suspensions)]
    random.shuffle(shuffled)
    one, two = legal_end(start, suspensions=suspensions), legal_end(start, suspensions=shuffled)
    assert (one.end_exclusive, one.suspended) == (two.end_exclusive, two.suspended)


@given(STARTS, SUSPENSIONS, PERIODS.map(certain), st.sampled_from([0, 12]))
def test_one_more_suspension_never_brings_the_end_nearer(start, suspensions, more, extension) -> None:
    without = legal_end(start, extension_months=extension, suspensions=suspensions)
    with_it = legal_end(start, extension_months=extension, suspensions=[*suspensions, more])
    assert with_it.end_exclusive >= without.end_exclusive
    assert with_it.base_end_exclusive >= without.base_end_exclusive


@given(STARTS, STARTS, st.integers(1, 72))
def test_a_later_start_never_ends_earlier(one: date, two: date, months: int) -> None:
    early, late = sorted([one, two])
    assert term_end(early, months) <= term_end(late, months)


@given(STARTS, st.integers(1, 5))
def test_a_longer_term_ends_later(start: date, years: int) -> None:
    assert legal_end(start, years=years).last_day < legal_end(start, years=years + 1).last_day


@given(STARTS, SUSPENSIONS)
def test_what_is_uncertain_shows_the_other_outcome(start: date, suspensions: list[Suspension]) -> None:
    """A decided suspension of another kind counts, and the outcome without it is shown as not confirmed."""
    decided = [Suspension(each.first, each.last, SuspensionKind.ANDER, stops_clock=True) for each in suspensions]
    term = legal_end(start, suspensions=decided)
    plain = term_end(start, 60) - DAY
    assert term.other_last_days == (() if term.last_day == plain else (plain,))
    assert [step.date for step in term.steps if "niet bevestigd" in str(step.text)] == list(term.other_last_days)


@given(st.lists(PERIODS, max_size=8))
def test_uniting_is_idempotent_and_loses_and_doubles_no_day(periods: list[Period]) -> None:
    united = unite(periods)
    assert unite(united) == united
    assert unite(reversed(periods)) == united
    days = {each.first + timedelta(days=n) for each in periods for n in range(each.days)}
    assert total_days(united) == len(days)
    assert all(one.last + DAY < two.first for one, two in itertools.pairwise(united))


@given(STARTS, LENGTHS)
def test_used_time_is_measured_in_whole_months_and_days(first: date, days: int) -> None:
    used = measured([Period(first, first + timedelta(days=days))])
    assert term_end(first, used.months) + timedelta(days=used.days) == first + timedelta(days=days + 1)
    assert 0 <= used.days <= 31


def test_a_suspension_that_begins_when_the_term_is_over_counts_for_nothing() -> None:
    after = legal_end(date(2020, 3, 1), suspensions=[certain(Period(date(2025, 3, 1), date(2025, 3, 31)))])
    assert after.last_day == date(2025, 2, 28)
    assert "valt buiten de termijn" in str(after.steps[-1].text)
    before = legal_end(date(2020, 3, 1), suspensions=[certain(Period(date(2019, 1, 1), date(2020, 2, 29)))])
    assert before.last_day == date(2025, 2, 28)
    half = legal_end(date(2020, 3, 1), suspensions=[certain(Period(date(2020, 1, 1), date(2020, 3, 10)))])
    assert (half.suspended_days, half.last_day) == (10, date(2025, 3, 10))


def test_a_suspension_after_the_base_end_prolongs_an_extended_term() -> None:
    in_extension = certain(Period(date(2025, 6, 1), date(2025, 6, 30)))
    term = legal_end(date(2020, 3, 1), extension_months=12, suspensions=[in_extension])
    assert (term.base_end_exclusive, term.last_day) == (date(2025, 3, 1), date(2026, 3, 30))
    texts = [str(step.text) for step in term.steps]
    assert texts[2:] == [
        "De verlenging telt 12 maanden bij: de laatste dag is 28/02/2026.",
        "Geschorst van 01/06/2025 tot en met 30/06/2025. Aantal dagen: 30.",
        "De geschorste dagen (samen 30) schuiven het einde op naar 30/03/2026.",
    ]


def test_a_running_suspension_counts_up_to_the_day_given() -> None:
    running = Suspension(date(2022, 5, 10), None, SuspensionKind.MINISTERIEEL)
    term = legal_end(date(2020, 3, 1), suspensions=[running], as_of=date(2022, 5, 19))
    assert (term.suspended_days, term.last_day, term.provisional) == (10, date(2025, 3, 10), True)
    not_begun = legal_end(date(2020, 3, 1), suspensions=[running], as_of=date(2022, 5, 9))
    assert not_begun.suspended_days == 0
    with pytest.raises(InvalidPeriod, match="loopt nog"):
        legal_end(date(2020, 3, 1), suspensions=[running])


def test_a_decision_of_a_person_goes_before_the_rule_of_its_kind() -> None:
    no = Suspension(date(2022, 5, 1), date(2022, 5, 31), SuspensionKind.MINISTERIEEL, stops_clock=False)
    assert legal_end(date(2020, 3, 1), suspensions=[no]).suspended_days == 0
    undecided = Suspension(date(2022, 5, 1), date(2022, 5, 31), SuspensionKind.MOEDERSCHAP)
    term = legal_end(date(2020, 3, 1), suspensions=[undecided])
    assert (term.suspended_days, term.other_last_days) == (0, (date(2025, 3, 31),))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"years": 7}, "ten hoogste 6 jaar"),
        ({"years": 5, "extension_months": 13}, "ten hoogste 6 jaar"),
        ({"years": 4, "extension_months": 13}, "ten hoogste 12 maanden"),
        ({"years": -1}, "nul of meer"),
        ({"extension_months": -1}, "nul of meer"),
        ({"years": 0}, "ten minste één maand"),
        ({"used_elsewhere": MonthsAndDays(61, 0)}, "al meer tijd verbruikt"),
        ({"used_elsewhere": MonthsAndDays(0, -1)}, "nul of meer"),
    ],
)
def test_terms_that_cannot_be_say_why(given: dict[str, int], reason: str) -> None:
    with pytest.raises(InvalidTerm, match=reason):
        legal_end(date(2020, 3, 1), **given)


def test_terms_beyond_the_calendar_say_so() -> None:
    with pytest.raises(InvalidTerm, match="te ver weg"):
        legal_end(date(9996, 1, 1))
    with pytest.raises(InvalidTerm, match="te ver weg"):
        legal_end(date(2020, 1, 1), suspensions=[certain(Period(date(2021, 1, 1), date.max))])


def test_a_suspension_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidPeriod, match=r"Het einde \(01/01/2022\) ligt voor het begin"):
        Suspension(date(2022, 1, 2), date(2022, 1, 1))


def test_all_time_used_elsewhere_leaves_nothing() -> None:
    term = legal_end(date(2020, 3, 1), used_elsewhere=MonthsAndDays(59, 40))
    assert term.end_exclusive == term.start


def test_the_engine_gets_the_end_as_a_moment_of_brussels() -> None:
    term = legal_end(date(2020, 7, 1))
    assert term.ends_at.isoformat() == "2025-06-30T22:00:00+00:00"
    assert term.milestone(6).moment.isoformat() == "2024-12-31T23:00:00+00:00"


@given(STARTS, SUSPENSIONS, st.sampled_from([0, 12]), st.dates(date(2014, 1, 1), date(2040, 1, 1)))
def test_the_bar_covers_the_term_without_gaps(start, suspensions, extension, today) -> None:
    term = legal_end(start, extension_months=extension, suspensions=suspensions)
    bar = term_bar.segments(term, today)
    assert bar[0].first == term.start
    assert bar[-1].last == term.last_day
    assert all(one.last + DAY == two.first for one, two in itertools.pairwise(bar))
    assert sum(each.days for each in bar if each.kind is SegmentKind.SUSPENDED) == term.suspended_days
    assert all(each.past == (each.last < today) for each in bar)
    ran = (term.end_exclusive - term.start).days - term.suspended_days
    assert term_bar.used_days(term, today) + term_bar.days_left(term, today) == ran


def test_the_bar_of_one_term() -> None:
    suspension = certain(Period(date(2022, 5, 10), date(2022, 11, 9)))
    term = legal_end(date(2020, 3, 1), extension_months=12, suspensions=[suspension])
    shown = [(each.kind, each.first, each.last) for each in term_bar.segments(term, date(2024, 1, 1))]
    assert shown == [
        (SegmentKind.USED, date(2020, 3, 1), date(2022, 5, 9)),
        (SegmentKind.SUSPENDED, date(2022, 5, 10), date(2022, 11, 9)),
        (SegmentKind.USED, date(2022, 11, 10), date(2023, 12, 31)),
        (SegmentKind.LEFT, date(2024, 1, 1), date(2025, 8, 31)),
        (SegmentKind.EXTENSION, date(2025, 9, 1), date(2026, 8, 31)),
    ]
