"""The advice of VDAB: kept when it is given, checked by the counsellor, replaced when it is over (domain.md §2.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import codes
from app.domain.codes import IcfResult
from app.domain.errors import AnswersInvalid
from app.domain.finding import refusals
from app.domain.indication import advice_valid_until, check_proposal
from app.domain.text import Text, say
from app.models.indication import Indication
from app.queries import rules
from app.services import trajectories
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work


def newest_of(session: Session, person_id: int | None) -> Indication | None:
    """The newest advice for a person."""
    return session.scalars(
        select(Indication).where(Indication.person_id == person_id).order_by(Indication.id.desc()).limit(1)
    ).first()


def add_indication(work: Work, person_id: int, answers: dict[str, Any], needed_on: date | None = None) -> Indication:
    """Keep an advice. Without a last day it holds as long as the rule says (unconfirmed).

    Refused: one that is over on the day it is needed, which is today where nothing else is said.
    """
    advised_on: date = answers["advised_on"]
    until = answers.get("advice_until") or advice_valid_until(advised_on, rules.at(work.session, work.today))
    if until < (needed_on or work.today):
        text = say("Dit advies was geldig tot en met %(until)s. Vraag VDAB eerst een nieuw advies.", until=until)
        raise AnswersInvalid({"advice_until" if answers.get("advice_until") else "advised_on": [text]})
    before = newest_of(work.session, person_id)
    row = Indication(
        person_id=person_id, kind=str(answers["advice_kind"]), basis=str(answers["advice_basis"]),
        made_by=str(answers["advice_by"]), advised_on=advised_on, valid_until=until,
        reference=answers.get("advice_reference"), replaces_id=before.id if before else None,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row


@panels("hiring_advice")
def the_advice(work: Work) -> list[Panel]:
    """The advice as it was given in, and whether it still holds."""
    advice = newest_of(work.session, work.case.person_id)
    if advice is None:
        return []
    over = say("Dit advies is verlopen.") if advice.valid_until < work.today else None
    return [
        Panel(
            say("Het advies"),
            [
                (say("Maatregel"), Text(codes.label("advice_kind", advice.kind))),
                (say("Steunt op"), Text(codes.label("indication_basis", advice.basis))),
                (say("Indicatie door"), Text(codes.label("indication_partner", advice.made_by))),
                (say("Datum"), advice.advised_on),
                (say("Geldig tot en met"), advice.valid_until),
                *([(say("Kenmerk"), advice.reference)] if advice.reference else []),
            ],
            over,
        )
    ]


@record("hiring_advice")
def check(work: Work, answers: dict[str, Any]) -> dict[str, Any] | None:
    """Keep what the counsellor found: a yes of the scores is not refused, a no admitted only with a motive (T20)."""
    answer = answers["advice_answer"]
    motive = answers.get("motive") or ""
    advice = newest_of(work.session, work.case.person_id)
    if advice is None:
        raise LookupError("a trajectory starts with an advice")
    if answer == "valid" and advice.valid_until < work.today:
        text = say("Dit advies is verlopen op %(until)s. Vraag een nieuw advies.", until=advice.valid_until)
        raise AnswersInvalid({"advice_answer": [text]})
    if answer != "renew":
        wrong = refusals(check_proposal(IcfResult(answers["icf_result"]), admits=answer == "valid", motivation=motive))
        if wrong:
            raise AnswersInvalid({"motive" if answer == "valid" else "advice_answer": wrong})
    if answer != "valid" and not motive:
        raise AnswersInvalid({"motive": [say("Schrijf op waarom het advies niet in orde is.")]})
    advice.accepted, advice.remark = answer == "valid", motive or None
    advice.checked_on, advice.checked_by = work.today, work.actor.user_id
    if answer != "stop":
        return None
    trajectories.end_unstarted(work, trajectories.in_hand(work), "no_advice")
    return {"hiring_outcome": "not_started"}


@known("hiring_new_advice")
def old_advice(work: Work) -> dict[str, Any]:
    """The kind and the basis of the old advice; dates and reference are new."""
    advice = newest_of(work.session, work.case.person_id)
    return {"advice_kind": advice.kind, "advice_basis": advice.basis, "advice_by": advice.made_by} if advice else {}


@panels("hiring_new_advice")
def why_renew(work: Work) -> list[Panel]:
    """The old advice and what was wrong with it."""
    advice = newest_of(work.session, work.case.person_id)
    remark = [Panel(say("Waarom een nieuw advies?"), text=advice.remark)] if advice and advice.remark else []
    return [*the_advice(work), *remark]


@record("hiring_new_advice")
def renew(work: Work, answers: dict[str, Any]) -> None:
    """Keep the new advice; the counsellor checks it again."""
    if work.case.person_id is None:
        raise LookupError("a hiring is about a person")
    add_indication(work, work.case.person_id, answers)
