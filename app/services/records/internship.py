"""An internship begins: its host and its dates, checked against the track (domain.md §2.7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.calendar import format_moment, start_of_day
from app.domain.errors import AnswersInvalid
from app.domain.finding import refusals, warnings
from app.domain.identifiers import InvalidIdentifier, enterprise_number
from app.domain.period import InvalidPeriod, Period
from app.domain.phases import check_internship
from app.domain.text import Text, say
from app.models.internship import Internship
from app.models.organisation import Organisation
from app.queries import rules
from app.services import internships, tracks
from app.services.records.registry import Panel, known, panels, record
from app.services.records.track_panels import phase_panels
from app.services.work import Work

_REMIND_BEFORE = timedelta(days=7)


@known("internship_host")
def usual_internship(work: Work) -> dict[str, Any]:
    """Eight weeks, beginning in two weeks so that everybody can sign."""
    starts_on = work.today + timedelta(days=14)
    return {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=55)}


@panels("internship_host")
def before_choosing(work: Work) -> list[Panel]:
    """The track with its phases, and the last day an internship from today could have."""
    return phase_panels(work)


@record("internship_host")
def choose_host(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Register the internship when its dates can be; the host takes part in the case from now on."""
    if work.case.person_id is None:
        raise LookupError("an internship is about a person")
    wrong = _wrong_dates(work, answers)
    host = _host(work, answers, wrong)
    if wrong or host is None:
        raise AnswersInvalid(wrong)
    internships.leave_interrupted(work)
    track = tracks.current(work)
    row = Internship(
        case_id=work.case.id,
        person_id=work.case.person_id,
        track_id=track.id if track else None,
        host_id=host.id,
        host_contact=answers["host_contact"],
        job=answers["job"],
        starts_on=answers["starts_on"],
        ends_on=answers["ends_on"],
        hours_week=answers["hours_week"],
        schedule=answers.get("schedule"),
        total_reason=answers.get("total_reason"),
        created_at=work.now,
    )
    internships.begin(work, row)
    internships.invite_parties(work, host)
    return {
        "internship_starts_at": format_moment(start_of_day(row.starts_on)),
        "internship_mid": internships.halfway(row),
        "internship_ends_on": row.ends_on,
        "internship_reminder_at": format_moment(start_of_day(row.ends_on - _REMIND_BEFORE)),
    }


def _wrong_dates(work: Work, answers: dict[str, Any]) -> dict[str, list[Text]]:
    if answers["starts_on"] < work.today:
        return {"starts_on": [say("Deze dag is al voorbij: iedereen moet nog tekenen. Kies vandaag of later.")]}
    try:
        period = Period(answers["starts_on"], answers["ends_on"])
    except InvalidPeriod:
        return {"ends_on": [say("De laatste dag ligt voor de eerste dag van de stage.")]}
    track = tracks.current(work)
    findings = check_internship(
        period,
        rules.at(work.session, period.first),
        track=tracks.period(work, track) if track else None,
        others=internships.other_periods(work, track.id if track else None),
        suspended=tracks.suspended_periods(work),
    )
    refused, warned = refusals(findings), warnings(findings)
    if refused:
        return {"ends_on": refused}
    if warned and not answers.get("total_reason"):
        return {"total_reason": [*warned, say("Wilt u dit toch? Zeg dan waarom.")]}
    return {}


def _host(work: Work, answers: dict[str, Any], wrong: dict[str, list[Text]]) -> Organisation | None:
    if answers["host_kind"] == "registered":
        host, field = work.session.get(Organisation, int(answers["host"])), "host"
    else:
        try:
            number = enterprise_number(answers["host_number"])
        except InvalidIdentifier as problem:
            wrong["host_number"] = [problem.text]
            return None
        details = {key: answers.get(f"host_{key}") for key in ("name", "address", "email", "phone")}
        host, field = internships.host_by_number(work, number, details), "host_number"
    person = work.person
    if host is not None and person is not None and host.id == person.organisation_id:
        wrong[field] = [say("De werknemer werkt hier al. Een stage is bij een andere werkgever.")]
    return host
