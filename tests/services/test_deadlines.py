"""What comes, what came late, and the proof that an outage was caught up; of whose cases one is told what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from app import db
from app.domain.access import Role
from app.models.firing import Firing, Outage, Presence
from app.queries import deadlines, firings, incidents
from app.services import cases, presence, tasks, waking
from app.services import firings as written
from tests.support import fragile
from tests.support.clock import A_MONDAY


@pytest.fixture
def process(world) -> str:
    """The process `fragile`, published."""
    return fragile.publish()


def asked(who, open_tasks, **variables: object) -> int:
    """A case that waits thirty days."""
    case_id = cases.start(who, "fragile", answers={"amount": 5} | variables)
    tasks.complete(who, open_tasks(case_id)[0], {"answer": "Ja"})
    return case_id


def ask(query, *arguments, **named):
    """The answer of a query."""
    with db.reading() as session:
        return query(session, *arguments, **named)


def test_what_comes_is_counted_by_day_and_by_week_and_listed_by_page(
    coach, outsider, process, open_tasks, clock
) -> None:
    mine = [asked(coach, open_tasks) for _ in range(3)]
    asked(outsider, open_tasks)
    clock.advance(days=25)
    mine.append(asked(coach, open_tasks))
    found = ask(deadlines.coming, coach)
    assert [(each.first, each.end, each.number) for each in found.stretches] == [
        (date(2027, 2, 3), date(2027, 2, 4), 3),
        (date(2027, 2, 26), date(2027, 3, 5), 1),
    ]
    assert found.stretches[0].processes == [("Breekbaar", 3)] and found.number == 4 and found.overdue == 0
    first = ask(deadlines.page, coach, limit=3)
    rest = ask(deadlines.page, coach, cursor=first.next, limit=3)
    assert [row.case_id for row in first.items + rest.items] == mine and rest.next is None
    within = ask(deadlines.page, coach, first=date(2027, 2, 26), end=date(2027, 3, 5))
    assert [row.case_id for row in within.items] == mine[3:]
    assert ask(deadlines.page, coach, process="simple").items == []
    assert ask(deadlines.coming, coach, "simple").number == 0


def test_who_watches_over_the_whole_is_told_how_much_and_not_of_whom(world, coach, process, open_tasks) -> None:
    asked(coach, open_tasks)
    official = world.actor("wse@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    inspector = world.actor("insp@wse.example", Role.INSPECTOR, "wse", "department")
    assert ask(deadlines.coming, official).number == 1 and ask(deadlines.page, official).items == []
    assert ask(deadlines.coming, inspector).number == 1 and len(ask(deadlines.page, inspector).items) == 1


def test_an_outage_is_proved_to_be_caught_up(world, coach, outsider, process, open_tasks, clock) -> None:
    ids = [asked(coach, open_tasks) for _ in range(2)]
    presence.beat()
    clock.advance(days=29)
    presence.beat()  # nobody was here for 29 days, and nothing fell due
    clock.advance(seconds=10)
    presence.beat()  # too soon to be written down again
    clock.advance(days=21)
    assert ask(firings.idle_since) is not None
    assert ask(deadlines.coming, coach).overdue == 2
    presence.beat()
    proof = ask(firings.outages, coach)[0]
    assert (proof.fired, proof.waiting) == (0, 2)
    assert waking.wake_due() == 2
    newest, first = ask(firings.outages, coach)
    assert (first.from_at, first.to_at) == (A_MONDAY, A_MONDAY + timedelta(days=29))
    assert (first.fired, first.waiting) == (0, 0)
    late = clock.now - (A_MONDAY + timedelta(days=30))
    assert (newest.from_at, newest.to_at) == (A_MONDAY + timedelta(days=29), clock.now)
    assert (newest.fired, newest.waiting, newest.latest) == (2, 0, late)
    assert ask(firings.outages, outsider)[0].fired == 0, "figures of one's own cases only"
    assert ask(firings.idle_since) is None
    page = ask(firings.late, coach, limit=1)
    rest = ask(firings.late, coach, cursor=page.next, limit=1)
    assert {row.case_id for row in page.items + rest.items} == set(ids) and rest.next is None
    assert page.items[0].late == late and page.items[0].due_at == A_MONDAY + timedelta(days=30)
    assert ask(firings.late, outsider).items == []
    assert ask(firings.punctuality) == firings.Punctuality(2, 2, int(late.total_seconds()))


def test_that_no_worker_ever_came_shows_when_something_waits_for_one(coach, process, open_tasks, clock) -> None:
    assert ask(firings.idle_since) is None
    asked(coach, open_tasks)
    clock.advance(days=30, minutes=4)
    assert ask(firings.idle_since) is None, "a first one may come any moment"
    clock.advance(minutes=2)
    assert ask(firings.idle_since) == A_MONDAY + timedelta(days=30)
    presence.beat()
    assert ask(firings.idle_since) is None


def test_on_time_is_not_late(coach, process, open_tasks, clock) -> None:
    asked(coach, open_tasks)
    clock.advance(days=30, seconds=20)
    waking.wake_due()
    assert ask(firings.late, coach).items == []
    assert ask(firings.punctuality) == firings.Punctuality(1, 0, 20)
    clock.advance(hours=2)
    assert ask(firings.punctuality) == firings.Punctuality(0, 0, 0)


def test_what_fired_long_ago_is_forgotten_here_and_kept_in_the_trail(coach, process, open_tasks, clock) -> None:
    asked(coach, open_tasks)
    clock.advance(days=31)
    waking.wake_due()
    clock.advance(days=399)
    assert written.forget_old() == 0
    clock.advance(days=2)
    assert written.forget_old() == 1
    with db.reading() as session:
        assert session.query(Firing).count() == 0
        assert session.scalar(text("SELECT count(*) FROM audit WHERE tag = 'timer:fired'")) == 1


def test_a_worker_that_looks_each_second_is_never_silent_for_half_a_minute(clock) -> None:
    """Silence of a minute sounds the alarm (docs/operations.md)."""
    presence.beat()
    for _ in range(70):
        clock.advance(seconds=1)
        presence.beat()
        with db.reading() as session:
            assert clock.now - session.scalars(select(Presence.seen_at)).one() < timedelta(seconds=30)


def test_going_back_and_a_short_restart_are_no_outage(clock) -> None:
    presence.beat()
    clock.advance(minutes=4)
    presence.beat()
    clock.advance(hours=-1)
    presence.beat()
    clock.advance(minutes=2)
    presence.beat()
    with db.reading() as session:
        assert session.query(Outage).count() == 0


def test_incidents_are_listed_by_page_and_only_of_ones_own_cases(coach, outsider, process, open_tasks, clock) -> None:
    broken = [asked(coach, open_tasks, amount=0) for _ in range(3)]
    clock.advance(days=31)
    waking.wake_due()
    assert ask(incidents.standing) == incidents.Standing(3, 0)
    first = ask(incidents.page, coach, limit=2)
    rest = ask(incidents.page, coach, cursor=first.next, limit=2)
    assert [row.case_id for row in first.items + rest.items] == broken[::-1] and rest.next is None
    row = first.items[0]
    assert (row.step, str(row.reason), row.during) == ("choose", "De formule deelt door nul.", "timer")
    assert ask(incidents.page, outsider).items == [] and ask(incidents.page, coach, "resolved").items == []
    assert ask(incidents.page, coach, "all", "simple").items == []
    view = ask(incidents.one, coach, row.id)
    assert [(each.name, each.kind, each.value) for each in view.variables] == [
        ("amount", "number", 0),
        ("day", "date", None),
        ("sure", "boolean", None),
    ]
    assert view.can_skip
