"""What the start of a reconsideration offers: who may lodge it how, and the decisions of this person."""

from __future__ import annotations

from app.domain.access import Role
from app.domain.text import Worded, worded
from app.services import reconsiderations
from app.services.choices.registry import Choice, choices
from app.services.reconsiderations import OTHER, Decision
from app.services.work import Work

SELF, BEHALF, EMPLOYER, PAPER = "SELF", "BEHALF", "EMPLOYER", "PAPER"
_ROUTES = {
    Role.WORKER: (SELF, worded("Ik vraag het voor mezelf", {"en": "I ask it for myself"})),
    Role.COACH: (
        BEHALF,
        worded(
            "Ik ben begeleider en vraag het namens de werknemer",
            {"en": "I am a coach and ask it on behalf of the employee"},
        ),
    ),
    Role.EMPLOYER: (EMPLOYER, worded("Ik vraag het als werkgever", {"en": "I ask it as the employer"})),
    Role.VDAB_COUNSELLOR: (
        PAPER,
        worded(
            "Ik ben van VDAB en registreer een vraag op papier",
            {"en": "I am of VDAB and register a request on paper"},
        ),
    ),
}


@choices("appeal_routes")
def routes(work: Work) -> list[Choice]:
    """The ways in which this actor may lodge, by the roles he has."""
    return [choice for role, choice in _ROUTES.items() if work.actor.system or work.actor.has(role)]


@choices("appeal_evaluations")
def evaluations(work: Work) -> list[Choice]:
    """The evaluations that decided something, newest first, and one that is not here."""
    person_id = person_of(work)
    rows = reconsiderations.evaluations_of(work, person_id) if person_id else ()
    return [(str(row.id), _line(reconsiderations.of_evaluation(row))) for row in rows] + [_not_here()]


@choices("appeal_indications")
def indications(work: Work) -> list[Choice]:
    """The advices of the person, newest first, and one that is not here."""
    person_id = person_of(work)
    rows = reconsiderations.indications_of(work, person_id) if person_id else ()
    return [(str(row.id), _line(reconsiderations.of_indication(row))) for row in rows] + [_not_here()]


def person_of(work: Work) -> int | None:
    """The person the case is about; an employee who starts without a subject means himself."""
    return work.case.person_id or work.actor.person_id


def _line(decision: Decision) -> str:
    return Worded(f"{decision.label}, beslist op {decision.taken_on:%d/%m/%Y}", {})  # a page in English says: Dutch


def _not_here() -> Choice:
    return (OTHER, worded("Een beslissing die niet in deze lijst staat", {"en": "A decision that is not in this list"}))
