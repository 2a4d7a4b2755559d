"""The early end: reported, the employee told, confirmed by another person (domain.md §2.10).

Nothing here ends or implies the end of a contract: the measure ends, the contract is a matter of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.domain import codes
from app.domain.codes import EarlyEndReason
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.early_end import EarlyEnd
from app.services import stops, trajectories
from app.services.records.registry import Panel, known, panels, record
from app.services.records.term_panels import term_panels
from app.services.terms import term_of
from app.services.work import Work

Row = tuple[Text | str, object]

_DISMISSED = {EarlyEndReason.ONTSLAG_WG, EarlyEndReason.ONTSLAG_WN, EarlyEndReason.ONDERLING}
_CONTRACT = {
    "yes": say("Loopt verder"),
    "changed": say("Loopt verder, met een ander contract of minder steun"),
    "ended": say("Is om een eigen reden gestopt"),
}


@known("early_end_report")
def reported_before(work: Work) -> dict[str, Any]:
    """What was reported, when it came back to be mended; before that, what a project stop already says."""
    row = _latest(work)
    if row is None:
        return stops.known_early_end(work.session, trajectories.in_hand(work).id)
    if not row.sent_back:
        return {}
    return {"code": row.code, "ends_on": row.ends_on, "explanation": row.explanation, "what_next": row.what_next}


@panels("early_end_report")
def before_reporting(work: Work) -> list[Panel]:
    """The term, why the report came back, and what an end does not mean."""
    row = _latest(work)
    back = [Panel(say("Waarom komt de melding terug?"), text=row.sent_back)] if row and row.sent_back else []
    means = say("Het einde van het traject beëindigt het contract niet. De steun stopt op de dag die u hier opgeeft.")
    return [*back, Panel(say("Wat betekent dit?"), text=means), *term_panels(work)]


@record("early_end_report")
def report(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep reason and day, or withdraw the report: then the trajectory goes on."""
    trajectory = trajectories.in_hand(work)
    row = _latest(work)
    if row is None:
        row = EarlyEnd(
            case_id=work.case.id, person_id=trajectory.person_id, trajectory_id=trajectory.id,
            reported_on=work.today, reported_by=work.actor.user_id,
        )  # fmt: skip
        work.session.add(row)
    row.sent_back = None
    if answers["step"] == "withdraw":
        row.withdrawn_on, row.withdrawn_reason = work.today, answers["withdraw_reason"]
        return {"early_end_outcome": "withdrawn", "early_end_code": None}
    _ensure_possible_day(work, answers["ends_on"])
    row.code, row.ends_on = str(answers["code"]), answers["ends_on"]
    row.explanation, row.what_next = answers["explanation"], answers["what_next"]
    row.reported_on, row.reported_by = work.today, work.actor.user_id
    return {"early_end_outcome": "ended", "early_end_code": row.code, "early_end_confirmed": False}


def _ensure_possible_day(work: Work, ends_on: date) -> None:
    trajectory = trajectories.in_hand(work)
    if trajectory.clock_start and ends_on < trajectory.clock_start:
        text = say("Deze dag ligt voor de start van het traject (%(start)s).", start=trajectory.clock_start)
        raise AnswersInvalid({"ends_on": [text]})
    term = term_of(work.session, trajectory, work.today)
    if term is not None and ends_on >= term.last_day >= work.today:
        text = say(
            "Het traject loopt wettelijk tot en met %(last)s. Een vroegtijdig einde ligt daarvoor.", last=term.last_day
        )
        raise AnswersInvalid({"ends_on": [text]})


@panels("early_end_informed")
def what_to_tell(work: Work) -> list[Panel]:
    """What was reported: what the employee must hear."""
    return [end_panel(in_hand(work))]


@record("early_end_informed")
def inform(work: Work, answers: dict[str, Any]) -> None:
    """Note when and how the employee was told, and what he says."""
    row = in_hand(work)
    # told before it was reported is possible and good; a day long before the report is a slip of the pen
    if (row.reported_on - answers["informed_on"]).days > 366:
        raise AnswersInvalid({"informed_on": [say("Deze dag ligt meer dan een jaar voor de melding.")]})
    row.informed_on, row.informed_how = answers["informed_on"], str(answers["informed_how"])
    row.reaction = answers["reaction"]


@panels("early_end_confirmation")
def to_confirm(work: Work) -> list[Panel]:
    """What was reported and what the employee says."""
    row = in_hand(work)
    return [end_panel(row), *reaction_panel(row)]


@record("early_end_confirmation")
def confirm(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Another person confirms and says what happens to the contract; or sends the report back."""
    row = in_hand(work)
    if answers["right"] == "no":
        row.sent_back = answers["motive"]
        return {"early_end_confirmed": False}
    continues = answers["contract_continues"]
    if row.code == EarlyEndReason.OMZETTING_CMW.value and continues == "ended":
        text = say("Bij een omzetting naar collectief maatwerk hoort geen ontslag. Stuur de melding terug.")
        raise AnswersInvalid({"contract_continues": [text]})
    if row.code in _DISMISSED and continues != "ended":
        text = say("De gemelde reden is een ontslag, maar het contract loopt verder. Stuur de melding terug.")
        raise AnswersInvalid({"contract_continues": [text]})
    row.confirmed_on, row.confirmed_by, row.contract_continues = work.today, work.actor.user_id, continues
    return {"early_end_confirmed": True}


def _latest(work: Work) -> EarlyEnd | None:
    return work.session.scalars(
        select(EarlyEnd)
        .where(EarlyEnd.case_id == work.case.id, EarlyEnd.withdrawn_on.is_(None))
        .order_by(EarlyEnd.id.desc())
        .limit(1)
    ).first()


def in_hand(work: Work) -> EarlyEnd:
    """The early end that was reported on this case and not withdrawn."""
    row = _latest(work)
    if row is None:
        raise LookupError("no early end was reported on this case")
    return row


def end_panel(row: EarlyEnd) -> Panel:
    """The early end as it stands."""
    rows: list[Row] = [
        (say("Reden"), Text(codes.label("early_end_reason", row.code)) if row.code else None),
        (say("Laatste dag"), row.ends_on),
        (say("Wat gebeurt er nu"), row.what_next),
        (say("Contract"), _CONTRACT.get(row.contract_continues or "")),
    ]
    return Panel(say("Het gemelde einde"), [each for each in rows if each[1]], row.explanation)


def reaction_panel(row: EarlyEnd) -> list[Panel]:
    """What the employee says, or that nobody told him."""
    if row.informed_on is None:
        return [Panel(say("De werknemer"), text=say("Niet ingelicht."))]
    rows: list[Row] = [(say("Ingelicht op"), row.informed_on)]
    return [Panel(say("De werknemer zegt"), rows, row.reaction)]
