"""Timers under a clock that does what clocks do: summer and winter time, leap day, month ends, set back, switched off.

Whatever happens, every timer goes off once, never before its moment, in due order, with the clock at its own moment.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.calendar import add_duration
from app.domain.duration import parse_duration
from app.engine import Context, DueTimer, EngineError, Outcome, operation
from app.engine.runtime import MOST_AT_ONCE
from tests.engine import draw
from tests.engine.draw import boundary, bundle, catch, end, flow, line, process, service, task, timer, xor
from tests.engine.player import Player


@operation("test_day", writes=("n",))
def next_day(context: Context) -> Outcome:
    return Outcome({"n": context.variables["n"] + 1})


BRUSSELS = ZoneInfo("Europe/Brussels")
DURATIONS = ("PT1H", "PT23H", "PT24H", "P1D", "PT25H", "P2D", "P1W", "P20D", "P1M", "P5W", "P1Y", "P4Y")
STARTS = {
    "before summer time": datetime(2026, 3, 28, 2, 30, tzinfo=BRUSSELS),
    "in the hour that is not there": datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    "before winter time": datetime(2026, 10, 24, 2, 30, tzinfo=BRUSSELS),
    "in the hour that comes twice": datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS, fold=1),
    "before a leap day": datetime(2028, 2, 28, 23, 59, tzinfo=BRUSSELS),
    "on a leap day": datetime(2028, 2, 29, 12, tzinfo=BRUSSELS),
    "at a month's end": datetime(2026, 1, 31, 23, 30, tzinfo=BRUSSELS),
    "at a year's end": datetime(2026, 12, 31, 23, 30, tzinfo=BRUSSELS),
}


def side_by_side(start: datetime) -> Player:
    """Timers of every length; when one goes off a second starts, of a day, and then a task opens."""
    parts = [draw.start(), draw.both("f"), line("begin", "f")]
    for number, duration in enumerate(DURATIONS):
        first, second, after = f"first_{number}", f"second_{number}", f"after_{number}"
        parts += [
            catch(first, timer(f"'{duration}'")), catch(second, timer("'P1D'")), task(after), end(f"end_{number}"),
            line("f", first, second, after, f"end_{number}"),
        ]  # fmt: skip
    return Player(bundle(process(*parts)), now=start)


def expected(start: datetime) -> list[tuple[datetime, str]]:
    found = []
    for number, duration in enumerate(DURATIONS):
        due = add_duration(start, parse_duration(duration))
        found += [(due, f"first_{number}"), (add_duration(due, parse_duration("P1D")), f"second_{number}")]
    return sorted(found, key=lambda pair: pair[0])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("start", STARTS)
def test_every_timer_once_in_order_whatever_the_clock_does(start: str, seed: int) -> None:
    chance, begun = random.Random(f"{start} {seed}"), STARTS[start]
    case, fired = side_by_side(begun), list[DueTimer]()
    while case.due:
        step = chance.choice([timedelta(minutes=31), timedelta(hours=20), timedelta(days=21), timedelta(days=400)])
        case.now += -timedelta(hours=1) if chance.random() < 0.3 else step
        snapshot = case.wait_until(case.now)
        assert all(timer.due_at <= case.now for timer in snapshot.fired)
        assert all(timer.due_at > case.now for timer in snapshot.timers)
        fired += snapshot.fired
    assert [timer.due_at for timer in fired] == [due for due, _ in expected(begun)]
    assert sorted((timer.due_at, timer.element) for timer in fired) == sorted(expected(begun))
    opened = {step.element: step.at for step in case.steps if step.kind == "userTask"}
    seconds = {timer.element.replace("second", "after"): timer.due_at for timer in fired if "second" in timer.element}
    assert opened == seconds


def test_a_clock_set_back_an_hour_fires_nothing_twice_and_moves_no_deadline() -> None:
    parts = [
        draw.start(), task("a"), boundary("remind", "a", timer("'P1D'"), False), task("r"), end("r_end"),
        boundary("late", "a", timer("'P2D'")), task("b"), end(), catch("wait", timer("'PT2H'")), end("w_end"),
        line("begin", "a", "wait", "w_end"), line("remind", "r", "r_end"), line("late", "b", "done"),
    ]  # fmt: skip
    start = datetime(2026, 10, 24, 10, tzinfo=UTC)
    case = Player(bundle(process(*parts)), now=start)
    due = dict(case.due)
    case.wait_until(due["remind"])
    case.wait_until(due["remind"] - timedelta(hours=1))
    assert case.trail.count("r") == 1
    assert case.due == {"late": due["late"]}
    case.do("a")  # an hour before the reminder, by the clock of now
    assert case.due == {"wait": due["remind"] + timedelta(hours=1)}
    assert case.trail.count("r") == 1


@pytest.mark.parametrize(("start", "days"), [("2026-03-25T09:00", 8), ("2026-10-21T09:00", 8), ("2028-02-25T09:00", 8)])
def test_a_daily_round_keeps_its_hour_on_the_wall_over_the_change(start: str, days: int) -> None:
    parts = [
        draw.start(), xor("again"), catch("day", timer("'P1D'")), service("next_day", "test_day"), xor("more", "out"),
        end(), line("begin", "again", "day", "next_day", "more"), flow("more", "again", f"n < {days}"),
        flow("more", "done", id="out"),
    ]  # fmt: skip
    begun = datetime.fromisoformat(start).replace(tzinfo=BRUSSELS)
    case = Player(bundle(process(*parts), n="number"), now=begun, n=0)
    case.wait_until(begun + timedelta(days=days + 1))  # all of them at once: the machine was off
    assert case.snapshot.ended
    moments = [timer.due_at.astimezone(BRUSSELS) for timer in case.snapshot.fired]
    assert [moment.date() - begun.date() for moment in moments] == [timedelta(days=day + 1) for day in range(days)]
    assert {moment.timetz().replace(tzinfo=None) for moment in moments} == {begun.timetz().replace(tzinfo=None)}


def test_a_month_counted_from_its_last_day_ends_on_the_last_day_of_a_shorter_one() -> None:
    parts = [draw.start(), catch("wait", timer("'P1M'")), task("a"), end(), line("begin", "wait", "a", "done")]
    for day, due in [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-08-31", "2026-09-30")]:
        case = Player(bundle(process(*parts)), now=datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=BRUSSELS))
        case.wait_until(case.due["wait"])
        assert case.snapshot.steps[0].at.astimezone(BRUSSELS).isoformat()[:16] == f"{due}T12:00"


def hourly() -> Player:
    parts = [
        draw.start(), draw.both("f"), xor("again"), catch("hour", timer("every")), xor("more", "on"), end(),
        line("begin", "f", "again", "hour", "more"), flow("more", "done", "every == ''"),
        flow("more", "again", id="on"), task("a"), end("a_end"), line("f", "a", "a_end"),
    ]  # fmt: skip
    start = STARTS["before summer time"].astimezone(UTC)
    return Player(bundle(process(*parts), every="text"), now=start, every="PT1H")


def test_three_weeks_switched_off_are_caught_up_hour_by_hour_in_short_calls() -> None:
    case, fired, calls = hourly(), list[DueTimer](), 0
    begun, now = case.now, case.now + timedelta(days=21)
    while min(case.due.values()) <= now:
        fired += case.wait_until(now).fired
        calls += 1
    assert [timer.due_at - begun for timer in fired] == [timedelta(hours=hour) for hour in range(1, 21 * 24 + 1)]
    assert calls == 3


def test_a_person_waits_for_all_of_them_before_what_he_does_counts() -> None:
    case = hourly()
    case.now += timedelta(days=21)
    assert len(case.do("a").fired) == 21 * 24
    assert min(case.due.values()) > case.now


def test_a_case_too_far_behind_keeps_nobody_waiting() -> None:
    case = hourly()
    case.now += timedelta(days=400)
    with pytest.raises(EngineError, match="te ver achter"):
        case.do("a")
    assert len(case.wait_until(case.now).fired) == MOST_AT_ONCE  # but it may be woken, a stretch at a time


def test_a_timer_in_the_past_on_a_loop_is_an_error_and_not_a_hang() -> None:
    parts = [
        draw.start(), task("a"), xor("again"), catch("wait", timer("'2020-01-01'", "timeDate")), xor("more", "on"),
        end(), line("begin", "a", "again", "wait", "more"), flow("more", "done", "n == 1"),
        flow("more", "again", id="on"),
    ]  # fmt: skip
    case = Player(bundle(process(*parts), n="number"), now=STARTS["on a leap day"])
    with pytest.raises(EngineError, match="rondgaan"):
        case.do("a")
    assert case.open == ["a"]
