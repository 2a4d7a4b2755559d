"""When a development plan (POP) is due (domain sheet §2.3; T18)."""

from datetime import date

from app.domain.calendar import add_to_date, subtract_from_date
from app.domain.duration import Duration
from app.domain.rules import RulesOnDay

_ONE_DAY = Duration(days=1)


def first_plan_due(hired_on: date, rules: RulesOnDay) -> date:
    """Give the day the first plan is due: one month after the hire (T18)."""
    return add_to_date(hired_on, rules.duration("pop.eerste"))


def yearly_plan_due(anchor: date, number: int, rules: RulesOnDay) -> date:
    """Give the day the `number`th yearly plan is due, counted from the hire so that it never drifts (T18).

    1 is the first anniversary. Late signing of one plan does not move the next.
    """
    period = rules.duration("pop.periode")
    whole = Duration(months=number * period.whole_months, days=number * period.whole_days)
    return add_to_date(anchor, whole)


def next_plan_due(anchor: date, after: date, rules: RulesOnDay) -> date:
    """Give the first yearly due day that lies after a day."""
    number = 1
    while (due := yearly_plan_due(anchor, number, rules)) <= after:
        number += 1
    return due


def first_plan_after_takeover(hired_on: date, from_on: date, last_plan_on: date | None, rules: RulesOnDay) -> date:
    """Give the day the first plan is due that is still to be made, for somebody in service already on `from_on`.

    Plans of years that are over were made elsewhere, or not at all: nobody makes them now. Who has none in his first
    year still needs that one, late or not. A last plan signed when the next could be opened already was that next one.
    """
    if last_plan_on is None and from_on < yearly_plan_due(hired_on, 1, rules):
        return first_plan_due(hired_on, rules)
    due = next_plan_due(hired_on, subtract_from_date(from_on, _ONE_DAY), rules)
    opens = subtract_from_date(due, rules.duration("pop.opentVoorVervaldag"))
    return next_plan_due(hired_on, due, rules) if last_plan_on is not None and last_plan_on >= opens else due


def plan_for_evaluation_due(interview_on: date, rules: RulesOnDay) -> date:
    """Give the last day VDAB must have the newest plan: ten days before the interview (T18, CMW rule)."""
    return subtract_from_date(interview_on, rules.duration("pop.updateVoorEvaluatie"))
