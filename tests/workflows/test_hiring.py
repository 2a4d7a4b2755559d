"""Hiring: from the advice to the first working day, through the real services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.employment import Employment
from tests.support.stage import Stage

MONDAY = date(2024, 2, 12)


def test_a_hiring_from_advice_to_coach(stage: Stage) -> None:
    case_id = stage.hire(MONDAY)
    trajectory, employment = stage.the_trajectory(case_id), stage.row(Employment)
    assert (trajectory.clock_start, trajectory.anchor_on, trajectory.status) == (MONDAY, MONDAY, "LOPEND")
    assert employment.fraction == Decimal("0.5")
    variables = stage.case(case_id).variables
    assert (variables["hiring_outcome"], variables["plan_due"]) == ("started", "2024-03-12")  # T18
    assert stage.open(case_id) == ["prepare"]
    assert ("coach", "Het eerste plan") in stage.notices(case_id)
