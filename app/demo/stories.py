"""What happens to each invented employee: where his trajectory goes, and the answers that lead there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from app.forms.sampling import later

Context = dict[str, list[tuple[str, str]]]
Known = dict[str, Any]


class Destiny(StrEnum):
    """How a trajectory ends, if it lasts that long."""

    HIRED = "hired"
    EXTENDED = "extended"
    INTERNAL = "internal"
    REFERRED = "referred"


_OUTCOME = {
    Destiny.HIRED: "DOORSTROOMKLAAR",
    Destiny.EXTENDED: "VERLENGING_6",
    Destiny.INTERNAL: "INTERN",
    Destiny.REFERRED: "PASSENDE_MAATREGEL",
}
_JOBS = (
    "Fietshersteller",
    "Groenarbeider",
    "Klusser",
    "Keukenhulp",
    "Zorgkundige hulp",
    "Chauffeur boodschappendienst",
)
_GOALS = (
    ("Theorie van het rijbewijs halen", "Zelf afspraken plannen met klanten"),
    ("Een cursus Nederlands op de werkvloer volgen", "De kassa zelfstandig doen"),
    ("Veilig leren werken met machines", "Een eigen ronde doen zonder begeleider"),
    ("Omgaan met drukte oefenen", "Een sollicitatiebrief schrijven"),
)


@dataclass
class EmployeeStory:
    """One employee: his data for the start form, his destiny, and how punctual the people around him are."""

    person: dict[str, Any]
    destiny: Destiny
    job: str
    host: str
    rng: Random
    left_undone: frozenset[str] = frozenset()
    slowness: float = 0.0
    steady: bool = False
    exact: bool = False
    has_account: bool = False
    extended: bool = False
    plans: int = 0
    earlier: dict[str, Any] | None = None
    answers: dict[str, Callable[[date, Known, Context], dict[str, Any]]] = field(init=False)

    def __post_init__(self) -> None:
        self.answers = {
            "contract": self._contract,
            "decide_clock": self._clock,
            "prepare": lambda today, known, context: {"talk_on": later(today, days=5)},
            "talk": self._talk,
            "annual_pop/follow_up": lambda today, known, context: self._followed(known),
            "invite": lambda today, known, context: {"interview_on": later(today, days=16)},
            "employer_statement": self._statement,
            "propose": self._propose,
            "preparation": self._preparation,
            "matching": lambda today, known, context: {"step": "found", "hours": [_hours(today, 24)]},
            "choose_host": self._host,
            "coach_evaluation": lambda today, known, context: {"result": "hired", "hours": [_hours(today, 8)]},
            "register_hire": self._hire,
            "choose_measure": lambda today, known, context: {
                "measure": "IMW",
                "reasons": "Begeleiding op een gewone werkplek past het best bij wat we zagen.",
                "body": "VDAB, team individueel maatwerk",
            },
            "record_answer": lambda today, known, context: {"answer": "ACCEPTED", "starts_on": later(today, days=20)},
            "register_internal": lambda today, known, context: {
                "starts_on": later(today, days=10),
                "support": "GEEN",
                "contract_type": "ONBEP",
                "hours_week": 30,
                "job": self.job,
            },
            "report": lambda today, known, context: {
                "step": "end",
                "code": "ONTSLAG_WN",
                "ends_on": later(today, days=14),
                "explanation": "De werknemer vond zelf een job dichter bij huis.",
                "what_next": "Hij begint volgende maand bij zijn nieuwe werkgever.",
            },
            "confirm": lambda today, known, context: {"right": "yes", "contract_continues": "ended"},
            "trajectory/follow_up": lambda today, known, context: {"still_working": "yes"},
            "take_note": lambda today, known, context: {"destination": "VROEGTIJDIG"},
            "vdab_evaluation/confirm": lambda today, known, context: {},
            "release_work": lambda today, known, context: {
                "released": "yes",
                "release_on": later(today, days=3),
                "release_hours": 8,
            },
        }

    def decide(self, process: str, element: str, today: date, known: Known, context: Context) -> dict[str, Any]:
        """The answers that matter for this person."""
        decide = self.answers.get(f"{process}/{element}") or self.answers.get(element)
        return decide(today, known, context) if decide else {}

    def delay(self, element: str, rng: Random) -> timedelta | None:
        """Most things are done within a week, one in twelve takes far too long; some are left undone."""
        if element in self.left_undone:
            return None
        if rng.random() < self.slowness:
            return timedelta(days=rng.randint(25, 60))
        return timedelta(days=rng.randint(0, 6), hours=rng.randint(1, 8), minutes=rng.randint(0, 59))

    def _contract(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        answers: dict[str, Any] = {
            "has_contract": "yes",
            "contract_type": "ONBEP",
            "starts_on": today.isoformat(),
            "job": self.job,
            "within_quota": "yes",
            "hours_week": self.rng.choice((19, 24, 30.4, 38)),
            "fulltime_hours": 38,
            "worked_before": "no",
        }
        return answers | ({"worked_before": "yes", "earlier": [self.earlier]} if self.earlier else {})

    def _clock(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        reading = "GECUMULEERD" if self.earlier else "GEEN"
        return {"reading": reading, "motive": "Nagekeken in het dossier en besproken met de werkgever."}

    def _talk(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        first, second = _GOALS[self.plans % len(_GOALS)]
        self.plans += 1
        return {
            "talked_on": today.isoformat(),
            "situation": "Werkt vlot samen met het team en komt altijd op tijd.",
            "goals": "Zelfstandiger werken en klaar zijn voor een gewone job.",
            "actions": [
                {"what": first, "who": "WERKNEMER", "by_on": later(today, days=120)},
                {"what": second, "who": "BEGELEIDER", "by_on": later(today, days=240)},
            ],
            "agreement_route": "ZELF" if self.has_account else "VIA_BEGELEIDER",
        }

    def _followed(self, known: Known) -> dict[str, Any]:
        rows = known.get("actions") or []
        return {
            "actions": [
                {"status": self.rng.choice(("GEDAAN", "BEZIG")), "result": "Besproken met de coach."} for _ in rows
            ]
        }

    def _statement(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        internal = self._outcome() is Destiny.INTERNAL
        answers = {"wish": _OUTCOME[self._outcome()], "internal_support": "GEEN" if internal else "NIET"}
        return answers | ({"internal_from": later(today, days=90), "internal_job": self.job} if internal else {})

    def _propose(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        outcome = self._outcome()
        answers: dict[str, Any] = {
            "outcome": _OUTCOME[outcome],
            "reasons": "Uit de plannen en de gesprekken met werknemer en werkgever blijkt dat dit de beste stap is.",
            "chance": "HOOG" if outcome in (Destiny.HIRED, Destiny.INTERNAL) else "MATIG",
        }
        if outcome is Destiny.EXTENDED:
            self.extended = True
            answers["extension_months"] = 12
        if outcome is Destiny.INTERNAL:
            answers |= {"internal_from": later(today, days=60), "internal_support": "GEEN"}
        if outcome is Destiny.REFERRED:
            answers["measures"] = ["IMW"]
        return answers

    def _outcome(self) -> Destiny:
        """What the evaluation comes to now: who was extended once is ready the second time."""
        return Destiny.HIRED if self.destiny is Destiny.EXTENDED and self.extended else self.destiny

    def _preparation(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        return {"done": ["CV", "BRIEF", "ZOEKEN"], "hours": [_hours(today, 12)], "step": "next"}

    def _host(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        return {
            "host_kind": "registered",
            "host": self.host,
            "job": self.job,
            "starts_on": later(today, days=14),
            "ends_on": later(today, days=70),
            "hours_week": 24,
            "host_contact": "De zaakvoerder",
        }

    def _hire(self, today: date, known: Known, context: Context) -> dict[str, Any]:
        return {
            "employer_name": known.get("employer_name") or "Fietsen Verbist",
            "employer_number": known.get("employer_number") or "0799999976",
            "job": self.job,
            "starts_on": later(today, days=7),
            "contract_type": "ONBEP",
            "hours_week": 30,
            "support": "GEEN",
        }


def _hours(today: date, hours: int) -> dict[str, Any]:
    return {"on_day": today.isoformat(), "hours": min(hours, 12), "what": "Begeleiding"}


def job_for(rng: Random) -> str:
    """A job in one of the services."""
    return rng.choice(_JOBS)
