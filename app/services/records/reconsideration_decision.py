"""Reconsideration, second half: statement, advice, decision, withdrawal, delivery, what happens with the trajectory."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.domain import appeal
from app.domain.codes import AppealOutcome
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.case import Step
from app.models.reconsideration import Reconsideration
from app.models.user import User
from app.queries import rules
from app.services import reconsiderations
from app.services.records.reconsideration_panels import (
    advice_panel,
    appeal_panel,
    decision_panel,
    filled,
    outcome_panel,
    statement_panel,
    terms_panel,
    trajectory_panel,
)
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work


@panels("appeal_statement")
def before_stating(work: Work) -> list[Panel]:
    """The appeal, the decision and the terms."""
    row = reconsiderations.in_hand(work)
    return [appeal_panel(row), decision_panel(work, row), terms_panel(work, row), trajectory_panel(work)]


@record("appeal_statement")
def state(work: Work, answers: dict[str, Any]) -> None:
    """Who decided says how he came to it, and how he sees it now."""
    row = reconsiderations.in_hand(work)
    row.statement, row.statement_view = answers["statement"], answers["view"]
    row.statement_on, row.statement_by = work.today, work.actor.user_id


@known("appeal_advice")
def advice_today(work: Work) -> dict[str, Any]:
    """The advice came today."""
    return {"advice_on": work.today}


@panels("appeal_advice")
def before_advice(work: Work) -> list[Panel]:
    """What the committee advises on."""
    row = reconsiderations.in_hand(work)
    return [terms_panel(work, row), appeal_panel(row), statement_panel(row), decision_panel(work, row)]


@record("appeal_advice")
def take_advice(work: Work, answers: dict[str, Any]) -> None:
    """Keep the committee's advice; the term for the decision runs from the day it came (T15)."""
    row = reconsiderations.in_hand(work)
    wrong: dict[str, list[Text]] = {}
    advice_on: date = answers["advice_on"]
    if advice_on < row.lodged_on:
        wrong["advice_on"] = [say("De vraag is pas ingediend op %(day)s.", day=row.lodged_on)]
    if answers["heard"] == "yes" and answers["heard_on"] < row.lodged_on:
        wrong["heard_on"] = [say("De vraag is pas ingediend op %(day)s.", day=row.lodged_on)]
    if row.statement is None and not answers.get("no_statement_reason"):
        text = say("VDAB gaf nog geen verklaring. Wacht erop, of zeg waarom de commissie zonder kon adviseren.")
        wrong["no_statement_reason"] = [text]
    if wrong:
        raise AnswersInvalid(wrong)
    row.advice, row.advice_text, row.advice_on = answers["advice"], answers["advice_text"], advice_on
    row.heard_on = answers["heard_on"] if answers["heard"] == "yes" else None
    row.not_heard_reason = answers.get("not_heard_reason") if answers["heard"] == "no" else None
    row.no_statement_reason = answers.get("no_statement_reason") if row.statement is None else None
    row.decision_due = appeal.decision_due(advice_on, rules.at(work.session, advice_on))


@known("appeal_decision")
def decided_today(work: Work) -> dict[str, Any]:
    """The board decided today. The outcome is not filled in, whatever the advice says."""
    return {"decided_on": work.today}


@panels("appeal_decision")
def before_decision(work: Work) -> list[Panel]:
    """The advice and all it rests on."""
    row = reconsiderations.in_hand(work)
    return [
        terms_panel(work, row),
        advice_panel(row),
        statement_panel(row),
        appeal_panel(row),
        decision_panel(work, row),
        trajectory_panel(work),
    ]


