"""An internship: host and dates, three signatures, talk half way, evaluations, plan updated (domain.md §2.7)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.access import Role
from app.domain.calendar import format_moment, start_of_day
from app.domain.codes import Phase
from app.domain.errors import AnswersInvalid
from app.domain.finding import refusals, warnings
from app.domain.identifiers import InvalidIdentifier, enterprise_number
from app.domain.period import InvalidPeriod, Period
from app.domain.phases import check_internship
from app.domain.text import Text, say
from app.models.internship import Internship
from app.models.organisation import Organisation
from app.models.signature import Signature
from app.queries import rules
from app.services import internships, tracks
from app.services.records.internship_panels import agreement_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.records.track_panels import phase_panels
from app.services.work import Work

_REMIND_BEFORE = timedelta(days=7)
_SIGNS = {
    "sign_worker": Role.WORKER,
    "sign_for_worker": Role.WORKER,
    "sign_host": Role.HOST_EMPLOYER,
    "sign_for_host": Role.HOST_EMPLOYER,
    "sign_employer": Role.EMPLOYER,
}


# host and dates


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


# signatures


@panels("internship_signature")
def before_signing(work: Work) -> list[Panel]:
    """The agreement, and who signed already."""
    return agreement_panels(work)


@record("internship_signature")
def sign(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """A party signs for himself, or does not and says why. The employee may also ask to talk first, with his coach."""
    talk = answers["answer"] == "talk"
    if not talk:
        _take(work, answers, signed_on=work.today)
    return {"internship_talk": talk}


@panels("internship_signature_paper")
def before_signing_on_paper(work: Work) -> list[Panel]:
    """What the employee wants to talk about, then the agreement."""
    for_worker = work.task is not None and work.task.element == "sign_for_worker"
    question = internships.question_of_worker(work) if for_worker else None
    asked = [Panel(say("De werknemer wil eerst praten"), [], question)] if question else []
    return [*asked, *agreement_panels(work)]


@known("internship_signature_paper")
def signed_today(work: Work) -> dict[str, Any]:
    """The paper was signed today."""
    return {"signed_on": work.today}


@record("internship_signature_paper")
def sign_on_paper(work: Work, answers: dict[str, Any]) -> None:
    """Somebody else enters what a party without account answered on paper, with the reason."""
    signed_on: date = answers.get("signed_on") or work.today
    if signed_on > work.today:
        raise AnswersInvalid({"signed_on": [say("Deze dag ligt in de toekomst.")]})
    _take(work, answers, signed_on=signed_on, paper_reason=answers["paper_reason"])


def _take(work: Work, answers: dict[str, Any], *, signed_on: date, paper_reason: str | None = None) -> None:
    internship = internships.in_hand(work)
    party = _SIGNS[work.task.element if work.task else ""]
    signature = Signature(
        internship_id=internship.id,
        party=party.value,
        signed=answers["answer"] == "sign",
        signed_on=signed_on,
        refusal_reason=answers.get("refusal_reason"),
        on_paper=paper_reason is not None,
        paper_reason=paper_reason,
        entered_by=work.actor.user_id,
        entered_at=work.now,
    )
    internships.take_signature(work, internship, signature)


# during and after


@known("internship_mid_talk")
def talked_today(work: Work) -> dict[str, Any]:
    """The talk was today."""
    return {"talk_on": work.today}


@panels("internship_mid_talk")
def before_the_talk(work: Work) -> list[Panel]:
    """The agreement."""
    return agreement_panels(work)


@record("internship_mid_talk")
def talk_half_way(work: Work, answers: dict[str, Any]) -> None:
    """Keep how it goes half way."""
    internship = internships.in_hand(work)
    _within(work, internship, "talk_on", answers["talk_on"])
    internship.mid_talk_on = answers["talk_on"]
    internship.mid_report = "\n\n".join(part for part in (answers["mid_report"], answers.get("agreements")) if part)


@panels("internship_host_report")
def before_the_host_judges(work: Work) -> list[Panel]:
    """The agreement and the talk half way."""
    return agreement_panels(work)


@record("internship_host_report")
def host_judges(work: Work, answers: dict[str, Any]) -> None:
    """Keep what the host says, by himself or as told to the transition coach."""
    internship = internships.in_hand(work)
    spoken_on = answers.get("spoken_on")
    if spoken_on is not None and spoken_on > work.today:
        raise AnswersInvalid({"spoken_on": [say("Deze dag ligt in de toekomst.")]})
    internship.host_score, internship.host_report = answers["score"], answers["host_report"]
    internship.host_hires = answers["hires"]
    internship.host_report_by = work.task.role if work.task else None


@known("internship_result")
def ended_as_agreed(work: Work) -> dict[str, Any]:
    """The internship ended as agreed, or ends today."""
    internship = internships.latest(work)
    return {"ended_on": min(work.today, internship.ends_on)} if internship else {}


@panels("internship_result")
def before_the_result(work: Work) -> list[Panel]:
    """The agreement, what the host says, the hours so far."""
    return [*agreement_panels(work), *phase_panels(work)]


@record("internship_result")
def judge_result(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Close the internship with its result; the hours count for the track."""
    internship = internships.in_hand(work)
    _within(work, internship, "ended_on", answers["ended_on"])
    if answers["result"] == "hired" and internship.host_hires == "no":
        text = say("De stagegever zei dat hij de werknemer niet aanneemt. Vraag het na of kies een ander resultaat.")
        raise AnswersInvalid({"result": [text]})
    track = tracks.current(work)
    if track is not None:
        tracks.log_hours(work, track, Phase.STAGE, answers.get("hours") or [])
    internships.end(work, internship, answers)
    return {"internship_result": answers["result"]}


@known("internship_plan")
def discussed_today(work: Work) -> dict[str, Any]:
    """Discussed today."""
    return {"discussed_on": work.today}


@panels("internship_plan")
def before_updating(work: Work) -> list[Panel]:
    """What the host and the transition coach say."""
    return agreement_panels(work)


@record("internship_plan")
def update_plan(work: Work, answers: dict[str, Any]) -> None:
    """Put what the internship taught into a new version of the plan (T13); the signed one stays as it is."""
    if answers["discussed_on"] > work.today:
        raise AnswersInvalid({"discussed_on": [say("Deze dag ligt in de toekomst.")]})
    internships.update_plan(work, answers)


def _within(work: Work, internship: Internship, field: str, day: date) -> None:
    if day > work.today:
        raise AnswersInvalid({field: [say("Deze dag ligt in de toekomst.")]})
    if not internship.starts_on <= day <= internship.ends_on:
        text = say(
            "De stage loopt van %(first)s tot en met %(last)s. Kies een dag daarbinnen.",
            first=internship.starts_on,
            last=internship.ends_on,
        )
        raise AnswersInvalid({field: [text]})
