"""The piece of work in hand: what records, facts and effects may use inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.models.case import Case
from app.models.clock import today
from app.models.person import Person
from app.models.task import Task
from app.models.trajectory import Trajectory

_OWN_OR_LATEST = (
    select(Trajectory)
    .where(Trajectory.person_id == bindparam("person_id"))
    .order_by((Trajectory.case_id == bindparam("case_id")).desc(), Trajectory.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Work:
    """One case being started, moved or looked at, inside one transaction (or one reading session)."""

    session: Session
    actor: Actor
    now: datetime
    case: Case
    task: Task | None = None

    @property
    def today(self) -> date:
        """Today in Europe/Brussels."""
        return today(self.session)

    @property
    def person(self) -> Person | None:
        """The person the case is about. A task of a multi-instance over people is about its item."""
        if self.case.person_id is None:
            return None
        # Kept in hand: the session forgets a row that nobody holds.
        people: dict[int, Person | None] = db.known(self.session).setdefault("persons", {})
        if people.get(self.case.person_id) is None:
            people[self.case.person_id] = self.session.get(Person, self.case.person_id)
        return people[self.case.person_id]

    @property
    def trajectory(self) -> Trajectory | None:
        """The trajectory of the case itself, or else the latest one of its person."""
        if self.case.person_id is None:
            return None
        known: dict[int, Trajectory] = db.known(self.session).setdefault("trajectories", {})
        own = next((found for found in known.values() if found.case_id == self.case.id), None)
        if own is not None:
            return own
        if self.case.id not in known:
            asked = {"person_id": self.case.person_id, "case_id": self.case.id}
            found = self.session.scalars(_OWN_OR_LATEST, asked).first()
            if found is None:  # perhaps it is about to be made
                return None
            known[self.case.id] = found
        return known[self.case.id]
