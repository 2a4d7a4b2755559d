"""Hiring: the contract with its hours, the earlier measures reported, the coach (domain.md §2.2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import codes
from app.domain.access import Role
from app.domain.codes import TrajectoryStatus
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.employment import Employment
from app.models.organisation import Organisation
from app.models.trajectory import EarlierMeasure, Trajectory
from app.services import trajectories
from app.services.headcount import fraction_of, quota_taken
from app.services.parties import set_party
from app.services.records.advice import newest_of, the_advice
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work


@known("hiring_contract")
def earlier_trajectories(work: Work) -> dict[str, Any]:
    """Trajectories of this person that have ended: time worked with a measure that we know of ourselves."""
    rows = work.session.execute(
        select(Trajectory.clock_start, Trajectory.ended_on, Organisation.name)
        .join(Organisation, Organisation.id == Trajectory.organisation_id)
        .where(
            Trajectory.person_id == work.case.person_id,
            Trajectory.clock_start.is_not(None),
            Trajectory.ended_on > Trajectory.clock_start,
        )
        .order_by(Trajectory.clock_start)
    )
    earlier = [{"employer": name, "measure": "LDE", "from_on": start, "until_on": end} for start, end, name in rows]
    return {"worked_before": "yes", "earlier": earlier} if earlier else {}


@panels("hiring_contract")
def before_the_contract(work: Work) -> list[Panel]:
    """The advice, and how full the quota of the enterprise is."""
    organisation = work.session.get(Organisation, work.case.organisation_id)
    taken = quota_taken(work.session, organisation.id, work.today) if organisation else Decimal(0)
    rows: list[tuple[Text | str, object]] = [(say("Bezet"), say("%(fte)s VTE", fte=_fte(taken)))]
    if organisation is not None and organisation.quota_fte is not None:
        rows.append((say("Toegekend"), say("%(fte)s VTE", fte=_fte(organisation.quota_fte))))
    return [*the_advice(work), Panel(say("Contingent van de onderneming"), rows)]


@record("hiring_contract")
def hire(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Write down the contract with its fraction, and what was reported of earlier measures. Or that there is none."""
    trajectory = trajectories.in_hand(work)
    if answers["has_contract"] == "no":
        trajectories.end_unstarted(work, trajectory, "no_contract")
        return {"contract_signed": False, "hiring_outcome": "not_started"}
    employment = employment_of(trajectory, answers)
    earlier = _earlier_measures(trajectory, answers)
    wrong = _wrong_in_contract(work, employment, answers) | _wrong_in_earlier(earlier, employment.starts_on)
    if wrong:
        raise AnswersInvalid(wrong)
    work.session.add_all([employment, *earlier])
    trajectory.anchor_on = employment.starts_on
    return {"contract_signed": True, "earlier_measure": bool(earlier)}


def employment_of(trajectory: Trajectory, answers: dict[str, Any]) -> Employment:
    """The contract that the form of the hiring describes, in no table yet."""
    hours, fulltime = Decimal(answers["hours_week"]), Decimal(answers["fulltime_hours"])
    return Employment(
        person_id=trajectory.person_id, trajectory_id=trajectory.id, organisation_id=trajectory.organisation_id,
        establishment_id=int(answers["establishment"]) if answers.get("establishment") else None,
        contract_type=str(answers["contract_type"]), starts_on=answers["starts_on"], ends_on=answers.get("ends_on"),
        hours_week=hours, fulltime_hours=fulltime,
        fraction=fraction_of(hours, fulltime),
        within_quota=answers["within_quota"] == "yes", quota_reason=answers.get("quota_reason"),
        job=answers.get("job"),
    )  # fmt: skip


def _earlier_measures(trajectory: Trajectory, answers: dict[str, Any]) -> list[EarlierMeasure]:
    return [
        EarlierMeasure(
            trajectory_id=trajectory.id,
            employer=row["employer"],
            measure=str(row["measure"]),
            starts_on=row["from_on"],
            ends_on=row["until_on"],
        )
        for row in answers.get("earlier") or []
    ]


