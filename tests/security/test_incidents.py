"""A case that is certain to fail waits for a person, who mends it; no other case waits for it (security.md 30)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from app import db
from app.domain.access import Role
from app.models.case import Case
from app.models.incident import Incident
from app.services import audit, incidents, waking
from tests.support.clock import TestClock
from tests.support.stage import Stage


def of(case_id: int) -> Incident:
    """The one incident of a case."""
    with db.reading() as session:
        return session.scalars(select(Incident).where(Incident.case_id == case_id)).one()


def test_s30__stands_still_alone_until_a_person_mended_it(stage: Stage, clock: TestClock) -> None:
    broken, sound = stage.register(), stage.register()
    with db.transaction() as session:
        whole = session.query(Case.state).filter(Case.id == broken).scalar()
        session.execute(update(Case).where(Case.id == broken).values(state=b"nonsense"))
    clock.set(stage.case(broken).next_due + timedelta(seconds=1))  # type: ignore[operator]  # it waits for the advice
    assert waking.wake_due() == 1, "the sound one goes on"
    assert stage.case(sound).revision == 2
    assert of(broken).retry_at is None, "a damaged state is as damaged the next time"
    clock.advance(days=3)
    assert waking.wake_due() == 0
    administrator = stage.add("beheer", Role.ADMINISTRATOR, "vdab")
    assert not incidents.retry(administrator, of(broken).id)
    assert of(broken).attempts == 2
    with db.transaction() as session:
        session.execute(update(Case).where(Case.id == broken).values(state=whole))
    assert incidents.retry(administrator, of(broken).id)
    assert stage.case(broken).revision == 2
    assert of(broken).resolution == "retried"
    assert audit.verify().broken_at is None
