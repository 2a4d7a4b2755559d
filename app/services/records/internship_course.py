"""An internship under way and at its end: talk half way, evaluations, result, plan updated (domain.md §2.7, T13)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.codes import Phase
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.internship import Internship
from app.services import internships, track_hours, tracks
from app.services.records.internship_panels import agreement_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.records.track_panels import phase_panels
from app.services.work import Work


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
        track_hours.log_hours(work, track, Phase.STAGE, answers.get("hours") or [])
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
