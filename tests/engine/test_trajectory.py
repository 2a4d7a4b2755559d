"""Six simulated years of one employee through the engine alone, to each ending (engine.md §10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.engine.diagrams.trajectory import trajectory
from tests.engine.player import Player

BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Facts(dict[str, Any]):
    """The tables of the case: what the operations read."""

    def __init__(self) -> None:
        super().__init__(legal_end="2031-03-01")
        self.year = 2026

    def __getitem__(self, name: str) -> Any:
        if name == "next_plan":
            self.year += 1
            return f"{self.year}-03-01"
        return super().__getitem__(name)


@pytest.fixture
def case() -> Player:
    player = Player(trajectory(), now=BEGIN, facts=Facts())
    player.do("hiring")
    return player


def live(case: Player, until: datetime, log: list[tuple[str, int]]) -> None:
    """Let time pass to the next due moment, doing the plans as they come; stop when something else asks attention."""
    while not case.snapshot.ended:
        plans = [element for element in case.open if element in ("draft", "sign")]
        if plans:
            log.append((plans[0], case.now.year))
            case.do(plans[0])
            continue
        if case.open or not case.due:
            return
        moment = min(case.due.values())
        if moment > until:
            return
        case.wait_until(moment)


def test_plans_every_year_and_the_watch_run_side_by_side(case: Player) -> None:
    log: list[tuple[str, int]] = []
    live(case, datetime(2031, 2, 1, tzinfo=UTC), log)
    assert log == [(plan, year) for year in range(2027, 2031) for plan in ("draft", "sign")]
    assert set(case.due) == {"at_end", "plan_due"}
    assert case.snapshot.messages == ("early_end", "term_changed")


def test_the_state_is_as_small_in_the_fifth_year_as_in_the_first(case: Player) -> None:
    first = len(case.snapshot.state)
    assert first < 1_000
    live(case, datetime(2031, 2, 1, tzinfo=UTC), [])
    assert len(case.snapshot.state) < first + 60


@pytest.mark.parametrize("outcome, end", [("ready", "flowed_through"), ("other_measure", "referred")])
def test_the_evaluation_at_the_legal_end_leads_to_a_destination(case: Player, outcome: str, end: str) -> None:
    live(case, datetime(2031, 4, 1, tzinfo=UTC), [])
    assert "evaluation" in case.open
    case.do("evaluation", outcome=outcome)
    assert case.open == ["track" if outcome == "ready" else "referral"]
    assert case.due == {}  # the plan of that year was open and is cancelled
    case.do(case.open[0])
    assert (case.snapshot.ended, case.snapshot.end) == (True, end)
    assert len(case.snapshot.state) < 400


def test_an_extension_goes_round_once_more(case: Player) -> None:
    live(case, datetime(2031, 4, 1, tzinfo=UTC), [])
    case.known["legal_end"] = "2032-03-01"
    case.do("evaluation", outcome="extension")
    assert case.due["at_end"] == datetime(2032, 2, 29, 23, tzinfo=UTC)
    live(case, datetime(2032, 4, 1, tzinfo=UTC), [])
    assert case.now.date().isoformat() == "2032-02-29"
    case.do("evaluation", outcome="ready")
    case.do("track")
    assert case.snapshot.end == "flowed_through"


def test_a_suspension_arms_the_watch_anew(case: Player) -> None:
    live(case, datetime(2028, 1, 1, tzinfo=UTC), [])
    case.known["legal_end"] = "2031-09-01"
    case.now = datetime(2028, 1, 10, tzinfo=UTC)
    case.send("term_changed")
    assert case.due["at_end"] == datetime(2031, 8, 31, 22, tzinfo=UTC)
    assert case.snapshot.messages == ("early_end", "term_changed")
    live(case, datetime(2031, 6, 1, tzinfo=UTC), [])
    assert case.open == []


def test_an_early_end_takes_the_open_plan_with_it(case: Player) -> None:
    case.wait_until(datetime(2027, 3, 2, tzinfo=UTC))
    assert case.open == ["draft"]
    case.send("early_end")
    assert (case.open, case.due, case.snapshot.messages) == (["early"], {}, ())
    case.do("early")
    assert case.snapshot.end == "left_early"


def test_a_reminder_fires_once_and_the_plan_stays_open(case: Player) -> None:
    case.wait_until(datetime(2027, 3, 2, tzinfo=UTC))
    key = case.task("draft").key
    case.wait_until(case.due["remind"] + timedelta(days=60))
    assert case.trail.count("reminded") == 1
    assert case.task("draft").key == key


def test_a_case_left_alone_for_six_years_stands_where_it_should(case: Player) -> None:
    case.wait_until(datetime(2032, 3, 1, tzinfo=UTC))
    assert sorted(case.open) == ["draft", "evaluation"]
    steps = [(step.element, step.at.year) for step in case.snapshot.steps if step.element in ("draft", "evaluation")]
    assert steps == [("draft", 2027), ("evaluation", 2031)]
