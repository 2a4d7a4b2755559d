"""Evaluation, first half: the interview planned, the plan delivered, the employer and the employee heard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.calendar import format_moment, start_of_day
from app.domain.codes import EvaluationOccasion, EvaluationOutcome, TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.evaluation import check_early_evaluation
from app.domain.finding import refusals
from app.domain.text import Text, say
from app.queries import rules
from app.services import evaluations, trajectories
from app.services.records.evidence import evidence_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.terms import is_suspended
from app.services.work import Work

_EARLY = {EvaluationOccasion.VROEG, EvaluationOccasion.MEDISCH}
_REMIND_BEFORE = timedelta(days=3)


@known("evaluation_start")
def usual_occasion(work: Work) -> dict[str, Any]:
    """The end of the term, asked today."""
    return {"requested_on": work.today}


@record("evaluation_start")
def start(work: Work, answers: dict[str, Any]) -> None:
    """Open an evaluation that was asked for by itself. One asked too early is refused at the day (T19)."""
    occasion = EvaluationOccasion(answers["occasion"])
    if answers["requested_on"] > work.today:
        raise AnswersInvalid({"requested_on": [say("Deze dag ligt in de toekomst.")]})
    trajectory = work.trajectory
    if occasion in _EARLY and trajectory is not None and trajectory.clock_start is not None:
        too_early = refusals(
            check_early_evaluation(
                trajectory.clock_start,
                trajectory.anchor_on or trajectory.clock_start,
                answers["requested_on"],
                rules.at(work.session, work.today),
                medical=occasion is EvaluationOccasion.MEDISCH,
            )
        )
        if too_early:
            raise AnswersInvalid({"requested_on": too_early})
    evaluation = evaluations.open_evaluation(work, occasion)
    attest_on: date | None = answers.get("attest_on")
    evaluation.facts = {
        "requested_on": answers["requested_on"].isoformat(),
        "motive": answers.get("motive"),
        "attest_on": attest_on.isoformat() if attest_on else None,
    }


@known("evaluation_invitation")
def proposed_interview(work: Work) -> dict[str, Any]:
    """An interview in three weeks: time enough for the plan."""
    return {"interview_on": work.today + timedelta(days=21), "interview_time": "10:00"}


@panels("evaluation_invitation")
def before_inviting(work: Work) -> list[Panel]:
    """The term and what is known of plans."""
    return evidence_panels(work)


@record("evaluation_invitation")
def invite(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Plan the interview; the plan must be able to arrive ten days before it (T18)."""
    interview_on: date = answers["interview_on"]
    first = evaluations.first_possible_interview(work)
    if interview_on < first:
        text = say(
            "Kies een dag vanaf %(first)s: het nieuwste plan moet 10 dagen voor het gesprek bij VDAB zijn.", first=first
        )
        raise AnswersInvalid({"interview_on": [text]})
    evaluation = evaluations.open_evaluation(work)
    trajectory = work.trajectory
    ill = evaluation.occasion == EvaluationOccasion.MEDISCH
    if trajectory is not None and not ill and is_suspended(work.session, trajectory.id, interview_on):
        text = say("Het traject is op deze dag geschorst. Kies een dag na de schorsing.")
        raise AnswersInvalid({"interview_on": [text]})
    if trajectory is not None and trajectory.ended_on is None:
        trajectories.set_status(work, trajectory, TrajectoryStatus.IN_EVALUATIE, "vdab_evaluation")
    due = evaluations.plan_due(work, interview_on)
    evaluation.interview_on, evaluation.plan_due_on = interview_on, due
    evaluation.interview_place = f"{answers['interview_place']}, {answers['interview_time']:%H:%M}"
    return {
        "evaluation_interview_on": interview_on,
        "evaluation_plan_due": due,
        "evaluation_plan_reminder_at": format_moment(start_of_day(due - _REMIND_BEFORE)),
    }


@known("evaluation_plan")
def newest_plan(work: Work) -> dict[str, Any]:
    """The newest signed plan, delivered today."""
    signed = evaluations.plans(work)
    return {"plan_on": signed[0].signed_on, "plan_shared_on": work.today} if signed else {"plan_shared_on": work.today}


