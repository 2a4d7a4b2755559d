"""Timers against the calendar: each fires once, in order, each counted from its own moment, however late it is."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from app import db
from app.domain.access import SYSTEM
from app.engine import make_bundle
from app.models.audit import Audit
from app.models.case import Case
from app.models.firing import Firing
from app.services import audit, cases, definitions, publishing, registries, waking
from app.services import clock as clocks
from tests.engine import draw
from tests.support.busy import FORKS, drain

_META = 'title = "Tikken"\nstarters = ["coach"]\nsubject = "none"\n[variables]\nevery = "text"\n'


@pytest.fixture
def ticking(world) -> str:
    """The process `ticking`: goes off time and again, each time `every` after the time before."""
    definitions.forget()
    registries.load()
    diagram = draw.process(
        draw.start(),
        draw.xor("again"),
        draw.catch("tick", draw.timer("every")),
        draw.xor("enough", default="on"),
        draw.end(),
        draw.line("begin", "again", "tick", "enough"),
        draw.flow("enough", "done", "every == ''"),
        draw.flow("enough", "again", id="on"),
        key="ticking",
    )
    publishing.publish(SYSTEM, {"ticking": make_bundle("ticking", _META, diagram, {}, {}, {})})
    return "ticking"


def utc(*moments: str) -> list[datetime]:
    """Moments in UTC, written short: `2027-03-28 07:00`."""
    return [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in moments]


def fired(case_id: int) -> list[tuple[datetime, datetime]]:
    """When each firing of a case was due and when it came, in the order in which they were written down."""
    with db.reading() as session:
        entries = session.execute(
            select(Audit.payload, Audit.at).where(Audit.case_id == case_id, Audit.tag == "timer:fired")
            .order_by(Audit.number)
        ).all()  # fmt: skip
        rows = session.scalars(select(Firing.due_at).where(Firing.case_id == case_id)).all()
    found = [(datetime.fromisoformat(json.loads(payload)["due_at"]), at) for payload, at in entries]
    assert sorted(rows) == sorted(due for due, _ in found), "the list and the trail say the same"
    for (payload, at), (due, _) in zip(entries, found, strict=True):
        assert json.loads(payload)["late_seconds"] == int((at - due).total_seconds())
    return found


CALENDAR = {
    "summer time begins: nine o'clock stays nine o'clock": (
        "2027-03-27 08:00", "P1D", utc("2027-03-28 07:00", "2027-03-29 07:00", "2027-03-30 07:00"),
    ),
    "summer time ends: nine o'clock stays nine o'clock": (
        "2027-10-30 07:00", "P1D", utc("2027-10-31 08:00", "2027-11-01 08:00"),
    ),
    "the hour that is not there: half past two becomes half past three": (
        "2027-03-27 01:30", "P1D", utc("2027-03-28 01:30", "2027-03-29 01:30"),
    ),
    "the hour that comes twice is two hours": (
        "2027-10-30 23:30", "PT1H", utc("2027-10-31 00:30", "2027-10-31 01:30", "2027-10-31 02:30"),
    ),
    "the end of a short month, then the day it became": (
        "2027-01-31 11:00", "P1M", utc("2027-02-28 11:00", "2027-03-28 10:00", "2027-04-28 10:00"),
    ),
    "the end of February in a leap year": ("2028-01-31 11:00", "P1M", utc("2028-02-29 11:00", "2028-03-29 10:00")),
    "a year after a leap day": ("2028-02-29 11:00", "P1Y", utc("2029-02-28 11:00", "2030-02-28 11:00")),
    "the first of the month in Brussels is not yet in UTC": ("2027-06-30 22:30", "P6M", utc("2027-12-31 23:30")),
}  # fmt: skip


@pytest.mark.parametrize("begin, every, wanted", CALENDAR.values(), ids=CALENDAR)
def test_s32_switched_off_and_awake_all_along_the_same_moments(coach, ticking, clock, begin, every, wanted) -> None:
    clock.set(*utc(begin))
    off = cases.start(coach, ticking, answers={"every": every})
    clock.set(wanted[-1] + timedelta(minutes=1))
    assert waking.wake_due() == 1 and waking.wake_due() == 0
    assert [due for due, _ in fired(off)] == wanted
    clock.set(*utc(begin))
    awake = cases.start(coach, ticking, answers={"every": every})
    clocks.set_to(SYSTEM, wanted[-1] + timedelta(minutes=1))
    clocks.run()
    assert fired(awake) == [(due, due) for due in wanted]


def test_s32_three_weeks_switched_off_every_timer_once_and_in_order(coach, ticking, clock) -> None:
    ids = [cases.start(coach, ticking, answers={"every": every}) for every in ("P1D", "P7D", "PT36H")]
    begin = clock.now
    clock.advance(days=21)
    assert waking.wake_due() == 3
    days = [begin + timedelta(days=day) for day in range(1, 22)]
    assert [due for due, _ in fired(ids[0])] == days
    assert [due for due, _ in fired(ids[1])] == days[6::7]
    assert [due for due, _ in fired(ids[2])] == [begin + timedelta(hours=36 * number) for number in range(1, 15)]
    assert waking.wake_due() == 0 and audit.verify().broken_at is None


def test_s32_a_clock_set_back_an_hour_fires_nothing_twice(coach, ticking, clock) -> None:
    begin = clock.now
    case_id = cases.start(coach, ticking, answers={"every": "PT40M"})
    for minutes in (41, -60, 30, 29, 1, 40):  # it shows 0:41, -0:19, 0:11, 0:40, 0:41, 1:21
        clock.advance(minutes=minutes)
        waking.wake_due()
    assert [due for due, _ in fired(case_id)] == [begin + timedelta(minutes=40), begin + timedelta(minutes=80)]


def test_s31_four_workers_share_what_is_due_without_a_duplicate(coach, ticking, clock) -> None:
    ids = [cases.start(coach, ticking, answers={"every": "P1D"}) for _ in range(60)]
    clock.advance(days=1)
    woken: list[int] = []
    workers = [threading.Thread(target=lambda: woken.append(waking.wake_due())) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(woken) == 4 and sum(woken) == 60
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Firing)) == 60
        assert set(session.scalars(select(Firing.case_id))) == set(ids)
        assert set(session.scalars(select(Case.revision))) == {2}
    assert audit.verify().broken_at is None


def test_s31_four_worker_processes_share_what_is_due_each_timer_once_and_in_order(
    coach, ticking, clock, database
) -> None:
    ids = [cases.start(coach, ticking, answers={"every": "P1D"}) for _ in range(100)]
    begin = clock.now
    clock.advance(days=3)
    together, woken = FORKS.Barrier(4), FORKS.SimpleQueue()
    workers = [FORKS.Process(target=drain, args=(database.url, together, woken), daemon=True) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert sum(woken.get() for _ in workers) == 100
    for case_id in ids:
        assert [due for due, _ in fired(case_id)] == [begin + timedelta(days=day) for day in (1, 2, 3)]
    assert audit.verify().broken_at is None


def test_a_case_somebody_holds_is_passed_by_and_not_waited_for(coach, ticking, clock, database) -> None:
    first, second = (cases.start(coach, ticking, answers={"every": "P1D"}) for _ in range(2))
    clock.advance(days=1)
    if database.kind == "sqlite":  # one writer at a time: nobody can hold a case while another writes
        assert waking.wake_due() == 2
        return
    with db.engine().connect() as holder:
        holder.execute(text('SELECT 1 FROM "case" WHERE id = :id FOR UPDATE'), {"id": first})
        assert waking.wake_due() == 1 and len(fired(second)) == 1 and fired(first) == []
    assert waking.wake_due() == 1 and len(fired(first)) == 1


def test_s31_a_poll_with_nothing_due_reads_an_index(coach, ticking, statements, database) -> None:
    for _ in range(3):
        cases.start(coach, ticking, answers={"every": "P1D"})
    with statements() as seen:
        assert waking.wake_due() == 0
    (poll,) = [question for question in seen.texts if "FROM clock" not in question]
    assert "next_due" in poll and seen.commits == 0
    assert "ix_case_due" in plan_of(
        "SELECT id FROM \"case\" WHERE next_due <= '2027-01-01' ORDER BY next_due, id LIMIT 1", database.kind
    )


def plan_of(question: str, kind: str) -> str:
    """How the database would answer; PostgreSQL would read so small a table whole if it were let."""
    with db.engine().connect() as connection:
        if kind == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))
        explain = "EXPLAIN" if kind == "postgresql" else "EXPLAIN QUERY PLAN"
        return "\n".join(str(tuple(row)) for row in connection.execute(text(f"{explain} {question}")))
