"""Why a case of a trial cannot go on: what nobody could complete, and steps that failed, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.errors import StandsStill
from app.domain.kept_text import keep, told
from app.domain.text import Text, say
from app.models.case import Case
from app.models.incident import TASK, Incident
from app.services.definitions import compiled


@dataclass(frozen=True)
class Stuck:
    """Where cases could not go on, why, and how often. `element` is empty where they could not begin."""

    process: str
    element: str
    name: str
    said: tuple[Text, ...]
    times: int = 1

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {**vars(self), "said": [keep(text) for text in self.said]}


def read_stuck(kept: Mapping[str, Any]) -> Stuck:
    """As `as_json` wrote it."""
    return Stuck(**{**kept, "said": tuple(told(text) for text in kept["said"])})


def counted(found: Iterable[Stuck]) -> tuple[Stuck, ...]:
    """The same place and the same sentences once, with how often, the most frequent first.

    Sentences that differ in what fills their places (a day) are the same: the first stands for all.
    """
    firsts: dict[tuple[object, ...], Stuck] = {}
    for one in found:
        key = one.process, one.element, tuple(text.msgid for text in one.said)
        known = firsts.get(key)
        firsts[key] = replace(known, times=known.times + one.times) if known else one
    return tuple(sorted(firsts.values(), key=lambda one: -one.times))


def why_it_stands(refusal: StandsStill) -> Text:
    """The sentence of a refusal to go on, without its number: which step after the task failed, and how."""
    with db.reading() as session:
        incident = session.scalars(
            select(Incident).where(Incident.correlation_id == refusal.correlation_id).order_by(Incident.id)
        ).one()
        if isinstance(refusal.__cause__, LookupError):
            return say("Deze taak zoekt iets dat een stap ervoor moest vastleggen, en dat is er niet.")
        name = _name(session, incident)
        if not name:
            return _why(incident)
        return say("De stap «%(step)s» die hierop volgt, loopt mis: %(why)s", step=name, why=_why(incident))


def failed_by_themselves(session: Session) -> list[Stuck]:
    """The cases of this throw-away world that stand still at something nobody was at work on: a timer, a message."""
    rows = session.scalars(
        select(Incident).where(Incident.during != TASK, Incident.resolved_at.is_(None)).order_by(Incident.id)
    )
    return [Stuck(row.process, row.element or "", _name(session, row) or row.process, (_why(row),)) for row in rows]


def _why(incident: Incident) -> Text:
    return told(orjson.loads(incident.reason))


def _name(session: Session, incident: Incident) -> str:
    definition = compiled(session, session.get_one(Case, incident.case_id).definition_id)
    element = definition.elements.get((incident.process, incident.element or ""))
    return element.name or element.id if element is not None else ""
