"""What else happens in the demo: illness, an early end, an appeal, a project that stops for a part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import select

from app import db
from app.demo.player import Player
from app.domain.access import Actor, Role
from app.domain.errors import Refusal
from app.forms.sampling import later
from app.models.case import OPEN, Case
from app.models.clock import BRUSSELS
from app.models.evaluation import Evaluation
from app.models.organisation import Organisation
from app.services import cases, messaging

_MOTIVE = "Nagekeken met de stukken in het dossier en besproken met de betrokkenen."
_DAYS_TO_APPEAL = 45


@dataclass
class EventStory:
    """A case beside the trajectory: the answers that matter by element; what is in `left_undone` stays open.

    Days are counted from the day of the answer, and who is chosen is on offer then: between the start of a case and its
    tasks lie days in which other stories go on.
    """

    answers: dict[str, dict[str, Any]]
    left_undone: frozenset[str] = frozenset()
    steady: bool = True
    exact: bool = False
    from_today: dict[str, dict[str, int]] = field(default_factory=dict)  # element -> field -> days from today
    from_offer: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)  # … -> field -> choices, how many

    def decide(
        self, process: str, element: str, today: date, known: dict[str, Any], context: dict[str, list[tuple[str, str]]]
    ) -> dict[str, Any]:
        """The answers of this story."""
        dated = {key: later(today, days=days) for key, days in self.from_today.get(element, {}).items()}
        offered = self.from_offer.get(element, {}).items()
        chosen = {key: [value for value, _ in context[choices][:most]] for key, (choices, most) in offered}
        return self.answers.get(element, {}) | dated | chosen

    def delay(self, element: str, rng: Random) -> timedelta | None:
        """Within two weeks, or not at all."""
        return None if element in self.left_undone else timedelta(days=rng.randint(1, 12), hours=rng.randint(1, 7))


def plan_events(player: Player, number: int, case_id: int, begin: datetime) -> None:
    """Plan what happens to employee `number` besides his plans; most have nothing of the kind."""
    if number % 8 == 3:
        player.at(begin + timedelta(days=420), partial(suspend, player, case_id, 150))
    if number % 16 == 11:
        player.at(begin + timedelta(days=200), partial(suspend, player, case_id, None))
    if number % 13 == 6:
        player.at(begin + timedelta(days=640), partial(end_early, player, case_id))
    if number % 5 == 4:
        player.at(begin + timedelta(days=4 * 365 + 190), partial(appeal, player, case_id, 16))


def suspend(player: Player, case_id: int, days: int | None) -> None:
    """Somebody was ill for `days` days, or still is (None)."""
    case = _open_case(case_id)
    if case is None:
        return
    today = player.now.astimezone(BRUSSELS).date()
    first = later(today, days=-(days or 40) - 5)
    answers: dict[str, Any] = {"kind": "ARBEIDSONGESCHIKT_LANGDURIG", "starts_on": first}
    answers |= {"end_known": "yes", "ends_on": later(today, days=-6)} if days else {"end_known": "no"}
    story = EventStory(
        {
            "check_proof": {"proof": "yes", "period_right": "yes"},
            "decide": {
                "accepted": "yes", "legal_ground": "BVR van 19 december 2014, artikel 20", "stops_clock": "yes",
                "keeps_compensation": "yes", "motive": _MOTIVE,
            },
            "confirm_end": {"over": "yes"},
            "accept_end": {"right": "yes"},
        },
        from_today={"confirm_end": {"ends_on": -1}},
    )  # fmt: skip
    _start(player, case, "suspension", answers, story)


def end_early(player: Player, case_id: int) -> None:
    """The coach reports that the trajectory ends early."""
    case = _open_case(case_id)
    if case is None or "early_end" not in case.waits_for:
        return
    messaging.send(_coach(player, case), case_id, "early_end")


def appeal(player: Player, case_id: int, tries: int, undone: str | None = None) -> None:
    """The employee contests the decision on his evaluation, through his coach, once it is known. `undone` stays."""
    case = _open_case(case_id)
    if case is None or tries == 0:
        return
    today = player.now.astimezone(BRUSSELS).date()
    with db.reading() as session:
        evaluation = session.scalars(
            select(Evaluation).where(Evaluation.case_id == case_id, Evaluation.notice_on.is_not(None))
        ).first()
    if evaluation is None or evaluation.notice_on is None:
        player.at(player.now + timedelta(days=14), partial(appeal, player, case_id, tries - 1, undone))
        return
    if today > evaluation.notice_on + timedelta(days=_DAYS_TO_APPEAL):
        return
    answers = {
        "route": "BEHALF", "behalf_reason": "De werknemer vroeg mij dit voor hem te doen.", "lodged_by": "WERKNEMER",
        "against": "EVALUATIE", "evaluation": str(evaluation.id), "known_on": evaluation.notice_on.isoformat(),
        "grounds": "Ik wil liever nog een jaar leren bij mijn onderneming.",
    }  # fmt: skip
    story = EventStory(
        {
            "judge_admissibility": {"admissible": "yes"},
            "give_statement": {"statement": "De evaluatie steunt op de plannen en de gesprekken.", "view": "SAME"},
            "register_advice": {
                "advice": "CONFIRM",
                "advice_text": "De commissie volgt de evaluatie.",
                "heard": "yes",
                "no_statement_reason": "De commissie had genoeg aan het dossier.",
            },
            "register_decision": {"outcome": "BEVESTIGD", "reasons": _MOTIVE},
            "follow_up": {"follow_up": "NOTHING", "explanation": _MOTIVE},
        },
        left_undone=frozenset({undone} if undone else ()),
        exact=undone is not None,
    )
    _start(player, case, "reconsideration", answers, story)


def stop_project(player: Player, enterprise: str, name: str, undone: str) -> None:
    """One service of an enterprise stops in ten weeks: two employees need another destination. `undone` stays."""
    organisation_id = player.cast.organisations[enterprise]
    employer = player.cast.of(Role.EMPLOYER, organisation_id)[0]
    today = player.now.astimezone(BRUSSELS).date()
    with db.reading() as session:
        city = session.get_one(Organisation, player.cast.organisations["stad-leuven"])
    answers = {
        "commissioner_name": city.name, "commissioner_number": city.number,
        "contact_name": employer.name, "contact_function": "Directeur", "contact_email": f"info@{enterprise}.example",
        "service_name": name, "service_type": "GROEN", "stop_kind": "GEDEELTELIJK", "stop_date": later(today, days=70),
        "fte_stopped": 1.4, "fte_remaining": 6.2, "reason": "EINDE_OPDRACHT", "permanence": "DEFINITIEF",
        "reason_text": "De gemeente verlengt de opdracht niet.",
    }  # fmt: skip
    story = EventStory(
        {
            "subsidies_consultation": {
                "quota_reduction_asked": "nee", "council_informed": "nvt", "commissioner_informed": "nvt",
            },
            "declaration": {
                "attachments": [{"kind": "BESLISSING_BESTUUR", "reference": "Notulen raad van bestuur"}],
                "declarant_name": employer.name, "declarant_function": "Directeur", "declared": True,
            },
            "receipt": {"stop_receipt": "complete"},
            "decision": {"stop_decision": "AANVAARD", "decision_reason": "De opdracht van de gemeente eindigt."},
        },
        left_undone=frozenset({undone}),
        from_offer={"affected_employees": {"employees": ("stop_employees", 2)}},
    )  # fmt: skip
    case_id = cases.start(employer, "project_stop", str(organisation_id), answers)
    player.case_story[case_id] = story


def _start(player: Player, case: Case, process: str, answers: dict[str, Any], story: EventStory) -> None:
    """Start a case beside the trajectory; where the rules refuse it now, it does not happen."""
    try:
        case_id = cases.start(_coach(player, case), process, str(case.person_id), answers)
    except Refusal:
        return
    player.case_story[case_id] = story


def _open_case(case_id: int) -> Case | None:
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        return case if case.status == OPEN else None


def _coach(player: Player, case: Case) -> Actor:
    return player.cast.of(Role.COACH, case.organisation_id)[0]
