"""Reconsideration, first half: lodged (T17), and a person decides whether it is admissible (T15, T16)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain import appeal
from app.domain.codes import AppealOutcome, AppealParty, AppealSubject
from app.domain.errors import AnswersInvalid
from app.domain.finding import refusals
from app.domain.search import fold
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.models.indication import Indication
from app.models.person import Person
from app.models.reconsideration import Reconsideration
from app.queries import rules
from app.services import reconsiderations
from app.services.choices.reconsideration import BEHALF, EMPLOYER, PAPER, SELF, person_of, routes
from app.services.reconsideration_parties import set_parties
from app.services.reconsiderations import OTHER
from app.services.records.reconsideration_panels import (
    appeal_panel,
    decision_panel,
    in_time_panel,
    trajectory_panel,
)
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work

_AFTER_CHOICE = {AppealSubject.EVALUATIE: "evaluation", AppealSubject.INDICERING: "indication"}


@known("reconsideration_start")
def newest_decision(work: Work) -> dict[str, Any]:
    """The only way this actor has, the newest evaluation with the day it became known, today."""
    answers: dict[str, Any] = {"lodged_on": work.today}
    ways = routes(work)
    if len(ways) == 1:
        answers["route"] = ways[0][0]
    person_id = person_of(work)
    decided = reconsiderations.evaluations_of(work, person_id) if person_id else ()
    if decided:
        answers |= {"against": AppealSubject.EVALUATIE.value, "evaluation": str(decided[0].id)}
        if decided[0].notice_on is not None:
            answers["known_on"] = decided[0].notice_on
    return answers


@record("reconsideration_start")
def lodge(work: Work, answers: dict[str, Any]) -> None:
    """Keep the appeal with the day it came in; late or not, a person looks at it.

    Refused with a reason: a party who may not contest this decision (T17), days that cannot be, the same appeal twice.
    """
    person = _person(work)
    subject, party = AppealSubject(answers["against"]), _party(work, person, answers)
    refused = refusals(appeal.check_party(party, subject))
    if refused:
        raise AnswersInvalid({"against": refused})
    lodged_on: date = answers["lodged_on"] if answers["route"] == PAPER else work.today
    row = Reconsideration(
        case_id=work.case.id, person_id=person.id, trajectory_id=work.trajectory.id if work.trajectory else None,
        against=subject.value, route=answers["route"], lodged_by=party.value, known_on=answers["known_on"],
        behalf_reason=answers.get("behalf_reason") if answers["route"] == BEHALF else None,
        lodged_on=lodged_on, grounds=answers["grounds"], wish=answers.get("wish"), registered_by=work.actor.user_id,
    )  # fmt: skip
    _contest(work, row, subject, answers)
    _check_days(work, row)
    if reconsiderations.another_open(work, row):
        text = say("Over deze beslissing loopt al een heroverweging. Wacht op het besluit, of trek die vraag eerst in.")
        raise AnswersInvalid({_AFTER_CHOICE[subject]: [text]})
    _work_out(work, row)
    work.session.add(row)
    work.session.flush()
    set_parties(work, row, person)


def _person(work: Work) -> Person:
    """Who it is about. An employee who started without saying so means himself."""
    person = work.session.get(Person, person_of(work) or 0)
    if person is None:
        raise AnswersInvalid({"": [say("Kies eerst over welke werknemer het gaat.")]})
    case = work.case
    if case.person_id is None:
        case.person_id, case.organisation_id = person.id, person.organisation_id
        case.title, case.search_title = person.name, fold(person.name)
        work.session.flush()
    return person


def _party(work: Work, person: Person, answers: dict[str, Any]) -> AppealParty:
    route = answers["route"]
    if route == SELF and work.actor.person_id != person.id and not work.actor.system:
        raise AnswersInvalid({"route": [say("U kunt dit alleen voor uzelf vragen.")]})
    if route == PAPER:
        return AppealParty(answers["lodged_by"])
    return AppealParty.WERKGEVER if route == EMPLOYER else AppealParty.WERKNEMER


def _contest(work: Work, row: Reconsideration, subject: AppealSubject, answers: dict[str, Any]) -> None:
    chosen = answers[_AFTER_CHOICE[subject]]
    if chosen == OTHER:
        row.decision_text, row.decision_on = answers["decision_text"], answers["decision_on"]
    elif subject is AppealSubject.EVALUATIE:
        row.evaluation_id = work.session.get_one(Evaluation, int(chosen)).id
    else:
        row.indication_id = work.session.get_one(Indication, int(chosen)).id


def _check_days(work: Work, row: Reconsideration) -> None:
    decision = reconsiderations.contested(work, row)
    taken_on = decision.taken_on if decision else row.decision_on
    wrong: dict[str, list[Text]] = {}
    if taken_on is not None and row.known_on < taken_on:
        wrong["known_on"] = [say("De beslissing is van %(day)s. Eerder kan niemand ze kennen.", day=taken_on)]
    elif row.known_on > row.lodged_on:
        text = say("De vraag is ingediend op %(day)s. De beslissing was toen al bekend.", day=row.lodged_on)
        wrong["known_on"] = [text]
    if wrong:
        raise AnswersInvalid(wrong)


def _work_out(work: Work, row: Reconsideration) -> None:
    """The sums: last day to lodge, in time or not, last day for the advice."""
    found = reconsiderations.in_time(work, row.known_on, row.lodged_on).found
    row.final_day, row.in_time = found.final_day, found.in_time
    row.advice_due = appeal.advice_due(row.lodged_on, rules.at(work.session, row.lodged_on))


@known("appeal_admissibility")
def as_lodged(work: Work) -> dict[str, Any]:
    """The day of taking note as given. Whether it is admissible is not filled in: a person says so."""
    return {"known_on": reconsiderations.in_hand(work).known_on}


@panels("appeal_admissibility")
def before_judging(work: Work) -> list[Panel]:
    """The appeal, the decision, the sum of the term, and that the trajectory goes on."""
    row = reconsiderations.in_hand(work)
    return [in_time_panel(work, row), appeal_panel(row), decision_panel(work, row), trajectory_panel(work)]


@record("appeal_admissibility")
def judge(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The secretary decides. Against the sum, or with another day of taking note, only with a motive."""
    row = reconsiderations.in_hand(work)
    corrected = answers["known_on"] != row.known_on
    row.known_on = answers["known_on"]
    _check_days(work, row)
    _work_out(work, row)
    admissible, motive = answers["admissible"] == "yes", answers.get("motive")
    needed = _motive_needed(row, admissible, corrected)
    if needed is not None and not motive:
        raise AnswersInvalid({"motive": [needed]})
    row.admissible, row.admissible_motive = admissible, motive
    row.judged_on, row.judged_by = work.today, work.actor.user_id
    if not admissible:
        row.reasons = motive
        reconsiderations.conclude(work, row, AppealOutcome.ONONTVANKELIJK, "admissibility", work.today)
    return {"appeal_admissible": admissible}


def _motive_needed(row: Reconsideration, admissible: bool, corrected: bool) -> Text | None:
    if not admissible:
        return say("Zeg waarom de vraag niet ontvankelijk is. De indiener krijgt deze reden in de brief.")
    if not row.in_time:
        return say("De laatste dag was %(day)s. Zeg waarom de vraag toch ontvankelijk is.", day=row.final_day)
    if corrected:
        return say("U veranderde de dag van kennisname. Zeg waarop u dat steunt.")
    return None
