"""Employees of an enterprise whose service stops, and what everybody answers when it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.demo.cast import Cast
from app.demo.entering import answers_to_start, new_story
from app.demo.player import Player
from app.demo.stories import Destiny
from app.domain.access import Role
from app.services import cases

_HIRING = timedelta(days=45)
_AFTER_HIRING = frozenset({"prepare", "talk"})


def hire(cast: Cast, begin: datetime, **numbers: tuple[int, ...]) -> None:
    """Employees with a running trajectory (`hire(cast, begin, klusbus=(1, 2))`), hired by the services; the clock
    stands six weeks later."""
    rng = Random(9)
    player = Player(cast, rng, begin)
    for name, employees in numbers.items():
        enterprise = f"de-{name}"
        coach = cast.of(Role.COACH, cast.organisations[enterprise])[0]
        for number in employees:
            story = new_story(cast, number, rng, begin, Destiny.HIRED)
            story.left_undone = _AFTER_HIRING
            case_id = cases.start(coach, "trajectory", None, answers_to_start(cast, enterprise, coach, number, story))
            player.case_story[case_id] = story
    player.play(begin + _HIRING)


def notification(kind: str, stops_on: date) -> dict[str, Any]:
    """What the start form asks and Traject does not know."""
    return {
        "contact_name": "Els Peeters",
        "contact_function": "Directeur",
        "contact_email": "els@demo.example",
        "service_name": "Fietspunt Leuven",
        "service_type": "FIETSPUNT",
        "stop_kind": kind,
        "stop_date": stops_on.isoformat(),
        "fte_stopped": 1.6,
        **({"fte_remaining": 7.8} if kind == "GEDEELTELIJK" else {}),
        "reason": "EINDE_OPDRACHT",
        "reason_text": "De stad verlengt de opdracht niet.",
        "permanence": "DEFINITIEF",
    }


@dataclass
class StopStory:
    """Two employees are affected: one moves with his clock, one is dismissed. The department asks a question first."""

    kind: str
    stops_on: date
    left_undone: frozenset[str] = frozenset()
    moved: int = 0
    asked: bool = False

    def decide(
        self, process: str, element: str, today: date, known: dict[str, Any], context: dict[str, list[tuple[str, str]]]
    ) -> dict[str, Any]:
        """The answers that matter."""
        match element:
            case "affected_employees":
                return {"employees": [value for value, _ in context["stop_employees"]][:2], "no_employees_reason": ""}
            case "subsidies_consultation":
                return {"quota_reduction_asked": "ja", "council_informed": "nvt", "commissioner_informed": "nvt"}
            case "declaration":
                return {
                    "attachments": [
                        {"kind": "BESLISSING_BESTUUR", "reference": "Notulen 2020/17"},
                        {"kind": "BRIEF_OPDRACHTGEVER", "reference": "Brief van de stad"},
                    ],
                    "declarant_name": "Els Peeters",
                    "declarant_function": "Directeur",
                    "declared": True,
                }
            case "receipt":
                return self._receipt()
            case "answer_questions":
                return {"stop_answer": "answered", "answer": "De opdracht eindigt dit kwartaal.", "attachments": []}
            case "decision":
                return {"stop_decision": "AANVAARD", "decision_reason": "De opdracht van de stad eindigt."}
            case "destination":
                return self._destination(today, context)
            case "settlement":
                return {"advances_paid": 60000, "entitlement": 54300}
            case _:
                return {}

    def delay(self, element: str, rng: Random) -> timedelta:
        """At once."""
        return timedelta()

    def _receipt(self) -> dict[str, Any]:
        if self.asked:
            return {"stop_receipt": "complete"}
        self.asked = True
        return {"stop_receipt": "questions", "question": "Wanneer eindigt de opdracht van de stad?"}

    def _destination(self, today: date, context: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
        answers = {
            "destination_on": (self.stops_on + timedelta(days=1)).isoformat(),
            "long_term_ill": "nee",
            "vdab_informed": "nee",
        }
        self.moved += 1
        if self.moved > 1:
            told = {"vdab_informed": "ja", "vdab_informed_on": today.isoformat()}
            return answers | {"destination": "ONTSLAG"} | told
        if self.kind == "GEDEELTELIJK":
            return answers | {"destination": "ANDERE_DIENST", "new_job": "Fietskoerier"}
        new = context["other_enterprises"][0][0]
        return answers | {"destination": "ANDERE_LDE", "new_organisation": new, "new_job": "Groenarbeider"}
