"""Timers in the calendar of Europe/Brussels, in due order, each at its own moment (engine.md §1; security.md 32)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Context, Outcome, check, operation
from tests.engine import draw
from tests.engine.draw import boundary, bundle, catch, end, flow, line, process, service, task, timer, xor
from tests.engine.player import MONDAY, Player

BRUSSELS = ZoneInfo("Europe/Brussels")


def waiting(expression: str, kind: str = "timeDuration", now: datetime = MONDAY) -> Player:
    parts = [draw.start(), catch("wait", timer(expression, kind)), task("a"), end(), line("begin", "wait", "a", "done")]
    return Player(bundle(process(*parts), moment="date"), now=now)


@pytest.mark.parametrize(
    "duration, start, due",
    [
        ("P6M", "2026-06-30T22:30:00+00:00", "2027-01-01T00:30:00+01:00"),
        ("P1M", "2025-01-31T09:00:00+01:00", "2025-02-28T09:00:00+01:00"),
        ("P1Y", "2024-02-29T09:00:00+01:00", "2025-02-28T09:00:00+01:00"),
        ("P5Y", "2024-02-29T09:00:00+01:00", "2029-02-28T09:00:00+01:00"),
        ("P4Y", "2024-02-29T09:00:00+01:00", "2028-02-29T09:00:00+01:00"),
        ("P1D", "2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00"),
        ("P1D", "2026-10-24T12:00:00+02:00", "2026-10-25T12:00:00+01:00"),
        ("PT24H", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00"),
        ("P2W", "2026-03-20T12:00:00+01:00", "2026-04-03T12:00:00+02:00"),
    ],
)
def test_durations_follow_the_calendar(duration: str, start: str, due: str) -> None:
    case = waiting(f"'{duration}'", now=datetime.fromisoformat(start))
    assert case.due == {"wait": datetime.fromisoformat(due)}


@pytest.mark.parametrize(
    "moment, due",
    [
        ("2026-07-01", "2026-07-01T00:00:00+02:00"), ("2026-07-01T09:00", "2026-07-01T09:00:00+02:00"),
        ("2026-12-01T09:00", "2026-12-01T09:00:00+01:00"), ("2026-07-01T09:00:00Z", "2026-07-01T11:00:00+02:00"),
    ],
)  # fmt: skip
def test_a_date_without_offset_is_brussels_time(moment: str, due: str) -> None:
    assert waiting(f"'{moment}'", "timeDate").due == {"wait": datetime.fromisoformat(due)}


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # bounds
    months=st.integers(1, 72),
    days=st.integers(0, 40),
)
def test_any_start_any_duration_keeps_the_wall_clock_and_clamps(start: datetime, months: int, days: int) -> None:
    case = waiting(f"'P{months}M{days}D'", now=start)
    due = case.due["wait"].astimezone(BRUSSELS)
    begun = start.astimezone(BRUSSELS)
    index = begun.year * 12 + begun.month - 1 + months
    month = datetime(index // 12, index % 12 + 1, 1)  # noqa: DTZ001  # a calendar month
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert due.date() == month.date().replace(day=min(begun.day, last.day)) + timedelta(days=days)
    if due.hour != begun.hour:  # the wall time does not exist, or exists twice, on that day
        assert (due.hour, begun.hour) == (3, 2)
    assert case.due["wait"] > start


@settings(max_examples=40, deadline=None)
@given(late=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_timer_fires_at_its_moment_and_never_before(late: timedelta) -> None:
    case = waiting("'P10D'")
    due = case.due["wait"]
    case.wait_until(due - timedelta(microseconds=1))
    assert case.open == []
    case.wait_until(due + late)
    assert case.open == ["a"]
    assert case.snapshot.steps[0].at == due


def test_late_timers_fire_in_due_order_each_at_its_own_moment() -> None:
    """A machine that was off for three weeks: every timer once, in order, and what follows counts from its moment."""
    parts = [
        draw.start(), draw.both("f"), catch("ten", timer("'P10D'")), task("a", dueDate="P1D"),
        catch("five", timer("'P5D'")), catch("two_more", timer("'P2D'")), task("b", dueDate="P1D"), end(), end("e2"),
        line("begin", "f", "ten", "a", "done"), line("f", "five", "two_more", "b", "e2"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts)))
    case.wait_until(MONDAY + timedelta(days=21))
    assert [(s.element, (s.at - MONDAY).days) for s in case.snapshot.steps if s.kind != "userTask"] == [
        ("two_more", 5),
    ]  # fmt: skip
    assert case.trail.index("b") < case.trail.index("a")
    assert case.task("b").due_at == MONDAY + timedelta(days=8)
    assert case.task("a").due_at == MONDAY + timedelta(days=11)
    assert case.snapshot.timers == ()


def test_a_loop_that_is_years_behind_catches_up_year_by_year() -> None:
    parts = [
        draw.start(), xor("again"), catch("year", timer("'P1Y'")), service("next_year", "test_year"),
        xor("enough", "back"), end(), line("begin", "again", "year", "next_year", "enough"),
        flow("enough", "again", id="back"), flow("enough", "done", "n == 5"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), n="number"), now=datetime(2024, 2, 29, 9, tzinfo=UTC))
    case.wait_until(datetime(2032, 1, 1, tzinfo=UTC))
    assert case.snapshot.ended
    years = [step.at.date().isoformat() for step in case.snapshot.steps if step.element == "next_year"]
    assert years == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-28", "2029-02-28"]


@operation("test_year", writes=("n",))
def next_year(context: Context) -> Outcome:
    return Outcome({"n": (context.variables["n"] or 0) + 1})


def test_a_moment_in_the_past_passes_at_once() -> None:
    parts = [
        draw.start(), task("t"), catch("wait", timer("moment", "timeDate")), task("a", dueDate="P1D"), end(),
        line("begin", "t", "wait", "a", "done"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), moment="date"))
    case.do("t", moment="2020-01-01")
    assert case.open == ["a"]
    assert case.task("a").due_at == MONDAY + timedelta(days=1)


def test_due_at_the_very_moment_fires() -> None:
    case = waiting("'P10D'")
    case.wait_until(case.due["wait"])
    assert case.open == ["a"]


def test_a_timer_is_armed_once_and_keeps_its_moment() -> None:
    parts = [
        draw.start(), task("a"), boundary("late", "a", timer("moment", "timeDate")), task("x"), end(), end("x_end"),
        draw.both("f"), task("b"), end("b_end"), line("begin", "f", "a", "done"), line("late", "x", "x_end"),
        line("f", "b", "b_end"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), moment="date"), moment="2026-06-01")
    before = case.snapshot.timers
    case.do("b", moment="2026-02-01")
    assert case.snapshot.timers == before


@pytest.mark.parametrize(
    "expression, kind, code",
    [
        ("''", "timeDuration", "timer.invalid"), ("'P'", "timeDuration", "timer.invalid"),
        ("'P0D'", "timeDuration", "timer.invalid"), ("'1Y'", "timeDuration", "timer.invalid"),
        ("'p1y'", "timeDuration", "timer.invalid"), ("'P1.5Y'", "timeDuration", "timer.invalid"),
        ("'-P1D'", "timeDuration", "timer.invalid"), ("P1Y", "timeDuration", "timer.unquoted"),
        ("PT5M", "timeDuration", "timer.unquoted"),
        ("2026-01-01", "timeDate", "timer.unquoted"), ("'2026-02-30'", "timeDate", "timer.invalid"),
        ("'R5/P1Y'", "timeCycle", "timer.cycle"), ("", "timeDuration", "expression.invalid"),
        ("other", "timeDate", "variable.undeclared"), ("${moment}", "timeDate", "expression.invalid"),
    ],
)  # fmt: skip
def test_times_that_would_go_wrong_are_refused(expression: str, kind: str, code: str) -> None:
    bpmn = process(draw.start(), catch("wait", timer(expression, kind)), end(), line("begin", "wait", "done"))
    assert code in {problem.code for problem in check(bundle(bpmn, moment="date"))}


def test_a_timer_without_a_time_is_refused() -> None:
    empty = "<bpmn:timerEventDefinition/>"
    bpmn = process(draw.start(), catch("wait", empty), end(), line("begin", "wait", "done"))
    assert "timer.count" in {problem.code for problem in check(bundle(bpmn))}


def test_the_timers_of_the_library_that_read_the_machine_clock_are_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from SpiffWorkflow.bpmn.specs.event_definitions import timer as library

    monkeypatch.delattr(library, "datetime")
    case = waiting("'P10D'")
    case.wait_until(MONDAY + timedelta(days=10))
    assert case.open == ["a"]