@record("appeal_decision")
def take_decision(work: Work, answers: dict[str, Any]) -> None:
    """Put the board's decision on record. The decision contested stays as it is: nothing follows by itself."""
    row = reconsiderations.in_hand(work)
    decided_on: date = answers["decided_on"]
    if row.advice_on is not None and decided_on < row.advice_on:
        text = say("Het advies kwam pas op %(day)s. De raad beslist daarna.", day=row.advice_on)
        raise AnswersInvalid({"decided_on": [text]})
    outcome = AppealOutcome(answers["outcome"])
    row.reasons = answers["reasons"]
    row.new_decision = answers.get("new_decision") if outcome is AppealOutcome.HERZIEN else None
    reconsiderations.conclude(work, row, outcome, "board", decided_on)


@panels("appeal_withdrawal")
def who_asked(work: Work) -> list[Panel]:
    """Who sent the message, and who lodged the appeal: they must be the same."""
    by, at = _asked_by(work)
    name = work.session.get_one(User, by).name if by else None
    rows: list[tuple[Text | str, object]] = [(say("Gemeld door"), name), (say("Gemeld op"), at)]
    text = say("Alleen wie de heroverweging vroeg, kan ze intrekken. Daarna kan het niet meer terug.")
    return [Panel(say("Vraag om in te trekken"), filled(rows), text), appeal_panel(reconsiderations.in_hand(work))]


@record("appeal_withdrawal")
def confirm_withdrawal(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The secretary has made sure that it is really meant; otherwise the appeal simply goes on."""
    row = reconsiderations.in_hand(work)
    row.withdrawal_asked_by, row.withdrawal_asked_at = _asked_by(work)
    row.withdrawal_note = answers["note"]
    confirmed = answers["confirmed"] == "yes"
    if confirmed:
        row.withdrawn_on = work.today
        reconsiderations.conclude(work, row, AppealOutcome.INGETROKKEN, "withdrawal", work.today)
    return {"appeal_withdrawn": confirmed}


def _asked_by(work: Work) -> tuple[int | None, datetime | None]:
    """Who sent the message to withdraw, and when: by him this step opened."""
    element = work.task.element if work.task else ""
    opened = work.session.execute(
        select(Step.actor_id, Step.at)
        .where(Step.case_id == work.case.id, Step.element == element)
        .order_by(Step.position.desc())
        .limit(1)
    ).one_or_none()
    return (opened.actor_id, opened.at) if opened else (None, None)


@known("appeal_delivery")
def delivered_today(work: Work) -> dict[str, Any]:
    """Handed over today."""
    return {"delivered_on": work.today}


@panels("appeal_delivery")
def before_delivery(work: Work) -> list[Panel]:
    """The letter and what it says."""
    row = reconsiderations.in_hand(work)
    href = f"/documents/{row.letter_id}" if row.letter_id else None
    letter = Panel(say("Brief"), [], say("Bezorg deze brief aan wie de heroverweging vroeg."), href)
    return [letter, outcome_panel(row), appeal_panel(row)]


@record("appeal_delivery")
def deliver(work: Work, answers: dict[str, Any]) -> None:
    """Note when and how the letter was handed over."""
    row = reconsiderations.in_hand(work)
    delivered_on: date = answers["delivered_on"]
    if row.decided_on is not None and delivered_on < row.decided_on:
        text = say("Het besluit is van %(day)s. Eerder kan de brief niet bezorgd zijn.", day=row.decided_on)
        raise AnswersInvalid({"delivered_on": [text]})
    row.delivered_on, row.delivered_how = delivered_on, answers["delivered_how"]


@panels("appeal_follow_up")
def before_follow_up(work: Work) -> list[Panel]:
    """What the board decided, and where the trajectory stands."""
    row: Reconsideration = reconsiderations.in_hand(work)
    return [outcome_panel(row), decision_panel(work, row), trajectory_panel(work)]


@record("appeal_follow_up")
def say_what_now(work: Work, answers: dict[str, Any]) -> None:
    """Keep what the expert says happens now. Nothing in the trajectory changes by it: people carry it out."""
    row = reconsiderations.in_hand(work)
    row.follow_up, row.follow_up_text = answers["follow_up"], answers["explanation"]
    row.follow_up_by = answers.get("by_on")
    row.followed_up_on, row.followed_up_by = work.today, work.actor.user_id
