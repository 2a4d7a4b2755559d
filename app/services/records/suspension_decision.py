"""A suspension decided by an official, and its end checked (domain.md §2.5; T03-T05)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.suspension import ACCEPTED, REFUSED, Suspension
from app.services import audit, trajectories
from app.services.paused_tasks import settle_due_dates
from app.services.records.registry import Panel, known, panels, record
from app.services.records.suspension import in_hand, report_panel
from app.services.terms import accepted_suspensions, term_with
from app.services.work import Work

Row = tuple[Text | str, object]


@known("suspension_decision")
def decided_so_far(work: Work) -> dict[str, Any]:
    """The kind as it was reported. Whether it stops the clock is not filled in: a person says so."""
    return {"kind": in_hand(work).kind}


@panels("suspension_decision")
def with_and_without(work: Work) -> list[Panel]:
    """The report, and the legal end with and without it: the rule is not confirmed."""
    row = in_hand(work)
    return [report_panel(row), _both_ends(work, row)]


def _both_ends(work: Work, row: Suspension) -> Panel:
    trajectory = trajectories.in_hand(work)
    others = [each for each in accepted_suspensions(work.session, trajectory.id) if each.id != row.id]
    asked = Suspension(
        kind=row.kind, starts_on=row.starts_on, ends_on=row.ends_on, expected_on=row.expected_on, stops_clock=True
    )
    without = term_with(work.session, trajectory, others, work.today)
    with_it = term_with(work.session, trajectory, sorted([*others, asked], key=lambda s: s.starts_on), work.today)
    rows: list[Row] = []
    if without is not None and with_it is not None:
        rows = [
            (say("Laatste dag als ze de klok niet stopt"), without.last_day),
            (say("Laatste dag als ze de klok stopt"), with_it.last_day),
        ]
    return Panel(say("Wat betekent dit voor de termijn?"), rows, say("Regel niet bevestigd: u beslist en motiveert."))


@record("suspension_decision")
def decide(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The official decides whether it counts, of what kind it is, on what ground, and whether the clock stops."""
    row = in_hand(work)
    row.motive, row.decided_on, row.decided_by = answers["motive"], work.today, work.actor.user_id
    if answers["accepted"] == "no":
        row.status = REFUSED
        return {"suspension_accepted": False}
    row.status, row.kind, row.legal_ground = ACCEPTED, str(answers["kind"]), answers["legal_ground"]
    row.stops_clock = answers["stops_clock"] == "yes"
    row.keeps_compensation = answers["keeps_compensation"] == "yes"
    work.session.flush()
    trajectory = trajectories.in_hand(work)
    trajectories.settle_status(work, trajectory, row.kind)
    settle_due_dates(work, trajectory)
    _audit_period(work, row, None)
    return {
        "suspension_accepted": True,
        "suspension_end_known": row.ends_on is not None,
        "suspension_expected": row.expected_on,
    }


@known("suspension_end")
def expected_so_far(work: Work) -> dict[str, Any]:
    """The day that was expected."""
    row = in_hand(work)
    return {"ends_on": row.expected_on} if row.expected_on and row.expected_on <= work.today else {}


@panels("suspension_end")
def running_suspension(work: Work) -> list[Panel]:
    """The suspension as it was accepted and, when the end was sent back, why."""
    row = in_hand(work)
    return [report_panel(row)]


@record("suspension_end")
def report_end(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The last day, to be checked by the official; or a new day to expect."""
    row = in_hand(work)
    over = answers["over"] == "yes"
    field = "ends_on" if over else "expected_on"
    day: date = answers[field]
    if day < row.starts_on:
        text = say("Het einde ligt voor het begin van de schorsing (%(first)s).", first=row.starts_on)
        raise AnswersInvalid({field: [text]})
    row.expected_on = day
    return {"suspension_over": over, "suspension_expected": day}


@panels("suspension_end_check")
def end_to_check(work: Work) -> list[Panel]:
    """The last day as the coach gives it, and where it leads."""
    row = in_hand(work)
    return [report_panel(row), _both_ends(work, row)]


@record("suspension_end_check")
def check_end(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """The official accepts the last day: from now on it is the fact. Or he says what is wrong with it."""
    row = in_hand(work)
    if answers["right"] == "no":
        return {"suspension_end_accepted": False}
    before, row.ends_on = row.ends_on, row.expected_on
    work.session.flush()
    trajectory = trajectories.in_hand(work)
    trajectories.settle_status(work, trajectory, "suspension_over")
    settle_due_dates(work, trajectory)
    _audit_period(work, row, before)
    return {"suspension_end_accepted": True}


def _audit_period(work: Work, row: Suspension, before: date | None) -> None:
    audit.record(
        work.session, Tag.FACT_SET, actor=work.actor, case_id=work.case.id, subject="suspension", id=row.id,
        what="ends_on", before=before, after=row.ends_on, ground=row.kind,
    )  # fmt: skip
