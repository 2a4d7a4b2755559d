"""Suspensions: reported by the coach, proved by the enterprise (domain.md §2.5; T03-T05)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.domain import codes
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.suspension import REFUSED, REPORTED, Suspension
from app.models.trajectory import Trajectory
from app.services import trajectories
from app.services.records.registry import Panel, known, panels, record
from app.services.work import Work

Row = tuple[Text | str, object]


@record("suspension_start")
def report(work: Work, answers: dict[str, Any]) -> None:
    """Keep the report. Refused: no running clock, a period before the start, a second report of the same."""
    trajectory = trajectories.with_running_clock(work)
    row = Suspension(
        person_id=trajectory.person_id, trajectory_id=trajectory.id, case_id=work.case.id, kind=str(answers["kind"]),
        starts_on=answers["starts_on"], status=REPORTED, explanation=answers.get("explanation"),
    )  # fmt: skip
    _take_period(work, trajectory, row, answers)
    work.session.add(row)
    work.session.flush()


def _take_period(work: Work, trajectory: Trajectory, row: Suspension, answers: dict[str, Any]) -> None:
    starts_on: date = answers["starts_on"]
    known_end: date | None = answers.get("ends_on")
    expected: date | None = answers.get("expected_on")
    if trajectory.clock_start and starts_on < trajectory.clock_start:
        text = say("Dit ligt voor de start van de klok (%(start)s).", start=trajectory.clock_start)
        raise AnswersInvalid({"starts_on": [text]})
    kind = str(answers["kind"])
    last = known_end or expected or starts_on
    double = _same_kind_at_once(work, row, kind, starts_on, last)
    if double is not None:
        text = say(
            "Deze periode overlapt met de schorsing van %(first)s tot en met %(last)s. Verleng die in haar dossier.",
            first=double.starts_on,
            last=double.ends_on or double.expected_on or double.starts_on,
        )
        raise AnswersInvalid({"starts_on": [text]})
    row.kind, row.starts_on, row.ends_on, row.expected_on = kind, starts_on, known_end, expected
    row.explanation = answers.get("explanation")


def _same_kind_at_once(work: Work, row: Suspension, kind: str, first: date, last: date) -> Suspension | None:
    """Another suspension of the same kind that shares a day. Of different kinds is possible: days count once (T05)."""
    others = work.session.scalars(
        select(Suspension).where(
            Suspension.trajectory_id == row.trajectory_id,
            Suspension.kind == kind,
            Suspension.status != REFUSED,
            Suspension.starts_on <= last,
        )
    )
    for each in others:
        if each is not row and (each.ends_on or each.expected_on or date.max) >= first:
            return each
    return None


@known("suspension_report")
def as_reported(work: Work) -> dict[str, Any]:
    """What was reported, to mend."""
    row = in_hand(work)
    return {
        "kind": row.kind,
        "starts_on": row.starts_on,
        "end_known": "yes" if row.ends_on else "no",
        "ends_on": row.ends_on,
        "expected_on": row.expected_on,
        "explanation": row.explanation,
    }


@panels("suspension_report")
def what_was_missing(work: Work) -> list[Panel]:
    """What the enterprise missed."""
    row = in_hand(work)
    return [report_panel(row), *([Panel(say("De onderneming zegt"), text=row.motive)] if row.motive else [])]


@record("suspension_report")
def correct(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Mend the report, or withdraw it."""
    row = in_hand(work)
    if answers["step"] == "withdraw":
        row.status, row.motive = REFUSED, answers["reason"]
        row.decided_on, row.decided_by = work.today, work.actor.user_id
        return {"suspension_withdrawn": True}
    _take_period(work, trajectories.with_running_clock(work), row, answers)
    return {"suspension_withdrawn": False}


@panels("suspension_proof")
def the_report(work: Work) -> list[Panel]:
    """What was reported."""
    return [report_panel(in_hand(work))]


@record("suspension_proof")
def confirm_proof(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The enterprise has the proof and the period is right; or it says what is missing."""
    row = in_hand(work)
    in_order = answers["proof"] == "yes" and answers.get("period_right") == "yes"
    row.motive = None if in_order else answers["remark"]
    if in_order:
        row.proof_on, row.proof_by = answers["proof_on"], work.actor.user_id
    return {"proof_in_order": in_order}


def in_hand(work: Work) -> Suspension:
    """The suspension this case is about."""
    row = work.session.scalars(select(Suspension).where(Suspension.case_id == work.case.id)).first()
    if row is None:
        raise LookupError("this case is about no suspension")
    return row


def report_panel(row: Suspension) -> Panel:
    """The suspension as it stands."""
    rows: list[Row] = [
        (say("Reden"), Text(codes.label("suspension_kind", row.kind))),
        (say("Eerste dag"), row.starts_on),
        (say("Laatste dag"), row.ends_on),
        (say("Verwachte laatste dag"), None if row.ends_on else row.expected_on),
        (say("Bewijs ontvangen op"), row.proof_on),
        (say("Grond"), row.legal_ground),
    ]
    return Panel(say("De schorsing"), [each for each in rows if each[1]], row.explanation)
