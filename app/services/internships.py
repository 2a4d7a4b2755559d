"""The internship in hand: its dates, its host, the signatures under its agreement (domain.md §2.7 phase 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app import db
from app.domain.access import Role
from app.domain.audit import Tag
from app.domain.codes import InternshipResult, OrganisationKind, Phase, PhaseResult
from app.domain.period import Period
from app.domain.phases import PlannedPhase, latest_day
from app.domain.text import say
from app.models.internship import Internship
from app.models.organisation import Organisation
from app.models.signature import Signature
from app.models.task import Answers
from app.models.user import User
from app.queries import rules
from app.services import audit, plans, tracks
from app.services.parties import parties_of, set_party
from app.services.work import Work

#: Who signs an internship agreement: the employee, the host and the employer who releases him.
PARTIES = (Role.WORKER, Role.HOST_EMPLOYER, Role.EMPLOYER)


def latest(work: Work) -> Internship | None:
    """The internship of this case that was begun last; once found it is the last until another one begins."""
    known = _known(work)
    if work.case.id not in known:
        found = work.session.scalars(
            select(Internship).where(Internship.case_id == work.case.id).order_by(Internship.id.desc()).limit(1)
        ).first()
        if found is None:
            return None
        known[work.case.id] = found
    return known[work.case.id]


def begin(work: Work, internship: Internship) -> None:
    """Put an internship on record; from now on it is the last one of its case."""
    work.session.add(internship)
    work.session.flush()
    _known(work)[work.case.id] = internship


def _known(work: Work) -> dict[int, Internship]:
    known: dict[int, Internship] = db.known(work.session).setdefault("internships", {})
    return known


def in_hand(work: Work) -> Internship:
    """The internship of this case; every step after the choice of the host needs one."""
    found = latest(work)
    if found is None or found.closed_at is not None:
        raise LookupError("no internship runs on this case")
    return found


def other_periods(work: Work, track_id: int | None) -> list[Period]:
    """The days of the other agreed internships of the same track."""
    if track_id is None:
        return []
    rows = work.session.scalars(
        select(Internship).where(Internship.track_id == track_id, Internship.agreed_on.is_not(None))
    )
    return [Period(row.starts_on, max(row.starts_on, row.ended_on or row.ends_on)) for row in rows]


def host_by_number(work: Work, number: str, details: dict[str, Any]) -> Organisation:
    """The organisation with this enterprise number; registered as a host employer when nobody knew it yet."""
    known = work.session.scalars(select(Organisation).where(Organisation.number == number)).first()
    if known is not None:
        return known
    row = Organisation(
        key=f"host-{number}",
        name=details["name"],
        kind=OrganisationKind.HOST.value,
        number=number,
        address=details.get("address"),
        email=details.get("email"),
        phone=details.get("phone"),
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work.session, Tag.ORGANISATION_REGISTERED, actor=work.actor, organisation=row.id)
    return row


def invite_parties(work: Work, host: Organisation) -> None:
    """Let the host take part in the case, and the employee too when he has an account by now."""
    set_party(work.session, work.case, Role.HOST_EMPLOYER, host.id, actor=work.actor)
    person = work.person
    if person is None or Role.WORKER in parties_of(work.session, work.case.id):
        return
    account = work.session.scalars(select(User.id).where(User.person_id == person.id, User.active)).first()
    if account is not None:
        set_party(work.session, work.case, Role.WORKER, person.organisation_id, account, actor=work.actor)


def leave_interrupted(work: Work) -> None:
    """Close the internships of this case that were broken off, before a new one begins."""
    for row in work.session.scalars(
        select(Internship).where(Internship.case_id == work.case.id, Internship.closed_at.is_(None))
    ):
        row.result, row.closed_at = row.result or InternshipResult.GESTOPT.value, work.now
        row.ended_on = row.ended_on or max(row.starts_on, min(work.today, row.ends_on))


def signatures(work: Work, internship: Internship) -> Sequence[Signature]:
    """The answers of the parties so far."""
    return work.session.scalars(
        select(Signature).where(Signature.internship_id == internship.id).order_by(Signature.id)
    ).all()


def question_of_worker(work: Work) -> str | None:
    """What the employee wants to talk about before he signs the agreement of this internship."""
    internship = latest(work)
    if internship is None:
        return None
    given = work.session.scalars(
        select(Answers.values)
        .where(
            Answers.case_id == work.case.id,
            Answers.element == "sign_worker",
            Answers.given_at >= internship.created_at,
        )
        .order_by(Answers.id.desc())
        .limit(1)
    ).first()
    return given.get("question") if given else None


def take_signature(work: Work, internship: Internship, signature: Signature) -> None:
    """Add one party's answer. With the last one the agreement stands, or the internship is off."""
    work.session.add(signature)
    work.session.flush()
    answers = {row.party: row.signed for row in signatures(work, internship)}
    if not set(PARTIES) <= set(answers):
        return
    if not all(answers.values()):
        internship.result, internship.closed_at = InternshipResult.GESTOPT.value, work.now
        internship.result_reason = str(say("Niet iedereen tekende de overeenkomst."))
        return
    internship.agreed_on = work.today
    if internship.track_id is not None:
        tracks.start_phase(work, planned(work, internship))


def planned(work: Work, internship: Internship) -> PlannedPhase:
    """The internship as a phase of its track, with the last day it may have (T12)."""
    held = rules.at(work.session, internship.starts_on)
    last = latest_day(Phase.STAGE, internship.starts_on, held, tracks.suspended_periods(work))
    return PlannedPhase(Phase.STAGE, internship.starts_on, last)


def halfway(internship: Internship) -> date:
    """The day in the middle."""
    return internship.starts_on + timedelta(days=(internship.ends_on - internship.starts_on).days // 2)


def end(work: Work, internship: Internship, answers: dict[str, Any]) -> None:
    """Close the internship with what the transition coach says, and its phase of the track."""
    hired, ended_on = answers["result"] == "hired", answers["ended_on"]
    if hired:
        result = InternshipResult.AANWERVING
    else:
        early = ended_on < internship.ends_on
        result = InternshipResult.GESTOPT if early else InternshipResult.GEEN_AANWERVING
    internship.ended_on, internship.result = ended_on, result.value
    internship.coach_report, internship.result_reason = answers["coach_report"], answers.get("result_reason")
    track = tracks.current(work)
    running = tracks.running_phase(work, track) if track else None
    if running is not None and running.phase == Phase.STAGE:
        outcome = PhaseResult.GESLAAGD if hired else PhaseResult.NIET_GESLAAGD
        tracks.end_phase(running, ended_on, outcome, answers["coach_report"])


def update_plan(work: Work, answers: dict[str, Any]) -> None:
    """Put the results into a new version of the plan in force, where there is one, and close the internship."""
    internship = in_hand(work)
    internship.plan_update, internship.plan_updated_on = answers["plan_update"], answers["discussed_on"]
    internship.closed_at = work.now
    last = plans.previous(work)
    if last is None:
        return
    kept = [
        {"what": each.what, "who": each.who, "by_on": each.by_on, "status": each.status, "result": each.result}
        for each in plans.actions_of(work.session, last)
    ]
    fresh = [{"what": row["what"], "who": row["who"], "by_on": row["by_day"]} for row in answers.get("actions") or []]
    situation = "\n\n".join(part for part in (last.situation, answers["plan_update"]) if part)
    plans.revise(work, situation=situation, actions=[*kept, *fresh])