def _wrong_in_contract(work: Work, employment: Employment, answers: dict[str, Any]) -> dict[str, list[Text]]:
    wrong: dict[str, list[Text]] = {}
    if employment.hours_week > employment.fulltime_hours:
        wrong["hours_week"] = [say("Dit is meer dan een voltijdse collega werkt.")]
    advice = newest_of(work.session, employment.person_id)
    outside = outside_advice(employment.starts_on, advice.advised_on, advice.valid_until) if advice else None
    if outside is not None:
        wrong["starts_on"] = [outside]
    over = over_quota(work.session, employment, employment.starts_on)
    if over is not None and employment.within_quota:
        wrong["within_quota"] = [over]
    return wrong


def outside_advice(starts_on: date, advised_on: date, valid_until: date) -> Text | None:
    """Why the first working day is not within the days the advice holds."""
    if starts_on < advised_on:
        return say("Dit is voor de datum van het advies (%(day)s).", day=advised_on)
    if starts_on > valid_until:
        return say("Het advies geldt tot en met %(until)s. De eerste werkdag valt daarna.", until=valid_until)
    return None


def _wrong_in_earlier(earlier: list[EarlierMeasure], starts_on: date) -> dict[str, list[Text]]:
    text = say("Deze periode begint pas na de eerste werkdag van dit contract. Meld alleen wat eerder was.")
    return {f"earlier-{place}-from_on": [text] for place, row in enumerate(earlier) if row.starts_on >= starts_on}


def over_quota(session: Session, employment: Employment, on: date, besides: Decimal = Decimal(0)) -> Text | None:
    """Why the contract does not fit the quota of its enterprise on a day; `besides`: what is about to be taken too."""
    organisation = session.get(Organisation, employment.organisation_id)
    if organisation is None or organisation.quota_fte is None:
        return None
    would_be = quota_taken(session, organisation.id, on) + besides + employment.fraction
    if would_be <= Decimal(str(organisation.quota_fte)):
        return None
    return say(
        "Met deze werknemer erbij is %(taken)s VTE bezet van de %(quota)s die toegekend zijn. "
        "Kies ‘nee’ en schrijf op wat u met WSE besprak.",
        taken=_fte(would_be),
        quota=_fte(organisation.quota_fte),
    )


def _fte(value: Decimal | float) -> str:
    return f"{value:.2f}".replace(".", ",")


@known("hiring_coach")
def coach_so_far(work: Work) -> dict[str, Any]:
    """The coach that was named when the trajectory was registered."""
    person = work.person
    return {"coach": str(person.coach_id)} if person is not None and person.coach_id else {}


@panels("hiring_coach")
def the_contract(work: Work) -> list[Panel]:
    """The contract, so that one sees from when and for how many hours there is somebody to coach."""
    employment = newest_employment(work)
    if employment is None:
        return []
    return [
        Panel(
            say("Het contract"),
            [
                (say("Soort"), Text(codes.label("contract_type", employment.contract_type))),
                (say("Eerste werkdag"), employment.starts_on),
                (say("Uren per week"), employment.hours_week),
                (say("Tewerkstellingsbreuk"), employment.fraction),
            ],
        )
    ]


@record("hiring_coach")
def assign_coach(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The coach guides from now on: his are the tasks of the coach. With that the trajectory runs."""
    person, trajectory = work.person, trajectories.in_hand(work)
    if person is None:
        raise LookupError("a hiring is about a person")
    person.coach_id = int(answers["coach"])
    set_party(work.session, work.case, Role.COACH, trajectory.organisation_id, person.coach_id, actor=work.actor)
    trajectories.set_status(work, trajectory, TrajectoryStatus.LOPEND, "hiring")
    return {"hiring_outcome": "started"}


def newest_employment(work: Work) -> Employment | None:
    """The contract of the person that began last."""
    return work.session.scalars(
        select(Employment)
        .where(Employment.person_id == work.case.person_id)
        .order_by(Employment.starts_on.desc(), Employment.id.desc())
        .limit(1)
    ).first()
