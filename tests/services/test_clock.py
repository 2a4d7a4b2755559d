"""The simulated clock fires what falls due, in due order, each at its own moment, once; it stops and resumes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed
from app.models.audit import Audit
from app.models.case import Case, Step, Timer
from app.models.incident import Incident
from app.models.record import Notice
from app.models.task import Task
from app.services import cases, definitions, publishing, registries, waking
from app.services import clock as clocks
from tests.support.clock import A_MONDAY

BUNDLES = Path(__file__).parent / "bundles"


@pytest.fixture
def timed(world) -> str:
    """The process `timed`: waits a month, asks, reminds after seven days."""
    definitions.forget()
    registries.load()
    publishing.sync(SYSTEM, BUNDLES / "workflows", BUNDLES / "forms")
    return "timed"


def fired() -> list[tuple[str, datetime]]:
    with db.reading() as session:
        rows = session.execute(select(Audit.payload, Audit.at).where(Audit.tag == "timer:fired").order_by(Audit.number))
        return [(payload, at) for payload, at in rows]


def test_forward_fires_each_at_its_own_moment(coach, timed) -> None:
    case_id = cases.start(coach, timed)
    clocks.set_to(SYSTEM, A_MONDAY + timedelta(days=90))
    assert clocks.is_travelling()
    clocks.run()
    assert not clocks.is_travelling()
    assert clocks.show().now == A_MONDAY + timedelta(days=90)
    moments = [at for _, at in fired()]
    assert moments == [datetime(2027, 2, 4, 8, tzinfo=UTC), datetime(2027, 2, 11, 8, tzinfo=UTC)]
    with db.reading() as session:
        assert session.scalars(select(Task.created_at).where(Task.case_id == case_id)).one() == moments[0]
        assert session.scalars(select(Notice.created_at)).one() == moments[1]


def test_it_has_not_arrived_before_everything_due_there_fired(coach, timed) -> None:
    cases.start(coach, timed)
    clocks.to_next_due(SYSTEM)
    seen: list[tuple[int, bool]] = []
    clocks.run(progress=lambda moment, target: seen.append((len(fired()), clocks.is_travelling())))
    assert seen == [(1, True)], "whoever follows it still sees it on its way while the last timer fires"
    assert not clocks.is_travelling()


def test_sent_elsewhere_while_it_arrives_it_goes_on(coach, timed) -> None:
    cases.start(coach, timed)
    clocks.to_next_due(SYSTEM)
    there = clocks.show().target
    assert there is not None
    asked = [there + timedelta(days=30)]
    clocks.run(progress=lambda moment, target: clocks.set_to(SYSTEM, asked.pop()) if asked else None)
    assert clocks.show().now == there + timedelta(days=30) and len(fired()) == 2


def test_two_cases_fire_in_due_order(coach, timed, clock) -> None:
    first = cases.start(coach, timed)
    clock.advance(days=3)
    second = cases.start(coach, timed)
    clocks.set_to(SYSTEM, A_MONDAY + timedelta(days=60))
    clocks.run()
    with db.reading() as session:
        order = session.scalars(select(Audit.case_id).where(Audit.tag == "timer:fired").order_by(Audit.number)).all()
    assert order == [first, second, first, second]


def test_travelling_can_be_stopped_and_resumed(coach, timed) -> None:
    cases.start(coach, timed)
    clocks.set_to(SYSTEM, A_MONDAY + timedelta(days=90))
    steps = iter([False, True])
    clocks.run(stopping=lambda: next(steps, True))
    assert clocks.is_travelling() and clocks.show().now < A_MONDAY + timedelta(days=90)
    clocks.run()
    assert clocks.show().now == A_MONDAY + timedelta(days=90) and len(fired()) == 2


def test_going_back_undoes_nothing(coach, timed) -> None:
    cases.start(coach, timed)
    clocks.advance(SYSTEM, "P60D")
    clocks.run()
    clocks.set_to(SYSTEM, A_MONDAY)
    assert clocks.run() == 0 and len(fired()) == 2 and clocks.show().now == A_MONDAY


def test_to_the_next_due_moment(coach, timed) -> None:
    with pytest.raises(Conflict):
        clocks.to_next_due(SYSTEM)
    cases.start(coach, timed)
    clocks.to_next_due(SYSTEM)
    clocks.run()
    assert clocks.show().now == datetime(2027, 2, 4, 8, tzinfo=UTC) and len(fired()) == 1


def test_only_who_may_moves_it_and_only_where_it_is_simulated(coach, timed, database) -> None:
    with pytest.raises(NotAllowed):
        clocks.advance(coach, "P1D")
    with pytest.raises(AnswersInvalid):
        clocks.advance(SYSTEM, "een dag")
    db.configure(database.url, simulated_clock=False)
    with pytest.raises(Conflict):
        clocks.advance(SYSTEM, "P1D")


def test_s32_weeks_switched_off_each_timer_once_in_order_with_how_late(coach, timed, clock) -> None:
    cases.start(coach, timed)
    clock.advance(days=31 + 21)
    assert waking.wake_due() == 1
    assert waking.wake_due() == 0
    late = [payload for payload, _ in fired()]
    assert '"late_seconds":1814400' in late[0]
    with db.reading() as session:
        assert session.scalars(select(Notice.id)).all() != []
        assert list(session.scalars(select(Step.element))).count("remind") == 1


def test_s30_a_case_that_breaks_holds_up_no_other(coach, timed, clock) -> None:
    broken, sound = cases.start(coach, timed), cases.start(coach, timed)
    with db.transaction() as session:
        session.get_one(Case, broken).state = b"nonsense"
    clock.advance(days=40)
    waking.wake_due()
    with db.reading() as session:
        incident = session.scalars(select(Incident)).one()
        assert incident.case_id == broken and incident.retry_at is None and "nonsense" not in incident.reason
        assert session.scalars(select(Task.id).where(Task.case_id == sound)).all() != []
        assert session.scalars(select(Task.id).where(Task.case_id == broken)).all() == []
    clock.advance(days=2)
    assert waking.wake_due() == 0  # a damaged state stays damaged: it waits for a person


def test_a_poll_with_nothing_due_is_one_question(coach, timed, statements) -> None:
    for _ in range(3):
        cases.start(coach, timed)
    with statements() as seen:
        assert waking.wake_due() == 0
    assert len([text for text in seen.texts if "FROM clock" not in text]) == 1


def test_a_firing_is_few_statements_and_one_commit(coach, timed, clock, statements) -> None:
    warm, counted = cases.start(coach, timed), cases.start(coach, timed)
    clock.advance(days=32)
    assert waking.wake(warm)
    with statements() as seen:
        assert waking.wake(counted)
    assert len(seen) <= 11, str(seen)  # one of them asks for the clock of the tests
    assert seen.commits == 1


def test_timers_stand_on_the_case(coach, timed) -> None:
    case_id = cases.start(coach, timed)
    with db.reading() as session:
        assert session.scalars(select(Timer.due_at).where(Timer.case_id == case_id)).one() == datetime(
            2027, 2, 4, 8, tzinfo=UTC
        )
        assert session.get_one(Case, case_id).next_due == datetime(2027, 2, 4, 8, tzinfo=UTC)
