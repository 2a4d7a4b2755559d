"""A step that fails: tried again after 1, 5 and 25 minutes, then it stands until somebody acts (security.md 30)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from app import db
from app.models.case import Case
from app.models.incident import Incident
from app.services import audit, waking
from tests.support.clock import TestClock
from tests.support.stage import Stage


def incidents(case_id: int) -> list[Incident]:
    """Those of a case, oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Incident).where(Incident.case_id == case_id).order_by(Incident.id)))


def test_s30__tries_again_ever_later_and_then_waits_for_a_person(stage: Stage, clock: TestClock) -> None:
    broken, sound = stage.register(), stage.register()
    with db.transaction() as session:
        whole = session.query(Case.state).filter(Case.id == broken).scalar()
        session.execute(update(Case).where(Case.id == broken).values(state=b"nonsense"))
    clock.set(stage.case(broken).next_due + timedelta(seconds=1))  # type: ignore[operator]  # it waits for the advice
    assert waking.wake_due() == 1, "the sound one goes on"
    assert stage.case(sound).revision == 2
    for number, minutes in enumerate((1, 5, 25), 1):
        *_, last = incidents(broken)
        assert (len(incidents(broken)), last.retry_at) == (number, clock.now + timedelta(minutes=minutes))
        clock.advance(minutes=minutes, seconds=-1)
        assert waking.retry_incidents() == 0
        clock.advance(seconds=1)
        assert waking.retry_incidents() == 1
        assert waking.wake_due() == 0
    *_, last = incidents(broken)
    assert last.retry_at is None
    clock.advance(days=3)
    assert (waking.retry_incidents(), waking.wake_due()) == (0, 0)
    assert len(incidents(broken)) == 4
    assert audit.verify().broken_at is None
    with db.transaction() as session:  # somebody mended it
        session.execute(update(Case).where(Case.id == broken).values(state=whole))
        session.execute(update(Incident).values(resolved_at=clock.now))
    assert waking.wake_due() == 1
    assert stage.case(broken).revision == 2
