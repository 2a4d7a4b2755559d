"""Trajectories played from their first day by the real services: registered, hired, planned, watched."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import db
from app.domain.calendar import local_date
from app.domain.identifiers import synthetic_national_number
from app.models.case import Timer
from app.models.plan import Plan
from app.models.trajectory import Trajectory
from app.services import cases
from tests.support.field import Field, publish

BORN = date(1990, 1, 1)
MOTIVE = "De maatregel begint op de eerste werkdag."
ACTIONS = [
    {"what": "Rijbewijs theorie", "who": "WERKNEMER", "by_on": "2030-01-01"},
    {"what": "Kassa leren", "who": "BEGELEIDER", "by_on": "2030-01-01"},
]
# Amina of the field has an account; whoever is registered here has none, so coaches answer for them.


class Stage(Field):
    """The field, and what it takes to bring somebody through years of a trajectory."""

    registered: int = 0

    @classmethod
    def set_up(cls, folder: Path) -> Stage:
        """Everybody is there; the trajectory, what it calls, and the suspension are published."""
        made = cls.with_everybody()
        publish(
            folder,
            *("trajectory", "hiring", "annual_pop", "vdab_evaluation", "transition_track", "internship", "referral"),
            *("early_end", "suspension"),
        )
        return made  # type: ignore[return-value]  # with_everybody makes one of this class

    def registration(self, **changes: Any) -> dict[str, Any]:
        """Answers for the start form of a trajectory, of somebody new."""
        self.registered += 1
        return {
            "national_number": synthetic_national_number(BORN, self.registered),
            "first_name": "Tom",
            "last_name": "Janssens",
            "birth_date": BORN.isoformat(),
            "language": "nl",
            "organisation": str(self.organisations["schakel"]),
            "coach": str(self.coach.user_id),
            "vdab_region": str(self.organisations["vdab"]),
            "advice_kind": "LDE",
            "advice_basis": "Pmp",
            "advice_by": "VDAB",
            "advised_on": self.today.isoformat(),
        } | changes

    def register(self, **changes: Any) -> int:
        """Start a trajectory as the coach; the case id."""
        return cases.start(self.coach, "trajectory", answers=self.registration(**changes))

    def hire(self, on: date, **contract: Any) -> int:
        """A trajectory through its whole hiring on the first working day; the case id."""
        self.travel(on)
        return self.hire_registered(self.register(), on, **contract)

    def hire_registered(self, case_id: int, on: date, **contract: Any) -> int:
        """The hiring of somebody who is registered already; the case id."""
        self.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
        self.do(case_id, "contract", **self.contract(on, **contract))
        self.do(case_id, "decide_clock", reading="GEEN", clock_start=on, motive=MOTIVE)
        self.do(case_id, "assign_coach")
        return case_id

    def contract(self, on: date, **changes: Any) -> dict[str, Any]:
        """Answers for the contract; half time."""
        return {
            "has_contract": "yes",
            "contract_type": "ONBEP",
            "starts_on": on,
            "hours_week": 19,
            "fulltime_hours": 38,
            "within_quota": "yes",
            "worked_before": "no",
        } | changes

    def make_plan(self, case_id: int, follow_up: bool = True) -> Plan:
        """Bring the plan that is open from preparation to both signatures; the signed plan."""
        self.do(case_id, "prepare")
        self.do(case_id, "talk", talked_on=self.today, actions=ACTIONS, agreement_route="VIA_BEGELEIDER")
        self.do(case_id, "agree_through_coach", answer="agree", read_on=self.today)
        self.do(case_id, "sign_coach", signed=True)
        self.do(case_id, "sign_employer", decision="sign", signed=True)
        return self.plans(case_id)[-1]

    def plans(self, case_id: int) -> list[Plan]:
        """The plans of the trajectory, oldest first."""
        wanted = select(Plan).join(Trajectory, Trajectory.id == Plan.trajectory_id)
        with db.reading() as session:
            return list(session.scalars(wanted.where(Trajectory.case_id == case_id).order_by(Plan.id)))

    def the_trajectory(self, case_id: int) -> Trajectory:
        """The trajectory that a case runs."""
        with db.reading() as session:
            return session.scalars(select(Trajectory).where(Trajectory.case_id == case_id)).one()

    def timers(self, case_id: int) -> dict[str, date]:
        """The days the case waits for, by element."""
        with db.reading() as session:
            found = session.scalars(select(Timer).where(Timer.case_id == case_id))
            return {timer.element: local_date(timer.due_at) for timer in found}
