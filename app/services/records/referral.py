"""Referral to another measure: chosen with reasons, asked, answered, followed up. A refusal decides nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.calendar import format_moment, start_of_day
from app.domain.codes import Measure, ReferralOutcome
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.referral import Referral
from app.services import referrals
from app.services.records.evidence import term_panels
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work

_FOLLOW_UP_AFTER = timedelta(weeks=6)
_IMW_EXISTS_FROM = date(2023, 7, 1)  # domain.md §2.9
_ANSWERS = {
    "ACCEPTED": say("aanvaard"),
    "REFUSED_BY_BODY": say("de organisatie weigert"),
    "REFUSED_BY_WORKER": say("de werknemer weigert"),
    "NO_ANSWER": say("geen antwoord"),
}


@panels("referral_choice")
def before_choosing(work: Work) -> list[Panel]:
    """The term, and the measures that were tried before."""
    return [*term_panels(work), *_tried(work)]


@record("referral_choice")
def choose(work: Work, answers: dict[str, Any]) -> None:
    """Keep the measure with its reasons. One that was refused here before, or does not exist any more, is refused."""
    measure = Measure(answers["measure"])
    wrong = _not_possible(work, measure)
    if wrong is not None:
        raise AnswersInvalid({"measure": [wrong]})
    if work.case.person_id is None:
        raise LookupError("a referral is about a person")
    for broken_off in referrals.of_case(work):
        broken_off.closed_at = broken_off.closed_at or work.now
    trajectory = work.trajectory
    contact = ", ".join(part for part in (answers.get("body_contact"), answers.get("body_email")) if part)
    work.session.add(
        Referral(
            case_id=work.case.id,
            person_id=work.case.person_id,
            trajectory_id=trajectory.id if trajectory else None,
            measure=measure.value,
            reasons=answers["reasons"],
            worker_view=answers["worker_view"],
            body=answers["body"],
            body_contact=contact[:200] or None,
            chosen_on=work.today,
            chosen_by=work.actor.user_id,
            created_at=work.now,
        )
    )


def _not_possible(work: Work, measure: Measure) -> Text | None:
    if measure is Measure.ARBZ:
        return say("Arbeidszorg is een oude regeling. Kies een andere maatregel.")
    if measure is Measure.IMW and work.today < _IMW_EXISTS_FROM:
        return say("Individueel maatwerk bestaat pas sinds %(day)s.", day=_IMW_EXISTS_FROM)
    for earlier in referrals.of_case(work):
        if earlier.measure == measure.value and earlier.answer is not None:
            return say("Deze maatregel is al geprobeerd (%(answer)s). Kies een andere.", answer=_answer(earlier))
    return None


@known("referral_informed")
def informed_today(work: Work) -> dict[str, Any]:
    """The organisation is told today."""
    return {"informed_on": work.today}


@panels("referral_informed")
def before_informing(work: Work) -> list[Panel]:
    """The measure and its letter."""
    referral = referrals.in_hand(work)
    href = f"/documents/{referral.letter_id}" if referral.letter_id else None
    return [_measure_panel(referral), Panel(say("Brief"), [], say("Bezorg deze brief aan de organisatie."), href)]


@record("referral_informed")
def inform(work: Work, answers: dict[str, Any]) -> None:
    """Note when and how the organisation was told."""
    _not_later_than_today(work, "informed_on", answers["informed_on"])
    referral = referrals.in_hand(work)
    referral.informed_on, referral.informed_how = answers["informed_on"], answers["informed_how"]


@known("referral_answer")
def answered_today(work: Work) -> dict[str, Any]:
    """The answer came today."""
    return {"answered_on": work.today}


@panels("referral_answer")
def before_the_answer(work: Work) -> list[Panel]:
    """What was asked, of whom, and what was tried before."""
    return [_measure_panel(referrals.in_hand(work)), *_tried(work)]


@record("referral_answer")
def answer(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep the answer. What happens after a refusal is chosen by a person, here."""
    _not_later_than_today(work, "answered_on", answers["answered_on"])
    referral = referrals.in_hand(work)
    accepted = answers["answer"] == "ACCEPTED"
    starts_on: date | None = answers.get("starts_on")
    if starts_on is not None and starts_on < referral.chosen_on:
        text = say("De maatregel is gekozen op %(day)s. Eerder kan de werknemer niet starten.", day=referral.chosen_on)
        raise AnswersInvalid({"starts_on": [text]})
    referral.answer, referral.answered_on = answers["answer"], answers["answered_on"]
    referral.answer_reason, referral.starts_on = answers.get("answer_reason"), starts_on
    if accepted and starts_on is not None:
        return {
            "referral_outcome": ReferralOutcome.ACCEPTED.value,
            "referral_next": "done",
            "referral_follow_up_at": format_moment(start_of_day(starts_on + _FOLLOW_UP_AFTER)),
        }
    referral.closed_at = work.now
    return {"referral_outcome": ReferralOutcome.NONE.value, "referral_next": answers["next"]}


@known("referral_follow_up")
def asked_today(work: Work) -> dict[str, Any]:
    """Asked today."""
    return {"followed_up_on": work.today}


@panels("referral_follow_up")
def before_following_up(work: Work) -> list[Panel]:
    """The measure and since when."""
    return [_measure_panel(referrals.in_hand(work))]


@record("referral_follow_up")
def follow_up(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep how it goes. Done only when the employee started."""
    _not_later_than_today(work, "followed_up_on", answers["followed_up_on"])
    started = answers["follow_up"] in {"GOED", "MOEILIJK"}
    if answers["next"] == "done" and not started:
        text = say("De werknemer is niet aan de slag. Zoek een andere maatregel of stop de doorverwijzing.")
        raise AnswersInvalid({"next": [text]})
    referral = referrals.in_hand(work)
    referral.followed_up_on, referral.follow_up = answers["followed_up_on"], answers["follow_up"]
    referral.follow_up_report, referral.closed_at = answers["follow_up_report"], work.now
    done = answers["next"] == "done"
    outcome = ReferralOutcome.ACCEPTED if done else ReferralOutcome.NONE
    return {"referral_outcome": outcome.value, "referral_next": answers["next"]}


def _measure_panel(referral: Referral) -> Panel:
    rows: list[tuple[Text | str, object]] = [
        (say("Maatregel"), Measure(referral.measure).label),
        (say("Organisatie"), referral.body),
        (say("Contact"), referral.body_contact),
        (say("Gekozen op"), referral.chosen_on),
        (say("Verwittigd op"), referral.informed_on),
        (say("Start"), referral.starts_on),
        (say("De werknemer vindt"), referral.worker_view),
    ]
    return Panel(say("Gekozen maatregel"), [(label, value) for label, value in rows if value], referral.reasons)


def _tried(work: Work) -> list[Panel]:
    rows: list[tuple[Text | str, object]] = [
        (Measure(earlier.measure).label, say("%(answer)s, %(body)s", answer=_answer(earlier), body=earlier.body))
        for earlier in referrals.of_case(work)
        if earlier.answer is not None and earlier.closed_at is not None
    ]
    return [Panel(say("Al geprobeerd"), rows)] if rows else []


def _answer(referral: Referral) -> Text:
    if referral.answer == "ACCEPTED":
        return say("gestart, daarna gestopt")
    return _ANSWERS[referral.answer or "NO_ANSWER"]


def _not_later_than_today(work: Work, field: str, day: date) -> None:
    if day > work.today:
        raise AnswersInvalid({field: [say("Deze dag ligt in de toekomst.")]})