@panels("evaluation_plan")
def plans_so_far(work: Work) -> list[Panel]:
    """The plans there are, and the years without one."""
    return evidence_panels(work)


@record("evaluation_plan")
def deliver_plan(work: Work, answers: dict[str, Any]) -> None:
    """Note which plan VDAB got and when. Late, or a year without plan: only with a reason."""
    evaluation = evaluations.in_hand(work)
    plan_on: date = answers["plan_on"]
    shared_on: date = answers["plan_shared_on"]
    gaps = evaluations.years_without_plan(work)
    wrong: dict[str, list[Text]] = {}
    if shared_on > work.today:
        wrong["plan_shared_on"] = [say("Deze dag ligt in de toekomst.")]
    elif plan_on > shared_on:
        wrong["plan_on"] = [say("Het plan kan niet jonger zijn dan de dag waarop VDAB het kreeg.")]
    if evaluation.plan_due_on and shared_on > evaluation.plan_due_on and not answers.get("plan_late_reason"):
        text = say("Het plan moest er zijn op %(due)s. Zeg waarom het later kwam.", due=evaluation.plan_due_on)
        wrong["plan_late_reason"] = [text]
    if gaps and not answers.get("plan_gaps_reason"):
        years = ", ".join(str(year) for year in gaps)
        wrong["plan_gaps_reason"] = [say("Er is geen plan in %(years)s. Zeg waarom.", years=years)]
    if wrong:
        raise AnswersInvalid(wrong)
    evaluation.plan_on, evaluation.plan_shared_on = plan_on, shared_on
    evaluation.plan_late_reason = answers.get("plan_late_reason")
    evaluation.plan_gaps, evaluation.plan_gaps_reason = gaps, answers.get("plan_gaps_reason")
    evaluation.progress = answers["progress"]


@panels("evaluation_employer")
def for_the_employer(work: Work) -> list[Panel]:
    """The term and the plans."""
    return evidence_panels(work)


@record("evaluation_employer")
def hear_employer(work: Work, answers: dict[str, Any]) -> None:
    """Keep the employer's statement; he says whether the employee can stay, and from when."""
    evaluation = evaluations.in_hand(work)
    stays = answers["internal_support"] != "NIET"
    if stays and answers["internal_from"] < work.today:
        raise AnswersInvalid({"internal_from": [say("Deze dag is al voorbij. Kies vandaag of later.")]})
    evaluation.employer_statement = answers["statement"]
    evaluation.employer_wish = EvaluationOutcome(answers["wish"]).value
    evaluation.internal_support = answers["internal_support"]
    evaluation.internal_from = answers.get("internal_from") if stays else None
    evaluation.internal_job = answers.get("internal_job") if stays else None
    evaluation.employer_heard_on = work.today
    evaluation.employer_user_id = work.actor.user_id


@known("evaluation_worker")
def heard_as_planned(work: Work) -> dict[str, Any]:
    """The day of the interview as planned, when it has come."""
    evaluation = evaluations.current(work)
    planned = evaluation.interview_on if evaluation else None
    return {"heard_on": planned if planned and planned <= work.today else work.today}


@panels("evaluation_worker")
def before_the_talk(work: Work) -> list[Panel]:
    """What the employer says, the plans and the term."""
    return evidence_panels(work)


@record("evaluation_worker")
def hear_worker(work: Work, answers: dict[str, Any]) -> None:
    """Keep what the employee says in his own words, or why he was not heard."""
    evaluation = evaluations.in_hand(work)
    if answers["heard"] == "no":
        evaluation.worker_absent_reason = answers["absent_reason"]
        return
    if answers["heard_on"] > work.today:
        raise AnswersInvalid({"heard_on": [say("Deze dag ligt in de toekomst.")]})
    evaluation.worker_heard_on, evaluation.worker_heard_how = answers["heard_on"], answers["heard_how"]
    evaluation.worker_statement, evaluation.worker_wish = answers["worker_statement"], answers["worker_wish"]
